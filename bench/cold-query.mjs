// From a cold process to the first row of a query, JWT login included, against a server in a process of its own.
import { generateKeyPairSync } from "node:crypto";
import { peakMb, start } from "./lib.mjs";

const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
const server = await start("cold-server.mjs");
const begin = performance.now();
const { jwtBearer, SalesforceClient } = await import("../dist/index.js");
const auth = jwtBearer({ clientId: "key", username: "u@example.com", privateKey, loginUrl: server.url });
const sf = new SalesforceClient({ auth });
await sf.query("SELECT Id FROM Account").first();
const queryMs = performance.now() - begin;
await sf.close();
server.stop();
console.log(JSON.stringify({ queryMs, peakMb: peakMb() }));
