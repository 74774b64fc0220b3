import { inspect } from "node:util";
import fc from "fast-check";
import {
  AuthenticationError,
  ConfigurationError,
  errorFromAnswer,
  NetworkError,
  redact,
  redactHeaders,
  redactUrl,
  UnexpectedResponseError,
} from "kinetic-core";
import { describe, expect, it } from "vitest";

const CANARY = "AQ7canaryCANARYcanary0123456789._canaryxyz";
const SESSION = `00D5g000004XyzA!${CANARY}`;
const JWT = "eyJhbGciOiJSUzI1NiJ9.eyJpc3MiOiIzTVZHOSIsImNhbmFyeSI6MX0.c2lnbmF0dXJlY2FuYXJ5MTIz";
const PEM = `-----BEGIN RSA PRIVATE KEY-----\nMIIcanary${"A1b2".repeat(20)}\nzz/+canary==\n-----END RSA PRIVATE KEY-----`;

/** Texts with a secret, and the part of each that must not survive. */
const LEAKS: readonly (readonly [name: string, text: string, secret: string])[] = [
  ["a session id", `token ${SESSION} was refused`, CANARY],
  ["a session id with 18-character org id", `x=00D5g000004XyzAEAS!${CANARY}`, CANARY],
  [
    "a session id in a URL",
    `https://x.my.salesforce.com/secur/frontdoor.jsp?sid=${encodeURIComponent(SESSION)}`,
    CANARY,
  ],
  ["a nested, encoded session id", `startURL=%2Ffoo%3Fsid%3D00D5g000004XyzA%21${CANARY}`, CANARY],
  ["a bearer header", `Authorization: Bearer ${SESSION}`, CANARY],
  ["an opaque bearer", "authorization: Bearer opaque-canary_1", "opaque-canary_1"],
  ["an OAuth header in JSON", '{"Authorization":"OAuth shortcanary1"}', "shortcanary1"],
  ["a basic header", "Basic Y2xpZW50OmNhbmFyeQ==", "Y2xpZW50OmNhbmFyeQ"],
  ["an inspected header", "{ authorization: 'Bearer abc-canary-1' }", "abc-canary-1"],
  ["a header without a scheme", "Authorization: lonecanary", "lonecanary"],
  ["a JWT", `assertion was ${JWT}`, "c2lnbmF0dXJlY2FuYXJ5MTIz"],
  [
    "a refresh token",
    "saved 5Aep861KIwKdekr90I4iHdZDgWwTqKo0canary.._x4xNkw to disk",
    "KIwKdekr90I4iHdZDgWwTqKo0canary",
  ],
  ["a client secret in a form", "grant_type=x&client_secret=hunter2canary&client_id=3MVG9", "hunter2canary"],
  ["a password in a form", "grant_type=password&username=u&password=p%40canary1", "p%40canary1"],
  ["an assertion in a form", `assertion=${JWT}&grant_type=jwt`, "c2lnbmF0dXJlY2FuYXJ5MTIz"],
  ["a code in a form", "grant_type=authorization_code&code=aPrxcanary%3D%3D&x=1", "aPrxcanary"],
  ["a code in a URL", "https://localhost/cb?code=aPrxcanary&state=1", "aPrxcanary"],
  ["a token parameter", "https://h/services/oauth2/revoke?token=canarytoken", "canarytoken"],
  ["a verifier", "code_verifier=canaryverifier", "canaryverifier"],
  ["a secret in JSON", '{"client_secret":"a\\"canary","x":1}', "canary"],
  ["a truncated JSON secret", '{"access_token":"canary-without-end', "canary-without-end"],
  ["JSON inside JSON", '{"body":"{\\"refresh_token\\":\\"canaryinner\\"}"}', "canaryinner"],
  ["an inspected object", "{ client_secret: 'canary1', a: 1 }", "canary1"],
  ["YAML", "client_secret: canary2", "canary2"],
  ["a SOAP session", "<sf:sessionId>canary3</sf:sessionId>", "canary3"],
  ["a SOAP password", "<password>canary4</password>", "canary4"],
  ["a PEM block", `key ${PEM} end`, "canary"],
  ["a PEM block that breaks off", PEM.slice(0, 70), "MIIcanary"],
  ["a sid cookie", "Cookie: oid=1; sid=canary5; x=2", "canary5"],
  ["a set-cookie header", "set-cookie: sid=canary6; Path=/", "canary6"],
  ["a consumer secret", `secret is ${"0A1B2C3D".repeat(8)}!`, "0A1B2C3D0A1B2C3D"],
  ["user and password in a URL", "http://user:canary7@proxy.example:8080/", "canary7"],
];

describe("redact", () => {
  it.each(LEAKS)("removes %s", (_name, text, secret) => {
    expect(redact(text)).not.toContain(secret);
    expect(redact(text)).toContain("[redacted]");
  });

  it.each([
    "INVALID_FIELD: No such column 'Token__c' on sobject of type Account",
    "The JWT bearer and SAML assertion bearer flows require a refresh_token scope.",
    "unexpected token: SELEKT",
    "OAuth authorization failed",
    "https://example.my.salesforce.com/services/data/v68.0/query?q=SELECT+Id+FROM+Account",
    "client_id=3MVG9lKcPoNINVBIPJjdw1J9LLM82Hn",
    '{"errorCode":"ECONNRESET","code":"X"}',
    "insufficient access rights on cross-reference id: 0015g00000abcde",
  ])("leaves %s alone", (text) => {
    expect(redact(text)).toBe(text);
  });

  it("keeps what surrounds a secret", () => {
    expect(redact("grant_type=x&client_secret=abc&client_id=3MVG9")).toBe(
      "grant_type=x&client_secret=[redacted]&client_id=3MVG9",
    );
  });

  it("removes secrets that the caller names", () => {
    expect(redact("the word is hunter2", ["hunter2", ""])).toBe("the word is [redacted]");
  });

  it("never lets a planted secret through, whatever surrounds it", () => {
    const around = fc.string({ maxLength: 30 });
    fc.assert(
      fc.property(around, fc.constantFrom(...LEAKS), around, (before, [, text, secret], after) => {
        expect(redact(`${before}\n${text}\n${after}`)).not.toContain(secret);
      }),
    );
  });

  it("is idempotent", () => {
    const piece = fc.oneof(fc.string(), ...LEAKS.map(([, text]) => fc.constant(text)));
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 5 }),
        fc.constantFrom("", " ", "&", "\n", '"'),
        (pieces, glue) => {
          const once = redact(pieces.join(glue));
          expect(redact(once)).toBe(once);
        },
      ),
    );
  });

  it("is idempotent where rules meet, for every text of five such pieces", () => {
    const pieces = [
      "OAuth ",
      "sid",
      "otp",
      "=",
      ":",
      '"',
      "a1",
      "!",
      "eyJabcd.",
      "authorization",
      "00D000000000001AAA!",
    ];
    const grown = (texts: readonly string[]): string[] =>
      texts.flatMap((text) => pieces.map((piece) => text + piece));
    const texts = grown(grown(grown(grown(pieces))));
    expect(texts).toContain("OAuth sid==a1");
    const changed = texts.map((text) => redact(text)).filter((once) => redact(once) !== once);
    expect(changed).toEqual([]);
  });

  it("takes time in proportion to the text", () => {
    const hostile = [
      "-----BEGIN ",
      '"password":"\\',
      "sid=",
      "eyJa.",
      "Bearer ",
      "00D000000000000!",
      "authorization: ",
      "<sid>",
      "a://",
    ];
    for (const part of hostile) {
      const started = performance.now();
      redact(part.repeat(100_000));
      expect(performance.now() - started, part).toBeLessThan(5000);
    }
  });
});

describe("redactHeaders and redactUrl", () => {
  it("hides the values of secret headers and cleans the others", () => {
    expect(
      redactHeaders({
        Authorization: `Bearer ${SESSION}`,
        "set-cookie": ["sid=canary", "b=1"],
        "x-api-key": "k",
        location: "/?sid=canary",
        accept: "application/json",
        gone: undefined,
      }),
    ).toEqual({
      Authorization: "[redacted]",
      "set-cookie": "[redacted]",
      "x-api-key": "[redacted]",
      location: "/?sid=[redacted]",
      accept: "application/json",
    });
  });

  it("copies a header called __proto__ as data", () => {
    const headers = JSON.parse('{"__proto__":"x"}') as Record<string, string>;
    expect(Object.getPrototypeOf(redactHeaders(headers))).toBe(Object.prototype);
  });

  it("cleans a URL and keeps the rest of it", () => {
    expect(redactUrl("https://u:p@h.example/a?token=t1&q=SELECT%20Id#x")).toBe(
      "https://[redacted]@h.example/a?token=[redacted]&q=SELECT%20Id#x",
    );
  });
});

describe("errors show no secret", () => {
  const shown = (error: Error): string =>
    [
      error.message,
      error.stack,
      JSON.stringify(error),
      inspect(error, { depth: 9, showHidden: true }),
      String(error),
    ].join("\n");

  it.each(LEAKS)("hides %s in message, cause, ids and body", (_name, text, secret) => {
    const cause = Object.assign(new Error(text), { request: { body: text } });
    const errors = [
      new AuthenticationError(text, { cause, request: `POST /x?${text}`, errorCode: "invalid_grant" }),
      new NetworkError("broken", { cause: new Error("outer", { cause }) }),
      new ConfigurationError("bad", { problems: [{ setting: "a", source: "option", message: text }] }),
      new UnexpectedResponseError("odd", { excerpt: text, cause: { body: text } }),
      errorFromAnswer({
        status: 400,
        headers: {},
        body: JSON.stringify([
          { errorCode: "X", message: text },
          { errorCode: "Y", message: text },
        ]),
        kind: "rest",
        request: text,
        attempts: 1,
      }),
      errorFromAnswer({
        status: 200,
        headers: { location: text },
        body: text,
        kind: "oauth",
        request: "POST /t",
        attempts: 1,
      }),
    ];
    for (const error of errors) expect(shown(error)).not.toContain(secret);
  });

  it("leaves a harmless cause as it is", () => {
    const cause = new Error("socket hang up");
    expect(new NetworkError("broken", { cause }).cause).toBe(cause);
  });
});
