import { createHash, generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import type { KeyPair } from "./options.ts";

/**
 * Makes a 2048-bit RSA key pair.
 *
 * @example
 * ```ts
 * const keyPair = await makeKeyPair();
 * await using first = await startLocalOrg({ keyPair });
 * await using second = await startLocalOrg({ keyPair }); // the same client signs in at both
 * ```
 */
export async function makeKeyPair(): Promise<KeyPair> {
  return promisify(generateKeyPair)("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
}

/** Makes up a credential that is the same for the same seed and name. */
export function madeUp(seed: number, name: string, length: number): string {
  const digest = createHash("sha512").update(`${seed}:${name}`).digest("base64url");
  return digest.replaceAll("-", "A").replaceAll("_", "B").slice(0, length);
}

/** Returns random numbers between 0 and 1 that are the same for the same seed. */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
