import {
  type AuthProvider,
  authorizationCode,
  authorizationRequest,
  clientCredentials,
  deviceFlow,
  type JwtBearerConfig,
  jwtBearer,
  refreshToken,
  tokenExchange,
  usernamePassword,
} from "kinetic-core";
import { faults, makeKeyPair } from "kinetic-local-org";
import { keys } from "../../support/keys.ts";
import { as, type Case, type Place } from "./place.ts";

const CALLBACK = "http://localhost:1717/callback";

/** Signs in, and makes the smallest of all calls. */
const login =
  (make: (place: Place) => AuthProvider | Promise<AuthProvider>) =>
  async (place: Place): Promise<unknown> =>
    as(await make(place), (sf) => sf.whoAmI());

const client = login(({ org, clientId, clientSecret }) =>
  clientCredentials({ clientId, clientSecret, loginUrl: org.url }),
);
const jwt = (more: Partial<JwtBearerConfig> = {}) =>
  login(({ org, clientId, username }) =>
    jwtBearer({ clientId, username, privateKey: keys.privateKey, loginUrl: org.url, ...more }),
  );

/** Lets a person in by the browser, and exchanges the code, or what becomes of it. */
const browser = (
  change: { code?: string; redirectUri?: string; codeVerifier?: string; times?: number; deny?: boolean } = {},
) =>
  login(async ({ org, clientId, username }) => {
    const app = { clientId, loginUrl: org.url, redirectUri: CALLBACK };
    const { url, codeVerifier } = authorizationRequest(app);
    const code = new URL(org.authorize(url, { username })).searchParams.get("code") ?? "";
    const auth = (): AuthProvider => authorizationCode({ ...app, code, codeVerifier, ...change });
    for (let i = 1; i < (change.times ?? 1); i++) await as(auth(), (sf) => sf.whoAmI());
    return auth();
  });

const exchange = login(({ org, clientId }) =>
  tokenExchange({ clientId, loginUrl: org.url, subjectToken: () => "x", subjectTokenType: "jwt" }),
);
const password = (given: string) =>
  login(({ org, clientId, clientSecret, username }) =>
    usernamePassword({ clientId, clientSecret, username, password: given, loginUrl: org.url }),
  );
const device = (answer: (place: Place, userCode: string) => void) =>
  login((place) =>
    deviceFlow({
      clientId: place.clientId,
      loginUrl: place.org.url,
      onPrompt: ({ userCode }) => answer(place, userCode),
    }),
  );

/** Every refusal of a login that the client can be led to. */
export const loginCases: readonly Case[] = [
  { remedy: "client-credentials-no-run-as", app: { runAs: null }, run: client },
  { remedy: "client-credentials-no-scope", app: { scopes: ["full", "refresh_token"] }, run: client },
  { remedy: "app-access-not-approved", app: { approvedUsers: [] }, run: client },
  {
    remedy: "jwt-user-not-approved",
    app: { permittedUsers: "self-authorize", approvedUsers: [] },
    run: jwt(),
  },
  {
    remedy: "jwt-invalid-assertion",
    run: async (place) => jwt({ privateKey: (await makeKeyPair()).privateKey })(place),
  },
  { remedy: "jwt-audience", run: jwt({ audience: "https://test.salesforce.com" }) },
  { remedy: "jwt-expired", run: jwt({ lifetimeSeconds: 1e-9 }) },
  { remedy: "jwt-refresh-scope", app: { scopes: ["api"] }, run: jwt() },
  { remedy: "authorization-code-expired", run: browser({ times: 2 }) },
  { remedy: "authorization-code-invalid", run: browser({ code: "aPrxNothing==" }) },
  { remedy: "pkce-verifier", run: browser({ codeVerifier: "w".repeat(43) }) },
  { remedy: "redirect-uri", run: browser({ redirectUri: "http://localhost/other" }) },
  { remedy: "client-secret-wrong", app: { requireSecret: true }, run: browser() },
  {
    remedy: "client-secret-wrong",
    run: login(({ org, clientId }) =>
      clientCredentials({ clientId, clientSecret: "wrong", loginUrl: org.url }),
    ),
  },
  {
    remedy: "client-id-unknown",
    run: login(({ org, clientSecret }) =>
      clientCredentials({ clientId: "3MVG9wrong", clientSecret, loginUrl: org.url }),
    ),
  },
  {
    remedy: "refresh-token-expired",
    run: login(({ org, clientId }) =>
      refreshToken({ clientId, refreshToken: "5Aep861x", loginUrl: org.url }),
    ),
  },
  {
    remedy: "refresh-in-progress",
    org: { policies: { refreshMs: 500 } },
    run: async ({ org, clientId, username }) => {
      const config = { clientId, refreshToken: org.refreshToken(username), loginUrl: org.url };
      const both = [1, 2].map(() => as(refreshToken(config), (sf) => sf.whoAmI()));
      const refused = (await Promise.allSettled(both)).find(({ status }) => status === "rejected");
      throw refused?.status === "rejected" ? refused.reason : new Error("both were let in");
    },
  },
  {
    remedy: "refresh-collision",
    org: { faults: [{ fault: faults.oauthRefusal("invalid_grant", "expired authorization code") }] },
    run: login(({ org, clientId, username }) =>
      refreshToken({ clientId, refreshToken: org.refreshToken(username), loginUrl: org.url }),
    ),
  },
  { remedy: "user-inactive", user: { active: false }, run: client },
  { remedy: "user-inactive", user: { frozen: true }, run: client },
  { remedy: "authentication-failure", run: password("secret") },
  {
    remedy: "authentication-failure",
    org: { policies: { usernamePasswordFlow: true } },
    run: password("no"),
  },
  { remedy: "login-ip-or-hours", user: { ipRestricted: true }, run: client },
  { remedy: "token-handler-refused", run: exchange },
  { remedy: "app-not-installed", app: { installed: false }, run: device(() => undefined) },
  { remedy: "user-denied", run: device(({ org }, code) => org.approveDevice(code, { deny: true })) },
  { remedy: "app-blocked", app: { blocked: true }, run: client },
  { remedy: "app-disabled", app: { disabled: true }, run: client },
  { remedy: "flow-disabled", app: { flows: ["jwt-bearer"] }, run: client },
  { remedy: "org-inactive", org: { policies: { active: false } }, run: client },
  {
    remedy: "login-rate",
    org: { policies: { maxLoginsPerHour: 1 } },
    run: async (place) => {
      await client(place);
      return client(place);
    },
  },
];
