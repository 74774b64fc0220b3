import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { demoRows } from "../../src/command/demo-rows.ts";
import { type Answer, connect, localOrg, orgConfig } from "../harness.ts";
import { TASKS } from "./tasks.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg({ rows: demoRows() });
  org.snapshot();
});
beforeEach(() => org.restore());
afterAll(() => org.close());

/** What a task may cost a model in answers, by four bytes to a token. */
const TOKENS = 12_000;

/**
 * Tasks with the calls of an agent that does them well, replayed without a model: each answer must hold what the next
 * call needs, and an error must lead on. The tools that a task takes are part of what is reviewed here.
 */
describe("an agent that is asked", () => {
  it.each(TASKS)("$says", async ({ settings, steps }) => {
    await using host = await connect([orgConfig(org)], { settings });
    const answers: Answer[] = [];
    for (const { tool, args, expects, fails } of steps) {
      const answer = await host.call(tool, typeof args === "function" ? args(answers) : args);
      expect(answer.isError, answer.text).toBe(fails !== undefined);
      if (fails !== undefined) expect(answer.text.split("\n", 1)[0]).toContain(fails);
      if (expects !== undefined) expect(answer.data).toMatchObject(expects);
      answers.push(answer);
    }
    const tokens = answers.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 4;
    expect(tokens).toBeLessThan(TOKENS);
  });

  it("thirty things, by every tool that the demo has a use for", () => {
    expect(TASKS.length).toBeGreaterThanOrEqual(30);
    const used = new Set(TASKS.flatMap(({ steps }) => steps.map(({ tool }) => tool)));
    expect(used.size).toBeGreaterThanOrEqual(17);
  });
});

describe("an agent that does as the answers say", () => {
  /** Follows `next` and cursors, and knows nothing else. */
  async function follow(name: string, args: Record<string, unknown>): Promise<string[]> {
    await using host = await connect([orgConfig(org)], { settings: { maxRows: 100 } });
    const called: string[] = [];
    let call: { tool: string; args: Record<string, unknown> } | undefined = { tool: name, args };
    while (call !== undefined && called.length < 10) {
      called.push(call.tool);
      const { data }: Answer = await host.call(call.tool, call.args);
      const error = data["error"] as { next?: typeof call } | undefined;
      const cursor = data["nextCursor"];
      call = error?.next ?? (cursor === undefined ? undefined : { tool: call.tool, args: { cursor } });
    }
    return called;
  }

  it("mends a query with two wrong names, one after the other, and reads it to its end", async () => {
    expect(await follow("sf_query", { soql: "SELECT Id, Industri FROM Acount" })).toEqual(
      Array.from({ length: 4 }, () => "sf_query"),
    );
  });
});
