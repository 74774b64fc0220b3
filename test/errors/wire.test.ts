import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  AuthenticationError,
  ConflictError,
  errorFromAnswer,
  type KineticError,
  NotFoundError,
  PermissionError,
  parseErrorBody,
  RequestError,
  ServerError,
  UnexpectedResponseError,
} from "kinetic-core";
import { describe, expect, it } from "vitest";

interface Recording {
  readonly id: string;
  readonly errorCodes?: readonly string[];
  readonly request: { readonly method: string; readonly url: string };
  readonly response: {
    readonly status: number;
    readonly headers: Record<string, string> | null;
    readonly body: string | null;
  };
}

const WIRE = fileURLToPath(new URL("../../../shared/wire/", import.meta.url));
const FILES = ["recorded.jsonl", "recorded-elided.jsonl", "handwritten.jsonl"];
const present = existsSync(WIRE);
const recordings: readonly Recording[] = present
  ? FILES.flatMap((file) =>
      readFileSync(WIRE + file, "utf8")
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line) as Recording),
    )
  : [];

/** The class that each recorded code must become. */
const CLASS_OF: Readonly<Record<string, abstract new (...args: never[]) => KineticError>> = {
  API_DISABLED_FOR_ORG: PermissionError,
  APEX_ERROR: ServerError,
  DUPLICATE_VALUE: ConflictError,
  ENTITY_IS_DELETED: NotFoundError,
  INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY: PermissionError,
  INVALIDJOBSTATE: ConflictError,
  INVALID_AUTH_HEADER: AuthenticationError,
  INVALID_FIELD_FOR_INSERT_UPDATE: PermissionError,
  INVALID_LOGIN: AuthenticationError,
  INVALID_OPERATION_WITH_EXPIRED_PASSWORD: AuthenticationError,
  INVALID_SESSION_ID: AuthenticationError,
  NOT_FOUND: NotFoundError,
  invalid_client: AuthenticationError,
  invalid_client_id: AuthenticationError,
  invalid_grant: AuthenticationError,
};

function toError({ request, response }: Recording): KineticError {
  const headers = Object.fromEntries(
    Object.entries(response.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const path = new URL(request.url).pathname;
  return errorFromAnswer({
    status: response.status,
    headers,
    body: response.body ?? "",
    kind: path.includes("/services/oauth2/") ? "oauth" : "rest",
    request: `${request.method} ${path}`,
    attempts: 1,
  });
}

function expectedClass(
  { response }: Recording,
  error: KineticError,
): abstract new (
  ...args: never[]
) => KineticError {
  if (response.status === 300) return ConflictError;
  if (error.errorCode !== undefined && Object.hasOwn(CLASS_OF, error.errorCode))
    return CLASS_OF[error.errorCode] ?? RequestError;
  return response.status >= 500 ? ServerError : RequestError;
}

const refused = recordings.filter(({ response }) => response.status >= 400 || response.status === 300);
const partly = recordings.filter(
  ({ response, errorCodes }) => response.status < 300 && (errorCodes?.length ?? 0) > 0,
);
// Some recorders kept a body as parsed JSON: only text can be parsed here.
const good = recordings.filter(
  ({ response, errorCodes }) =>
    typeof response.body === "string" && response.status < 300 && (errorCodes?.length ?? 0) === 0,
);

describe.skipIf(!present)("recorded answers (../shared/wire; skipped where it is absent)", () => {
  it("are there", () => {
    expect(refused.length).toBeGreaterThan(40);
    expect(partly.length).toBeGreaterThan(5);
    expect(good.length).toBeGreaterThan(100);
  });

  it.each(refused.map((one) => [one.id, one] as const))("%s becomes its error", (_id, recording) => {
    const error = toError(recording);
    expect(error).toBeInstanceOf(expectedClass(recording, error));
    expect(error.status).toBe(recording.response.status);
    expect(error.remediation.id).not.toBe("unknown-error");
    if (recording.errorCodes !== undefined) expect(recording.errorCodes).toContain(error.errorCode);
    const said = error.platformErrors[0]?.message.replace(/\s+/g, " ").trim() ?? "";
    expect(error.message).toContain(said);
    // No recorded error may end in advice of the last resort, except where the body is empty or bare text.
    if (error.errorCode !== undefined) expect(error.remediation.id).not.toMatch(/^http-/);
  });

  it.each(partly.map((one) => [one.id, one] as const))(
    "%s lists the errors inside its 2xx",
    (_id, recording) => {
      const errors = parseErrorBody(recording.response.body ?? "");
      expect(new Set(errors.map((one) => one.code))).toEqual(new Set(recording.errorCodes));
      expect(toError(recording)).not.toBeInstanceOf(UnexpectedResponseError);
    },
  );

  it("finds no error in a good JSON answer", () => {
    const found = good.filter(
      ({ response }) =>
        /^\s*[[{]/.test(response.body ?? "") && parseErrorBody(response.body ?? "").length > 0,
    );
    expect(found.map((one) => one.id)).toEqual([]);
  });
});
