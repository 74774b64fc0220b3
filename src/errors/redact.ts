/** What stands where a secret stood. */
const GONE = "[redacted]";

/**
 * Names whose values are secrets wherever they stand: form fields, query parameters, JSON members, XML elements.
 * `code` is not among them, because outside a query or a form it is an error code.
 */
const SECRET_NAMES =
  "client_?secret|consumer_?secret|pass(?:word|wd|phrase)|(?:access|refresh|id|subject|actor|security|session)_?token|token|" +
  "(?:client_)?assertion|code_?verifier|device_?code|session_?id|sid|private_?key|api_?key|secret|otp";

/** The names of {@link SECRET_NAMES} that no sentence puts before a colon. */
const UNMISTAKABLE_NAMES =
  "client_secret|consumer_secret|(?:access|refresh|id|subject|actor|security|session)_token|code_verifier|device_code|private_key|api_key";

type Rule = readonly [pattern: RegExp, replacement: string];

// Percent-encoding may be applied again and again: %3D, %253D. What precedes a name may be the end of such a code.
const START = "(?:(?<![A-Za-z0-9])|(?<=%(?:25)*[0-9A-Fa-f]{2}))";
const EQUALS = "(?:=|%(?:25)*3D)";
const VALUE = "[^\\s&;,\"'<>]+";

/** Builds the rules; a function, so that importing the module compiles nothing. */
function buildRules(): readonly Rule[] {
  return [
    [/-----BEGIN [^-\n]{1,40}-----[\s\S]*?(?:-----END [^-\n]{1,40}-----|$)/g, GONE],
    // Access token or session id: org id, "!", secret.
    [/00D[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?(?:!|%(?:25)*21)[A-Za-z0-9._~%/+=-]*/g, `00D${GONE}`],
    [/(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{4,}(?:\.[A-Za-z0-9_-]*){1,4}/g, GONE],
    [/5Aep[A-Za-z0-9._=~+/%-]{16,}/g, GONE],
    // A consumer secret is 64 upper-case hexadecimal digits.
    [/(?<![A-Za-z0-9])[0-9A-F]{64}(?![A-Za-z0-9])/g, GONE],
    [/(?<![a-z0-9])([a-z][a-z0-9+.-]{0,20}:\/\/)[^\s/?#@"'<>]+@/gi, `$1${GONE}@`],
    [/^([ \t]*(?:set-)?cookie[ \t]*[:=]).*$/gim, `$1 ${GONE}`],
    [
      /((?<![a-z0-9])(?:proxy-)?authorization\\*["']?\s*[:=]\s*\\*["']?)(?:(?:bearer|oauth|basic|token)\s+)?[^\s"',;}\\]+/gi,
      `$1${GONE}`,
    ],
    // No token holds a bracket: what another rule has taken out already is not taken for a part of one.
    [
      /(?<![a-z0-9])(bearer|oauth|basic)(?:\s+|%20|\+)(?=[^\s"',;<>[]*[\d!=/_])[^\s"',;<>[]{8,}/gi,
      `$1 ${GONE}`,
    ],
    // "name":"value", also where the text ends inside the value, and where a printer doubled the backslashes.
    [new RegExp(`("(?:${SECRET_NAMES})"\\s*:\\s*")(?:[^"\\\\]|\\\\+[^\\\\])*`, "gi"), `$1${GONE}`],
    // The same inside another JSON string, once or several times.
    [
      new RegExp(
        `(\\\\+"(?:${SECRET_NAMES})\\\\+"\\s*:\\s*\\\\+")(?:[^"\\\\]|\\\\+[^"\\\\]|\\\\+"(?!\\s*[,}\\]]))*`,
        "gi",
      ),
      `$1${GONE}`,
    ],
    [new RegExp(`(["']?${START}(?:${SECRET_NAMES})["']?\\s*:\\s*')[^']*`, "gi"), `$1${GONE}`],
    [new RegExp(`(${START}(?:${UNMISTAKABLE_NAMES})\\s*:\\s*)[^\\s"',;{}]+`, "gi"), `$1${GONE}`],
    [new RegExp(`(<(?:[a-z0-9]{1,12}:)?(?:${SECRET_NAMES})>)[^<]*`, "gi"), `$1${GONE}`],
    [new RegExp(`(${START}(?:${SECRET_NAMES})${EQUALS})${VALUE}`, "gi"), `$1${GONE}`],
    [new RegExp(`((?:^|[?&\\s"']|%(?:25)*(?:3F|26))code${EQUALS})${VALUE}`, "gi"), `$1${GONE}`],
  ];
}

/**
 * What any text that a rule changes must hold. Most texts hold none of it, and a load may report millions of failed rows:
 * one look is cheaper than all rules.
 */
const HINTS =
  /00D|5Aep|eyJ|-----BEGIN|:\/\/|cookie|authorization|bearer|oauth|basic|secret|passw|passphrase|token|assertion|verifier|device_?code|session|sid|key|otp|code(?:=|%)|[0-9A-F]{64}/i;

let rules: readonly Rule[] | undefined;

/**
 * Replaces every secret in a text by `[redacted]`: access tokens and session ids, JWTs, refresh tokens, `Authorization`
 * and `Cookie` headers, secret form fields, query parameters, JSON members and XML elements, PEM blocks, and consumer secrets.
 * Redacting twice gives the same text as redacting once.
 *
 * @param text any text: a message, a body, a URL, a log line
 * @param known further secrets, replaced wherever they stand; those shorter than 4 characters are passed over
 * @example
 * ```ts
 * console.log(redact("Authorization: Bearer 00Dxx0000000001!AQ4AQ", [clientSecret]));
 * ```
 */
export function redact(text: string, known: readonly string[] = []): string {
  let clean = text;
  for (const secret of known) {
    if (secret.length >= 4) clean = clean.replaceAll(secret, GONE);
  }
  if (!HINTS.test(clean)) return clean;
  rules ??= buildRules();
  for (const [pattern, replacement] of rules) clean = clean.replace(pattern, replacement);
  return clean;
}

const SECRET_HEADERS =
  /^(?:(?:proxy-)?authorization|(?:set-)?cookie|.*(?:session|token|secret|api-?key).*)$/i;

/**
 * Copies headers with the values of secret ones replaced by `[redacted]` and all others passed through {@link redact}.
 *
 * @example
 * ```ts
 * console.log(redactHeaders({ authorization: "Bearer x", accept: "application/json" }));
 * ```
 */
export function redactHeaders(headers: Readonly<Record<string, unknown>>): Record<string, string> {
  const clean: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined || value === null) continue;
    const text = Array.isArray(value) ? value.map(String).join(", ") : String(value);
    Object.defineProperty(clean, name, {
      value: SECRET_HEADERS.test(name) ? GONE : redact(text),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return clean;
}

/**
 * Replaces the user part and the secret query parameters of a URL by `[redacted]`; the rest stays as it is.
 *
 * @example
 * ```ts
 * console.log(redactUrl("https://example.my.salesforce.com/services/data?access_token=x"));
 * ```
 */
export function redactUrl(url: string): string {
  return redact(url);
}
