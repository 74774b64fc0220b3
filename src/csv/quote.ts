const QUOTE = 0x22;
const SPACE = 0x20;
const TAB = 0x09;

/** Makes the pattern of values that need quotes: see {@link quoter}. */
export function quotedPattern(delimiter: string): RegExp {
  const hex = delimiter.charCodeAt(0).toString(16).padStart(2, "0");
  return new RegExp(`["\\n\\r\\x${hex}]|^[ \\t]|[ \\t]$`);
}

/**
 * Makes the function that puts a value in quotes where it needs them: around quotes, line breaks and the delimiter, and
 * where blanks are at the edges, because some readers trim what is not quoted.
 */
export function quoter(delimiter: string): (value: string) => string {
  const special = Uint8Array.from({ length: 128 }, (_, unit) =>
    unit === QUOTE || unit === 0x0a || unit === 0x0d || unit === delimiter.charCodeAt(0) ? 1 : 0,
  );
  const highest = special.lastIndexOf(1);
  return (value) => {
    const { length } = value;
    if (length === 0) return value;
    // A loop, because a call of a regular expression for each value costs more than looking at its letters.
    for (let at = 0; at < length; at += 1) {
      const unit = value.charCodeAt(at);
      if (unit <= highest && special[unit] === 1) return quoted(value);
    }
    return isBlank(value.charCodeAt(0)) || isBlank(value.charCodeAt(length - 1)) ? quoted(value) : value;
  };
}

function quoted(value: string): string {
  return `"${value.replaceAll('"', '""')}"`;
}

function isBlank(unit: number): boolean {
  return unit === SPACE || unit === TAB;
}
