import { type AuthProvider, accessToken, ConfigurationError } from "kinetic-core";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, connect, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
beforeAll(async () => {
  org = await localOrg();
});
afterAll(() => org.close());

interface Check {
  readonly id: string;
  readonly status: string;
  readonly evidence: string;
  readonly fix?: string;
}

const checksOf = ({ data }: Answer) => data["checks"] as readonly Check[];
const checkOf = (answer: Answer, id: string) => checksOf(answer).find((one) => one.id === id);

describe("sf_diagnose", () => {
  it("tells each check of the SDK, who is signed in where, and what this server does", async () => {
    await using host = await connect([orgConfig(org)]);
    const before = org.requests().length;
    const answer = await host.call("sf_diagnose", { object: "Account" });
    expect(answer.data).toMatchObject({
      ok: true,
      org: { username: "admin@example.com", isSandbox: true },
      mode: { readOnly: true, maxBytes: 32_768 },
    });
    expect(checksOf(answer).map(({ id }) => id)).toEqual(
      expect.arrayContaining(["sign-in", "api-enabled", "bulk-query", "object Account", "policy Account"]),
    );
    const methods = org
      .requests()
      .slice(before)
      .map(({ method }) => method);
    expect(new Set(methods)).toEqual(new Set(["GET"]));
  });

  it("says what to do about a token that is dead, once for all that it breaks", async () => {
    const dead = orgConfig(org, {
      auth: accessToken({ token: "00D000000000000!dead.token.of.nobody", instanceUrl: org.url }),
    });
    await using host = await connect([dead]);
    const answer = await host.call("sf_diagnose");
    expect(answer).toMatchObject({ isError: false, data: { ok: false } });
    expect(answer.text).toMatch(/^Failed: .*api-enabled/);
    const failed = checksOf(answer).filter(({ status }) => status === "fail");
    expect(failed.filter(({ fix }) => fix !== undefined)).toHaveLength(1);
    expect(failed.slice(1).every(({ evidence }) => evidence === `as ${failed[0]?.id}`)).toBe(true);
    expect(answer.text).not.toContain("dead.token");
  });

  it("works with settings that are not complete, and names them", async () => {
    const problems = [{ setting: "SF_CLIENT_ID", source: "the environment", message: "is missing" }];
    const auth: AuthProvider = {
      flow: "none",
      authenticate: () => Promise.reject(new ConfigurationError("No settings", { problems })),
    };
    await using host = await connect([orgConfig(org, { auth })]);
    const answer = await host.call("sf_diagnose");
    expect(checkOf(answer, "settings")).toMatchObject({
      status: "fail",
      evidence: "SF_CLIENT_ID is missing",
      fix: expect.stringMatching(/./),
    });
    expect(checkOf(answer, "sign-in")).toMatchObject({ status: "skip" });
  });

  it("names a rule of this server that stands in the way, and does not ask the org about it", async () => {
    await using host = await connect([orgConfig(org)], {
      settings: { policy: { denyObjects: ["Contact"] } },
    });
    const before = org.requests().length;
    const answer = await host.call("sf_diagnose", { object: "Contact" });
    expect(checkOf(answer, "policy Contact")).toMatchObject({
      status: "fail",
      fix: expect.stringContaining("--deny-objects"),
    });
    const asked = org.requests().slice(before);
    expect(asked.filter(({ url }) => url.includes("/sobjects/Contact"))).toEqual([]);
  });
});
