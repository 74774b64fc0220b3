import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "kinetic-local-org";
import { afterEach, expect, it } from "vitest";
import { envOf, kinetic, type Run } from "../support/kinetic.ts";

let org: LocalOrg | undefined;
afterEach(async () => org?.close());

async function doctorOf(options: LocalOrgOptions, args: readonly string[] = []): Promise<Run> {
  org = await startLocalOrg(options);
  return kinetic(["doctor", ...args], { env: envOf(org) });
}

it("finds nothing wrong with an org that is well, on one screen", async () => {
  const { code, out, err } = await doctorOf({}, ["--object", "Account:Name", "--access", "create,edit"]);
  expect(err).toBe("");
  expect(code, out).toBe(0);
  expect(out.split("\n").length).toBeLessThanOrEqual(25);
  expect(out).toContain("✓ Sign-in");
  expect(out).toContain("all is well");
});

it("tells what is wrong, and what to do", async () => {
  const { code, out } = await doctorOf({ users: [{ username: "a@example.com", apiEnabled: false }] });
  expect(code).toBe(9);
  expect(out).toMatch(/✗ [^\n]+\n +→ [^\n]+\n/);
});

it("warns with a code of its own", async () => {
  const { code, out } = await doctorOf({ clock: () => new Date(Date.now() + 100_000) });
  expect(code, out).toBe(8);
  expect(out).toMatch(/! Clock +\d+ s behind the server's\n +→ Set this machine's clock/);
});

it("writes JSON for programs", async () => {
  const { code, out } = await doctorOf({}, ["--json"]);
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ verdict: "pass", checks: expect.arrayContaining([]) });
});

it("takes settings that are not there for a finding", async () => {
  const { code, out } = await kinetic(["doctor"], { env: { SF_CLIENT_SECRET: "x" } });
  expect(code).toBe(9);
  expect(out).toContain("SF_CLIENT_ID is missing");
});

it.each([
  [["doctor", "--object", "A B"], "--object Account:Name,Site"],
  [["doctor", "--access", "write"], "--access read"],
  [["doctor", "--needs", "everything"], "--needs bulkApiHardDelete"],
])("refuses %j in two lines", async (args, type) => {
  const { code, err } = await kinetic(args, { env: { SF_CLIENT_SECRET: "x" } });
  expect(code).toBe(2);
  expect(err).toMatch(/^kinetic: [^\n]+\nType: [^\n]+\n$/);
  expect(err).toContain(type);
});
