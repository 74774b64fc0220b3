// The values behind scripts/doc-context.d.mts: a local org with a few rows, a client of it, and a folder with some files.
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { jwtBearer, records, SalesforceClient } from "kinetic-core";
import { makeKeyPair, startLocalOrg } from "kinetic-local-org";

export { createReadStream, createWriteStream } from "node:fs";
export { readFile, writeFile } from "node:fs/promises";
export { join } from "node:path";
export { pipeline } from "node:stream/promises";

export let sf;
export let org;
export let auth;
export let clientId;
export let clientSecret;
export let username;
export let privateKey;
export let loginUrl;
export let signal;
export let accountId;
export let contactId;
export let fileId;
export let source;
export let readable;
export const name = "O'Hara";
export const typed = "50%";
export const since = new Date("2026-01-01T00:00:00Z");
export const industries = ["Energy", "Technology"];
export const rows = [{ Name: "Globex" }, { Name: "Initech" }];
export let describeOfARealObject;
export const verifier = undefined;
export const connectionOf = () => auth;

const CSV = {
  "accounts.csv": "Ext__c,Name,NumberOfEmployees\na-1,Acme,12\na-2,,7\na-3,Globex,90\n",
  "contacts.csv": "LastName;Email\nMuster;muster@example.com\nPérez;perez@example.com\n",
  "customers.csv": "key,name,revenue,city\nc-1, Umbrella ,1200000,Raccoon City\nc-2,Hooli,n/a,Palo Alto\n",
};

const objects = [
  {
    name: "Account",
    fields: [{ name: "Ext__c", type: "string", length: 40, externalId: true, unique: true }],
  },
  { name: "Order_Shipped__e", fields: [{ name: "Number__c", type: "string", length: 20 }] },
];

const keyPair = await makeKeyPair();
const home = process.cwd();
let folder;

/** Starts an org, and fills what this module exports. */
export async function openContext() {
  org = await startLocalOrg({ keyPair, objects, rows: { Account: [{ Name: "Acme", Ext__c: "acme" }] } });
  ({ clientId, clientSecret, username, privateKey, url: loginUrl } = org);
  [{ Id: accountId }] = org.rows("Account");
  [contactId] = org.insert("Contact", [{ LastName: "Muster", AccountId: accountId }]);
  [fileId] = org.insert("ContentVersion", [{ Title: "a", PathOnClient: "a.txt", VersionData: "aGk=" }]);
  auth = jwtBearer({ clientId, username, privateKey, loginUrl });
  sf = new SalesforceClient({ auth });
  describeOfARealObject = JSON.stringify(await sf.describe("Opportunity"));
  signal = new AbortController().signal;
  source = records(rows);
  readable = Readable.from(["LastName\nMuster\n"]);
  folder = await mkdtemp(join(tmpdir(), "kinetic-docs-"));
  await writeFile(join(folder, "server.key"), privateKey, { mode: 0o600 });
  for (const [file, text] of Object.entries(CSV)) await writeFile(join(folder, file), text);
  await mkdir(join(folder, "src/org"), { recursive: true });
  process.chdir(folder);
  Object.assign(process.env, {
    SF_CLIENT_ID: clientId,
    SF_USERNAME: username,
    SF_LOGIN_URL: loginUrl,
    SF_PRIVATE_KEY_PATH: join(folder, "server.key"),
    APP_SECRET: clientSecret,
  });
}

/** Ends what was started. */
export async function closeContext() {
  await sf.close();
  await org.close();
  process.chdir(home);
  await rm(folder, { recursive: true, force: true });
}
