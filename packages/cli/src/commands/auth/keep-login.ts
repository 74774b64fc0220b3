import type { AccessToken, AuthProvider, SalesforceClient } from "kinetic-core";
import { type Login, LoginStore, providerOf } from "../../logins/index.ts";
import { type CommandIo, outputTo, styleFor } from "../../terminal/index.ts";

/** Options of every login. */
export interface LoginOptions {
  /** Name to keep it under. @default the user's name */
  readonly org?: string | undefined;
  readonly loginUrl?: string | undefined;
  readonly clientId?: string | undefined;
}

/** Signs in once, to see that the login works, then keeps it. */
export async function keepLogin(io: CommandIo, { org }: LoginOptions, login: Login): Promise<undefined> {
  const { fileTokenStore, SalesforceClient } = await import("kinetic-core");
  const store = new LoginStore(io);
  const auth = await providerOf(login, io.env);
  await using sf = new SalesforceClient({ auth, tokenStore: fileTokenStore(store.tokenFolder) });
  await save(io, { sf, store, login, org });
  return undefined;
}

/** A login of a person that has just taken place. */
export interface PersonalLogin extends LoginOptions {
  /** What signed in, or will with the first call. */
  readonly auth: AuthProvider;
  readonly clientId: string;
  readonly clientSecret?: string | undefined;
  readonly loginUrl: string;
  /** The tokens, once there are some. */
  readonly tokens: () => { readonly refreshToken: string } | undefined;
}

/**
 * Keeps the login of a person: its refresh token, and the access token in the token store, so that the next command need
 * not renew it. Without a refresh token the access token is all there is.
 */
export async function keepPersonalLogin(io: CommandIo, personal: PersonalLogin): Promise<undefined> {
  const { fileTokenStore, SalesforceClient } = await import("kinetic-core");
  const store = new LoginStore(io);
  const { auth, clientId, clientSecret, loginUrl, org } = personal;
  let token: AccessToken | undefined;
  const watched: AuthProvider = {
    ...auth,
    authenticate: async (context) => {
      token = await auth.authenticate(context);
      return token;
    },
  };
  await using sf = new SalesforceClient({ auth: watched });
  const { instanceUrl } = await sf.whoAmI({ signal: io.signal });
  const refreshToken = personal.tokens()?.refreshToken;
  const login: Login =
    refreshToken === undefined
      ? { flow: "access-token", token: token?.token ?? "", instanceUrl }
      : { flow: "refresh-token", clientId, clientSecret, refreshToken, loginUrl };
  const { identity } = await providerOf(login, io.env);
  if (identity !== undefined && token !== undefined)
    await fileTokenStore(store.tokenFolder).set(identity, { ...token, refreshToken });
  await save(io, { sf, store, login, org });
  return undefined;
}

interface Kept {
  readonly sf: SalesforceClient;
  readonly store: LoginStore;
  readonly login: Login;
  readonly org: string | undefined;
}

async function save(io: CommandIo, { sf, store, login, org }: Kept): Promise<void> {
  const { instanceUrl, organizationId } = await sf.whoAmI({ signal: io.signal });
  // Proves that the token is good, too: a ready one has not been sent anywhere yet.
  const { preferred_username: user } = await sf.oauth.userInfo({ signal: io.signal });
  const alias = org ?? user ?? organizationId ?? "org";
  await store.write(alias, { ...login, user, org: instanceUrl });
  const { green } = styleFor(io.stderr, io.env);
  const isDefault = (await store.default()) === alias ? ", the default" : "";
  await outputTo(io.stderr).write(
    `${green("✓")} Signed in as ${user} at ${instanceUrl}; kept as ${alias}${isDefault}.\n`,
  );
}
