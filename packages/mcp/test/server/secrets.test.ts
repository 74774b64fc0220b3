import { type AuthProvider, clientCredentials } from "kinetic-core";
import type { Fault, LocalOrg } from "kinetic-local-org";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { EVERYTHING, GOOD_CALLS, GOOD_ORG } from "../good-calls.ts";
import { connect, type Host, localOrg, orgConfig } from "../harness.ts";

let org: LocalOrg;
let token: string;
beforeAll(async () => {
  org = await localOrg(GOOD_ORG);
  token = org.accessToken();
});
afterEach(() => org.faults.clear());
afterAll(() => org.close());

const SECRET = "CANARY-client-secret-CANARY";

/** Logs in by a secret that is refused, in words that repeat it. */
const refused = (): AuthProvider =>
  clientCredentials({ clientId: org.clientId, clientSecret: SECRET, loginUrl: org.url });

/** Answers of an org, or of a proxy, that repeat what it was sent. */
const ECHOES = (): readonly (readonly [what: string, fault: Fault])[] => [
  [
    "an error",
    reply(400, { json: [{ errorCode: "UNKNOWN_EXCEPTION", message: `Bearer ${token} was bad` }] }),
  ],
  ["a bare token", reply(500, { json: [{ errorCode: "X", message: `session ${token}` }] })],
  ["a page", reply(500, { text: `<html>Authorization: Bearer ${token}</html>` })],
  ["a redirect", reply(302, { headers: { Location: `https://x.example.com/?sid=${token}` } })],
  ["a good answer of another kind", reply(200, { text: `sid=${token}` })],
];

function reply(status: number, more: Partial<Extract<Fault, { kind: "reply" }>>): Fault {
  return { kind: "reply", status, ...more };
}

async function everything(host: Host): Promise<string> {
  const said: unknown[] = [];
  for (const { name, args } of GOOD_CALLS) {
    const given = await Promise.resolve(args({ org, host })).catch(() => ({}));
    said.push(await host.call(name, given).catch(String));
  }
  const { resources } = await host.client.listResources();
  for (const { uri } of [...resources, { uri: "sf://describe/Account" }, { uri: "sf://describe/Nothing" }]) {
    said.push(await host.client.readResource({ uri }).catch(String));
  }
  said.push(await host.client.listTools(), await host.client.listPrompts());
  return JSON.stringify(said);
}

function expectClean(text: string): void {
  const parts = [
    token,
    token.split("!")[1] ?? "",
    SECRET,
    org.clientSecret,
    org.privateKey.split("\n")[2] ?? "",
  ];
  for (const part of parts) {
    expect(part.length).toBeGreaterThan(10);
    expect(text.includes(part), `${part.slice(0, 6)}…`).toBe(false);
  }
}

describe("no secret is in anything that a host is sent", () => {
  it("when all goes well", async () => {
    await using host = await connect([orgConfig(org)], { settings: EVERYTHING });
    expectClean(await everything(host));
  });

  it.each(["an error", "a bare token", "a page", "a redirect", "a good answer of another kind"])(
    "when the org repeats it in %s",
    async (what) => {
      const [, fault] = ECHOES().find(([name]) => name === what) ?? [];
      if (fault === undefined) throw new TypeError(what);
      await using host = await connect([orgConfig(org)], { settings: EVERYTHING });
      await host.call("sf_limits");
      org.faults.add({ path: /./, times: 1e9, fault });
      expectClean(await everything(host));
    },
  );

  it("when a login is refused in words that repeat it", async () => {
    const json = { error: "invalid_client", error_description: `bad client_secret=${SECRET} ${token}` };
    org.faults.add({ path: /oauth2\/token/, times: 1e9, fault: reply(400, { json }) });
    await using host = await connect([orgConfig(org, { auth: refused() })], { settings: EVERYTHING });
    expectClean(await everything(host));
  });
});
