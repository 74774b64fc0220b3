import type { Reply } from "../server/types.ts";

/** A refusal of an OAuth resource: 400 with `error` and `error_description`. */
export class OAuthRefusal extends Error {
  readonly error: string;
  readonly description: string;

  constructor(error: string, description: string) {
    super(`${error}: ${description}`);
    this.name = "OAuthRefusal";
    this.error = error;
    this.description = description;
  }
}

/** Makes the commonest refusal. */
export function invalidGrant(description: string): OAuthRefusal {
  return new OAuthRefusal("invalid_grant", description);
}

/** Turns a refusal into its answer, with the members in the order of the wire. */
export function refusalReply(refusal: OAuthRefusal): Reply {
  return { status: 400, json: { error: refusal.error, error_description: refusal.description } };
}
