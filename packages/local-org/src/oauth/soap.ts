import { notImplemented } from "../server/errors.ts";
import type { Call, OrgUser, Reply, Route } from "../server/types.ts";
import type { OAuthScope } from "./scope.ts";

/** The last API version that has `login()` (SOAP API Developer Guide, "login()"). */
const LAST_LOGIN_VERSION = 64;

const ESCAPES: Readonly<Record<string, string>> = Object.freeze({ "&": "&amp;", "<": "&lt;", ">": "&gt;" });
const escapeXml = (text: string): string =>
  text.replaceAll(/[&<>]/g, (character) => ESCAPES[character] ?? "");

const ENTITIES: Readonly<Record<string, string>> = Object.freeze({
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
});

function character(entity: string): string | undefined {
  const digits = /^#(x?)([0-9a-f]+)$/i.exec(entity);
  if (!digits) return ENTITIES[entity];
  const code = Number.parseInt(digits[2] ?? "", digits[1] === "" ? 10 : 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

const unescapeXml = (text: string): string =>
  text.replaceAll(/&([#\w]+);/g, (whole, entity: string) => character(entity) ?? whole);

/** Reads the text of the first element of a name, whatever its prefix; undefined where there is none. */
function elementText(xml: string, name: string): string | undefined {
  const found = new RegExp(
    `<(?:[\\w.-]+:)?${name}(?:\\s[^>]*)?>([\\s\\S]*?)</(?:[\\w.-]+:)?${name}\\s*>`,
  ).exec(xml);
  const cdata = /^\s*<!\[CDATA\[([\s\S]*?)\]\]>\s*$/.exec(found?.[1] ?? "");
  if (cdata) return cdata[1];
  return found ? unescapeXml(found[1] ?? "") : undefined;
}

/** The API's two faces: one WSDL for every org, one for this org. */
type Face = "partner" | "enterprise";

const envelope = (face: Face, body: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns="urn:${face}.soap.sforce.com" xmlns:sf="urn:fault.${face}.soap.sforce.com" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body>${body}</soapenv:Body></soapenv:Envelope>`;

const reply = (status: number, text: string): Reply => ({
  status,
  text,
  headers: { "Content-Type": "text/xml;charset=UTF-8" },
});

function fault(face: Face, code: string, message: string): Reply {
  const kind = /LOGIN|PASSWORD|ORG/.test(code) ? "LoginFault" : "UnexpectedErrorFault";
  const detail = `<sf:${kind} xsi:type="sf:${kind}"><sf:exceptionCode>${code}</sf:exceptionCode><sf:exceptionMessage>${escapeXml(message)}</sf:exceptionMessage></sf:${kind}>`;
  const body = `<soapenv:Fault><faultcode>sf:${code}</faultcode><faultstring>${code}: ${escapeXml(message)}</faultstring><detail>${detail}</detail></soapenv:Fault>`;
  return reply(500, envelope(face, body));
}

const INVALID = "Invalid username, password, security token; or user locked out.";

/** Says why a login is refused, as the fault's code and message; undefined where it is not. */
function refusalOf(
  scope: OAuthScope,
  user: OrgUser | undefined,
  password: string,
): [string, string] | undefined {
  if (!scope.policies.active) return ["ORG_LOCKED", "The organization is locked, closed, or suspended."];
  if (!user || user.active === false) return ["INVALID_LOGIN", INVALID];
  const check = scope.users.checkPassword(user.username, password, true);
  if (check === "token-missing")
    return [
      "LOGIN_MUST_USE_SECURITY_TOKEN",
      `${INVALID} Are you at a new location? When accessing Salesforce--either via a desktop client or the API--from outside of your company’s trusted networks, you must add a security token to your password to log in.`,
    ];
  if (check === "wrong") return ["INVALID_LOGIN", INVALID];
  const bar = scope.users.barred(user);
  if (bar === "ip")
    return ["LOGIN_DURING_RESTRICTED_DOMAIN", "The domain that you're logging in from isn't allowed."];
  if (bar === "hours") return ["LOGIN_DURING_RESTRICTED_TIME", "You can't log in at this time."];
  if (!scope.policies.api)
    return ["API_DISABLED_FOR_ORG", "API is not enabled for this Organization or Partner"];
  if (!user.apiEnabled) return ["API_CURRENTLY_DISABLED", "API is disabled for this User"];
  if (!scope.sessions.countLogin(user.id, scope.policies.maxLoginsPerHour))
    return ["LOGIN_RATE_EXCEEDED", "The login rate is exceeded."];
  return undefined;
}

/** The session of a SOAP login belongs to no app and may do everything. */
const SOAP_APP = Object.freeze({ clientId: "", scopes: ["full"] });

function userInfo(scope: OAuthScope, user: OrgUser): string {
  const row = scope.users.row(user.id) ?? {};
  const text = (name: string): string => escapeXml(String(row[name] ?? ""));
  const facts: Readonly<Record<string, string>> = {
    accessibilityMode: "false",
    chatterExternal: "false",
    currencySymbol: "$",
    orgAttachmentFileSizeLimit: "26214400",
    orgDefaultCurrencyIsoCode: "USD",
    orgDefaultCurrencyLocale: "en_US",
    orgDisallowHtmlAttachments: "false",
    orgHasPersonAccounts: "false",
    organizationId: scope.organizationId,
    organizationMultiCurrency: "false",
    organizationName: "Local Org",
    profileId: text("ProfileId"),
    roleId: text("UserRoleId"),
    sessionSecondsValid: "7200",
    userDefaultCurrencyIsoCode: "",
    userEmail: text("Email"),
    userFullName: text("Name"),
    userId: user.id,
    userLanguage: text("LanguageLocaleKey"),
    userLocale: text("LocaleSidKey"),
    userName: text("Username"),
    userTimeZone: text("TimeZoneSidKey"),
    userType: "Standard",
    userUiSkin: "Theme3",
  };
  return Object.entries(facts)
    .map(([name, value]) => (value === "" ? `<${name} xsi:nil="true"/>` : `<${name}>${value}</${name}>`))
    .join("");
}

function login(scope: OAuthScope, call: Call, { xml, face }: { xml: string; face: Face }): Reply {
  const { version = "" } = call.params;
  if (!scope.policies.soapLogin)
    return fault(face, "INVALID_OPERATION", "SOAP API login() is disabled by default in this org.");
  if (Number(version) > LAST_LOGIN_VERSION)
    return fault(face, "UNSUPPORTED_API_VERSION", `login() is not available in API version ${version}.`);
  const user = scope.users.byUsername(elementText(xml, "username") ?? "");
  const refusal = refusalOf(scope, user, elementText(xml, "password") ?? "");
  if (refusal || !user) return fault(face, ...(refusal ?? (["INVALID_LOGIN", INVALID] as const)));
  const { accessToken } = scope.sessions.open(user.id, SOAP_APP);
  const org = scope.organizationId.slice(0, 15);
  const letter = face === "partner" ? "u" : "c";
  const result =
    `<metadataServerUrl>${scope.url()}/services/Soap/m/${version}/${org}</metadataServerUrl>` +
    `<passwordExpired>${user.passwordExpired}</passwordExpired><sandbox>true</sandbox>` +
    `<serverUrl>${scope.url()}/services/Soap/${letter}/${version}/${org}</serverUrl>` +
    `<sessionId>${accessToken}</sessionId><userId>${user.id}</userId><userInfo>${userInfo(scope, user)}</userInfo>`;
  return reply(200, envelope(face, `<loginResponse><result>${result}</result></loginResponse>`));
}

/** Finds the session that a SOAP header carries. */
function sessionUser(scope: OAuthScope, xml: string): OrgUser | undefined {
  const session = scope.sessions.find(elementText(xml, "sessionId")?.trim() ?? "");
  const user = session && scope.users.byId(session.userId);
  return user?.active ? user : undefined;
}

const INVALID_SESSION = "Invalid Session ID found in SessionHeader: Illegal Session";

async function answer(scope: OAuthScope, call: Call, face: Face): Promise<Reply> {
  const xml = await call.readText();
  const operation = /<(?:[\w.-]+:)?Body[^>]*>\s*<(?:[\w.-]+:)?([\w.-]+)/.exec(xml)?.[1];
  if (operation === "login") return login(scope, call, { xml, face });
  const user = sessionUser(scope, xml);
  if (!user) return fault(face, "INVALID_SESSION_ID", INVALID_SESSION);
  switch (operation) {
    case "logout":
      scope.sessions.revoke(elementText(xml, "sessionId")?.trim() ?? "");
      return reply(200, envelope(face, "<logoutResponse/>"));
    case "getUserInfo": {
      const result = `<result>${userInfo(scope, user)}</result>`;
      return reply(200, envelope(face, `<getUserInfoResponse>${result}</getUserInfoResponse>`));
    }
    case "getServerTimestamp": {
      const result = `<result><timestamp>${scope.clock().toISOString()}</timestamp></result>`;
      return reply(200, envelope(face, `<getServerTimestampResponse>${result}</getServerTimestampResponse>`));
    }
    default:
      throw notImplemented(`the SOAP call ${operation ?? "(none found in the body)"}`);
  }
}

/** SOAP: `login()` for older clients, and the little that they call around it. Everything else is 501. */
export function soapRoutes(scope: OAuthScope): readonly Route[] {
  const faces = [
    ["u", "partner"],
    ["c", "enterprise"],
  ] as const;
  return faces.flatMap(([letter, face]) =>
    ["", "/:organization"].map(
      (rest): Route => ({
        method: "POST",
        path: `/services/Soap/${letter}/:version${rest}`,
        auth: false,
        handler: (call) => answer(scope, call, face),
      }),
    ),
  );
}
