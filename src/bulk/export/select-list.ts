import { selectList, withoutLiterals } from "./soql-text.ts";

/** What a query selects, as far as it names fields. */
export interface Selection {
  /** The object that the rows are of; `undefined` where the text has no FROM. */
  readonly object: string | undefined;
  /** Fields by their paths, e.g. `Owner.Name`, without the name or alias of the object before them. */
  readonly paths: readonly string[];
  /** Whether the paths are all that is selected: no function, `TYPEOF` or subquery is among them. */
  readonly isPlain: boolean;
}

/** Reads which fields a query selects. */
export function readSelection(soql: string): Selection {
  const text = withoutLiterals(soql);
  const list = selectList(text);
  const [, object, alias] = FROM.exec(text.slice(list.length)) ?? [];
  const items = splitItems(list.replace(/^\s*SELECT\b/i, ""));
  const fields = items.filter((item) => FIELD.test(item));
  const own = [object, alias].map((name) => name?.toLowerCase());
  const paths = fields.map((field) => withoutOwner(field, own));
  return { object, paths, isPlain: fields.length === items.length };
}

const FROM =
  /^FROM\s+(\w+)(?:\s+(?:AS\s+)?(?!(?:USING|WHERE|WITH|GROUP|ORDER|LIMIT|OFFSET|FOR|ALL)\b)(\w+))?/i;
const FIELD = /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/;

/** Splits a list at the commas that are in no brackets. */
function splitItems(list: string): string[] {
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= list.length; at += 1) {
    const unit = list[at];
    if (unit === "(") depth += 1;
    else if (unit === ")") depth -= 1;
    else if (at === list.length || (unit === "," && depth === 0)) {
      items.push(list.slice(start, at).trim());
      start = at + 1;
    }
  }
  return items.filter((item) => item !== "");
}

function withoutOwner(path: string, own: readonly (string | undefined)[]): string {
  const dot = path.indexOf(".");
  return dot !== -1 && own.includes(path.slice(0, dot).toLowerCase()) ? path.slice(dot + 1) : path;
}
