import { type LocalOrg, type LocalOrgOptions, startLocalOrg } from "kinetic-local-org";
import { afterEach, describe, expect, it } from "vitest";
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

/** The rows that a text takes on a screen of 100 columns. */
const rowsOf = (text: string): number =>
  text
    .trimEnd()
    .split("\n")
    .reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / 100)), 0);

describe("tells one cause once, on one screen,", () => {
  const timesIn = (text: string, part: string): number => text.split(part).length - 1;
  const OBJECTS = ["--object", "Account:Name"];

  it("of a token that is dead", async () => {
    org = await startLocalOrg();
    const env = { SF_ACCESS_TOKEN: "00Dxx!dead", SF_INSTANCE_URL: org.url };
    const { code, out } = await kinetic(["doctor", ...OBJECTS], { env });
    expect(code).toBe(9);
    expect(rowsOf(out), out).toBeLessThanOrEqual(24);
    expect(timesIn(out, "no longer valid"), out).toBe(1);
    expect(timesIn(out, "→"), out).toBe(1);
    expect(out).toMatch(/✗ Bulk queries +as Sign-in\n/);
    const verbose = await kinetic(["doctor", "--verbose"], { env });
    expect(timesIn(verbose.out, "no longer valid"), verbose.out).toBeGreaterThan(1);
  });

  it("of a token that is dead, however many objects are asked about", async () => {
    org = await startLocalOrg();
    const env = { SF_ACCESS_TOKEN: "00Dxx!dead", SF_INSTANCE_URL: org.url };
    const objects = ["Account", "Contact", "Lead", "Case", "Opportunity", "Task", "Event", "User"];
    const { code, out } = await kinetic(["doctor", ...objects.flatMap((one) => ["--object", `${one}:Id`])], {
      env,
    });
    expect(code).toBe(9);
    expect(rowsOf(out), out).toBeLessThanOrEqual(24);
    expect(timesIn(out, "→"), out).toBe(1);
    expect(out).toMatch(/✗ as Sign-in: .*Bulk queries/);
    const json = await kinetic(["doctor", "--json", ...objects.flatMap((one) => ["--object", one])], { env });
    for (const one of objects) expect(json.out).toContain(`"object ${one}"`);
  });

  it.each([
    ["by a token", (url: string) => ({ SF_ACCESS_TOKEN: "00Dxx!one", SF_INSTANCE_URL: url }), "Org"],
    [
      "by a token and a version, so that each call names its own path",
      (url: string) => ({ SF_ACCESS_TOKEN: "00Dxx!one", SF_INSTANCE_URL: url, SF_API_VERSION: "60.0" }),
      "Org",
    ],
    ["by a login", undefined, "Login host and audience"],
  ])("of an org that cannot be reached %s", async (_how, envFor, first) => {
    org = await startLocalOrg();
    // Not the port of an org that was closed: another test may get it, and answer.
    const url = "http://127.0.0.1:1";
    const env = envFor?.(url) ?? { ...envOf(org), SF_LOGIN_URL: url };
    const { code, out } = await kinetic(["doctor", ...OBJECTS], { env });
    expect(code).toBe(9);
    expect(rowsOf(out), out).toBeLessThanOrEqual(24);
    expect(timesIn(out, "could not connect"), out).toBe(1);
    expect(timesIn(out, "→"), out).toBe(1);
    expect(out).toMatch(new RegExp(` as ${first}\n`));
  });
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
