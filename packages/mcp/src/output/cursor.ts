import { createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { Refusal } from "../refusal/index.ts";

/** Whose a cursor is: it is of no use to another org or user. */
export interface CursorOwner {
  readonly orgId: string;
  readonly userId: string;
  /** Who asks, where many people share the connection to the org. */
  readonly principal?: string | undefined;
}

/** Seals and opens the opaque texts by which an agent goes on reading. */
export interface CursorCodec {
  /** Seals a payload of plain JSON for its owner. */
  seal(payload: object, owner: CursorOwner): string;
  /**
   * Opens a cursor.
   * @throws Refusal saying that it is no cursor, expired, or another org's
   */
  open<T>(cursor: string, owner: CursorOwner): T;
}

/** What a codec is made of. */
export interface CursorCodecOptions {
  /** Secret of the seal. @default random: cursors end with the process, as the results behind them do */
  readonly key?: Uint8Array | undefined;
  /** @default 900_000 */
  readonly ttlMs?: number | undefined;
  /** @default Date.now */
  readonly now?: (() => number) | undefined;
  /** What the sealed texts are called in an error, and what helps. @default cursors of queries */
  readonly what?: SealedKind | undefined;
}

/** A kind of sealed texts, in words. */
export interface SealedKind {
  readonly name: string;
  readonly action: string;
}

const CURSOR: SealedKind = {
  name: "cursor",
  action: "Run the query again, perhaps with a narrower WHERE.",
};

interface Sealed {
  readonly p: object;
  readonly o: string;
  readonly u: string;
  readonly w?: string | undefined;
  readonly e: number;
}

/** Makes a codec. */
export function cursorCodec(options: CursorCodecOptions = {}): CursorCodec {
  const { key = randomBytes(32), ttlMs = 900_000, now = Date.now, what = CURSOR } = options;
  const mac = (text: string): Buffer => createHmac("sha256", key).update(text).digest().subarray(0, 16);
  return {
    seal(payload, owner) {
      const { orgId, userId, principal } = owner;
      const sealed: Sealed = { p: payload, o: orgId, u: userId, w: principal, e: now() + ttlMs };
      const text = Buffer.from(JSON.stringify(sealed)).toString("base64url");
      return `${text}.${mac(text).toString("base64url")}`;
    },
    open<T>(cursor: string, owner: CursorOwner): T {
      const [text = "", seal = ""] = cursor.split(".");
      const given = Buffer.from(seal, "base64url");
      const wanted = mac(text);
      if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) {
        throw refused("is none that this server gave", what);
      }
      const { p, o, u, w, e } = JSON.parse(Buffer.from(text, "base64url").toString()) as Sealed;
      if (e < now()) throw refused("has expired", what);
      if (o !== owner.orgId || u !== owner.userId || w !== owner.principal)
        throw refused("belongs to another org or user", what);
      return p as T;
    },
  };
}

/** The refusal of a sealed text; the next step is always the same. */
export function refused(why: string, { name, action }: SealedKind = CURSOR): Refusal {
  return new Refusal(`The ${name} ${why}`, { code: `${name.toUpperCase()}_INVALID`, action });
}
