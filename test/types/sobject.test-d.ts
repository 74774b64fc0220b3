// Compiled by `npm run types`, never run: what can be written to the objects of an org, and what cannot.
import {
  type DateText,
  dateOnly,
  type RecordId,
  type SalesforceClient,
  type SalesforceRecord,
} from "kinetic-core";
import { same } from "./equal.ts";
import type { Org } from "./org/index.ts";

declare const sf: SalesforceClient<Org>;
declare const loose: SalesforceClient;
declare const account: RecordId<"Account">;
declare const contact: RecordId<"Contact">;
declare const text: string;
declare function take(...values: readonly unknown[]): void;

const accounts = sf.sobject("Account");
const opportunities = sf.sobject("Opportunity");
const invoices = sf.sobject("Invoice__c");

// What create takes
take(
  accounts.create({ Name: "Acme" }),
  accounts.create({ Name: "Acme", ParentId: account, Site: null, Industry: undefined }),
  accounts.create({ Name: "Acme", ParentId: "001000000000001AAA" }),
  opportunities.create({ Name: "Deal", StageName: "Prospecting", CloseDate: "2026-11-22" }),
  opportunities.create({
    Name: "Deal",
    StageName: "A stage of our own",
    CloseDate: dateOnly(new Date()) as DateText,
  }),
  invoices.create({ Number__c: "1", Payer__c: contact, Sent__c: new Date(), State__c: "Sent" }),
  invoices.create({
    Number__c: "1",
    Payer__c: contact,
    Sent__c: "2026-11-22T09:30:00Z",
    At__c: "09:30:00.000Z",
  }),
);

// @ts-expect-error Name is required
accounts.create({ Site: "x" });
// @ts-expect-error CreatedDate is read-only
accounts.create({ Name: "Acme", CreatedDate: "2026-11-22T09:30:00Z" });
// @ts-expect-error no such field
accounts.create({ Name: "Acme", Nmae: "x" });
// @ts-expect-error a number is asked for
accounts.create({ Name: "Acme", NumberOfEmployees: "12" });
// @ts-expect-error the id of another object
accounts.create({ Name: "Acme", ParentId: contact });
// @ts-expect-error Name may not be emptied
accounts.create({ Name: null });
// @ts-expect-error a Date has a time, a close date has none
opportunities.create({ Name: "Deal", StageName: "Prospecting", CloseDate: new Date() });
// @ts-expect-error nor has its text
opportunities.create({ Name: "Deal", StageName: "Prospecting", CloseDate: "2026-11-22T09:30:00Z" });
// @ts-expect-error CloseDate and StageName are required
opportunities.create({ Name: "Deal" });
// @ts-expect-error no such value of a restricted picklist
invoices.create({ Number__c: "1", Payer__c: contact, State__c: "Overdue" });

// Lookups by external id, and lists for a multi-select picklist
take(
  accounts.create({ Name: "Acme", Owner: { Username: "ada@example.com" } }),
  invoices.create({ Number__c: "1", Payer__r: { Email: "ada@example.com" }, Tags__c: ["Red", "Blue"] }),
  invoices.create({ Number__c: "1", Payer__c: contact, Tags__c: "Red;Blue", Account__r: { Name: "x" } }),
  invoices.update("a00000000000001AAA", { Tags__c: ["Red"], Payer__r: { Email: "ada@example.com" } }),
);
// @ts-expect-error the payer is required, by its field or its relationship
invoices.create({ Number__c: "1" });
// @ts-expect-error CreatedBy is read-only
accounts.create({ Name: "Acme", CreatedBy: { Username: "ada@example.com" } });
// @ts-expect-error a list where one value is needed
accounts.create({ Name: "Acme", Site: ["x"] });

// What update takes
take(
  accounts.update(account, { Site: null }),
  accounts.update("001000000000001AAA", { Name: "Acme" }),
  invoices.update("a00000000000001AAA", { Sent__c: null, State__c: "Paid" }),
);

// @ts-expect-error Id is read-only
accounts.update(account, { Id: account });
// @ts-expect-error the id of another object
accounts.update(contact, { Site: "x" });
// @ts-expect-error no such field
accounts.update(account, { Nmae: "x" });
// @ts-expect-error Name may not be emptied
accounts.update(account, { Name: null });

// What is read
const whole = accounts.retrieve(account);
same<Awaited<typeof whole>["Name"], string>();
const part = accounts.retrieve(account, { fields: ["Name", "Site"] });
same<keyof Awaited<typeof part>, "attributes" | "Name" | "Site">();
// @ts-expect-error no such field
accounts.retrieve(account, { fields: ["Nmae"] });
// @ts-expect-error the id of another object
accounts.retrieve(contact);
// @ts-expect-error no such relationship
accounts.parent(account, "Boss");

// Names of objects: one that is none, one that is known when the code runs, a client without types
// @ts-expect-error no such object
sf.sobject("Acount");
const dynamic = sf.sobject(text).retrieve("001000000000001AAA");
same<Awaited<typeof dynamic>, SalesforceRecord>();
take(loose.sobject("Anything__c").create({ Whatever__c: 1 }));
