/** Refuses a JSON value that does not fit. @throws ConfigError that names the place and the rule */
export type Check = (value: unknown, place: string) => void;

/** What is wrong with a configuration, and where in it. */
export class ConfigError extends Error {}

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
};

function check(fits: (value: unknown) => boolean, rule: string): Check {
  return (value, place) => {
    if (!fits(value)) throw new ConfigError(`${place} must be ${rule}, not ${shown(value)}.`);
  };
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Takes a text. */
export const text: Check = check((value) => typeof value === "string", "a text");

/** Takes true or false. */
export const truth: Check = check((value) => typeof value === "boolean", "true or false");

/** Takes anything: what it is decides somebody else. */
export const anything: Check = () => undefined;

/** Takes a whole number from 0 on. */
export function whole(max: number = Number.MAX_SAFE_INTEGER): Check {
  const rule =
    max === Number.MAX_SAFE_INTEGER ? "a whole number from 0 on" : `a whole number from 0 to ${max}`;
  return check((value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max, rule);
}

/** Takes one of some texts. */
export function oneOf(...values: readonly string[]): Check {
  return check((value) => values.includes(String(value)), `one of ${values.map(shown).join(", ")}`);
}

/** Takes what a check takes, or null. */
export function orNull(inner: Check): Check {
  return (value, place) => value === null || inner(value, place);
}

/** Takes a list whose members a check takes. */
export function list(inner: Check): Check {
  const isList = check(Array.isArray, "a list");
  return (value, place) => {
    isList(value, place);
    for (const [index, member] of (value as unknown[]).entries()) inner(member, `${place}[${index}]`);
  };
}

/** Takes a text that one check takes, or a list that another one takes. */
export function textOrList(word: Check, inner: Check): Check {
  return (value, place) => (Array.isArray(value) ? list(inner)(value, place) : word(value, place));
}

/** Takes an object with any members whose values a check takes. */
export function dictionary(inner: Check): Check {
  const isDictionary = check(isObject, "an object");
  return (value, place) => {
    isDictionary(value, place);
    for (const [name, member] of Object.entries(value as object)) inner(member, `${place}.${name}`);
  };
}

/** Takes an object of these members and no others. Members are named where `place` is empty, too. */
export function record(shape: Readonly<Record<string, Check>>, required: readonly string[] = []): Check {
  const isRecord = check(isObject, "an object");
  return (value, place) => {
    isRecord(value, place === "" ? "The configuration" : place);
    const given = value as Readonly<Record<string, unknown>>;
    const at = (name: string): string => (place === "" ? name : `${place}.${name}`);
    for (const [name, member] of Object.entries(given)) {
      const inner = Object.hasOwn(shape, name) ? shape[name] : undefined;
      if (!inner)
        throw new ConfigError(`${at(name)} is unknown here: there are ${Object.keys(shape).join(", ")}.`);
      inner(member, at(name));
    }
    const missing = required.find((name) => given[name] === undefined);
    if (missing !== undefined) throw new ConfigError(`${at(missing)} is missing.`);
  };
}
