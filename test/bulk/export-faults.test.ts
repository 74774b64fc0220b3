import { describe, expect, it } from "vitest";
import { type ExportWay, exportWith, type Outcome, ROWS, WAYS } from "./export-ways.ts";
import type { Answer, Fault } from "./fake-org.ts";

/** What must hold when an export has failed: an error that says why, no row twice, no row that is none, no file. */
function expectHonest({ error, rows, files }: Outcome): void {
  expect(error).toMatchObject({ code: expect.stringMatching(/^[A-Z_]+$/), message: expect.any(String) });
  expect(rows).toEqual(ROWS.slice(0, rows.length));
  expect(files).toEqual([]);
}

const CONCURRENT = "ConcurrentRequests (Concurrent API Requests) Limit exceeded.";
const FAULTS: [string, Fault][] = [
  ["the request is lost", "lose-request"],
  ["the answer is lost", "lose-answer"],
  ["the session is dead", { status: 401, code: "INVALID_SESSION_ID" }],
  ["it is throttled", { status: 429, code: "REQUEST_LIMIT_EXCEEDED", message: CONCURRENT }],
  ["the server is away", { status: 503, code: "SERVER_UNAVAILABLE" }],
  ["a maintenance page comes", "html"],
  ["the body is cut", "cut-body"],
];

const CALLS = ["POST query", "GET job", "GET results", "GET resultPages"];

describe.each(WAYS)("$name", (way) => {
  const calls = CALLS.filter((call) => call !== "GET resultPages" || way.name.includes("parallel"));

  it.each(calls)("holds every row once whatever happens once to %s", async (target) => {
    for (const [what, fault] of FAULTS) {
      const nth = target === "GET results" ? 2 : 1;
      const outcome = await exportWith(way, {
        fault: (call, count) => (call === target && count === nth ? fault : undefined),
      });
      expect([what, outcome.error, outcome.rows]).toEqual([what, undefined, ROWS]);
    }
  });

  it.each(calls)("tells the truth whatever always happens to %s", async (target) => {
    for (const [, fault] of FAULTS) {
      const outcome = await exportWith(way, { fault: (call) => (call === target ? fault : undefined) });
      expectHonest(outcome);
    }
  });

  it("holds every row once after a page that ended anywhere, loudly, silently or compressed", async () => {
    for (const how of ["reset", "end", "gzip", "half-gzip"] as const) {
      // Every offset is in the soak test.
      for (const bytes of [0, 7, 40, 88]) {
        const fault = { bytes, how };
        const outcome = await exportWith(way, {
          fault: (call, count) => (call === "GET results" && count === 2 ? fault : undefined),
        });
        expect([fault, outcome.error, outcome.rows]).toEqual([fault, undefined, ROWS]);
      }
    }
  });

  it("fails when a row stays missing, and reads a page again that came with rows too many", async () => {
    const short = await exportWith(way, {
      tamper: (call, answer) => (call === "GET results" ? withoutLastRow(answer) : answer),
    });
    expectHonest(short);
    expect(short.error).toMatchObject({ code: "INCOMPLETE_RESULT" });
    const long = await exportWith(way, {
      tamper: (call, answer, count) =>
        call === "GET results" && count === 2 ? withRowsTwice(answer) : answer,
    });
    expect([long.error, long.rows]).toEqual([undefined, ROWS]);
  });

  it("reads the headers whatever their case", async () => {
    for (const spell of [(name: string) => name.toLowerCase(), (name: string) => name.toUpperCase()]) {
      const outcome = await exportWith(way, {
        tamper: (_call, answer) => ({ ...answer, headers: respelled(answer.headers ?? {}, spell) }),
      });
      expect(outcome.rows).toEqual(ROWS);
    }
  });
});

function withoutLastRow(answer: Answer): Answer {
  return { ...answer, body: answer.body.slice(0, answer.body.lastIndexOf('"001')) };
}

function withRowsTwice(answer: Answer): Answer {
  return { ...answer, body: answer.body + answer.body.slice(answer.body.indexOf("\n") + 1) };
}

function respelled(
  headers: Readonly<Record<string, string>>,
  spell: (name: string) => string,
): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [spell(name), value]));
}

it("leaves NUL bytes out of the rows, and joins letters that are cut between pieces", async () => {
  const [rows] = WAYS as readonly [ExportWay];
  const outcome = await exportWith(rows, {
    tamper: (call, answer) =>
      call === "GET results" ? { ...answer, body: answer.body.replaceAll('"\n', '\0"\n') } : answer,
    slow: true,
  });
  expect(outcome.rows).toEqual(ROWS);
});
