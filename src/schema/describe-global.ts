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
