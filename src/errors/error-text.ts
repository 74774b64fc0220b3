import type { PlatformError } from "./platform-error.ts";

/** An error is told early or not at all; a body of megabytes is not searched to its end. */
const SEARCHED = 65_536;

/** Tells whether a body is a web page. */
export function isHtml(body: string): boolean {
  return /^\s*(?:<!--[\s\S]{0,2000}?-->\s*)?<(?:!doctype\s+html|html|head|body|script|meta|title)\b/i.test(
    body.slice(0, 4096),
  );
}

/** Lists the errors in a body that is not JSON: XML and SOAP faults, truncated JSON, a single word, plain text. */
export function errorsInText(body: string): readonly PlatformError[] {
  const text = body.slice(0, SEARCHED).trim();
  if (text === "" || isHtml(text)) return [];
  if (text.startsWith("<")) return errorsInXml(text);
  if (/^[[{]/.test(text)) return errorsInTruncatedJson(text);
  // Identity resources answer with one word: Bad_OAuth_Token, Missing_OAuth_Token, Wrong_Org.
  if (/^[A-Za-z]+(?:_[A-Za-z]+)+$/.test(text)) return [{ code: text, message: text, fields: [] }];
  return [{ message: text.slice(0, 500), fields: [] }];
}

function errorsInXml(text: string): readonly PlatformError[] {
  const code =
    element(text, "exceptionCode|errorCode|statusCode") ?? element(text, "faultcode")?.replace(/^\w+:/, "");
  const message = element(text, "exceptionMessage|message|faultstring") ?? "";
  if (code === undefined && message === "") return [];
  return [{ ...(code === undefined ? {} : { code }), message, fields: [] }];
}

function element(text: string, names: string): string | undefined {
  const found = new RegExp(`<(?:[A-Za-z0-9]{1,12}:)?(?:${names})(?:\\s[^<>]*)?>([^<]*)<`).exec(text)?.[1];
  return found === undefined || found.trim() === "" ? undefined : unescapeXml(found.trim());
}

const ENTITIES: Readonly<Record<string, string>> = { lt: "<", gt: ">", quot: '"', apos: "'", amp: "&" };

function unescapeXml(text: string): string {
  return text.replace(/&(lt|gt|quot|apos|amp);/g, (whole, name: string) => ENTITIES[name] ?? whole);
}

/** Saves code and message from JSON that breaks off. */
function errorsInTruncatedJson(text: string): readonly PlatformError[] {
  const code = /"(?:errorCode|statusCode|exceptionCode|error)"\s*:\s*"([A-Za-z_]{2,80})"/.exec(text)?.[1];
  if (code === undefined) return [];
  const raw = /"(?:message|error_description|exceptionMessage)"\s*:\s*("(?:[^"\\]|\\.)*")/.exec(text)?.[1];
  return [{ code, message: raw === undefined ? "" : unquote(raw), fields: [] }];
}

function unquote(json: string): string {
  try {
    return String(JSON.parse(json));
  } catch {
    return json.slice(1, -1);
  }
}
