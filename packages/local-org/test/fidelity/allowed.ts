import type { Exchange } from "./exchanges.ts";

/** Why an exchange may be answered otherwise, and in what. */
export interface Allowance {
  readonly reason: string;
  /** Every difference must be one of these. */
  readonly differs: RegExp;
}

/** A resource that is not there must say so. */
const ANSWERS_501 = /^status: ours 501 \[\{"message":"kinetic-local-org does not implement /;
const OLDER =
  "recorded before API version 31: retired since, and answered here only for the sake of the recordings";
const FEATURES =
  "members of features (Person Accounts, Data.com, Chatter ...) that the recorded org had switched on";

/** Exchanges by id, in what they may differ, and why. An entry that is no longer needed fails the test. */
const ALLOWED: readonly (readonly [RegExp, RegExp, string])[] = [
  [
    /^hand-composite-00[34]$/,
    /theirs 0$|\.urls: |has beside httpHeaders/,
    "the source emptied the lists of the describe",
  ],
  [/-bulk1-/, ANSWERS_501, "Bulk API 1.0 is not there"],
  [/-soap-metadata-/, ANSWERS_501, "the Metadata API is not there"],
  [/^hand-tooling-001$/, /^\$\.records: ours has 0 items/, "the classes of the recorded org are its own"],
  [/-tooling-/, ANSWERS_501, "objects of the Tooling API alone, and its test runs, are not there"],
  [/^eli-other-001/, ANSWERS_501, "Connect (communities) is not there"],
  [
    /^hand-composite-007$/,
    /^status: ours 200/,
    "the source made the failure up to test its own handling of one",
  ],
  [
    /^hand-search-001$/,
    /^status: ours 400/,
    "a search for * alone, which no org takes: the source replaced the words",
  ],
  [
    /^(?:rec-describe-024|rec-describe-025|rec-describe-027|rec-describe-028|rec-describe-global-003|seq-10\.3)$/,
    /: has beside |childRelationships(?:\[\*\])?: |recordTypeInfos|: lacks/,
    OLDER,
  ],
  [
    /^rec-identity-001$/,
    /has beside tooling_soap, tooling_rest, feed_elements, custom_domain/,
    "recorded in 2015: these URLs came later",
  ],
  [
    /^rec-describe-(?:001|020|global-002)$|^eli-describe-00[23]$/,
    /urls: lacks defaultValues$|has beside sobjectDescribeOption$/,
    "these members came and went with the releases: the same version was recorded with and without them",
  ],
  [/^rec-resources-003$/, /^\$: (?:lacks|has beside)/, "the list names what is there, and nothing else"],
  [
    /^(?:eli-crud-read-00[34]|hand-crud-read-001)$/,
    /^\$: lacks Preferences/,
    "an org's preferences and default access are not kept",
  ],
  [/^rec-crud-read-003$/, /lacks DandbCompanyId, OperatingHoursId$|has beside RecordTypeId$/, FEATURES],
  [
    /^hand-limits-/,
    /^\$: (?:lacks|has beside) |^\$\.Daily\w+: lacks /,
    "which limits there are, and how much of them each app has used, differs by edition, licences and apps; those that are there have the recorded form",
  ],
  [/^rec-query-032$/, /ours object/, "an error body that was recorded with status 200"],
  [/^rec-query-073$/, /^records: /, "the recorder rewrote the dates"],
  [/^hand-query-003$/, /^records: /, "edited: done, and a next page nevertheless"],
  [/^hand-bulk2-ingest-011$/, /^\$\.(?:id|createdById): /, "the fixture has 123 in the place of ids"],
  [
    /^hand-crud-create-001$/,
    /^status: ours 400/,
    "the answer to another request: a refused create is no 200",
  ],
  [/^hand-crud-create-003$/, /No such column 'Normal'/, "an object and a field that nobody has described"],
];

/** Finds what an exchange is allowed. */
export function allowanceOf({ id }: Exchange): Allowance | undefined {
  const entry = ALLOWED.find(([ids]) => ids.test(id));
  return entry && { differs: entry[1], reason: entry[2] };
}
