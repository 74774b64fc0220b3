import { createPublicKey, sign } from "node:crypto";

/** When a certificate is valid. */
interface Validity {
  readonly from?: Date;
  readonly to: Date;
}

/** Makes a self-signed certificate for a private key, as PEM (RFC 5280, section 4.1): Node reads such, and makes none. */
export function makeCertificate(privateKey: string, { from = new Date(0), to }: Validity): string {
  const name = sequence(der(0x31, sequence(oid("550403"), der(0x0c, Buffer.from("test")))));
  const publicKey = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const version = der(0xa0, der(0x02, Buffer.of(2)));
  const validity = sequence(time(from), time(to));
  const body = sequence(version, der(0x02, Buffer.of(1)), SHA256_RSA, name, validity, name, publicKey);
  const signature = der(0x03, Buffer.concat([Buffer.of(0), sign("RSA-SHA256", body, privateKey)]));
  const base64 = sequence(body, SHA256_RSA, signature).toString("base64");
  // A blank line would end the headers that a PEM block may have.
  const lines = base64.match(/.{1,64}/g) ?? [];
  return ["-----BEGIN CERTIFICATE-----", ...lines, "-----END CERTIFICATE-----", ""].join("\n");
}

function der(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...size), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

function oid(hex: string): Buffer {
  return der(0x06, Buffer.from(hex, "hex"));
}

/** `GeneralizedTime`, e.g. `20261126104300Z`. */
function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replace(/[-:T]|\.\d+Z$/g, "")}Z`));
}

const SHA256_RSA = sequence(oid("2a864886f70d01010b"), der(0x05, Buffer.alloc(0)));
