import { existsSync, readFileSync } from "node:fs";
import { SENT } from "./wire-sent.ts";

/** A recorded exchange, as the tests of resources need it. */
export interface Recording {
  readonly id: string;
  readonly apiVersion: string;
  /** Path below the version, decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly request: { readonly method: string; readonly body: string };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string | { readonly base64: string };
  };
}

interface Line {
  readonly id: string;
  readonly request: { readonly method: string; readonly url: string; readonly body: unknown };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>> | null;
    readonly body: string | { readonly base64: string } | null;
  };
}

const WIRE = new URL("../../../shared/wire/", import.meta.url);
const FILES = ["recorded.jsonl", "recorded-elided.jsonl", "handwritten.jsonl"];
/** What the recorder's client framed the bodies with. */
const FRAMING = /^(content-encoding|transfer-encoding|content-length|connection|keep-alive)$/i;

/** Whether the recordings are there. */
export const areThere: boolean = existsSync(WIRE);

/** Reads all recordings of calls below `/services/data`. */
export function recordings(): Recording[] {
  if (!areThere) return [];
  return FILES.flatMap((file) => readFileSync(new URL(file, WIRE), "utf8").trim().split("\n")).flatMap(
    (line) => {
      // A scrubber put a name there that is none.
      const read = JSON.parse(line.replaceAll("__CUSTOM_OBJECT_NAME____c", "Custom__c")) as Line;
      const url = new URL(read.request.url, "https://example.my.salesforce.com");
      const [, version, path] = /^\/services\/data\/v([^/]+)\/?(.*)$/.exec(url.pathname) ?? [];
      if (version === undefined || path === undefined) return [];
      const lacking = SENT[read.id];
      for (const [name, value] of Object.entries(lacking?.query ?? {})) url.searchParams.set(name, value);
      const body =
        lacking?.body === undefined ? String(read.request.body ?? "") : JSON.stringify(lacking.body);
      const headers = Object.entries(read.response.headers ?? {}).filter(([name]) => !FRAMING.test(name));
      return [
        {
          id: read.id,
          apiVersion: /^\d+\.\d$/.test(version) ? version : "60.0",
          path: decodeURIComponent(path).replace(/\/$/, ""),
          query: url.searchParams,
          request: { method: read.request.method, body },
          response: {
            status: read.response.status,
            headers: Object.fromEntries(headers),
            body: read.response.body ?? "",
          },
        },
      ];
    },
  );
}
