import { InputError } from "../../errors/index.ts";
import type { AnyStep, Steps } from "./step.ts";

/**
 * Has the caller's function put its steps into a builder, and returns them as it named them.
 *
 * @throws InputError when it is no function, returns no steps by name, or a step of another call, whose result would never come
 */
export function buildSteps<B extends { readonly steps: readonly AnyStep[] }, S extends Steps>(
  build: (builder: B) => S,
  builder: B,
): S {
  const example = "(steps) => ({ first: steps.…, second: steps.… })";
  if (typeof build !== "function")
    throw new InputError(`The steps are made by a function, such as ${example}, not by ${typeof build}`);
  const named: unknown = build(builder);
  // An async function has named nothing yet, and its results would be lost.
  if (typeof named !== "object" || named === null || named instanceof Promise)
    throw new InputError(`The function must return its steps by name and at once, such as ${example}`);
  for (const [name, step] of Object.entries(named))
    if (!builder.steps.includes(step)) throw new InputError(`The step "${name}" belongs to another call`);
  return named as S;
}
