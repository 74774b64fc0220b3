import type { SalesforceClient } from "kinetic-core";
import type { Org } from "./org/index.ts";

/** Rows of `write`, held to the types of an org: what compiles, and what must not. */
export async function rows(sf: SalesforceClient<Org>, loose: SalesforceClient): Promise<void> {
  await sf.write("Contact", "insert", [{ LastName: "Muster" }]);
  await sf.write("Contact", "update", [{ Id: "003000000000001AAA", LastName: "Muster" }]);
  await sf.write("Contact", "delete", ["003000000000001AAA"]);
  await sf.write("Contact", "insert", "contacts.csv");
  await loose.write("Anything__c", "update", [{ Whatever__c: 1 }]);
  // @ts-expect-error LastName is missing
  await sf.write("Contact", "insert", [{ FirstName: "Max" }]);
  // @ts-expect-error an update names its record
  await sf.write("Contact", "update", [{ LastName: "Muster" }]);
  // @ts-expect-error the org has no such object
  await sf.write("Kontact", "insert", [{ LastName: "Muster" }]);
  // @ts-expect-error no such operation
  await sf.write("Contact", "merge", [{ LastName: "Muster" }]);
}
