/** Text that is already SOQL: put into a query as it is. Made by `rawSoql`, `fieldName`, `like` and `dateLiteral` alone. */
export interface RawSoql {
  readonly rawSoql: string;
}

/** A class, so that an object which somebody sent (`{"rawSoql": …}` in a request) is none, whatever it looks like. */
class RawText implements RawSoql {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  get rawSoql(): string {
    return this.#text;
  }
}

/** Makes raw SOQL of text that has been checked. */
export function checkedRaw(text: string): RawSoql {
  return new RawText(text);
}

/** Tells whether a value is raw SOQL that was made here. */
export function isRaw(value: unknown): value is RawSoql {
  return value instanceof RawText;
}
