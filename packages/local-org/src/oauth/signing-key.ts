import { generateKeyPair } from "node:crypto";
import { promisify } from "node:util";
import { exportJWK, importPKCS8, importSPKI, type JWK, type JWTPayload, SignJWT } from "jose";

/** The key with which an org signs its own tokens. Made when it is first needed: it costs 0.1 s. */
export class SigningKey {
  #pair: Promise<{ readonly publicKey: string; readonly privateKey: string }> | undefined;

  #keys(): Promise<{ readonly publicKey: string; readonly privateKey: string }> {
    this.#pair ??= promisify(generateKeyPair)("rsa", {
      modulusLength: 2048,
      publicKeyEncoding: { type: "spki", format: "pem" },
      privateKeyEncoding: { type: "pkcs8", format: "pem" },
    });
    return this.#pair;
  }

  /** Signs claims with RS256. */
  async sign(claims: JWTPayload): Promise<string> {
    const { privateKey } = await this.#keys();
    const header = { alg: "RS256", typ: "JWT", kid: "1" };
    return new SignJWT(claims).setProtectedHeader(header).sign(await importPKCS8(privateKey, "RS256"));
  }

  /** Returns the public half, for `/id/keys`. */
  async jwk(): Promise<JWK> {
    const { publicKey } = await this.#keys();
    const jwk = await exportJWK(await importSPKI(publicKey, "RS256"));
    return { ...jwk, kid: "1", alg: "RS256", use: "sig" };
  }
}
