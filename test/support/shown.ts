import { inspect } from "node:util";

/** Every way in which a value may come to be seen: in a log, a report, a debugger, a message to another process. */
export function shown(value: unknown): string {
  const parts = [String(value), inspect(value, { depth: 9, showHidden: true }), JSON.stringify(value)];
  if (value instanceof Error) {
    parts.push(`${value.stack}`);
    if (value.cause !== undefined) parts.push(shown(value.cause));
  }
  return parts.join("\n");
}
