import { createPrivateKey, generateKeyPairSync, sign, verify } from "node:crypto";
import { chmodSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ConfigurationError, jwtBearer, SalesforceClient } from "kinetic-core";
import { afterEach, describe, expect, it } from "vitest";
import { keys } from "../support/keys.ts";
import { json, type Responder, startServer, type TestServer } from "../support/server.ts";

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0).reverse()) await thing.close();
});

const base = { clientId: "3MVG9.key", username: "o'neil+x&y@example.com.sbx", privateKey: keys.privateKey };

/** A login host that is its own instance. */
async function login(config: Partial<Parameters<typeof jwtBearer>[0]> = {}, respond?: Responder) {
  const server: TestServer = await startServer((request, response, call) =>
    respond
      ? respond(request, response, call)
      : json(response, 200, {
          access_token: "00D000000000001!x",
          instance_url: server.url,
          id: "https://login.salesforce.com/id/00D000000000001AAA/005000000000001AAA",
          scope: "api refresh_token",
        }),
  );
  const auth = jwtBearer({ ...base, loginUrl: server.url, ...config });
  const sf = new SalesforceClient({ auth, apiVersion: "68.0" });
  open.push(server, sf);
  return { server, sf };
}

function assertionOf(server: TestServer) {
  const form = new URLSearchParams(server.seen[0]!.body.toString());
  const [head = "", claims = "", signature = ""] = (form.get("assertion") ?? "").split(".");
  return {
    form,
    header: JSON.parse(Buffer.from(head, "base64url").toString()) as unknown,
    claims: JSON.parse(Buffer.from(claims, "base64url").toString()) as Record<string, unknown>,
    verified: verify(
      "RSA-SHA256",
      Buffer.from(`${head}.${claims}`),
      keys.publicKey,
      Buffer.from(signature, "base64url"),
    ),
  };
}

describe("jwtBearer", () => {
  it("posts an assertion that the app's certificate verifies", async () => {
    const { server, sf } = await login();
    const before = Math.floor(Date.now() / 1000);
    await expect(sf.whoAmI()).resolves.toMatchObject({
      instanceUrl: server.url,
      organizationId: "00D000000000001AAA",
      userId: "005000000000001AAA",
      scope: ["api", "refresh_token"],
    });
    const { form, header, claims, verified } = assertionOf(server);
    expect(server.seen[0]).toMatchObject({ method: "POST", path: "/services/oauth2/token" });
    expect([...form.keys()].sort()).toEqual(["assertion", "grant_type"]);
    expect(form.get("grant_type")).toBe("urn:ietf:params:oauth:grant-type:jwt-bearer");
    expect(header).toEqual({ alg: "RS256" });
    expect(claims).toMatchObject({ iss: base.clientId, sub: base.username, aud: server.url });
    expect(verified).toBe(true);
    const life = Number(claims["exp"]) - before;
    expect(life).toBeGreaterThan(170);
    expect(life).toBeLessThanOrEqual(181);
  });

  it("keeps the audience apart from the token endpoint", async () => {
    const { server, sf } = await login({ audience: "https://test.salesforce.com" });
    await sf.whoAmI();
    expect(assertionOf(server).claims["aud"]).toBe("https://test.salesforce.com");
  });

  const folder = mkdtempSync(join(tmpdir(), "kinetic-key-"));
  const file = join(folder, "server.key");
  writeFileSync(file, `\uFEFF${keys.privateKey}`);
  chmodSync(file, 0o600);
  it.each([
    ["PEM text", keys.privateKey],
    ["PEM text with literal \\n", keys.privateKey.replaceAll("\n", "\\n")],
    ["PEM text with white space and a byte order mark", `\uFEFF\n  ${keys.privateKey}  \n`],
    ["a file", { path: file }],
    ["a key object", createPrivateKey(keys.privateKey)],
  ])("takes the key as %s", async (_, privateKey) => {
    const { server, sf } = await login({ privateKey });
    await sf.whoAmI();
    expect(assertionOf(server).verified).toBe(true);
  });

  it("takes an encrypted key with its passphrase", async () => {
    const encrypted = createPrivateKey(keys.privateKey).export({
      type: "pkcs8",
      format: "pem",
      cipher: "aes-256-cbc",
      passphrase: "open sesame",
    }) as string;
    const { server, sf } = await login({ privateKey: encrypted, passphrase: "open sesame" });
    await sf.whoAmI();
    expect(assertionOf(server).verified).toBe(true);
  });

  it("lets a key that never leaves its vault sign", async () => {
    const { server, sf } = await login({
      privateKey: undefined,
      signer: async (input) => sign("RSA-SHA256", input, keys.privateKey),
    });
    await sf.whoAmI();
    expect(assertionOf(server).verified).toBe(true);
  });

  const ec = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const weak = generateKeyPairSync("rsa", {
    modulusLength: 1024,
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
    publicKeyEncoding: { type: "spki", format: "pem" },
  });
  const locked = createPrivateKey(keys.privateKey).export({
    type: "pkcs8",
    format: "pem",
    cipher: "aes-256-cbc",
    passphrase: "secret-passphrase",
  }) as string;
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["no key", { privateKey: undefined }, /privateKey.*missing/],
    ["a public key", { privateKey: keys.publicKey }, /privateKey.*public key/],
    [
      "a certificate",
      { privateKey: "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----" },
      /certificate/,
    ],
    ["no PEM at all", { privateKey: "c2VjcmV0LWtleQ" }, /not PEM/],
    ["a damaged key", { privateKey: keys.privateKey.slice(0, 400) }, /damaged/],
    ["an encrypted key without a passphrase", { privateKey: locked }, /encrypted.*no passphrase/],
    [
      "an encrypted key with a wrong one",
      { privateKey: locked, passphrase: "wrong-one" },
      /does not open it/,
    ],
    ["an EC key", { privateKey: ec.privateKey }, /RS256/],
    ["a short key", { privateKey: weak.privateKey }, /1024 bits/],
    ["a missing file", { privateKey: { path: join(folder, "none.key") } }, /cannot be read.*ENOENT/],
    ["no user", { username: " " }, /username.*empty/],
    ["a login URL without https", { loginUrl: "http://login.salesforce.com" }, /loginUrl.*https/],
    ["a login URL with a password", { loginUrl: "https://u:p@login.salesforce.com" }, /loginUrl.*password/],
    ["a life beyond what the platform takes", { lifetimeSeconds: 600 }, /lifetimeSeconds/],
  ])("refuses %s before the network, without showing it", (_, config, message) => {
    const make = () => jwtBearer({ ...base, loginUrl: "https://login.salesforce.com", ...config });
    expect(make).toThrow(ConfigurationError);
    expect(make).toThrow(message);
    try {
      make();
    } catch (error) {
      expect(String(error)).not.toMatch(/MII|secret-passphrase|wrong-one|c2VjcmV0/);
    }
  });

  it("names everything that is wrong at once", () => {
    expect(() => jwtBearer({ clientId: "", username: "", loginUrl: "ftp://x" })).toThrow(
      /clientId.*username.*loginUrl.*privateKey/s,
    );
  });

  it("says what to do when the user did not approve the app", async () => {
    const { sf } = await login({}, (_, response) =>
      json(response, 400, {
        error: "invalid_grant",
        error_description: "user hasn't approved this consumer",
      }),
    );
    const error: unknown = await sf.whoAmI().catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: "AUTHENTICATION", errorCode: "invalid_grant", status: 400 });
    expect(error).toMatchObject({ remediation: { id: "jwt-user-not-approved", who: "admin" } });
  });
});
