import type { ObjectSpec } from "kinetic-local-org";

/** A custom object with the kinds of fields that the standard ones lack; test/types/org is written with it. */
export const INVOICE: ObjectSpec = {
  name: "Invoice__c",
  label: "Invoice",
  fields: [
    { name: "Number__c", type: "string", externalId: true, unique: true, nillable: false },
    { name: "Account__c", type: "reference", referenceTo: ["Account"], relationshipName: "Account__r" },
    {
      name: "State__c",
      type: "picklist",
      restrictedPicklist: true,
      picklistValues: ["Draft", "Sent", "Paid"],
    },
    { name: "Due__c", type: "date" },
    { name: "Sent__c", type: "datetime" },
    { name: "Total__c", type: "currency" },
    { name: "At__c", type: "time" },
    { name: "Tags__c", type: "multipicklist", picklistValues: ["Red", "Blue"] },
    {
      name: "Payer__c",
      type: "reference",
      referenceTo: ["Contact"],
      relationshipName: "Payer__r",
      nillable: false,
    },
  ],
};
