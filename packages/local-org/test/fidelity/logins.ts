import type { Exchange } from "./exchanges.ts";
import type { Outgoing, Stage } from "./stage.ts";

const FORM = "application/x-www-form-urlencoded";

type Form = Readonly<Record<string, string>>;

const form = (values: Form): Outgoing => ({
  method: "POST",
  path: "/services/oauth2/token",
  token: null,
  contentType: FORM,
  body: new URLSearchParams(values).toString(),
});

/** Requests that were recorded without their body: the refusal tells what was wrong with it. */
const REFUSED: Readonly<Record<string, (stage: Stage) => Form>> = {
  "hand-oauth-error-002": ({ org }) => ({
    grant_type: "client_credentials",
    client_id: org.clientId,
    client_secret: "wrong",
  }),
  "hand-oauth-error-003": ({ org }) => ({
    grant_type: "password",
    client_id: org.clientId,
    client_secret: org.clientSecret,
    username: "nobody@example.com",
    password: "secret",
  }),
  "hand-oauth-error-005": ({ org }) => ({
    grant_type: "refresh_token",
    refresh_token: "dead",
    client_id: org.clientId,
    client_secret: org.clientSecret,
  }),
};

const refresh = ({ org }: Stage): Outgoing =>
  form({ grant_type: "refresh_token", refresh_token: org.refreshToken(), client_id: org.clientId });

/** Replays a login, with credentials of the local org in the place of the recorded ones. */
export function prepareLogin(stage: Stage, exchange: Exchange): Outgoing {
  const { org } = stage;
  const { id, area, body, path, method } = exchange;
  if (area === "identity") return { method, path: `/id/${org.organizationId}/${org.userId}` };
  if (area === "soap-login")
    return {
      method,
      path,
      token: null,
      contentType: "text/xml",
      body: soap(stage, exchange),
      headers: { SOAPAction: '""' },
    };
  if (id === "rec-oauth-ok-002" || id === "seq-01.2") return refresh(stage);
  const refused = REFUSED[id];
  if (refused !== undefined) return form(refused(stage));
  const ours = body
    .replace(
      "SCRUBBED_CLIENT_ID",
      exchange.status === 200 ? encodeURIComponent(org.clientId) : "SCRUBBED_CLIENT_ID",
    )
    .replace("SCRUBBED_CLIENT_SECRET", encodeURIComponent(org.clientSecret))
    .replace("SCRUBBED_PASSWORD", "secret")
    .replace("user%40example.com", encodeURIComponent(org.username));
  return { method, path, token: null, contentType: FORM, body: ours };
}

function soap({ org }: Stage, { body, status }: Exchange): string {
  const password = status === 200 ? "secret" : "wrong";
  if (body !== "")
    return body.replace("user@example.com", org.username).replace(">SCRUBBED<", `>${password}<`);
  return `<se:Envelope xmlns:se="http://schemas.xmlsoap.org/soap/envelope/"><se:Header/><se:Body><login xmlns="urn:partner.soap.sforce.com"><username>${org.username}</username><password>${password}</password></login></se:Body></se:Envelope>`;
}
