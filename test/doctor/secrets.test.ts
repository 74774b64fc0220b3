import { inspect } from "node:util";
import { SalesforceClient } from "kinetic-core";
import { makeKeyPair, startLocalOrg } from "kinetic-local-org";
import { describe, expect, it } from "vitest";
import { CANARY } from "../support/providers.ts";

/** All that a person or a log could get to see of a value. */
function seen(value: unknown): string {
  return `${JSON.stringify(value)} ${inspect(value, { depth: 20, showHidden: true })} ${value}`;
}

const { privateKey } = await makeKeyPair();
const key = (text: string): string => text.replace("-----\n", `-----\n${CANARY}`);

const settings: readonly [string, Record<string, string>][] = [
  ["a token that is dead", { SF_ACCESS_TOKEN: `00D000000000001!${CANARY}` }],
  ["a token with a space inside", { SF_ACCESS_TOKEN: `00D ${CANARY}` }],
  ["a client secret that is wrong", { SF_CLIENT_ID: "key", SF_CLIENT_SECRET: CANARY }],
  ["a client secret with a line break inside", { SF_CLIENT_ID: "key", SF_CLIENT_SECRET: `a\n${CANARY}` }],
  ["a client secret without a client id", { SF_CLIENT_SECRET: CANARY }],
  ["a private key that is none", { SF_CLIENT_ID: "key", SF_USERNAME: "u@x.example", SF_PRIVATE_KEY: CANARY }],
  ["a damaged key", { SF_CLIENT_ID: "key", SF_USERNAME: "u@x.example", SF_PRIVATE_KEY: key(privateKey) }],
];

describe("a diagnosis, and the error of a client that cannot be made, show no secret", () => {
  it.each(settings)("given %s", async (_what, secrets) => {
    await using org = await startLocalOrg();
    const env = { SF_LOGIN_URL: org.url, SF_INSTANCE_URL: org.url, ...secrets };
    const diagnosis = await SalesforceClient.diagnoseEnv({ env });
    expect(diagnosis.verdict).toBe("fail");
    expect(seen(diagnosis)).not.toContain(CANARY);
    expect(seen(await firstError(env))).not.toContain(CANARY);
  });
});

/** What making a client of these settings fails with, or its first call. */
async function firstError(env: Record<string, string>): Promise<unknown> {
  try {
    await using sf = SalesforceClient.fromEnv({ env });
    await sf.limits();
  } catch (error) {
    return error;
  }
  throw new TypeError("the call worked");
}
