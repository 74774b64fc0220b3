import type { Requester } from "../http/index.ts";

/** An object in the list of all: the members that this library names; the org sends more. */
export interface ObjectSummary {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  /** First three characters of its records' ids; `null` where it has none. */
  readonly keyPrefix: string | null;
  readonly custom: boolean;
  readonly customSetting: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly deletable: boolean;
  readonly queryable: boolean;
  readonly retrieveable: boolean;
  readonly searchable: boolean;
  readonly layoutable: boolean;
  readonly triggerable: boolean;
  readonly deprecatedAndHidden: boolean;
  readonly urls: Readonly<Record<string, string>>;
}

/** All objects of an org. */
export interface GlobalDescribe {
  readonly encoding: string;
  /** Most records of a collection call. */
  readonly maxBatchSize: number;
  readonly sobjects: readonly ObjectSummary[];
}

/** Makes a reader of the list of all objects, which asks only for what changed (REST API guide, "Describe Global"). */
export function globalDescribe(requester: Requester): (signal?: AbortSignal) => Promise<GlobalDescribe> {
  let kept: { readonly body: GlobalDescribe; readonly since: string } | undefined;
  return async (signal) => {
    const headers = kept === undefined ? {} : { "if-modified-since": kept.since };
    const request = { method: "GET", path: "sobjects", headers, expect: [304], signal } as const;
    const { status, headers: answered, body } = await requester.json<GlobalDescribe>(request);
    if (status === 304 && kept !== undefined) return kept.body;
    const since = answered["last-modified"] ?? answered["date"];
    kept = since === undefined ? undefined : { body, since };
    return body;
  };
}
