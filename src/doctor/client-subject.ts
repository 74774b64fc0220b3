import type { OAuthApi, ServerClock } from "../auth/index.ts";
import { type BulkApi, graceSignal } from "../bulk/index.ts";
import { NotFoundError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import { queryResult } from "../rest/index.ts";
import type { DescribeCache } from "../schema/index.ts";
import type { LoginFacts, SignedIn } from "./evidence.ts";
import type { DoctorSubject } from "./subject.ts";

/** The parts of a client that a diagnosis uses. */
export interface SubjectParts {
  readonly login: LoginFacts;
  readonly signIn: (signal?: AbortSignal) => Promise<SignedIn>;
  readonly requester: Requester;
  readonly oauth: OAuthApi;
  readonly bulk: BulkApi;
  readonly describes: DescribeCache;
  readonly clock: ServerClock;
}

/** An object that every org has, for a job that loads nothing. */
const PROBE_OBJECT = "Account";

/** How long a probe that is no longer wanted may take to abort its job. */
const CLEAN_UP_MS = 15_000;

/** Makes the subject of a client's own diagnosis. */
export function clientSubject(parts: SubjectParts): DoctorSubject {
  const { login, signIn, requester, oauth, bulk, describes, clock } = parts;
  return {
    login,
    signIn,
    userInfo: (signal) => oauth.userInfo({ signal }),
    skewMs: () => (clock.isKnown() ? clock.skewMs() : undefined),
    apiVersion: (signal) => requester.apiVersion(signal),
    get: async (path, signal) => (await requester.json<unknown>({ method: "GET", path, signal })).body,
    query: (soql, signal) => queryResult<unknown>(requester, { soql }, { signal }).all({ maxRows: 2000 }),
    // Permissions may just have been mended: what was kept of an object tells nothing.
    describe: (object, signal) => describes.get(object, { signal, maxAgeMs: 0 }),
    async probeIngest(signal) {
      signal?.throwIfAborted();
      // Begun, it is carried to its end: a job that was made and not aborted would stay open.
      const late = signal === undefined ? undefined : graceSignal(signal, CLEAN_UP_MS);
      const call = { signal: late?.signal };
      try {
        const job = await bulk.createIngestJob({ object: PROBE_OBJECT, operation: "insert" }, call);
        await job.abort(call);
      } finally {
        late?.release();
      }
      signal?.throwIfAborted();
    },
    missing: (message) => new NotFoundError(message),
  };
}
