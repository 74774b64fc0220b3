import { remediationCatalogue } from "./catalogue/catalogue.ts";
import type { RemediationCatalogue, RemediationEntry } from "./catalogue/entry.ts";
import { ConfigurationError } from "./input-errors.ts";
import type { Remediation } from "./remediation.ts";

/** Changes to a remediation catalogue. */
export interface RemediationChanges {
  /** New words for known entries, by id: a translation, a link to a wiki, other steps. */
  readonly replace?: Readonly<Record<string, Partial<Omit<Remediation, "id">>>> | undefined;
  /** Further entries; they win over equally specific entries of the base. */
  readonly add?: readonly RemediationEntry[] | undefined;
}

/**
 * Builds a catalogue from another one and changes to it. Pure: nothing else uses the result until it is passed on.
 *
 * @param changes what is new
 * @param base the catalogue to start from
 * @default base the SDK's own {@link remediationCatalogue}
 * @throws {@link ConfigurationError} when `replace` names an id that the base does not have
 *
 * @example
 * ```ts
 * const summary = "Call the integration desk: ext. 4711.";
 * const remediations = withRemediations({ replace: { "daily-api-limit": { summary } } });
 * await using sf = new SalesforceClient({ auth, http: { remediations } });
 * ```
 */
export function withRemediations(
  changes: RemediationChanges,
  base: RemediationCatalogue = remediationCatalogue,
): RemediationCatalogue {
  const replace = changes.replace ?? {};
  const ids = new Set(base.map((entry) => entry.id));
  const problems = Object.keys(replace)
    .filter((id) => !ids.has(id))
    .map((id) => ({
      setting: `replace.${id}`,
      source: "option",
      message: "there is no remediation of this id",
    }));
  if (problems.length > 0)
    throw new ConfigurationError("The remediation catalogue cannot be changed so", { problems });
  const replaced = base.map((entry) =>
    Object.hasOwn(replace, entry.id) ? { ...entry, ...replace[entry.id], id: entry.id } : entry,
  );
  return [...(changes.add ?? []), ...replaced];
}
