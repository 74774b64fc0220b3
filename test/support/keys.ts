import { generateKeyPairSync } from "node:crypto";

/** One RSA key pair per test file: making one takes a while. */
export const keys: { privateKey: string; publicKey: string } = generateKeyPairSync("rsa", {
  modulusLength: 2048,
  privateKeyEncoding: { type: "pkcs8", format: "pem" },
  publicKeyEncoding: { type: "spki", format: "pem" },
});
