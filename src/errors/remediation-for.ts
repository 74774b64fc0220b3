import { remediationCatalogue } from "./catalogue/catalogue.ts";
import type { RemediationCatalogue, RemediationEntry, RemediationMatch } from "./catalogue/entry.ts";
import { genericRemediation } from "./catalogue/generic.ts";
import type { Remediation } from "./remediation.ts";

/** What is known of an error when its remediation is looked up; every fact may be missing. */
export interface RemediationFacts {
  /** Salesforce's code (`errorCode`, `statusCode`, job error name or OAuth `error`), verbatim. */
  readonly errorCode?: string | undefined;
  /** `extendedErrorCode`s of a query cursor error. */
  readonly extendedCodes?: readonly string[] | undefined;
  /** Salesforce's message, or OAuth `error_description`. */
  readonly message?: string | undefined;
  /** The call, as method and path. */
  readonly request?: string | undefined;
  /** OAuth `grant_type` of the refused token request. */
  readonly grantType?: string | undefined;
  /** Code of a failed connection, e.g. `ENOTFOUND`. */
  readonly systemCode?: string | undefined;
  /** `scope` of a limit. */
  readonly scope?: string | undefined;
  /** HTTP status. */
  readonly status?: number | undefined;
  /** `code` of the SDK's error class. */
  readonly code?: string | undefined;
}

/**
 * What each condition adds to the rank of an entry that applies. A condition weighs more than all weaker ones together,
 * so the order of precedence is: extended code, message, error code, request, system code, grant type, scope, exact status,
 * SDK code, class of status. Salesforce has few codes for many mishaps: words that are known say more than the code beside them.
 */
const WEIGHTS = {
  extendedCode: 512,
  message: 256,
  errorCode: 128,
  request: 64,
  systemCode: 32,
  grantType: 16,
  scope: 8,
  exactStatus: 4,
  code: 2,
  statusClass: 1,
} as const;

/**
 * Finds what to do about an error: the most specific entry of the catalogue that applies, and of equally specific ones the
 * first. Total: facts that no entry knows get a general answer by status.
 *
 * @param facts what is known of the error
 * @param catalogue the entries to choose from; see {@link withRemediations}
 * @default catalogue the SDK's own {@link remediationCatalogue}
 * @example
 * ```ts
 * const { summary, steps } = remediationFor({ errorCode: "INVALID_SESSION_ID", status: 401 });
 * ```
 */
export function remediationFor(
  facts: RemediationFacts,
  catalogue: RemediationCatalogue = remediationCatalogue,
): Remediation {
  const { byErrorCode, byWords, others } = indexOf(catalogue);
  const told = best([...byWords, ...(byErrorCode.get(facts.errorCode ?? "") ?? [])], facts);
  // No sum of weaker conditions outweighs a code: the many entries without one need no look.
  return (told ?? best(others, facts))?.remediation ?? genericRemediation;
}

/** Picks the entry of the highest rank, and of several the one that stands first in the catalogue. */
function best(candidates: readonly Indexed[], facts: RemediationFacts): Indexed | undefined {
  let found: Indexed | undefined;
  let rank = -1;
  for (const candidate of candidates) {
    const own = rankOf(candidate.match, facts);
    if (own > rank || (own === rank && found !== undefined && candidate.position < found.position)) {
      found = candidate;
      rank = own;
    }
  }
  return found;
}

/** Returns the rank of a match, or -1 when one of its conditions does not hold. */
function rankOf(match: RemediationMatch, facts: RemediationFacts): number {
  const parts = [
    listed(match.errorCode, facts.errorCode, WEIGHTS.errorCode),
    extended(match.extendedCode, facts),
    patterned(match.message, facts.message, WEIGHTS.message),
    patterned(match.request, facts.request, WEIGHTS.request),
    listed(match.systemCode, facts.systemCode, WEIGHTS.systemCode),
    listed(match.grantType, facts.grantType, WEIGHTS.grantType),
    listed(match.scope, facts.scope, WEIGHTS.scope),
    statusRank(match.status, facts.status),
    listed(match.code, facts.code, WEIGHTS.code),
  ];
  return parts.includes(-1) ? -1 : parts.reduce((sum, part) => sum + part, 0);
}

function listed(wanted: readonly string[] | undefined, fact: string | undefined, weight: number): number {
  if (wanted === undefined) return 0;
  return fact !== undefined && wanted.includes(fact) ? weight : -1;
}

function patterned(wanted: RegExp | undefined, fact: string | undefined, weight: number): number {
  if (wanted === undefined) return 0;
  // A search, not a test: a pattern with the flag g or y must not remember where it stopped.
  return (fact ?? "").search(wanted) === -1 ? -1 : weight;
}

/** An extended code stands beside the code as a rule, and in its place with some resources. */
function extended(wanted: readonly string[] | undefined, facts: RemediationFacts): number {
  if (wanted === undefined) return 0;
  const given = [...(facts.extendedCodes ?? []), facts.errorCode];
  return given.some((code) => code !== undefined && wanted.includes(code)) ? WEIGHTS.extendedCode : -1;
}

function statusRank(wanted: RemediationMatch["status"], status: number | undefined): number {
  if (wanted === undefined) return 0;
  if (status === undefined) return -1;
  if (wanted.includes(status)) return WEIGHTS.exactStatus;
  return wanted.some((one) => one === `${Math.floor(status / 100)}xx`) ? WEIGHTS.statusClass : -1;
}

/**
 * Finds an entry by its id, for example the translation of an error's remediation: `remediationById(error.remediation.id, german)`.
 *
 * @param catalogue the entries to choose from
 * @default catalogue the SDK's own {@link remediationCatalogue}
 * @example
 * ```ts
 * const german = withRemediations({ replace: { "session-expired": { summary: "Neu anmelden." } } });
 * const error = await sf.limits().catch((thrown: unknown) => thrown);
 * if (isKineticError(error) && error.remediation !== undefined)
 *   console.error(remediationById(error.remediation.id, german)?.summary);
 * ```
 */
export function remediationById(
  id: string,
  catalogue: RemediationCatalogue = remediationCatalogue,
): Remediation | undefined {
  return indexOf(catalogue).byId.get(id);
}

interface Indexed {
  readonly position: number;
  readonly match: RemediationMatch;
  readonly remediation: Remediation;
}

interface CatalogueIndex {
  readonly byErrorCode: ReadonlyMap<string, readonly Indexed[]>;
  /** Those with an extended code, or with a message and no code. */
  readonly byWords: readonly Indexed[];
  readonly byId: ReadonlyMap<string, Remediation>;
  readonly others: readonly Indexed[];
}

// A load may report millions of failed rows: entries are looked up by code, and a remediation is one shared frozen object.
const indexes = new WeakMap<RemediationCatalogue, CatalogueIndex>();

function indexOf(catalogue: RemediationCatalogue): CatalogueIndex {
  const known = indexes.get(catalogue);
  if (known !== undefined) return known;
  const byErrorCode = new Map<string, Indexed[]>();
  const byId = new Map<string, Remediation>();
  const byWords: Indexed[] = [];
  const others: Indexed[] = [];
  for (const [position, entry] of catalogue.entries()) {
    const indexed = { position, match: entry.match, remediation: withoutMatch(entry) };
    const { errorCode, extendedCode, message } = entry.match;
    if (!byId.has(entry.id)) byId.set(entry.id, indexed.remediation);
    if (errorCode !== undefined && extendedCode === undefined) {
      for (const code of errorCode) byErrorCode.set(code, [...(byErrorCode.get(code) ?? []), indexed]);
    } else if (extendedCode !== undefined || message !== undefined) byWords.push(indexed);
    else others.push(indexed);
  }
  const index = { byErrorCode, byWords, byId, others };
  indexes.set(catalogue, index);
  return index;
}

function withoutMatch(entry: RemediationEntry): Remediation {
  const { id, summary, cause, steps, who, retryHelps, doc } = entry;
  return Object.freeze({ id, summary, cause, steps: Object.freeze([...steps]), who, retryHelps, doc });
}
