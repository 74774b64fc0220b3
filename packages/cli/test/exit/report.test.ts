import fc from "fast-check";
import { redact } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { report, UsageError } from "../../src/exit/index.ts";

/** Pieces of which texts with secrets are made. */
const pieces = fc.constantFrom(
  ...["00D000000000001", "!", "%21", "AQ.x", "eyJhbGciOiJSUzI1NiJ9", ".eyJ1In0.sig", "5Aep861TSESvWeug_x"],
  ...[
    "-----BEGIN PRIVATE KEY-----",
    "\n",
    "https://",
    "user:word@host",
    "Cookie: ",
    "Authorization: ",
    "Bearer ",
  ],
  ...[
    "OAuth ",
    "client_secret",
    "password",
    "passphrase",
    "assertion",
    "code_verifier",
    "device_code",
    "sid",
  ],
  ...[
    "session_id",
    "private_key",
    "api_key",
    "otp",
    "code",
    "refresh_token",
    "=",
    ":",
    "%3D",
    "&",
    '"',
    "'",
    "<",
  ],
  ...[">", " ", "kinetic", "x1y2z3=_", "A0".repeat(32), "unknown option"],
);
const texts = fc.array(pieces, { maxLength: 8 }).map((parts) => parts.join(""));

const plain = { debug: false, bold: (text: string): string => text };

describe("what is told of a problem", () => {
  it("shows no secret, whether the SDK had to be loaded to see it or not", () =>
    fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const told = await report(new UsageError(text, "kinetic query --help"), plain);
        expect(told).toBe(redact(told));
      }),
      { numRuns: 2_000 },
    ));
});
