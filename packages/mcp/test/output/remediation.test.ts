import { isKineticError, type KineticError, remediationCatalogue, SalesforceClient } from "kinetic-core";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { connect, type Host, localOrg, orgConfig } from "../harness.ts";

/** Codes of the catalogue that tell by themselves what to do, with a status that they may have. */
const CODES = remediationCatalogue.flatMap(({ id, match }) => {
  const [errorCode] = match.errorCode ?? [];
  const isPlain = Object.keys(match).every((key) => key === "errorCode" || key === "status");
  const status = match.status?.find((one) => typeof one === "number" && one >= 400);
  return errorCode === undefined || !isPlain ? [] : [{ id, errorCode, status: Number(status ?? 400) }];
});

const SOQL = "SELECT Id FROM Account";
let org: LocalOrg;
let host: Host;
let sf: SalesforceClient;
beforeAll(async () => {
  org = await localOrg();
  const config = orgConfig(org);
  host = await connect([config]);
  sf = new SalesforceClient({ ...config, http: { ...config.http, retry: { maxAttempts: 3 } } });
  await Promise.all([host.call("sf_limits"), sf.limits()]);
});
afterAll(async () => {
  await sf.close();
  await host[Symbol.asyncDispose]();
  await org.close();
});

/** What the core throws where the tool is answered the same. */
async function errorOfCore(): Promise<KineticError> {
  const error = await sf
    .query(SOQL)
    .all()
    .catch((reason: unknown) => reason);
  if (!isKineticError(error)) throw new Error("The core did not refuse");
  return error as KineticError;
}

describe("what an agent is told of an error", () => {
  it("is looked at for most of what the catalogue knows", () => {
    expect(CODES.length).toBeGreaterThan(60);
  });

  it.each(CODES)(
    "is the core's own text and advice, and nothing instead of it: $id",
    async ({ errorCode, status }) => {
      const headers = { "x-sfdc-request-id": "a-request" };
      const json = [{ errorCode, message: `The org says ${errorCode}` }];
      const fault = { kind: "reply", status, headers, json } as const;
      const rule = org.faults.add({ path: /\/query\?/, times: 99, fault });
      const error = await errorOfCore();
      const { isError, text, data } = await host.call("sf_query", { soql: SOQL });
      rule.remove();
      expect(isError).toBe(true);
      expect(data["error"]).toMatchObject({ code: error.code, message: error.message });
      expect(text).toContain(error.message);
      expect(error.message).toContain(error.remediation.summary);
      expect(text).toContain(`${error.code} (${errorCode}): `);
    },
  );
});
