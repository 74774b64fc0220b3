import { JSON_OUTPUT } from "../shared-options.ts";
import type { CommandSpec, OptionSpec } from "../spec.ts";

const ALIAS: OptionSpec = {
  flags: "--org <alias>",
  about: "name to keep the login under (default: the user's)",
};
const KEPT: OptionSpec = {
  flags: "--org <alias>",
  about: "which login (default: KINETIC_ORG, the default login)",
};
const APP: readonly OptionSpec[] = [
  { flags: "--client-id <key>", about: "consumer key of the app (default: SF_CLIENT_ID)" },
  {
    flags: "--login-url <url>",
    about: "login host or My Domain (default: SF_LOGIN_URL, https://login.salesforce.com)",
  },
  ALIAS,
];
const SECRET: OptionSpec = {
  flags: "--client-secret-file <file>",
  about: "file with the client secret; - reads standard input (default: SF_CLIENT_SECRET)",
};

const LOGIN: CommandSpec = {
  name: "login",
  about: "Sign in, and keep the login on this machine, readable by you alone",
  commands: [
    {
      name: "web",
      about: "As yourself, in the browser of this machine",
      options: [
        ...APP,
        SECRET,
        {
          flags: "--redirect-uri <url>",
          about: "callback of the app (default: http://localhost:1717/OauthRedirect)",
        },
        { flags: "--no-browser", about: "only print the address" },
      ],
      examples: [
        ["kinetic auth login web --client-id 3MVG9… --org prod", "production"],
        [
          "kinetic auth login web --client-id 3MVG9… --login-url https://test.salesforce.com --org uat",
          "a sandbox",
        ],
      ],
      load: async () => (await import("../../commands/auth/login.ts")).loginWeb,
    },
    {
      name: "device",
      about: "As yourself, by a code to type in a browser of any other machine",
      options: [...APP],
      examples: [
        ["kinetic auth login device --client-id 3MVG9… --org prod", "on a server without a browser"],
      ],
      load: async () => (await import("../../commands/auth/login.ts")).loginDevice,
    },
    {
      name: "jwt",
      about: "As a user without a password, by the private key of an app (JWT bearer flow)",
      options: [
        { flags: "--username <user>", about: "user to act as (default: SF_USERNAME)" },
        {
          flags: "--key-file <file>",
          about: "private key, which stays where it is (default: SF_PRIVATE_KEY_PATH)",
        },
        { flags: "--certificate-file <file>", about: "certificate of the key, to be checked for its expiry" },
        { flags: "--audience <audience>", about: "where it is not the login host" },
        ...APP,
      ],
      examples: [
        [
          "kinetic auth login jwt --client-id 3MVG9… --username integration@example.com --key-file server.key",
          "for a server; a passphrase goes into KINETIC_KEY_PASSPHRASE",
        ],
      ],
      load: async () => (await import("../../commands/auth/login.ts")).loginJwt,
    },
    {
      name: "client-credentials",
      about: "As the Run As user of an app, by its secret",
      options: [SECRET, ...APP],
      examples: [
        [
          "kinetic auth login client-credentials --client-id 3MVG9… --client-secret-file - --login-url https://mydomain.my.salesforce.com < secret",
          "the secret from standard input",
        ],
      ],
      load: async () => (await import("../../commands/auth/login.ts")).loginClientCredentials,
    },
    {
      name: "token",
      about: "By an access token that you have; it is read from standard input",
      options: [
        { flags: "--instance-url <url>", about: "the org that it is for (default: SF_INSTANCE_URL)" },
        { flags: "--token-file <file>", about: "file with the token (default: -, standard input)" },
        ALIAS,
      ],
      examples: [
        [
          "kinetic auth login token --instance-url https://mydomain.my.salesforce.com < token",
          "until it expires",
        ],
      ],
      load: async () => (await import("../../commands/auth/login.ts")).loginToken,
    },
  ],
};

/** Commands about logins. */
export const AUTH: CommandSpec = {
  name: "auth",
  about: "Logins of this machine",
  commands: [
    LOGIN,
    {
      name: "whoami",
      about: "Tell who is signed in, where, with which scopes",
      options: [JSON_OUTPUT, KEPT, { flags: "--api-version <version>", about: "API version, e.g. 68.0" }],
      examples: [["kinetic auth whoami --org prod", "asks the org"]],
      load: async () => (await import("../../commands/auth/show.ts")).whoami,
    },
    {
      name: "list",
      about: "List the logins that are kept here",
      options: [JSON_OUTPUT],
      examples: [["kinetic auth list", "asks no org"]],
      load: async () => (await import("../../commands/auth/show.ts")).listLogins,
    },
    {
      name: "default",
      about: "Choose the login that is meant where none is named",
      args: "<alias>",
      examples: [["kinetic auth default prod", "from now on"]],
      load: async () => (await import("../../commands/auth/show.ts")).setDefault,
    },
    {
      name: "logout",
      about: "End a login: in the org, and on this machine",
      options: [KEPT, { flags: "--all", about: "every login that is kept here" }],
      examples: [["kinetic auth logout --org prod", "revokes its tokens and forgets it"]],
      load: async () => (await import("../../commands/auth/logout.ts")).logout,
    },
  ],
};
