import { InputError } from "../../errors/index.ts";
import { type Fields, type SalesforceRecord, type WriteOptions, writeHeaders } from "../call.ts";
import { externalIdValue, fieldList, objectName, recordId } from "../check.ts";
import type { DatedRecord } from "../context.ts";
import { recordBody, withoutField } from "../record-body.ts";
import { updateBody } from "../row-check.ts";
import type { CreateResult, ExternalId, UpsertResult } from "../sobject.ts";
import { type ReferenceText, referencesIn } from "./reference.ts";
import { type AnyStep, Step, type StepRequest } from "./step.ts";

/** An id, or a reference to one. */
export type IdOrReference = string | ReferenceText;

/** Options of a step. */
export interface StepOptions extends Omit<WriteOptions, "signal"> {
  /** Name of the step in the call and in messages: letters, digits, `_`. @default made from its object */
  readonly referenceId?: string | undefined;
}

/** Options of a step that reads. */
export interface ReadStepOptions extends StepOptions {
  /** API names of the fields to return. */
  readonly fields?: readonly string[] | undefined;
}

/** The answer to a query in a step: its first page. */
export interface StepQueryBody<T> {
  readonly totalSize: number;
  readonly done: boolean;
  /** Where the rest is, for `resumeQuery`. */
  readonly nextRecordsUrl?: string | undefined;
  readonly records: readonly T[];
}

/** Puts together the steps that deal with records: all that a graph takes. */
export class RecordSteps {
  /** The steps so far, in their order. */
  readonly steps: AnyStep[] = [];
  /** The records that they write, whose values are checked before anything is sent. @internal */
  readonly written: DatedRecord[] = [];

  /**
   * Creates a record.
   *
   * @example
   * ```ts
   * const { account } = (await sf.composite((c) => ({ account: c.create("Account", { Name: "Acme" }) }))).unwrap();
   * ```
   */
  create(object: string, fields: Fields, options: StepOptions = {}): Step<CreateResult> {
    const path = `sobjects/${objectName(object)}`;
    return this.#write({ object, fields }, { method: "POST", path, body: recordBody(fields) }, options);
  }

  /**
   * Reads a record.
   *
   * @example
   * ```ts
   * const { account } = (
   *   await sf.composite((c) => ({ account: c.retrieve("Account", accountId, { fields: ["Name"] }) }))
   * ).unwrap();
   * ```
   */
  retrieve<T = SalesforceRecord>(object: string, id: IdOrReference, options: ReadStepOptions = {}): Step<T> {
    const query = options.fields === undefined ? "" : `?fields=${fieldList(options.fields)}`;
    return this.step(object, { method: "GET", path: `${recordPath(object, id)}${query}` }, options);
  }

  /**
   * Changes fields of a record.
   *
   * @example
   * ```ts
   * await sf.composite((c) => {
   *   const account = c.create("Account", { Name: "Acme" });
   *   return { account, contact: c.update("Contact", contactId, { AccountId: account.ref.id }) };
   * });
   * ```
   */
  // biome-ignore lint/complexity/useMaxParams: the record, its fields, and options as every other step has them.
  update(object: string, id: IdOrReference, fields: Fields, options: StepOptions = {}): Step<null> {
    const body = updateBody(fields, `${object} ${String(id)}`);
    return this.#write({ object, fields }, { method: "PATCH", path: recordPath(object, id), body }, options);
  }

  /**
   * Creates or updates the record with this external id.
   *
   * @example
   * ```ts
   * const { steps } = await sf.composite((c) => ({
   *   account: c.upsert("Account", { field: "Ext__c", value: "a-1" }, { Name: "Acme" }),
   * }));
   * if (steps.account.ok) console.log(steps.account.body.created);
   * ```
   */
  // biome-ignore lint/complexity/useMaxParams: as above.
  upsert(
    object: string,
    { field, value }: ExternalId,
    fields: Fields,
    options: StepOptions = {},
  ): Step<UpsertResult & { success: boolean }> {
    const others = withoutField(fields, field);
    const key = encodeReferable(externalIdValue(field, value));
    const path = `sobjects/${objectName(object)}/${field}/${key}`;
    const request = { method: "PATCH", path, body: recordBody(others) } as const;
    return this.#write({ object, fields: others }, request, options);
  }

  /**
   * Deletes a record.
   *
   * @example
   * ```ts
   * await sf.composite((c) => ({ gone: c.delete("Contact", contactId) }), { allOrNone: true });
   * ```
   */
  delete(object: string, id: IdOrReference, options: StepOptions = {}): Step<null> {
    return this.step(object, { method: "DELETE", path: recordPath(object, id) }, options);
  }

  #write<T>(record: DatedRecord, request: StepRequest, options: StepOptions): Step<T> {
    const step = this.step<T>(record.object, request, options);
    this.written.push(record);
    return step;
  }

  /** Adds a step. */
  protected step<T>(name: string, request: StepRequest, { referenceId, ...write }: StepOptions): Step<T> {
    const given = { ...writeHeaders(write), ...request.headers };
    checkHeaders(given);
    const headers = Object.keys(given).length === 0 ? undefined : given;
    const step = new Step<T>(this.#nameOf(referenceId ?? name, referenceId), { ...request, headers });
    this.#checkReferences(step);
    this.steps.push(step);
    return step;
  }

  #nameOf(name: string, chosen: string | undefined): string {
    if (chosen === undefined) {
      const same = this.steps.filter(({ referenceId }) => referenceId.startsWith(`${name}_`)).length;
      return `${name}_${same + 1}`;
    }
    if (!/^[A-Za-z0-9]\w*$/.test(chosen))
      throw new InputError(
        `The reference id "${chosen}" may hold letters, digits and _, and begins with no _`,
      );
    if (this.steps.some(({ referenceId }) => referenceId === chosen))
      throw new InputError(`The reference id "${chosen}" is there twice`);
    return chosen;
  }

  /** A reference can point back only: the org answers the steps in their order. */
  #checkReferences({ request }: AnyStep): void {
    const known = new Set(this.steps.map(({ referenceId }) => referenceId));
    for (const name of referencesIn(`${request.path}${JSON.stringify(request.body ?? "")}`)) {
      if (!known.has(name))
        throw new InputError(`A step refers to @{${name}}, but no step before it has this name`);
    }
  }
}

/** Puts together the steps of a composite call. */
export class CompositeSteps extends RecordSteps {
  /**
   * Runs a query; the answer holds its first page. References stand for texts inside its quotes.
   *
   * @example
   * ```ts
   * const result = await sf.composite((c) => {
   *   const found = c.query<{ Id: string }>("SELECT Id FROM Account ORDER BY Name LIMIT 1");
   *   return { found, contact: c.create("Contact", { LastName: "Muster", AccountId: found.ref.records[0].Id }) };
   * });
   * ```
   */
  query<T = SalesforceRecord>(soql: string, options: StepOptions = {}): Step<StepQueryBody<T>> {
    return this.step("query", { method: "GET", path: `query/?q=${encodeReferable(soql)}` }, options);
  }

  /**
   * Any other resource that composite takes.
   *
   * @example
   * ```ts
   * const { steps } = await sf.composite((c) => ({
   *   describe: c.request<ObjectDescribe>({ method: "GET", path: "sobjects/Account/describe" }),
   * }));
   * ```
   */
  request<T = unknown>(request: StepRequest, options: StepOptions = {}): Step<T> {
    return this.step("request", request, options);
  }
}

/** The call has them for all of its steps, and refuses them in one (REST API guide, "Composite Subrequest"). */
const OF_THE_CALL = /^(?:accept|authorization|content-type)$/i;

function checkHeaders(headers: Readonly<Record<string, string>>): void {
  const refused = Object.keys(headers).find((name) => OF_THE_CALL.test(name));
  if (refused !== undefined)
    throw new InputError(`A step may not have the header ${refused}: the call has it for all of its steps`);
}

function recordPath(object: string, id: IdOrReference): string {
  const text = typeof id === "string" ? recordId(id) : id.toString();
  return `sobjects/${objectName(object)}/${text}`;
}

/** Encodes a text for a URL, but for the references in it. */
function encodeReferable(text: string): string {
  const parts = text.split(/(@\{[^}]+\})/);
  return parts.map((part, at) => (at % 2 === 1 ? part : encodeURIComponent(part))).join("");
}
