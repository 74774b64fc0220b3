import type { KeyObject, X509Certificate } from "node:crypto";
import { clean } from "./clean.ts";
import { nodeCrypto } from "./node-crypto.ts";
import { KeyProblem, readKeyFile } from "./private-key.ts";

/** A certificate: PEM text (real line breaks or literal `\n`), or a file that holds it. */
export type CertificateInput = string | { readonly path: string };

/** When a certificate ends that fits its key, in milliseconds since the epoch, or what is wrong with it. */
export type CertificateResult = { readonly endsAt: number } | { readonly problem: string };

/** Reads the certificate of a key. */
export function readCertificate(
  input: CertificateInput,
  key: KeyObject,
  now: Date = new Date(),
): CertificateResult {
  try {
    return { endsAt: endOf(parse(input), key, now) };
  } catch (error) {
    if (error instanceof KeyProblem) return { problem: error.message };
    throw error;
  }
}

function parse(input: CertificateInput): X509Certificate {
  const pem = clean(typeof input === "string" ? input : readKeyFile(input.path)).replaceAll("\\n", "\n");
  try {
    return new (nodeCrypto().X509Certificate)(pem);
  } catch {
    throw new KeyProblem("is not a PEM certificate that OpenSSL can read");
  }
}

function endOf(certificate: X509Certificate, key: KeyObject, now: Date): number {
  const { validFrom, validTo } = certificate;
  if (!certificate.checkPrivateKey(key))
    throw new KeyProblem("does not belong to the private key: upload the one of the same pair");
  if (now > new Date(validTo))
    throw new KeyProblem(`expired on ${validTo}: make a new one and upload it to the app in Setup`);
  if (now < new Date(validFrom)) throw new KeyProblem(`is not valid before ${validFrom}`);
  return Date.parse(validTo);
}
