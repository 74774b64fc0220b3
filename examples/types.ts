// Types of the org: written from its describes, and used by the compiler; rows checked when they arrive.
// Run: npm run build && node examples/dist/types.js
import { generateTypes, rowSchema, SalesforceClient } from "kinetic-core";
import { startLocalOrg } from "kinetic-local-org";
import { z } from "zod";
import type { Org } from "./org-types/index.ts";

await using org = await startLocalOrg({ rows: { Account: [{ Name: "Acme", NumberOfEmployees: 12 }] } });
const auth = {
  flow: "local",
  authenticate: async () => ({ token: org.accessToken(), instanceUrl: org.url }),
};
await using sf = new SalesforceClient<Org>({ auth });

// These are the files in org-types. Write them to your sources, and commit them.
const files = generateTypes(await sf.describeMany(["Account", "Contact", "User"]));
console.log(files.map(({ path }) => path).join(", "));

// The rows are typed by the text of the query; a field that does not exist would not compile.
const row = await sf.query("SELECT Name, NumberOfEmployees, Owner.Name FROM Account").first();
const employees: number = row?.NumberOfEmployees ?? 0;
console.log(`${row?.Name} of ${row?.Owner.Name}: ${employees}`);

// @ts-expect-error A contact needs a last name.
const refused = sf.sobject("Contact").create({ FirstName: "Ada" });
console.log(
  await refused.then(
    () => "created",
    (error: Error) => `the org agrees: ${error.name}`,
  ),
);

const schema = rowSchema(z, await sf.describe("Account"), { fields: ["Name", "NumberOfEmployees"] });
console.log(schema.safeParse({ Name: "Acme", NumberOfEmployees: "twelve" }).success);
