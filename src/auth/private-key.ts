import type { KeyObject } from "node:crypto";
import { readFileSync } from "node:fs";
import { clean } from "./clean.ts";
import { nodeCrypto } from "./node-crypto.ts";

/** A private key: PEM text (real line breaks or literal `\n`), a file that holds one, or a ready key object. */
export type PrivateKeyInput = string | KeyObject | { readonly path: string };

/** A key that can be used, or what is wrong with it in words that never show it. */
export type PrivateKeyResult = { readonly key: KeyObject } | { readonly problem: string };

/** Reads an RSA private key for RS256. */
export function readPrivateKey(input: PrivateKeyInput, passphrase?: string): PrivateKeyResult {
  try {
    const key = input instanceof nodeCrypto().KeyObject ? input : parse(input, passphrase);
    const problem = keyProblem(key);
    return problem === undefined ? { key } : { problem };
  } catch (error) {
    if (error instanceof KeyProblem) return { problem: error.message };
    return { problem: "is not a PEM private key that OpenSSL can read" };
  }
}

/** What is wrong with a key or certificate, in words that never show it. */
export class KeyProblem extends Error {}

function parse(input: string | { readonly path: string }, passphrase: string | undefined): KeyObject {
  const pem = clean(typeof input === "string" ? input : readKeyFile(input.path)).replaceAll("\\n", "\n");
  const kind = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(pem)?.[1];
  if (kind === undefined) throw new KeyProblem("is not PEM: it must begin with -----BEGIN PRIVATE KEY-----");
  if (kind.includes("PUBLIC KEY"))
    throw new KeyProblem("is a public key; the private key of the same pair is needed");
  if (kind.includes("CERTIFICATE")) {
    throw new KeyProblem(
      "is a certificate; that goes into the app in Setup, the private key of the same pair goes here",
    );
  }
  const encrypted = kind.startsWith("ENCRYPTED") || pem.includes("Proc-Type: 4,ENCRYPTED");
  if (encrypted && passphrase === undefined)
    throw new KeyProblem("is encrypted, and no passphrase was given");
  try {
    return nodeCrypto().createPrivateKey(passphrase === undefined ? pem : { key: pem, passphrase });
  } catch {
    throw new KeyProblem(
      encrypted
        ? "is encrypted, and the passphrase does not open it"
        : "is damaged: check that no line of the PEM text was lost or re-wrapped",
    );
  }
}

/** @throws KeyProblem when the file cannot be read */
export function readKeyFile(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : "error";
    throw new KeyProblem(`cannot be read from the file ${path} (${code})`);
  }
}

function keyProblem(key: KeyObject): string | undefined {
  if (key.type !== "private") return `is a ${key.type} key; a private key is needed`;
  if (key.asymmetricKeyType !== "rsa")
    return `is an ${key.asymmetricKeyType} key; Salesforce takes RS256, so RSA is needed`;
  const bits = key.asymmetricKeyDetails?.modulusLength ?? 0;
  return bits < 2048 ? `has ${bits} bits; at least 2048 are needed` : undefined;
}
