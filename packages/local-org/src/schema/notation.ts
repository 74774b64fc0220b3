import { defaultLabel, type FieldSpec, type ObjectSpec } from "./define.ts";
import type { FieldType, ObjectFlags, PicklistValue } from "./types.ts";

/*
 * The notation in which this package writes down objects:
 *
 *   object Contact 003 "Contact" "Contacts" +mergeable -feedEnabled
 *     LastName   string(80) required in=Name "Last Name"
 *     AccountId  ref(Account) rel=Account children=Contacts cascade
 *     Salutation picklist(40) = Mr.; Ms.; Prefers none>None; Old value~; Usual*
 *
 * Lines that stand for several fields: `@audit` (CreatedDate to SystemModstamp), `@deleted` (IsDeleted), `@address Billing`.
 * A line is: name, type, flags in any order, a label in quotes where the name does not give it, and after ` = ` the picklist
 * values (`*` default, `~` inactive, `value>label`). What a line does not say follows from the type (see `defineField`).
 */

/** A flag that stands for a few members of a field. */
const FLAGS: Readonly<Record<string, Partial<FieldSpec>>> = Object.freeze({
  required: { nillable: false },
  nillable: { nillable: true },
  ro: { createable: false, updateable: false },
  rw: { createable: true, updateable: true },
  createOnly: { createable: true, updateable: false },
  updateOnly: { createable: false, updateable: true },
  defaulted: { defaultedOnCreate: true },
  undefaulted: { defaultedOnCreate: false, defaultValue: null },
  unique: { unique: true },
  cased: { caseSensitive: true },
  externalId: { externalId: true },
  idLookup: { idLookup: true },
  auto: { autoNumber: true },
  calculated: { calculated: true },
  name: { nameField: true },
  restricted: { restrictedPicklist: true },
  html: { htmlFormatted: true },
  cascade: { cascadeDelete: true },
  restrict: { restrictedDelete: true },
  polymorphic: { polymorphicForeignKey: true },
  // A permission of a profile or permission set.
  right: {
    defaultedOnCreate: false,
    defaultValue: null,
    sortable: false,
    groupable: false,
    permissionable: false,
  },
});

/** Flags that turn one member on (`+group`) or off (`-group`). */
const SWITCHES: Readonly<Record<string, keyof FieldSpec>> = Object.freeze({
  filter: "filterable",
  sort: "sortable",
  group: "groupable",
  aggregate: "aggregatable",
  permission: "permissionable",
  idLookup: "idLookup",
});

/** Flags with a value (`rel=Owner`). */
const SETTINGS: Readonly<Record<string, keyof FieldSpec>> = Object.freeze({
  rel: "relationshipName",
  children: "childRelationshipName",
  in: "compoundFieldName",
  info: "extraTypeInfo",
  default: "defaultValue",
});

const SHORT_TYPES: Readonly<Record<string, FieldType>> = Object.freeze({ bool: "boolean", ref: "reference" });

const AUDIT = [
  "  CreatedDate datetime required ro defaulted -permission",
  "  CreatedById ref(User) required ro defaulted -permission rel=CreatedBy",
  "  LastModifiedDate datetime required ro defaulted -permission",
  "  LastModifiedById ref(User) required ro defaulted -permission rel=LastModifiedBy",
  "  SystemModstamp datetime required ro defaulted -permission",
];

const ACCURACY =
  "Address; NearAddress; Block; Street; ExtendedZip; Zip; Neighborhood; City; County; State; Unknown";

/** The nine fields of an address. A prefix of `-` stands for none, as on User. */
function addressLines(prefix: string, flags: string): string[] {
  const name = prefix === "-" ? "" : prefix;
  const label = prefix === "-" ? "" : `${prefix} `;
  const part = `${flags} in=${name}Address`;
  return [
    `  ${name}Street textarea(255) info=plaintextarea ${part}`,
    `  ${name}City string(40) ${part}`,
    `  ${name}State string(80) ${part} "${label}State/Province"`,
    `  ${name}PostalCode string(20) ${part} "${label}Zip/Postal Code"`,
    `  ${name}Country string(80) ${part}`,
    `  ${name}Latitude double(18,15) ${part}`,
    `  ${name}Longitude double(18,15) ${part}`,
    `  ${name}GeocodeAccuracy picklist(40) restricted ${part} = ${ACCURACY}`,
    `  ${name}Address address ${flags}`,
  ];
}

/** Writes out the lines that stand for several. */
function expand(line: string): string[] {
  const [macro, prefix = "-", ...flags] = line.trim().split(/\s+/);
  if (macro === "@audit") return AUDIT;
  if (macro === "@deleted") return ['  IsDeleted bool ro -permission "Deleted"'];
  return macro === "@address" ? addressLines(prefix, flags.join(" ")) : [line];
}

const OBJECT = /^object (\S+) (\S+) "([^"]*)" "([^"]*)"(.*)$/;
const HEAD = /^(\S+)\s+([A-Za-z0-9]+)(?:\(([^)]*)\))?(.*)$/;

/** A schema that does not read: which line, and what is wrong with it. */
function misread(line: string, reason: string): Error {
  return new Error(`Cannot read the schema line "${line.trim()}": ${reason}.`);
}

function typeFacts(type: FieldType, argument: string): Partial<FieldSpec> {
  if (type === "reference") return { referenceTo: argument.split("|") };
  const [first = "", second] = argument.split(",");
  if (type === "int") return { digits: Number(first) };
  if (second === undefined) return { length: Number(first) };
  return { precision: Number(first), scale: Number(second) };
}

function flagFacts(line: string, flag: string): Partial<FieldSpec> {
  const named = FLAGS[flag];
  if (named) return named;
  const setting = /^(\w+)=(.*)$/.exec(flag);
  const key = setting && SETTINGS[setting[1] ?? ""];
  if (setting && key) return { [key]: setting[2] };
  const toggled = SWITCHES[flag.slice(1)];
  if (toggled && /^[+-]/.test(flag)) return { [toggled]: flag.startsWith("+") };
  throw misread(line, `"${flag}" is no flag of a field`);
}

function picklistValue(text: string): PicklistValue {
  const [, body = "", marks = ""] = /^(.*?)([*~]*)$/.exec(text.trim()) ?? [];
  const [value = "", label = value] = body.split(">");
  return { value, label, active: !marks.includes("~"), defaultValue: marks.includes("*") };
}

function picklistFacts(text: string): Partial<FieldSpec> {
  const picklistValues = text.split(";").map(picklistValue);
  const chosen = picklistValues.find((value) => value.defaultValue);
  return chosen ? { picklistValues, defaultValue: chosen.value } : { picklistValues };
}

/** Takes what follows a mark off the end of a text. */
function cut(text: string, mark: string): readonly [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + mark.length)];
}

function parseField(line: string, objectLabel: string): FieldSpec {
  const [facts, values] = cut(line.trim(), " = ");
  const [bare, label] = cut(facts, '"');
  const [, name, typeName, argument, flags = ""] = HEAD.exec(bare) ?? [];
  if (name === undefined || typeName === undefined) throw misread(line, "expected a name and a type");
  const type = SHORT_TYPES[typeName] ?? (typeName as FieldType);
  const words = flags.split(" ").filter((flag) => flag !== "");
  return Object.assign(
    { name, type, label: label?.slice(0, -1) ?? defaultLabel(name, objectLabel) },
    argument === undefined ? {} : typeFacts(type, argument),
    values === undefined ? {} : picklistFacts(values),
    ...words.map((flag) => flagFacts(line, flag)),
  );
}

function parseFlags(line: string, text: string): Partial<ObjectFlags> {
  const words = text.split(/\s+/).filter((word) => word !== "");
  const bad = words.find((word) => !/^[+-]\w+$/.test(word));
  if (bad !== undefined) throw misread(line, `"${bad}" is no flag of an object`);
  return Object.fromEntries(words.map((word) => [word.slice(1), word.startsWith("+")]));
}

/** Reads objects from the package's own notation. */
export function parseNotation(text: string): ObjectSpec[] {
  const objects: { spec: Omit<ObjectSpec, "fields">; label: string; fields: FieldSpec[] }[] = [];
  for (const line of text.split("\n").flatMap(expand)) {
    if (line.trim() === "" || line.trimStart().startsWith("#")) continue;
    const head = OBJECT.exec(line);
    if (head) {
      const [, name = "", keyPrefix = "", label = "", labelPlural = "", flags = ""] = head;
      objects.push({
        spec: { name, keyPrefix, label, labelPlural, flags: parseFlags(line, flags) },
        label,
        fields: [],
      });
      continue;
    }
    const current = objects.at(-1);
    if (!current) throw misread(line, "a field stands before the first object");
    current.fields.push(parseField(line, current.label));
  }
  return objects.map(({ spec, fields }) => ({ ...spec, fields }));
}
