import type { FieldDescribe, ObjectDescribe } from "./describe.ts";
import { type FieldTypeOptions, fieldType, literals } from "./field-type.ts";

/** A file that {@link generateTypes} wrote. */
export interface GeneratedFile {
  /** Where it belongs, below the folder of the generated types: `Account.ts`. */
  readonly path: string;
  readonly text: string;
}

/** Options of {@link generateTypes}. */
export interface GenerateTypesOptions {
  /** Name of the interface with all objects. @default "Org" */
  readonly orgName?: string | undefined;
  /** How the files import each other: what your compiler's settings ask for. @default ".js" */
  readonly importExtension?: ".js" | ".ts" | "" | undefined;
  /** The most values of a picklist that are written out; a longer one is `string`. @default 200 */
  readonly maxPicklistValues?: number | undefined;
  /**
   * Whether the compiler is to check the files themselves, field by field, in each run. They are right as they are written,
   * and in a big org that costs seconds.
   * @default false
   */
  readonly typeCheck?: boolean | undefined;
  /** Told of each field whose type this library does not know. @default nobody is told */
  readonly onWarning?: ((warning: string) => void) | undefined;
}

const DEFAULTS = Object.freeze({
  orgName: "Org",
  importExtension: ".js",
  maxPicklistValues: 200,
  typeCheck: false,
  onWarning: () => undefined,
});

/**
 * Writes TypeScript for the objects of an org from their describes: one file for each, and `index.ts` with the interface
 * of all of them, to be given to `SalesforceClient`. The same describes give the same text, whatever their order.
 *
 * @example
 * ```ts
 * const describes = await Promise.all(["Account", "Contact"].map((object) => sf.describe(object)));
 * for (const { path, text } of generateTypes(describes)) await writeFile(join("src/org", path), text);
 * ```
 *
 * ```ts
 * import type { Org } from "./org/index.js";
 *
 * const sf = new SalesforceClient<Org>({ auth });
 * const row = await sf.query("SELECT Id, Owner.Name FROM Account").first(); // { Id, Owner: { Name } } | undefined
 * ```
 */
export function generateTypes(
  describes: readonly ObjectDescribe[],
  options: GenerateTypesOptions = {},
): GeneratedFile[] {
  const settings = { ...DEFAULTS, ...defined(options) };
  const objects = sorted(describes, ({ name }) => name);
  return [
    ...objects.map((object) => ({ path: `${object.name}.ts`, text: objectFile(object, settings) })),
    { path: "index.ts", text: indexFile(objects, settings) },
  ];
}

function defined(options: GenerateTypesOptions): Partial<typeof DEFAULTS> {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** Sorts by code units, so that no locale changes the text. */
function sorted<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...items].sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

const HEAD = "// Written from the describes of an org. Do not change it: write it anew instead.\n";

/**
 * Spares the compiler the check of every field of an org in every run: it then looks at those that are used. Put together
 * here, for what it says is not to be found in code that somebody wrote.
 */
const UNCHECKED = ["// @ts-", "nocheck\n"].join("");

/** The names that a file may need of this library. */
const IMPORTS = [
  "AddressValue",
  "CreateFields",
  "DateText",
  "DateTimeText",
  "GeolocationValue",
  "RecordId",
  "RequiredLookup",
  "TimeText",
  "UpdateFields",
];

interface FileOptions extends FieldTypeOptions {
  readonly typeCheck: boolean;
}

function objectFile(object: ObjectDescribe, options: FileOptions): string {
  const body = `${rowInterface(object, options)}\n${writeTypes(object)}\n${typesInterface(object)}`;
  const used = IMPORTS.filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  const imports = used.length === 0 ? "" : `import type { ${used.join(", ")} } from "kinetic-core";\n`;
  return `${options.typeCheck ? "" : UNCHECKED}${HEAD}${imports}\n${body}`;
}

function rowInterface(object: ObjectDescribe, options: FieldTypeOptions): string {
  const members = sorted(object.fields, ({ name }) => name).map(
    (field) => `  ${comment(fieldDoc(field))}\n  ${field.name}: ${fieldType(object, field, options)};\n`,
  );
  return `${comment(`${object.label}: its fields as a query returns them.`)}\nexport interface ${object.name} {\n${members.join("")}}\n`;
}

function fieldDoc(field: FieldDescribe): string {
  const inactive = field.picklistValues.filter(({ active }) => !active).map(({ value }) => value);
  return [
    `${field.label}.`,
    field.inlineHelpText ?? "",
    field.type === "multipicklist" ? "Values joined by a semicolon." : "",
    inactive.length === 0 ? "" : `No longer active: ${inactive.join(", ")}.`,
  ]
    .filter((part) => part !== "")
    .join(" ");
}

/** Writes a comment on one line. Labels and help texts are anybody's: nothing in them may end the comment. */
function comment(text: string): string {
  return `/** ${text.replace(/\s+/g, " ").replaceAll("*/", "*\\/").replaceAll("@", "\\@").trim()} */`;
}

function writeTypes(object: ObjectDescribe): string {
  const { name } = object;
  return (
    `/** What \`create\` takes for ${name}. */\nexport type ${name}Create = ${object.createable ? createType(object) : "never"};\n\n` +
    `/** What \`update\` takes for ${name}. */\nexport type ${name}Update = ${object.updateable ? updateType(object) : "never"};\n`
  );
}

/** A lookup that may not be left out is asked for once: by its field, or by its relationship. */
function createType(object: ObjectDescribe): string {
  const fields = sorted(object.fields, ({ name }) => name);
  const writable = fields.filter(({ createable }) => createable);
  const required = writable.filter(isRequired);
  const lookups = required.filter(isLookup);
  const args = [
    object.name,
    namesOf(required.filter((field) => !isLookup(field))),
    namesOf(fields.filter(({ createable }) => !createable)),
    ...writtenOtherwise(object, writable),
  ];
  const asked = lookups.map(
    ({ name, relationshipName }) =>
      ` & RequiredLookup<${object.name}, ${literals([name, relationshipName ?? ""]).replace(" |", ",")}>`,
  );
  return `CreateFields<${args.join(", ")}>${asked.join("")}`;
}

function updateType(object: ObjectDescribe): string {
  const fields = sorted(object.fields, ({ name }) => name);
  const readOnly = fields.filter(({ updateable }) => !updateable);
  const args = [
    object.name,
    namesOf(readOnly),
    ...writtenOtherwise(
      object,
      fields.filter(({ updateable }) => updateable),
    ),
  ];
  return `UpdateFields<${args.join(", ")}>`;
}

/** The fields that take lists, and the relationships that take related records: left out where there are none. */
function writtenOtherwise(object: ObjectDescribe, writable: readonly FieldDescribe[]): string[] {
  const lists = namesOf(writable.filter(({ type }) => type === "multipicklist"));
  if (writable.some(isLookup)) return [lists, relatedNames(object, writable)];
  return lists === "never" ? [] : [lists];
}

/** Names the relationships that are written, or those that are not: what is shorter, since each compiler run reads it. */
function relatedNames(object: ObjectDescribe, writable: readonly FieldDescribe[]): string {
  const readOnly = object.fields.filter((field) => isLookup(field) && !writable.includes(field));
  const all = `keyof ${object.name}Types["parents"]`;
  const others = readOnly.length === 0 ? all : `Exclude<${all}, ${relationshipsOf(readOnly)}>`;
  const listed = relationshipsOf(writable.filter(isLookup));
  return listed.length > others.length ? others : listed;
}

function relationshipsOf(lookups: readonly FieldDescribe[]): string {
  return literals(
    sorted(
      lookups.map(({ relationshipName }) => relationshipName ?? ""),
      String,
    ),
  );
}

function namesOf(fields: readonly FieldDescribe[]): string {
  return literals(fields.map(({ name }) => name)) || "never";
}

function isLookup({ relationshipName, referenceTo }: FieldDescribe): boolean {
  return relationshipName !== null && referenceTo.length > 0;
}

/** A create without this field is refused (Object Reference, "Required Fields"). */
function isRequired(field: FieldDescribe): boolean {
  return field.createable && !field.nillable && !field.defaultedOnCreate && field.type !== "boolean";
}

function typesInterface(object: ObjectDescribe): string {
  const { name } = object;
  return `${comment(`What the compiler knows of ${name}.`)}
export interface ${name}Types {
  readonly name: ${JSON.stringify(name)};
  readonly fields: ${name};
  readonly create: ${name}Create;
  readonly update: ${name}Update;
  readonly parents: {${links(parents(object))}};
  readonly children: {${links(children(object))}};
}
`;
}

interface Link {
  readonly name: string;
  readonly to: string;
}

function links(all: readonly Link[]): string {
  if (all.length === 0) return "";
  const lines = sorted(all, ({ name }) => name).map(({ name, to }) => `    readonly ${name}: ${to};\n`);
  return `\n${lines.join("")}  `;
}

function parents(object: ObjectDescribe): Link[] {
  return object.fields.filter(isLookup).map(({ relationshipName, referenceTo, nillable }) => ({
    name: relationshipName ?? "",
    to: `${literals(referenceTo)}${nillable ? " | null" : ""}`,
  }));
}

function children(object: ObjectDescribe): Link[] {
  return (object.childRelationships ?? []).flatMap(({ relationshipName, childSObject }) =>
    relationshipName === null ? [] : [{ name: relationshipName, to: JSON.stringify(childSObject) }],
  );
}

function indexFile(
  objects: readonly ObjectDescribe[],
  { orgName, importExtension }: { readonly orgName: string; readonly importExtension: string },
): string {
  const imports = objects.map(
    ({ name }) => `import type { ${name}Types } from "./${name}${importExtension}";\n`,
  );
  const members = objects.map(({ name }) => `  readonly ${name}: ${name}Types;\n`);
  return `${HEAD}${imports.join("")}\n/** The objects of the org, by API name. */\nexport interface ${orgName} {\n${members.join("")}}\n`;
}
