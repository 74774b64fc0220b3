import { InputError, type RecordErrorEntry, type RowError, recordError } from "../errors/index.ts";
import type { Requester } from "../http/index.ts";
import { answerError } from "./answer-error.ts";
import type { CallOptions, Fields } from "./call.ts";

/** Kinds of invocable actions: built in, an Apex method, an autolaunched flow. */
export type ActionKind = "standard" | "apex" | "flow";

/** An action in a list. */
export interface ActionSummary {
  readonly label: string;
  readonly name: string;
  readonly type: string;
  readonly url?: string | undefined;
}

/** What became of one input of an action. */
export type ActionResult<T> =
  | {
      readonly ok: true;
      /** Place of the input, from 0. */
      readonly index: number;
      /** What the action returned. */
      readonly outputValues: T;
    }
  | {
      readonly ok: false;
      /** Place of the input, from 0. */
      readonly index: number;
      /** Why it failed, and what to do about it. */
      readonly error: RowError;
    };

/** Invocable actions of an org (Actions Developer Guide, "Invocable Actions"). */
export interface ActionsApi {
  /**
   * Lists the actions of a kind.
   *
   * @example
   * ```ts
   * const flows = await sf.actions.list("flow");
   * ```
   */
  list(kind: ActionKind, options?: CallOptions): Promise<readonly ActionSummary[]>;
  /**
   * Describes the inputs and outputs of an action.
   *
   * @example
   * ```ts
   * const { inputs } = await sf.actions.describe("flow", "Close_Case");
   * ```
   */
  describe(kind: ActionKind, name: string, options?: CallOptions): Promise<Readonly<Record<string, unknown>>>;
  /**
   * Runs an action with any number of inputs, each of which may fail alone. It is never sent twice.
   *
   * @example
   * ```ts
   * const inputs = [{ values: [1, 2] }];
   * const [result] = await sf.actions.invoke<{ total: number }>({ kind: "apex", name: "SumUp", inputs });
   * if (result?.ok) console.log(result.outputValues.total);
   * ```
   */
  invoke<T = Fields>(action: ActionRequest, options?: CallOptions): Promise<readonly ActionResult<T>[]>;
}

/** An action, and what to run it with. */
export interface ActionRequest {
  readonly kind: ActionKind;
  readonly name: string;
  /** One object for each run. @default a run without inputs */
  readonly inputs?: readonly Fields[] | undefined;
}

interface WireAction {
  readonly actionName: string;
  readonly isSuccess: boolean;
  readonly errors: readonly RecordErrorEntry[] | null;
  readonly outputValues: unknown;
}

/** Makes the actions of an org. */
export function actionsApi(requester: Requester): ActionsApi {
  return {
    list: async (kind, { signal } = {}) => {
      const { body } = await requester.json<{ actions: readonly ActionSummary[] }>({
        method: "GET",
        path: folderOf(kind),
        signal,
      });
      return body.actions;
    },
    describe: async (kind, name, { signal } = {}) => {
      const path = pathOf(kind, name);
      return (await requester.json<Record<string, unknown>>({ method: "GET", path, signal })).body;
    },
    invoke: <T>(action: ActionRequest, options?: CallOptions) => runAction<T>(requester, action, options),
  };
}

async function runAction<T>(
  requester: Requester,
  { kind, name, inputs = [{}] }: ActionRequest,
  { signal }: CallOptions = {},
): Promise<readonly ActionResult<T>[]> {
  if (inputs.length === 0) throw new InputError("The action has no input: give it one object for each run");
  const path = pathOf(kind, name);
  const request = { method: "POST", path, body: { json: { inputs } }, expect: [400], signal } as const;
  const answer = await requester.json<readonly WireAction[]>(request);
  const listed = Array.isArray(answer.body) && answer.body.every((one) => "isSuccess" in one);
  if (!listed) throw answerError({ ...answer, request: `POST ${path}` });
  return answer.body.map((one, index) =>
    one.isSuccess
      ? { ok: true, index, outputValues: one.outputValues as T }
      : { ok: false, index, error: recordError(one.errors ?? []) },
  );
}

function folderOf(kind: ActionKind): string {
  if (kind === "standard") return "actions/standard";
  if (kind === "apex" || kind === "flow") return `actions/custom/${kind}`;
  throw new InputError(`${JSON.stringify(kind)} is no kind of action: standard, apex or flow`, {
    column: "kind",
  });
}

function pathOf(kind: ActionKind, name: string): string {
  if (!/^[A-Za-z][\w.-]*$/.test(name))
    throw new InputError(`${JSON.stringify(name)} is not the API name of an action`, { column: "name" });
  return `${folderOf(kind)}/${name}`;
}
