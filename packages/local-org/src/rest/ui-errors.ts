import type { ObjectDef } from "../schema/types.ts";
import type { Reply } from "../server/types.ts";
import type { WriteError } from "../store/types.ts";

interface UiError {
  readonly constituentField: null;
  readonly duplicateRecordError: null;
  readonly errorCode: string;
  readonly field: string | null;
  readonly fieldLabel: string | null;
  readonly message: string;
}

function uiError(object: ObjectDef, error: WriteError, field: string | null): UiError {
  const fieldLabel = field === null ? null : (object.field(field)?.label ?? field);
  const { statusCode: errorCode, message } = error;
  return { constituentField: null, duplicateRecordError: null, errorCode, field, fieldLabel, message };
}

/** Answers a refused write as the UI API does: errors of the record, and errors by field. */
export function refuseWrite(
  object: ObjectDef,
  verb: "create" | "update" | "delete",
  refusals: readonly WriteError[],
): Reply {
  const errors = refusals
    .filter(({ fields }) => fields.length === 0)
    .map((error) => uiError(object, error, null));
  const fieldErrors = Object.fromEntries(
    refusals
      .flatMap(({ fields }) => fields)
      .map((field) => {
        const own = refusals.filter(({ fields }) => fields.includes(field));
        return [field, own.map((error) => uiError(object, error, field))] as const;
      }),
  );
  const message = `An error occurred while trying to ${verb} the record. Please try again.`;
  const output = { errors, fieldErrors };
  const entry = {
    statusCode: 400,
    errorCode: "INVALID_INPUT",
    message,
    enhancedErrorType: "RecordError",
    output,
  };
  return { status: 400, json: [entry] };
}
