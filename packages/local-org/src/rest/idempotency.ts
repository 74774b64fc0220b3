import { callerOf, failure } from "../server/errors.ts";
import type { Call, Reply } from "../server/types.ts";

/** Remembers the answers to requests that carry an `Idempotency-Key`, so that sending one again changes nothing. */
export interface Keyring {
  once(call: Call, answer: () => Reply): Reply;
  reset(): void;
}

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;
const MAX_KEYS = 10_000;

/** Makes an empty memory of keys (User Interface API Developer Guide, "Idempotent Requests"). */
export function createKeyring(): Keyring {
  const answers = new Map<string, Reply>();
  return {
    once(call, answer) {
      const key = call.headers["idempotency-key"];
      if (key === undefined) return answer();
      if (typeof key !== "string" || !UUID_V4.test(key))
        throw failure(400, "INVALID_IDEMPOTENCY_KEY", `The idempotency key must be a UUID: ${String(key)}`);
      const place = `${callerOf(call).id} ${call.method} ${call.path} ${key.toLowerCase()}`;
      const known = answers.get(place);
      if (known) return known;
      const reply = answer();
      if (answers.size >= MAX_KEYS) answers.clear();
      // A request that was refused changed nothing: it may be tried again.
      if (reply.status < 400) answers.set(place, reply);
      return reply;
    },
    reset: () => answers.clear(),
  };
}
