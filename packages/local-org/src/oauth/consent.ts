import type { OrgUser, Reply, Route } from "../server/types.ts";
import {
  type AuthorizationRequest,
  decide,
  Redirect,
  readAuthorization,
  requirePerson,
} from "./authorize.ts";
import { type Html, html, page } from "./html.ts";
import { OAuthRefusal } from "./refusal.ts";
import type { OAuthScope } from "./scope.ts";

/** A login that is under way: the request, and who has logged in so far. */
interface Pending {
  readonly request: AuthorizationRequest;
  user: OrgUser | undefined;
}

const MAX_PENDING = 100;
const PATH = "/services/oauth2/authorize";

const redirect = ({ location }: Redirect): Reply => ({ status: 302, headers: { Location: location } });

/** What the scopes mean to a person. */
const MEANINGS: Readonly<Record<string, string>> = Object.freeze({
  api: "Read and change data by the API",
  full: "Everything you may do",
  refresh_token: "Stay logged in while you are away",
  offline_access: "Stay logged in while you are away",
  openid: "Know who you are",
  id: "Know who you are",
  profile: "Know who you are",
  web: "Use the org's pages as you",
});

/** Makes the error page, with the error in the form in which Salesforce's own page has it. */
export function errorPage({ error, description }: OAuthRefusal): Reply {
  const code = `error=${error}&error_description=${encodeURIComponent(description)}`;
  return page(
    "This login cannot go on",
    html`<p role="alert">${description}</p><p><code>${code}</code></p>`,
    400,
  );
}

/** The two fields of every login form here. */
export function loginFields(username: string, complaint: string): Html {
  return html`${complaint === "" ? "" : html`<p role="alert">${complaint}</p>`}
<label for="username">Username</label><input id="username" name="username" autocomplete="off" required autofocus value="${username}">
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="off" required>`;
}

/** What a person is told whose username or password is wrong; nobody learns which. */
export const WRONG_LOGIN = "Please check your username and password.";

/** Finds the user that a login form names. */
export function userOf(scope: OAuthScope, form: URLSearchParams): OrgUser | undefined {
  const user = scope.users.byUsername(form.get("username") ?? "");
  const right =
    user && scope.users.checkPassword(user.username, form.get("password") ?? "", false) === "right";
  return right ? user : undefined;
}

/** The login and consent pages of the web server and user-agent flows. */
class ConsentPages {
  readonly #scope: OAuthScope;
  readonly #pending = new Map<string, Pending>();

  constructor(scope: OAuthScope) {
    this.#scope = scope;
  }

  begin(query: URLSearchParams): Reply {
    const request = readAuthorization(this.#scope, query);
    if (request instanceof Redirect) return redirect(request);
    const ticket = this.#scope.sessions.token(40);
    const [oldest] = this.#pending.keys();
    if (oldest !== undefined && this.#pending.size >= MAX_PENDING) this.#pending.delete(oldest);
    this.#pending.set(ticket, { request, user: undefined });
    return this.#loginPage(ticket, request, { username: request.loginHint, complaint: "" });
  }

  proceed(form: URLSearchParams): Reply {
    const ticket = form.get("ticket") ?? "";
    const pending = this.#pending.get(ticket);
    if (!pending) throw new OAuthRefusal("invalid_request", "this login is over: start again in the app");
    const decision = form.get("decision");
    if (pending.user && decision !== null) {
      this.#pending.delete(ticket);
      return redirect(
        decide(this.#scope, pending.request, { user: pending.user, allow: decision === "allow" }),
      );
    }
    const user = userOf(this.#scope, form);
    if (!user) {
      const username = form.get("username") ?? "";
      return this.#loginPage(ticket, pending.request, { username, complaint: WRONG_LOGIN });
    }
    requirePerson(this.#scope, pending.request, user);
    pending.user = user;
    return this.#consentPage(ticket, pending.request, user);
  }

  #loginPage(
    ticket: string,
    { app }: AuthorizationRequest,
    shown: { readonly username: string; readonly complaint: string },
  ): Reply {
    const body = html`<p>to let <b>${app.name}</b> in</p><form method="post" action="${PATH}">
<input type="hidden" name="ticket" value="${ticket}">${loginFields(shown.username, shown.complaint)}
<div class="row"><button class="main">Log In</button></div></form>`;
    return page("Log in", body);
  }

  #consentPage(ticket: string, { app, scopes }: AuthorizationRequest, user: OrgUser): Reply {
    const meanings = [...new Set(scopes.map((name) => MEANINGS[name] ?? name))];
    const body = html`<p><b>${app.name}</b> asks to act for ${user.username}:</p>
<ul>${meanings.map((meaning) => html`<li>${meaning}</li>`)}</ul><form method="post" action="${PATH}">
<input type="hidden" name="ticket" value="${ticket}"><div class="row">
<button name="decision" value="deny">Deny</button><button class="main" name="decision" value="allow" autofocus>Allow</button>
</div></form>`;
    return page("Allow access?", body);
  }
}

/** Wraps a page whose refusals are pages too. */
export function showing(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    if (error instanceof OAuthRefusal) return errorPage(error);
    throw error;
  }
}

/** The pages on which a person logs in and lets an app in. */
export function consentRoutes(scope: OAuthScope): readonly Route[] {
  const pages = new ConsentPages(scope);
  return [
    {
      method: "GET",
      path: PATH,
      auth: false,
      handler: (call) => showing(() => pages.begin(call.query)),
    },
    {
      method: "POST",
      path: PATH,
      auth: false,
      handler: async (call) => {
        const form = new URLSearchParams(await call.readText());
        return showing(() =>
          form.has("ticket") ? pages.proceed(form) : pages.begin(merged(call.query, form)),
        );
      },
    },
  ];
}

/** An authorization request may be posted (OpenID Connect Core 1.0, 3.1.2.1). */
function merged(query: URLSearchParams, form: URLSearchParams): URLSearchParams {
  return new URLSearchParams([...query, ...form]);
}
