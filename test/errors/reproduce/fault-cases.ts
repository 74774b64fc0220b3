import { clientCredentials, type RemediationEntry } from "kinetic-core";
import { type Fault, faults } from "kinetic-local-org";
import { as, asking, type Case, type Place } from "./place.ts";

/** Words for those entries that are found by words. */
const WORDS: Readonly<Record<string, string>> = {
  "wrong-domain-for-flow": "request not supported on this domain",
  "password-wrong": "invalid password",
  "code-challenge": "invalid code challenge",
  "app-not-attached-to-agent": "Connected app is not attached to Agent",
  "aggregate-too-large": "EXCEEDED_ID_LIMIT: Aggregate query does not support queryMore()",
  "polymorphic-attributes-first": "You must specify the attributes field before any other fields",
  "composite-too-many-parts": "The request has more than 25 operations",
  "concurrent-api-limit": "ConcurrentRequests (Concurrent API Requests) Limit exceeded.",
  "composite-reference": "Invalid reference specified. No value for nothing.id",
  "bulk-quota-generic-code": "Max bulk v2 query jobs (10000) per 24 hrs has been reached",
};

const query = asking("GET", "query?q=SELECT+Id+FROM+Account");

function login({ org, clientId, clientSecret }: Place): Promise<unknown> {
  const auth = clientCredentials({ clientId, clientSecret, loginUrl: org.url });
  return as(auth, (sf) => sf.whoAmI());
}

/** What an answer has where the entry goes by the class of its status. */
const STATUS: Readonly<Record<string, number>> = { "4xx": 418, "5xx": 500 };

/** What no setting of an org brings about comes as a fault: the org refuses a login, or a query, in the words of the entry. */
export function faultCase({ id, match }: RemediationEntry): Case {
  const [code] = match.errorCode ?? match.extendedCode ?? [undefined];
  const words = WORDS[id] ?? "";
  const ofLogin = code !== undefined && /^[a-z_]+$|^OAUTH_/.test(code);
  const fault = ofLogin ? faults.oauthRefusal(code, words) : refusal({ match, code, words });
  return {
    remedy: id,
    run: async (place) => {
      const rule = place.org.faults.add({ path: ofLogin ? /oauth2\/token/ : /\/query\?/, times: 9, fault });
      return (ofLogin ? login : query)(place).finally(() => rule.remove());
    },
  };
}

interface Words {
  readonly match: RemediationEntry["match"];
  readonly code: string | undefined;
  readonly words: string;
}

function refusal({ match, code, words }: Words): Fault {
  const [given = 400] = match.status ?? [];
  const status = typeof given === "number" ? given : (STATUS[given] ?? 400);
  if (code === undefined && words === "") return { kind: "reply", status, text: "" };
  const extendedErrorDetails = match.extendedCode?.map((extendedErrorCode) => ({ extendedErrorCode }));
  const errorCode = extendedErrorDetails === undefined ? code : "INVALID_QUERY_LOCATOR";
  return { kind: "reply", status, json: [{ errorCode, message: words, extendedErrorDetails }] };
}
