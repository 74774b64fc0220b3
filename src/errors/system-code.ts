const MAX_DEPTH = 5;

/** Finds the code of a failed connection (`ECONNRESET`, `UND_ERR_SOCKET`) in a chain of causes; the innermost one tells most. */
export function systemCodeOf(cause: unknown): string | undefined {
  let found: string | undefined;
  let current = cause;
  for (let depth = 0; depth < MAX_DEPTH && current instanceof Error; depth += 1) {
    const { code } = current as { readonly code?: unknown };
    if (typeof code === "string" && code !== "") found = code;
    current = current.cause ?? firstOf(current);
  }
  return found;
}

/** An attempt over several addresses fails with an AggregateError that holds one error for each. */
function firstOf(error: Error): unknown {
  const { errors } = error as { readonly errors?: unknown };
  return Array.isArray(errors) ? errors[0] : undefined;
}
