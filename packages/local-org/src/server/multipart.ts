import { Buffer } from "node:buffer";
import { parseJson } from "./body.ts";
import { failure } from "./errors.ts";
import type { Call, FilePart } from "./types.ts";

/** Returns the boundary of a multipart body, or undefined for any other content type. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  return /^multipart\/[^;]+;.*boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1];
}

interface Part {
  readonly head: string;
  readonly bytes: Buffer;
}

const GAP = "\r\n\r\n";

/** Cuts a body at its boundary. The bytes between are not touched: they may be anything. */
function cut(body: Buffer, boundary: string): Part[] {
  const mark = Buffer.from(`\r\n--${boundary}`);
  const whole = Buffer.concat([Buffer.from("\r\n"), body]);
  const parts: Part[] = [];
  let start = whole.indexOf(mark);
  while (start >= 0) {
    const from = start + mark.length;
    const end = whole.indexOf(mark, from);
    const piece = whole.subarray(from, end < 0 ? from : end);
    const gap = piece.indexOf(GAP);
    if (gap >= 0)
      parts.push({ head: piece.toString("utf8", 0, gap), bytes: piece.subarray(gap + GAP.length) });
    start = end;
  }
  return parts;
}

const quotedIn = (head: string, name: string): string | undefined =>
  new RegExp(`[;\\s]${name}="?([^";\\r\\n]*)"?`, "i").exec(head)?.[1];

/**
 * Reads a multipart body: one JSON part, and binary parts that are known by their names
 * (REST API Developer Guide, "Insert or Update Blob Data").
 * @throws SalesforceError where there is no JSON part, or it is none
 */
export function readParts(body: Buffer, boundary: string): Pick<Call, "json" | "text" | "files"> {
  const files = new Map<string, FilePart>();
  let text: string | undefined;
  for (const { head, bytes } of cut(body, boundary)) {
    if (text === undefined && /^content-type:\s*application\/json/im.test(head))
      text = bytes.toString("utf8");
    else files.set(quotedIn(head, "name") ?? "", { bytes, filename: quotedIn(head, "filename") });
  }
  if (text === undefined) {
    const message = "Multipart message must include a non-binary part with the content type application/json";
    throw failure(400, "INVALID_MULTIPART_REQUEST", message);
  }
  return { json: parseJson(text), text, files };
}
