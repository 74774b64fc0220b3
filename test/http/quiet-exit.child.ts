// Run by quiet-exit.test.ts in a process of its own: meets faults in every kind of call, closes what it opened, and
// must then end by itself.
import { SalesforceClient } from "kinetic-core";
import { providers } from "../support/providers.ts";
import { json, type Responder, refuse, startServer } from "../support/server.ts";

const JOB = "750000000000001AAA";

const faults: readonly Responder[] = [
  (_, response) => void response.destroy(),
  (_, response) => refuse(response, 401, "INVALID_SESSION_ID", "Session expired or invalid"),
  (_, response) => refuse(response, 503, "SERVER_UNAVAILABLE", "", { "retry-after": "0" }),
  (_, response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>"),
  (_, response) => {
    response.writeHead(200, { "content-type": "text/csv", "content-length": 100 });
    response.write("Id\n", () => response.destroy());
  },
  (_, response) => {
    response.writeHead(200, { "content-type": "text/csv", "content-length": 100 });
    response.write("Id\n");
  },
  () => undefined,
];

const calls: readonly ((sf: SalesforceClient, signal: AbortSignal) => Promise<unknown>)[] = [
  (sf, signal) => sf.request({ method: "GET", path: "limits", signal }),
  (sf) => sf.sobject("Account").create({ Name: "Acme" }),
  (sf, signal) => sf.bulk.ingestJob(JOB).upload("Name\nAcme\n", { signal }),
  (sf) => sf.bulk.createIngestJob({ object: "Account", operation: "insert" }),
  async (sf, signal) => {
    for await (const _ of sf.bulk.queryJob(JOB).results({ signal }));
  },
  // Opened, and left alone.
  (sf, signal) => sf.bulk.queryJob({ kind: "query", id: JOB, apiVersion: "68.0" }).resultPage({ signal }),
  (sf) => sf.query("SELECT Id FROM Account").first(),
];

let respond: Responder = () => undefined;
const server = await startServer((request, response, call) => {
  if (!request.path.startsWith("/services/oauth2/token")) return respond(request, response, call);
  return json(response, 200, { access_token: `t-${call}`, instance_url: server.url, refresh_token: "r" });
});

let failed = 0;
for (const { make, name } of providers.filter(({ name }) => name !== "deviceFlow")) {
  for (const fault of name === "jwtBearer" ? faults : faults.slice(0, 3)) {
    respond = fault;
    const timeouts = { headersMs: 30, bodyIdleMs: 30 };
    const sf = new SalesforceClient({
      auth: make(server.url),
      apiVersion: "68.0",
      http: { timeouts, retry: { maxAttempts: 2, baseMs: 1 } },
    });
    const controller = new AbortController();
    const outcomes = Promise.allSettled(calls.map((call) => call(sf, controller.signal)));
    setTimeout(() => controller.abort(new Error("enough")), 120);
    failed += (await outcomes).filter(({ status }) => status === "rejected").length;
    await sf.close();
  }
}
await server.close();
console.log(JSON.stringify({ failed }));
