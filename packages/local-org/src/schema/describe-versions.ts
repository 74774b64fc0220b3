import type { Described } from "./describe.ts";

/** The API version that brought a member, where it is younger than the oldest version an org answers. */
type Since = Readonly<Record<string, number>>;

// Recorded describes of versions 42, 44, 48, 50, 53 and 59: a member is taken to be as old as the oldest that has it.
const OBJECT: Since = {
  associateEntityType: 50,
  associateParentEntity: 50,
  deepCloneable: 48,
  defaultImplementation: 48,
  extendedBy: 48,
  extendsInterfaces: 48,
  implementedBy: 48,
  implementsInterfaces: 48,
  isInterface: 48,
};
const FIELD: Since = { aiPredictionField: 44, formulaTreatNullNumberAsZero: 44 };
const RECORD_TYPE: Since = { developerName: 44 };

const NEWEST_CHANGE: number = Math.max(
  ...[OBJECT, FIELD, RECORD_TYPE].flatMap((since) => Object.values(since)),
);

function drop(described: Described, since: Since, version: number): Described {
  return Object.fromEntries(Object.entries(described).filter(([name]) => (since[name] ?? 0) <= version));
}

/** Leaves out of a describe (full or of the global list) what the API version that was asked did not know yet. */
export function asOfVersion(described: Described, version: number): Described {
  if (version >= NEWEST_CHANGE) return described;
  const { fields, recordTypeInfos } = described as { fields?: Described[]; recordTypeInfos?: Described[] };
  const object = drop(described, OBJECT, version);
  if (fields) object["fields"] = fields.map((field) => drop(field, FIELD, version));
  if (recordTypeInfos)
    object["recordTypeInfos"] = recordTypeInfos.map((info) => drop(info, RECORD_TYPE, version));
  return object;
}
