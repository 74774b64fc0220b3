import { SalesforceError } from "../server/errors.ts";
import type { Call, Reply } from "../server/types.ts";
import type { Row } from "../store/types.ts";
import { wireDateTime } from "../store/values.ts";
import type { Sessions } from "./sessions.ts";
import type { Users } from "./users.ts";

/** What the identity resources work with. */
export interface IdentityScope {
  readonly users: Users;
  readonly sessions: Sessions;
  readonly organizationId: string;
  url(): string;
}

/** 403 with one word of text: the identity resources know no error array. */
class IdentityRefusal extends SalesforceError {
  readonly word: string;

  constructor(word: string) {
    super(403, [{ errorCode: word, message: word }]);
    this.word = word;
  }
}

const refusal = (word: string): Reply => ({
  status: 403,
  text: word,
  headers: { "Content-Type": "text/html;charset=UTF-8" },
});

function caller(scope: IdentityScope, call: Call): Row {
  const header = /^(?:Bearer|OAuth)\s+(\S+)\s*$/i.exec(call.headers.authorization ?? "")?.[1];
  const token = header ?? call.query.get("access_token") ?? call.query.get("oauth_token");
  if (!token) throw new IdentityRefusal("Missing_OAuth_Token");
  const session = scope.sessions.find(token);
  const row = session && scope.users.row(session.userId);
  if (!row) throw new IdentityRefusal("Bad_OAuth_Token");
  return row;
}

function guarded(answer: (call: Call) => Reply): (call: Call) => Reply {
  return (call) => {
    try {
      return answer(call);
    } catch (error) {
      if (error instanceof IdentityRefusal) return refusal(error.word);
      throw error;
    }
  };
}

function urls(scope: IdentityScope, userId: string): Record<string, string> {
  const base = scope.url();
  const org = scope.organizationId.slice(0, 15);
  const rest = `${base}/services/data/v{version}/`;
  return {
    enterprise: `${base}/services/Soap/c/{version}/${org}`,
    metadata: `${base}/services/Soap/m/{version}/${org}`,
    partner: `${base}/services/Soap/u/{version}/${org}`,
    rest,
    sobjects: `${rest}sobjects/`,
    search: `${rest}search/`,
    query: `${rest}query/`,
    recent: `${rest}recent/`,
    tooling_soap: `${base}/services/Soap/T/{version}/${org}`,
    tooling_rest: `${rest}tooling/`,
    profile: `${base}/${userId}`,
    feeds: `${rest}chatter/feeds`,
    groups: `${rest}chatter/groups`,
    users: `${rest}chatter/users`,
    feed_items: `${rest}chatter/feed-items`,
    feed_elements: `${rest}chatter/feed-elements`,
    custom_domain: base,
  };
}

const text = (row: Row, column: string): string | null => {
  const value = row[column] ?? null;
  return value === null ? null : String(value);
};

const nickname = (row: Row): string | null => text(row, "CommunityNickname");

function common(row: Row): Record<string, unknown> {
  return {
    active: row["IsActive"] === 1,
    user_type: "STANDARD",
    language: text(row, "LanguageLocaleKey"),
    locale: text(row, "LocaleSidKey"),
    utcOffset: 0,
  };
}

/** `GET /services/oauth2/userinfo`. */
export function userinfo(scope: IdentityScope): (call: Call) => Reply {
  return guarded((call) => {
    const row = caller(scope, call);
    const id = String(row["Id"]);
    const sub = `${scope.url()}/id/${scope.organizationId}/${id}`;
    const picture = `${scope.url()}/profilephoto/005/F`;
    const json = {
      sub,
      user_id: id,
      organization_id: scope.organizationId,
      preferred_username: text(row, "Username"),
      nickname: nickname(row),
      name: text(row, "Name"),
      email: text(row, "Email"),
      email_verified: true,
      given_name: text(row, "FirstName"),
      family_name: text(row, "LastName"),
      zoneinfo: text(row, "TimeZoneSidKey"),
      photos: { picture, thumbnail: `${scope.url()}/profilephoto/005/T` },
      profile: `${scope.url()}/${id}`,
      picture,
      address: {},
      is_salesforce_integration_user: false,
      urls: urls(scope, id),
      ...common(row),
      updated_at: text(row, "LastModifiedDate"),
    };
    return { status: 200, json };
  });
}

/** `GET /id/{organization}/{user}`. */
export function identity(scope: IdentityScope): (call: Call) => Reply {
  return guarded((call) => {
    const row = caller(scope, call);
    const id = String(row["Id"]);
    const { organization = "", user = "" } = call.params;
    if (organization.slice(0, 15) !== scope.organizationId.slice(0, 15))
      throw new IdentityRefusal("Wrong_Org");
    if (user.slice(0, 15) !== id.slice(0, 15)) throw new IdentityRefusal("No_Access");
    const json = {
      id: `${scope.url()}/id/${scope.organizationId}/${id}`,
      asserted_user: true,
      user_id: id,
      organization_id: scope.organizationId,
      username: text(row, "Username"),
      nick_name: nickname(row),
      display_name: text(row, "Name"),
      email: text(row, "Email"),
      email_verified: true,
      first_name: text(row, "FirstName"),
      last_name: text(row, "LastName"),
      timezone: text(row, "TimeZoneSidKey"),
      photos: {
        picture: `${scope.url()}/profilephoto/005/F`,
        thumbnail: `${scope.url()}/profilephoto/005/T`,
      },
      addr_street: text(row, "Street"),
      addr_city: text(row, "City"),
      addr_state: text(row, "State"),
      addr_country: text(row, "Country"),
      addr_zip: text(row, "PostalCode"),
      mobile_phone: text(row, "MobilePhone"),
      mobile_phone_verified: false,
      status: { created_date: null, body: null },
      urls: urls(scope, id),
      ...common(row),
      last_modified_date: wireDateTime(String(row["LastModifiedDate"])),
      is_app_installed: true,
    };
    return { status: 200, json };
  });
}
