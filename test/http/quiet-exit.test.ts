import { expect, it } from "vitest";
import { childScript } from "../support/child.ts";

it("leaves no unhandled rejection and no open handle after faults in every kind of call", async () => {
  await using script = await childScript(new URL("quiet-exit.child.ts", import.meta.url));
  const { code, output, errors } = await script.run();
  expect(errors).toBe("");
  expect(code).toBe(0);
  const { failed } = JSON.parse(output) as { failed: number };
  expect(failed).toBeGreaterThan(100);
});
