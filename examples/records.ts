// Records: one at a time, many at once, and several things in one call.
// Run: npm run build && node examples/dist/records.js
import { openOrg } from "./org.ts";

await using org = await openOrg();
const { sf } = org;

const accounts = sf.sobject("Account");
const { id } = await accounts.create({ Name: "Umbrella", Site: "Raccoon City" });
await accounts.update(id, { Site: null });
const { created } = await accounts.upsert({ field: "Ext__c", value: "a/1" }, { Name: "Hooli" });
console.log(`created: ${created}, site: ${(await accounts.retrieve(id, { fields: ["Site"] }))["Site"]}`);

// Rows of any number. One that is refused takes no other with it.
await using written = await sf.write("Contact", "insert", [
  { LastName: "Muster" },
  { FirstName: "No last name" },
]);
console.log(`by ${written.via}: ${written.totals.succeeded} of ${written.totals.rows}`);
for await (const { index, error } of written.failures()) {
  console.log(`row ${index}: ${error.code} ${error.fields.join()}; ${error.remediation.summary}`);
}

// An account and its contact in one call, or neither.
const { steps } = await sf.composite(
  (c) => {
    const account = c.create("Account", { Name: "Stark" });
    return { account, contact: c.create("Contact", { LastName: "Potts", AccountId: account.ref.id }) };
  },
  { allOrNone: true },
);
console.log(`composite: ${steps.account.ok && steps.contact.ok}`);
await accounts.delete(id);
