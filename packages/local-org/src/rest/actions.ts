import { callerOf, failure, notFound, notImplemented } from "../server/errors.ts";
import type { Call, Reply, Route } from "../server/types.ts";
import type { Store } from "../store/types.ts";
import { isObject } from "./write.ts";

/** Who invokes an action, and on what. */
export interface ActionContext {
  readonly userId: string;
  /** The org's data. */
  readonly store: Store;
}

/** What an invocable action does with one input. It returns the output values; an error that it throws makes this input fail. */
export type ActionHandler = (
  input: Readonly<Record<string, unknown>>,
  context: ActionContext,
) => Readonly<Record<string, unknown>> | undefined | Promise<Readonly<Record<string, unknown>> | undefined>;

/** Invocable actions by kind and name: `apex/MyClass`, `flow/My_Flow`, `standard/emailSimple`. */
export type Actions = Readonly<Record<string, ActionHandler>>;

/** The path of an action below `actions`: a standard one stands beside `custom`. */
const placeOf = (key: string): string => (key.startsWith("standard/") ? key : `custom/${key}`);

interface ActionResult {
  readonly actionName: string;
  readonly errors: readonly { statusCode: string; message: string; fields: readonly string[] }[] | null;
  readonly isSuccess: boolean;
  readonly outputValues: Readonly<Record<string, unknown>> | null;
}

async function invokeOne(
  call: Call,
  action: { name: string; handler: ActionHandler },
  input: unknown,
): Promise<ActionResult> {
  const { name: actionName, handler } = action;
  const context = { userId: callerOf(call).id, store: call.org.store };
  try {
    const outputValues = (await handler(isObject(input) ? input : {}, context)) ?? null;
    return { actionName, errors: null, isSuccess: true, outputValues };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const errors = [{ statusCode: "UNKNOWN_EXCEPTION", message, fields: [] }];
    return { actionName, errors, isSuccess: false, outputValues: null };
  }
}

async function invoke(call: Call, actions: Actions): Promise<Reply> {
  const place = (call.params["rest"] ?? "").replace(/\/$/, "");
  const key = Object.keys(actions).find(
    (candidate) => placeOf(candidate).toLowerCase() === place.toLowerCase(),
  );
  const handler = key === undefined ? undefined : actions[key];
  if (key === undefined || !handler) throw notFound();
  const inputs = isObject(call.json) ? call.json["inputs"] : undefined;
  if (!Array.isArray(inputs))
    throw failure(400, "INVALID_API_INPUT", "The request body must contain inputs.");
  const name = key.slice(key.indexOf("/") + 1);
  const results: ActionResult[] = [];
  for (const input of inputs) results.push(await invokeOne(call, { name, handler }, input));
  return { status: results.every((result) => result.isSuccess) ? 200 : 400, json: results };
}

const KINDS = ["standard", "custom"] as const;

/** Lists the kinds of actions, the kinds of custom ones, or the actions of a kind. */
function list(call: Call, actions: Actions): Reply {
  const place = (call.params["rest"] ?? "").replace(/\/$/, "");
  const base = `${call.base}/actions`;
  const links = (names: readonly string[], below: string): Reply => ({
    status: 200,
    json: Object.fromEntries(names.map((name) => [name, `${below}/${name}`])),
  });
  if (place === "") return links(KINDS, base);
  const keys = Object.keys(actions);
  if (place === "custom") {
    const kinds = keys.filter((key) => !key.startsWith("standard/")).map((key) => key.split("/")[0] ?? "");
    return links([...new Set(kinds)], `${base}/custom`);
  }
  const own = keys.filter((key) => placeOf(key).startsWith(`${place}/`));
  if (own.length === 0 && place !== "standard") {
    if (keys.some((key) => placeOf(key) === place)) throw notImplemented("the description of an action");
    throw notFound();
  }
  const described = own.map((key) => {
    const name = key.slice(key.indexOf("/") + 1);
    const type = place === "standard" ? name : (key.split("/")[0] ?? "");
    return { label: name, name, type: type.toUpperCase(), url: `${base}/${placeOf(key)}` };
  });
  return { status: 200, json: { actions: described } };
}

/** Makes the Actions resources out of the actions that an org was given (Actions Developer Guide, "Invocable Actions"). */
export function actionRoutes(actions: Actions | undefined): readonly Route[] {
  const given = (): Actions => {
    if (actions) return actions;
    throw notImplemented("actions of its own: give startLocalOrg the option actions");
  };
  const path = "/services/data/:version/actions";
  return [
    { method: "GET", path, handler: (call) => list(call, given()) },
    { method: "GET", path: `${path}/*rest`, handler: (call) => list(call, given()) },
    { method: "POST", path: `${path}/*rest`, takes: "json", handler: (call) => invoke(call, given()) },
  ];
}
