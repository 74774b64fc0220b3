import { createInterface } from "node:readline/promises";
import { jwtBearer, SalesforceClient } from "kinetic-core";
import { startLocalOrg } from "kinetic-local-org";

/** The org that the demo runs on. */
export interface DemoOrg {
  readonly sf: SalesforceClient;
  /** For the summary: which org, and how it was signed in to. */
  readonly description: string;
  readonly local: boolean;
  close(): Promise<void>;
}

/** Whether the environment names a real org. */
export function namesRealOrg(env: NodeJS.ProcessEnv): boolean {
  return Object.keys(env).some((name) =>
    /^SF_(CLIENT_ID|ACCESS_TOKEN|PRIVATE_KEY|PRIVATE_KEY_PATH)$/.test(name),
  );
}

/** Starts an org in this process: it makes a key pair and registers an app that trusts it for the JWT flow. */
export async function openLocalOrg(): Promise<DemoOrg> {
  const org = await startLocalOrg();
  const { clientId, username, privateKey, url } = org;
  const sf = new SalesforceClient({ auth: jwtBearer({ clientId, username, privateKey, loginUrl: url }) });
  return {
    sf,
    local: true,
    description: `local org at ${url}, JWT bearer flow as ${username}`,
    close: async () => {
      await sf.close();
      await org.close();
    },
  };
}

/** Signs in to the org of the `SF_*` variables. */
export async function openRealOrg(signal: AbortSignal): Promise<DemoOrg> {
  let flow = "";
  const sf = SalesforceClient.fromEnv({
    onChoice: (reason) => {
      flow = reason;
    },
  });
  const { instanceUrl, organizationId } = await sf.whoAmI({ signal });
  return {
    sf,
    local: false,
    description: `org ${organizationId ?? "?"} at ${instanceUrl}, ${flow}`,
    close: () => sf.close(),
  };
}

/** Asks a person before anything is written to a real org. Without a terminal the answer is no. */
export async function confirmWrite(question: string, signal: AbortSignal): Promise<boolean> {
  if (!process.stdin.isTTY) return false;
  const prompt = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await prompt.question(`${question} Type yes to go on: `, { signal });
    return answer.trim().toLowerCase() === "yes";
  } finally {
    prompt.close();
  }
}
