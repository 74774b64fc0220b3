import { createHash, randomUUID } from "node:crypto";
import { type InputRequiredResult, inputRequired } from "@modelcontextprotocol/server";
import { z } from "zod";
import { type CursorOwner, cursorCodec } from "../output/index.ts";
import { Refusal } from "../refusal/index.ts";
import type { ConfirmMode } from "../settings/index.ts";

/** What a user is asked to confirm, in words. */
export interface Plan {
  /** What would be done, in one line, e.g. `Delete 3 Account records`. */
  readonly action: string;
  /** What to know before: names of records, what goes with them, whether it can be undone. */
  readonly details: readonly string[];
}

/** What is known of the host of a call. */
export interface HostView {
  /** Whether it said that it can ask its user. */
  readonly canElicit: boolean;
  /** The state that came back with the user's answer; `undefined` at the first time. */
  readonly state: string | undefined;
  /** The user's answer. */
  readonly answer: "accepted" | "declined" | "none";
}

/** A call that goes on when the user has answered. Not an error: the server turns it into a question. */
export class InputNeeded extends Error {
  readonly result: InputRequiredResult;

  constructor(result: InputRequiredResult) {
    super("The user is asked");
    this.name = "InputNeeded";
    this.result = result;
  }
}

/** A write that is to be confirmed. */
export interface Question {
  /** What is confirmed: the tool and all its arguments. Something else is not confirmed with it. */
  readonly subject: unknown;
  readonly owner: CursorOwner;
  readonly host: HostView;
  /** Makes the words; only when the user is asked. */
  readonly plan: () => Promise<Plan>;
}

/** Lets a write pass that the user has confirmed. */
export interface Confirmer {
  /**
   * @throws InputNeeded when the user must be asked
   * @throws Refusal when he said no, cannot be asked, or said yes to something else
   */
  confirm(question: Question): Promise<void>;
}

/** How long a user may think about it. */
const TTL_MS = 600_000;

interface State {
  readonly subject: string;
  readonly nonce: string;
}

/** Makes a confirmer. What a host sends back is sealed, of this very call, and good for one time. */
export function createConfirmer(mode: ConfirmMode): Confirmer {
  const seals = cursorCodec({ ttlMs: TTL_MS, what: CONFIRMATION });
  const used = onceOnly();
  return {
    async confirm({ subject, owner, host, plan }) {
      if (mode !== "elicit") return;
      if (!host.canElicit) throw unavailable();
      const hash = createHash("sha256").update(JSON.stringify(subject)).digest("base64url");
      if (host.state === undefined) {
        const state: State = { subject: hash, nonce: randomUUID() };
        throw new InputNeeded(ask(await plan(), seals.seal(state, owner)));
      }
      const state = seals.open<State>(host.state, owner);
      if (state.subject !== hash) throw notThis("was given for another call");
      if (!used(state.nonce)) throw notThis("was used before");
      if (host.answer !== "accepted") throw declined();
    },
  };
}

const CONFIRMATION = { name: "confirmation", action: "Call the tool anew, so that the user is asked again." };

/** The one field of the form: a host that accepts without it has not asked. */
export const CONFIRM_FORM: z.ZodObject<{ proceed: z.ZodBoolean }> = z.object({
  proceed: z.boolean().describe("Do this"),
});

function ask({ action, details }: Plan, requestState: string): InputRequiredResult {
  const message = [action, ...details].map(plain).join("\n");
  const confirm = inputRequired.elicit({ message, requestedSchema: CONFIRM_FORM });
  return inputRequired({ inputRequests: { confirm }, requestState });
}

/** Names of records stand in the question: no line of them can look like one of ours. */
function plain(line: string): string {
  return line.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").slice(0, 500);
}

/** Remembers what was used, as long as it could be used again. */
function onceOnly(): (nonce: string) => boolean {
  const used = new Map<string, number>();
  return (nonce) => {
    const now = Date.now();
    for (const [old, until] of used) {
      if (until > now) break;
      used.delete(old);
    }
    if (used.has(nonce)) return false;
    used.set(nonce, now + TTL_MS);
    return true;
  };
}

function unavailable(): Refusal {
  return new Refusal("The user must confirm this, and this host cannot ask him", {
    code: "CONFIRMATION_UNAVAILABLE",
    action:
      "Nothing was changed. Whoever runs the server can leave the question to the host's own approval by --confirm host.",
  });
}

function notThis(why: string): Refusal {
  return new Refusal(`The confirmation ${why}`, {
    code: "CONFIRMATION_INVALID",
    action: `Nothing was changed. ${CONFIRMATION.action}`,
  });
}

function declined(): Refusal {
  return new Refusal("The user said no", {
    code: "CANCELLED",
    action: "Nothing was changed. Do not try again unless asked to.",
  });
}
