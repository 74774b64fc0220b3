import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { hasWire } from "./exchanges.ts";
import { Fidelity, type Outcome } from "./run.ts";

const outcomes: Outcome[] = [];
const fidelity = hasWire ? new Fidelity() : undefined;

beforeAll(() => fidelity?.start());
afterAll(async () => {
  await fidelity?.close();
  const count = (verdict: Outcome["verdict"]): number =>
    outcomes.filter((outcome) => outcome.verdict === verdict).length;
  if (!hasWire) return;
  console.log(
    `recorded exchanges: ${count("matched")} matched, ${count("allowed")} allowed, ${count("failing")} failing`,
  );
  const report = process.env["KINETIC_FIDELITY_REPORT"];
  if (report !== undefined) writeFileSync(report, JSON.stringify(outcomes));
});

describe.skipIf(!hasWire)("exchanges recorded with real orgs (skipped without ../shared/wire)", () => {
  it.each((fidelity?.exchanges ?? []).map((one) => [one.id, one] as const))("%s", async (_id, exchange) => {
    const outcome = await fidelity!.replay(exchange);
    outcomes.push(outcome);
    if (outcome.verdict === "failing") expect.fail(outcome.why);
  });
});

describe.skipIf(!hasWire)("whole recordings (skipped without ../shared/wire)", () => {
  it.each((fidelity?.sequences ?? []).map((one) => [one.id, one] as const))(
    "%s",
    async (_id, { exchanges }) => {
      const stage = fidelity!.stage();
      const failing: string[] = [];
      for (const exchange of exchanges) {
        const outcome = await fidelity!.replay(exchange, stage);
        outcomes.push(outcome);
        if (outcome.verdict === "failing") failing.push(`${outcome.id}: ${outcome.why}`);
      }
      expect(failing).toEqual([]);
    },
  );
});
