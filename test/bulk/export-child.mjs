// Exports to a file in a process of its own, to be killed at any moment; prints what the export amounts to when it gets
// that far. Run by export-kill.soak.ts, on the compiled package.
import { accessToken, SalesforceClient } from "kinetic-core";

const { url, token, soql, path, options, format } = JSON.parse(process.argv[2]);
const sf = new SalesforceClient({ auth: accessToken({ token, instanceUrl: url }), apiVersion: "66.0" });
const summary = await sf.bulk.export(soql, options).toFile(path, { resume: true, format });
console.log(JSON.stringify(summary));
await sf.close();
