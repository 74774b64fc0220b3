import { existsSync, readFileSync } from "node:fs";
import { SalesforceClient } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { countingAuth } from "../support/client.ts";
import { startServer, type TestServer } from "../support/server.ts";
import { virtualClock } from "./clock.ts";

interface Exchange {
  readonly request: { readonly method: string; readonly url: string; readonly body: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}

const WIRE = new URL("../../../shared/wire/", import.meta.url);
const isThere = existsSync(new URL("sequences.jsonl", WIRE));

/** The recorded life of a query job of Bulk API 2.0. */
function recording(): Exchange[] {
  const lines = readFileSync(new URL("sequences.jsonl", WIRE), "utf8").trim().split("\n");
  const all = lines.map((line) => JSON.parse(line) as { id: string; exchanges: Exchange[] });
  return all.find(({ id }) => id === "seq-15")?.exchanges ?? [];
}

const pathOf = (url: string): string => new URL(url, "http://x").pathname + new URL(url, "http://x").search;
/** What the recorder's client framed the bodies with. */
const FRAMING = /^(content-encoding|transfer-encoding|content-length)$/i;

/** Answers as recorded, and nothing that was not. The describe is not part of the recording. */
async function replay(exchanges: readonly Exchange[]): Promise<TestServer & { readonly strange: string[] }> {
  const strange: string[] = [];
  const server = await startServer(({ method, path, body }, response) => {
    if (path.endsWith("/describe")) {
      response.writeHead(200, { "content-type": "application/json" }).end('{"fields":[]}');
      return;
    }
    const found = exchanges.find(
      ({ request }) =>
        request.method === method && pathOf(request.url) === path && sameJson(request.body, body.toString()),
    );
    if (found === undefined) strange.push(`${method} ${path} ${body}`);
    const headers = Object.entries(found?.response.headers ?? {}).filter(([name]) => !FRAMING.test(name));
    response.writeHead(found?.response.status ?? 500, Object.fromEntries(headers));
    response.end(found?.response.body);
  });
  return Object.assign(server, { strange });
}

function sameJson(recorded: string, sent: string): boolean {
  if (recorded === "" || sent === "") return recorded.trim() === sent.trim();
  return JSON.stringify(JSON.parse(recorded)) === JSON.stringify(JSON.parse(sent));
}

describe.skipIf(!isThere)("the recorded query job (skipped where ../shared/wire is absent)", () => {
  const open = (url: string): SalesforceClient =>
    new SalesforceClient({
      apiVersion: "53.0",
      auth: countingAuth(url),
      http: { runtime: virtualClock() },
    });

  it("is exported with the very calls that were recorded, and deleted", async () => {
    await using server = await replay(recording());
    const sf = open(server.url);
    const rows: Record<string, string>[] = [];
    const soql = "SELECT Name, Type, Industry FROM Account";
    for await (const row of sf.bulk.export(soql, { deleteJob: true })) rows.push(row);
    await sf.close();
    expect(server.strange).toEqual([]);
    expect(rows).toHaveLength(13);
    expect(rows[0]).toEqual({ Name: "Beispielaccount für Ansprüche", Type: "", Industry: "" });
    expect(rows.at(-1)).toEqual({ Name: "sForce", Type: "", Industry: "" });
  });

  it("gives its pages by the locator `MTA`, and ends at the word `null`", async () => {
    await using server = await replay(recording());
    const sf = open(server.url);
    const job = sf.bulk.queryJob({ kind: "query", id: "7507Q000009f9tHQAQ", apiVersion: "53.0" });
    const first = await job.resultPage({ maxRecords: 10 });
    expect([first.rows, first.next]).toEqual([10, "MTA"]);
    first.body.resume();
    const last = await job.resultPage({ locator: first.next });
    expect([last.rows, last.next]).toEqual([3, undefined]);
    last.body.resume();
    await sf.close();
    expect(server.strange).toEqual([]);
  });
});
