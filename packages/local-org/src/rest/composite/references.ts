/** What earlier subrequests of a composite request answered, by reference id. Case matters. */
export type Answers = ReadonlyMap<string, unknown>;

/** A reference that leads to nothing. */
export class BrokenReference extends Error {
  constructor(path: string, referenceId: string) {
    super(`Invalid reference specified. No value for ${path} found in ${referenceId}.`);
    this.name = "BrokenReference";
  }
}

/** How references are followed. */
export interface ReferenceScope {
  readonly answers: Answers;
  /** Up to v51 a reference to a null was refused. */
  readonly allowNull: boolean;
}

const REFERENCE = /@\{([^{}]+)\}/g;
const WHOLE = /^@\{([^{}]+)\}$/;

/** Cuts `records[0].Id` into its steps. */
const stepsOf = (path: string): string[] => path.split(/[.[\]]+/).filter((step) => step !== "");

/** Follows a reference such as `refId.records[0].Id`. @throws BrokenReference */
function follow(path: string, { answers, allowNull }: ReferenceScope): unknown {
  const [referenceId = "", ...steps] = stepsOf(path);
  let value = answers.get(referenceId);
  for (const step of steps) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step))
      throw new BrokenReference(path, referenceId);
    value = (value as Record<string, unknown>)[step];
  }
  if (value === undefined || (value === null && !allowNull)) throw new BrokenReference(path, referenceId);
  return value;
}

const asText = (value: unknown): string => (value === null ? "" : String(value));

/** Puts values in the place of the references of a URL, encoded. @throws BrokenReference */
export function resolveUrl(url: string, scope: ReferenceScope): string {
  return url.replace(REFERENCE, (_match, path: string) => encodeURIComponent(asText(follow(path, scope))));
}

function resolveText(text: string, scope: ReferenceScope): unknown {
  const whole = WHOLE.exec(text)?.[1];
  if (whole !== undefined) return follow(whole, scope);
  return text.replace(REFERENCE, (_match, path: string) => asText(follow(path, scope)));
}

/** Puts values in the place of the references of a body; a text that is one reference takes the value's type. @throws BrokenReference */
export function resolveBody(body: unknown, scope: ReferenceScope): unknown {
  if (typeof body === "string") return resolveText(body, scope);
  if (Array.isArray(body)) return body.map((item) => resolveBody(item, scope));
  if (typeof body !== "object" || body === null) return body;
  return Object.fromEntries(Object.entries(body).map(([key, value]) => [key, resolveBody(value, scope)]));
}

/** Lists the reference ids that a subrequest depends on. */
export function referencesIn(value: unknown): string[] {
  const found = JSON.stringify(value ?? null).matchAll(REFERENCE);
  return [...found].map(([, path]) => stepsOf(path ?? "")[0] ?? "");
}
