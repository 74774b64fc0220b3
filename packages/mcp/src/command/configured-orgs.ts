import { readFile } from "node:fs/promises";
import { parseEnv } from "node:util";
import { type AuthProvider, authFromEnvironment, isKineticError } from "kinetic-core";
import type { OrgConfig } from "../orgs/index.ts";
import { Refusal } from "../refusal/index.ts";
import type { Env } from "./flags.ts";

/**
 * Makes the orgs of the command: of the environment, or of a file of `SF_*` settings for each alias.
 * @throws Refusal for an `--org` that is not `alias=file`, or a file that cannot be read
 */
export async function configuredOrgs(orgs: readonly string[], env: Env): Promise<readonly OrgConfig[]> {
  if (orgs.length === 0) return [orgOf("default", env)];
  return Promise.all(
    orgs.map(async (text) => {
      const [, alias, path] = /^([\w.-]+)=(.+)$/.exec(text) ?? [];
      if (alias === undefined || path === undefined) throw wrong(`--org takes alias=file, not "${text}"`);
      return orgOf(alias, await readSettings(alias, path));
    }),
  );
}

async function readSettings(alias: string, path: string): Promise<Env> {
  try {
    return parseEnv(await readFile(path, "utf8"));
  } catch (cause) {
    const code = (cause as { code?: unknown }).code;
    throw wrong(`The settings file of the org ${alias} cannot be read (${String(code ?? "no text")})`);
  }
}

/**
 * Settings that are not complete do not end the server: a host would only show that it did not start. Each call says
 * what is missing instead, and sf_diagnose, too.
 */
function orgOf(alias: string, env: Env): OrgConfig {
  try {
    const { auth, apiVersion } = authFromEnvironment(env);
    return { alias, auth, apiVersion };
  } catch (error) {
    if (isKineticError(error)) return { alias, auth: failing(error) };
    throw error;
  }
}

function failing(error: Error): AuthProvider {
  return { flow: "none", authenticate: () => Promise.reject(error) };
}

function wrong(message: string): Refusal {
  return new Refusal(message, { code: "SETTINGS", action: "kinetic-mcp --help lists the options." });
}
