/** Text that the org replaces by a value of an earlier step's answer. */
export interface ReferenceText {
  /** The text, e.g. `@{account.id}`. */
  toString(): string;
  /** The same text, as it stands in a body. */
  toJSON(): string;
}

/**
 * The answer of an earlier step, by what it will consist of: `step.ref.id` stands for its id, `step.ref.records[0].Id`
 * for a field of its first row. Names are case-sensitive: a create answers `id`, a query `Id`.
 */
export type Reference<T> = ReferenceText &
  (unknown extends T
    ? { readonly [name: string]: Reference<unknown> }
    : T extends string | number | boolean | bigint | null | undefined | Date
      ? unknown
      : T extends readonly (infer Element)[]
        ? { readonly 0: Reference<Element>; readonly [index: number]: Reference<Element> }
        : { readonly [Name in keyof T]-?: Reference<NonNullable<T[Name]>> });

/** Makes the reference to a step's answer: each member that is asked for lengthens the path. */
export function referenceTo<T>(referenceId: string): Reference<T> {
  return pathReference(referenceId) as Reference<T>;
}

function pathReference(path: string): object {
  const text = (): string => `@{${path}}`;
  return new Proxy(Object.freeze({ toString: text, toJSON: text, [Symbol.toPrimitive]: text }), {
    get(target, name) {
      if (Object.hasOwn(target, name)) return text;
      // Not a promise, whoever asks: awaiting a reference must give the reference.
      if (typeof name === "symbol" || name === "then") return undefined;
      return pathReference(/^\d+$/.test(name) ? `${path}[${name}]` : `${path}.${name}`);
    },
  });
}

/** Finds the steps that a text refers to. */
export function referencesIn(text: string): string[] {
  return [...text.matchAll(/@\{(\w+)/g)].map((match) => match[1] as string);
}
