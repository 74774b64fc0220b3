import type { ConfigurationProblem } from "../errors/index.ts";

/** Settings by what has a check of its own, as options and as variables of the environment are called. */
const SETTINGS = {
  host: ["loginUrl", "tokenUrl", "instanceUrl", "audience", "SF_LOGIN_URL", "SF_INSTANCE_URL", "SF_AUDIENCE"],
  key: [
    "privateKey",
    "certificate",
    "SF_PRIVATE_KEY",
    "SF_PRIVATE_KEY_PATH",
    "SF_CERTIFICATE",
    "SF_CERTIFICATE_PATH",
  ],
} as const;

/** The problems of settings that are about the host, or about key and certificate. */
export function problemsOf(
  what: keyof typeof SETTINGS,
  problems: readonly ConfigurationProblem[],
): readonly ConfigurationProblem[] {
  const names: readonly string[] = SETTINGS[what];
  return problems.filter(({ setting }) => names.includes(setting));
}

/** Problems in one line. */
export function problemText(problems: readonly ConfigurationProblem[]): string {
  return problems.map(({ setting, message }) => `${setting} ${message}`).join("; ");
}
