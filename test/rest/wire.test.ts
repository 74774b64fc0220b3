import { generateTypes, isKineticError, type ObjectDescribe } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { countingAuth, quickClient } from "../support/client.ts";
import { json, type SeenRequest, startServer } from "../support/server.ts";
import { CALLS, callOf, type Replayed, type WireBody } from "./wire-calls.ts";
import { areThere, type Recording, recordings } from "./wire-recordings.ts";

/** A version that is none, which no client can be made with; and an answer without the names of its steps, tested below. */
const LEFT_OUT: ReadonlySet<string> = new Set(["rec-crud-create-049", "hand-composite-004"]);

/** Recordings whose ids a scrubber changed: their checksums say so, and nothing is sent. */
const REFUSED: ReadonlySet<string> = new Set([
  "rec-crud-update-023",
  "hand-crud-delete-002",
  "hand-crud-read-001",
]);

/** Answers that are none: an error and a page with status 200, and the answer of another graph. */
const STRANGE: ReadonlySet<string> = new Set(["rec-query-032", "hand-query-009", "hand-graph-001"]);

/** Answers with status 200 that say of themselves that nothing was saved. */
const UNSAVED: ReadonlySet<string> = new Set(["hand-crud-create-001"]);

const renameAll = (text: string, renamed: ReadonlyMap<string, string>): string =>
  [...renamed].reduce(
    (done, [from, to]) => done.replaceAll(`"${from}"`, `"${to}"`).replaceAll(`@{${from}.`, `@{${to}.`),
    text,
  );

/** What a request asks for, apart from how it is written. */
function meaning(method: string, path: string, query: URLSearchParams, body: unknown): unknown {
  const asked = [...query].filter(([name, value]) => name !== "allOrNone" || value !== "false").sort();
  return { method, path: path.replace(/\/$/, ""), query: asked, body };
}

function recordedMeaning(recording: Recording, renamed: ReadonlyMap<string, string>): unknown {
  const { request, path, query } = recording;
  const dates = [...query].map(([name, value]) => [name, dateOr(value)] as [string, string]);
  return meaning(request.method, path, new URLSearchParams(dates), bodyOf(renameAll(request.body, renamed)));
}

function sentMeaning({ method, path, body }: SeenRequest): unknown {
  const url = new URL(path, "http://x");
  const below = decodeURIComponent(url.pathname).replace(/^\/services\/data\/v[^/]+\/?/, "");
  return meaning(method, below, url.searchParams, bodyOf(body.toString()));
}

/** Times are written in more than one way. */
function dateOr(value: string): string {
  const time = /^\d{4}-\d\d-\d\dT[\d:]+[+ ]\d\d:\d\d$/.test(value)
    ? Date.parse(value.replace(" ", "+"))
    : Number.NaN;
  return Number.isNaN(time) ? value : new Date(time).toISOString();
}

/** Bodies are compared without what says the default, and with ids named as fields are named in answers. */
function bodyOf(text: string): unknown {
  if (!/^\s*[{[]/.test(text)) return undefined;
  return JSON.parse(text, function (this: object, name, value: unknown) {
    if ((name === "allOrNone" && value === false) || name === "collateSubrequests") return undefined;
    if (name === "allOrNone" && "graphId" in this) return undefined;
    if (name === "id" && "attributes" in this) {
      (this as Record<string, unknown>)["Id"] = value;
      return undefined;
    }
    if (name === "url" && typeof value === "string")
      return decodeURIComponent(value).replace(/^.*?\/v[^/]+\//, "");
    return value;
  });
}

const replayable = recordings()
  .filter(({ id }) => !LEFT_OUT.has(id))
  .filter((one) => callOf(one) !== undefined);

/** The clock stands where a recorded window ends: an old one would be refused. */
function clockOf({ query }: Recording): () => number {
  const end = query.get("end");
  return end === null ? () => Date.now() : () => Date.parse(end.replace(" ", "+"));
}

/** Makes the call of a recording against a server that knows its answer, and no other. */
async function replay(recording: Recording) {
  const renamed = new Map<string, string>();
  const { status, headers, body } = recording.response;
  const asked: unknown[] = [];
  await using server = await startServer((request, response) => {
    asked.push(sentMeaning(request));
    response.writeHead(status, headers);
    if (typeof body === "string") response.end(renameAll(body, renamed));
    else response.end(Buffer.from(body.base64, "base64"));
  });
  const options = { apiVersion: recording.apiVersion, http: { retry: { maxAttempts: 1 } } };
  await using sf = quickClient(countingAuth(server.url), options, clockOf(recording)).sf;
  const sent = recording.request.body;
  const replayed: Replayed = {
    sf,
    parts: recording.path.split("/"),
    query: recording.query,
    body: JSON.parse(sent.startsWith("{") ? sent : "{}"),
    status,
    renamed,
  };
  const call = callOf(recording);
  const outcome = await call?.run(replayed).catch((error: unknown) => error);
  // A session that has ended is renewed once, and the call made again.
  const times = REFUSED.has(recording.id) ? 0 : /INVALID_SESSION_ID/.test(String(body)) ? 2 : 1;
  expect(asked).toEqual(Array.from({ length: times }, () => recordedMeaning(recording, renamed)));
  return { outcome, call, replayed };
}

interface SaveAnswer {
  readonly errors: readonly { readonly statusCode: string }[];
}

/** The error that a recording must end with. */
function errorOf({ id, response: { status, body } }: Recording): object {
  if (REFUSED.has(id)) return { code: "INPUT" };
  if (STRANGE.has(id)) return { code: "UNEXPECTED_RESPONSE", status };
  const told: unknown = body === "" ? [] : JSON.parse(String(body));
  if (UNSAVED.has(id)) return { errorCode: (told as SaveAnswer).errors[0]?.statusCode };
  if (status === 300) return { status, matches: told };
  return { status, errorCode: (told as { errorCode: string }[])[0]?.errorCode };
}

const failing = ({ id, response: { status } }: Recording): boolean =>
  status >= 300 || [REFUSED, STRANGE, UNSAVED].some((ids) => ids.has(id));

describe.skipIf(!areThere)("recorded traffic (skipped where ../shared/wire is absent)", () => {
  it.each(replayable.map((one) => [callOf(one)?.name, one.id, one] as const))(
    "%s: %s",
    async (_, __, one) => {
      const { outcome, call, replayed } = await replay(one);
      const { body } = one.response;
      if (failing(one)) {
        expect(isKineticError(outcome)).toBe(true);
        expect(outcome).toMatchObject(errorOf(one));
        return;
      }
      if (outcome instanceof Error) throw outcome;
      const answered: unknown =
        typeof body === "string" && body !== "" ? JSON.parse(body) : body || undefined;
      expect(outcome).toEqual(
        call?.expected === undefined ? answered : call.expected(answered as WireBody, replayed),
      );
    },
  );

  it("composite of a describe: hand-composite-004, of which the names and statuses of the steps were left out", async () => {
    const { body } = recordings().find(({ id }) => id === "hand-composite-004")!.response;
    const { compositeResponse } = JSON.parse(String(body)) as {
      compositeResponse: { body: ObjectDescribe }[];
    };
    let named = false;
    await using server = await startServer((_, response) => {
      const ofStep = { httpStatusCode: 200, httpHeaders: {}, referenceId: "it" };
      const parts = compositeResponse.map((part) => (named ? { ...part, ...ofStep } : part));
      json(response, 200, { compositeResponse: parts });
    });
    await using sf = quickClient(server.url).sf;
    const path = "sobjects/TestObject15__c/describe";
    const ask = () =>
      sf.composite((c) => ({
        it: c.request<ObjectDescribe>({ method: "GET", path }, { referenceId: "it" }),
      }));
    await expect(ask()).rejects.toMatchObject({
      code: "UNEXPECTED_RESPONSE",
      message: expect.stringContaining("The answer says nothing of the step it"),
      request: `GET ${path}`,
    });
    named = true;
    const described = (await ask()).unwrap().it;
    expect(described).toEqual(compositeResponse[0]!.body);
    const [file] = generateTypes([described]);
    for (const { name } of described.fields) expect(file!.text).toContain(`\n  ${name}: `);
  });

  it("is there for every resource that this file names", () => {
    const named = new Set(replayable.map((one) => callOf(one)?.name));
    expect(CALLS.map(({ name }) => name).filter((name) => !named.has(name))).toEqual([]);
  });
});
