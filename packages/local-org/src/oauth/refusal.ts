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

/** The words that orgs of other releases, and pages of the Help, have for some refusals: a client meets both. */
const OTHER_WORDS: Readonly<Record<string, readonly [error: string, description: string]>> = Object.freeze({
  "audience is invalid": ["invalid_grant", "Audience validation failed"],
  "invalid client credentials": ["invalid_client_credentials", "client secret invalid"],
  "The JWT bearer and SAML assertion bearer flows require a refresh_token scope. Install and preauthorize the app.":
    [
      "invalid_request",
      "refresh_token scope is required and the connected app should be installed and preauthorized",
    ],
});

/** Says a refusal in the words of other releases, where they have words of their own for it. */
export function inOtherWords(refusal: OAuthRefusal): OAuthRefusal {
  const other = OTHER_WORDS[refusal.description];
  return other ? new OAuthRefusal(...other) : refusal;
}
