const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const SHAPE = /^[a-zA-Z0-9]{15}(?:[a-zA-Z0-5]{3})?$/;

/** Computes one of the three check characters: bit n is set where the nth character of the chunk is upper case. */
function checkCharacter(id: string, start: number): string {
  let bits = 0;
  for (let i = 0; i < 5; i++) {
    const code = id.charCodeAt(start + i);
    if (code >= 65 && code <= 90) bits |= 1 << i;
  }
  return ALPHABET.charAt(bits);
}

/** Returns the 18-character form of a 15-character id. */
export function toId18(id15: string): string {
  return id15 + checkCharacter(id15, 0) + checkCharacter(id15, 5) + checkCharacter(id15, 10);
}

/** Restores the case of the first 15 characters from the check characters, which survive a case-insensitive system. */
function restoreCase(id18: string): string {
  const suffix = id18.slice(15).toUpperCase();
  let id = "";
  for (let i = 0; i < 15; i++) {
    const bits = ALPHABET.indexOf(suffix.charAt(Math.floor(i / 5)));
    const character = id18.charAt(i);
    id += bits & (1 << (i % 5)) ? character.toUpperCase() : character.toLowerCase();
  }
  return toId18(id);
}

/** Returns the 18-character form of a 15- or 18-character id, or undefined where the text is no id at all. */
export function normaliseId(id: string): string | undefined {
  if (!SHAPE.test(id)) return undefined;
  if (id.length === 15) return toId18(id);
  const restored = restoreCase(id);
  return restored.toLowerCase() === id.toLowerCase() ? restored : undefined;
}

const ordinal = (id: string): number =>
  [...id.slice(6, 15)].reduce((value, character) => value * 62 + BASE62.indexOf(character), 0);

/** Makes the ids of one org: deterministic for a seed and an order of calls. */
export interface IdSource {
  /** Returns the next 18-character id with this key prefix. */
  next(keyPrefix: string): string;
  /** Goes on after this id, which a data file already holds. */
  resume(id: string): void;
  /** The place of an id in the sequence of its key prefix. */
  ordinal(id: string): number;
  /** Returns a way back to where the sequences are now. */
  mark(): () => void;
  /** Starts again from the seed. */
  reset(): void;
}

function base62(value: number, width: number): string {
  let text = "";
  for (let rest = value; text.length < width; rest = Math.floor(rest / 62))
    text = BASE62.charAt(rest % 62) + text;
  return text;
}

/**
 * Creates the id source of an org.
 * @param seed - shifts the whole sequence, so that two orgs do not share ids
 */
export function createIdSource(seed: number): IdSource {
  const counters = new Map<string, number>();
  const pod = `${base62(Math.abs(Math.trunc(seed)) % 3844, 2)}0`;
  return {
    next(keyPrefix: string): string {
      const count = (counters.get(keyPrefix) ?? 0) + 1;
      counters.set(keyPrefix, count);
      return toId18(keyPrefix + pod + base62(count, 9));
    },
    resume(id: string): void {
      const prefix = id.slice(0, 3);
      if (id.slice(3, 6) === pod) counters.set(prefix, Math.max(counters.get(prefix) ?? 0, ordinal(id)));
    },
    ordinal,
    mark(): () => void {
      const marked = new Map(counters);
      return () => {
        counters.clear();
        for (const [prefix, count] of marked) counters.set(prefix, count);
      };
    },
    reset(): void {
      counters.clear();
    },
  };
}
