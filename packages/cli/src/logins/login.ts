/** A login that is kept, by the flow that it signs in by. What is secret in it is why its file is readable by its owner alone. */
export type Login = (
  | {
      readonly flow: "jwt-bearer";
      readonly clientId: string;
      readonly username: string;
      /** Where the key is; the key itself stays there. */
      readonly keyFile: string;
      readonly certificateFile?: string | undefined;
      readonly audience?: string | undefined;
      readonly loginUrl: string;
    }
  | {
      readonly flow: "client-credentials";
      readonly clientId: string;
      readonly clientSecret: string;
      readonly loginUrl: string;
    }
  | {
      readonly flow: "refresh-token";
      readonly clientId: string;
      readonly clientSecret?: string | undefined;
      /** The first one: the token store has the newest, where the app rotates them. */
      readonly refreshToken: string;
      readonly loginUrl: string;
    }
  | { readonly flow: "access-token"; readonly token: string; readonly instanceUrl: string }
) & {
  /** As whom, for lists. */
  readonly user?: string | undefined;
  /** Where, for lists. */
  readonly org?: string | undefined;
};

/** The members that a login of each flow must have. */
const NEEDED: Readonly<Record<Login["flow"], readonly string[]>> = {
  "jwt-bearer": ["clientId", "username", "keyFile", "loginUrl"],
  "client-credentials": ["clientId", "clientSecret", "loginUrl"],
  "refresh-token": ["clientId", "refreshToken", "loginUrl"],
  "access-token": ["token", "instanceUrl"],
};

/** Reads a login from the text of its file; `undefined` when it is none. */
export function readLogin(text: string): Login | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const flow = String(members["flow"]);
  if (!Object.hasOwn(NEEDED, flow)) return undefined;
  const needed = NEEDED[flow as Login["flow"]];
  return needed.every((name) => typeof members[name] === "string") ? (value as Login) : undefined;
}
