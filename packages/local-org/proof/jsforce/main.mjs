// Drives the local org with jsforce as its users do, and holds what is stored then to what was sent.
// node main.mjs <folder with node_modules> <jsforce, or the alias it is installed under>
import { createRequire } from "node:module";
import { join } from "node:path";
import { runSteps, startOrg } from "../steps.mjs";
import { bulk } from "./bulk.mjs";
import { logins } from "./logins.mjs";
import { discovery, more } from "./others.mjs";
import { queries } from "./queries.mjs";
import { collections, records } from "./records.mjs";

const VERSION = "62.0";
const [folder = ".", name = "jsforce"] = process.argv.slice(2);
const jsforce = createRequire(join(folder, "package.json"))(name);

const org = await startOrg();
try {
  const { url: instanceUrl } = org;
  const conn = new jsforce.Connection({ instanceUrl, accessToken: org.accessToken(), version: VERSION });
  await runSteps({
    ...logins(org, jsforce, VERSION),
    ...discovery(org, conn),
    ...records(org, conn),
    ...collections(org, conn),
    ...queries(org, conn),
    ...bulk(org, conn),
    ...more(org, conn),
  });
} finally {
  await org.close();
}
