import { cellText, type JsonRecord, pathsOf, plainRecord, valueAt } from "../format/index.ts";
import { type OrgOptions, openOrg } from "../logins/index.ts";
import { type CommandIo, outputTo, styleFor } from "../terminal/index.ts";
import type { Handler } from "./invocation.ts";
import { type FieldOptions, fieldsOf, keyOf } from "./record-fields.ts";

/** Options of the commands on one record. */
export interface RecordOptions extends OrgOptions, FieldOptions {
  readonly json?: boolean | undefined;
  readonly fields?: readonly string[] | undefined;
}

/** Reads one record. */
export const get: Handler<RecordOptions> = async ({ io, args, options }) => {
  const [object = "", text = ""] = args;
  const key = keyOf(text, "kinetic get Account 001000000000001AAA, or Ext__c=17");
  await using sf = await openOrg(io, options);
  const call = { fields: options.fields, signal: io.signal };
  const resource = sf.sobject(object);
  const record =
    "id" in key
      ? await resource.retrieve(key.id, call)
      : await resource.retrieveByExternalId(key.field, key.value, call);
  await writeRecord(io, plainRecord(record as JsonRecord), options.json === true || io.stdout.isTTY !== true);
  return undefined;
};

/** One field to a line for people, JSON for everything else. */
async function writeRecord(io: CommandIo, record: JsonRecord, asJson: boolean): Promise<void> {
  const output = outputTo(io.stdout);
  if (asJson) return output.write(`${JSON.stringify(record, undefined, 2)}\n`);
  const { dim } = styleFor(io.stdout, io.env);
  const paths = pathsOf([record]);
  const width = Math.max(...paths.map((path) => path.length));
  const lines = paths.map((path) => `${dim(path.padEnd(width))}  ${cellText(valueAt(record, path))}\n`);
  return output.write(lines.join(""));
}

/** Creates a record; writes its id. */
export const create: Handler<RecordOptions> = async ({ io, args, options }) => {
  const [object = "", ...texts] = args;
  const type = `kinetic create ${object} Name=Acme`;
  const fields = await fieldsOf(io, options, { texts: texts as string[], type });
  await using sf = await openOrg(io, options);
  const { id } = await sf.sobject(object).create(fields, { signal: io.signal });
  await writeOutcome(io, options, { id, created: true });
  return undefined;
};

/** Updates a record. */
export const update: Handler<RecordOptions> = async ({ io, args, options }) => {
  const [object = "", text = "", ...texts] = args;
  const type = `kinetic update ${object} <id> Name=Acme`;
  const key = keyOf(text, type);
  const fields = await fieldsOf(io, options, { texts: texts as string[], type });
  await using sf = await openOrg(io, options);
  const { signal } = io;
  if ("id" in key) await sf.sobject(object).update(key.id, fields, { signal });
  else await sf.sobject(object).upsert(key, fields, { updateOnly: true, signal });
  await writeOutcome(io, options, { id: "id" in key ? key.id : undefined, created: false });
  return undefined;
};

/** Creates a record, or updates the one with this external id. */
export const upsert: Handler<RecordOptions> = async ({ io, args, options }) => {
  const [object = "", text = "", ...texts] = args;
  const type = `kinetic upsert ${object} Ext__c=17 Name=Acme`;
  const key = keyOf(text.includes("=") ? text : "", type);
  const fields = await fieldsOf(io, options, { texts: texts as string[], type });
  await using sf = await openOrg(io, options);
  const found = "id" in key ? { field: "Id", value: key.id } : key;
  const { id, created } = await sf.sobject(object).upsert(found, fields, { signal: io.signal });
  await writeOutcome(io, options, { id, created });
  return undefined;
};

/** Deletes a record into the recycle bin. */
export const remove: Handler<RecordOptions> = async ({ io, args, options }) => {
  const [object = "", text = ""] = args;
  const key = keyOf(text, `kinetic delete ${object} <id>`);
  await using sf = await openOrg(io, options);
  const { signal } = io;
  if ("id" in key) await sf.sobject(object).delete(key.id, { signal });
  else await sf.sobject(object).deleteByExternalId(key.field, key.value, { signal });
  if (options.json === true) await outputTo(io.stdout).write(`${JSON.stringify({ deleted: text })}\n`);
  return undefined;
};

/** The id alone, so that a shell can take it; what else is known goes to the terminal, or into the JSON. */
async function writeOutcome(
  io: CommandIo,
  { json }: RecordOptions,
  outcome: { readonly id: string | undefined; readonly created: boolean },
): Promise<void> {
  const output = outputTo(io.stdout);
  if (json === true) await output.write(`${JSON.stringify(outcome)}\n`);
  else if (outcome.id !== undefined) await output.write(`${outcome.id}\n`);
  if (io.stderr.isTTY !== true) return;
  const { green } = styleFor(io.stderr, io.env);
  await outputTo(io.stderr).write(`${green("✓")} ${outcome.created ? "created" : "updated"}\n`);
}
