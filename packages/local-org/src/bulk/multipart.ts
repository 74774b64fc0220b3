import { failure } from "../server/errors.ts";

/** The most data a multipart request may carry, in characters. */
const MAX_CHARACTERS = 100_000;

/** The two parts of a request that creates a job together with its data. */
export interface JobParts {
  readonly job: unknown;
  readonly content: string;
}

/** Returns the boundary of a multipart request, or undefined for any other content type. */
export function boundaryOf(contentType: string | undefined): string | undefined {
  return /^multipart\/form-data\s*;.*boundary="?([^";]+)"?/i.exec(contentType ?? "")?.[1];
}

/** Cuts a request into its named parts (Bulk API 2.0 Developer Guide, "Create a Job", multipart). */
export function readParts(body: string, boundary: string): JobParts {
  const parts = new Map<string, string>();
  for (const piece of `\r\n${body}`.split(new RegExp(`\\r?\\n--${literal(boundary)}`))) {
    const [, head = "", content = ""] = /^[ \t]*\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(piece) ?? [];
    const name = /name="?([^";\r\n]+)"?/i.exec(head)?.[1];
    if (name !== undefined) parts.set(name, content);
  }
  const job = parts.get("job");
  const content = parts.get("content");
  if (job === undefined || content === undefined)
    throw failure(400, "INVALIDJOB", "A multipart request must have the parts job and content");
  if (content.length > MAX_CHARACTERS)
    throw failure(400, "INVALIDJOB", `The content part has more than ${MAX_CHARACTERS} characters`);
  try {
    return { job: JSON.parse(job) as unknown, content };
  } catch {
    throw failure(400, "JSON_PARSER_ERROR", "The job part is not JSON at [line:1, column:1]");
  }
}

function literal(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
