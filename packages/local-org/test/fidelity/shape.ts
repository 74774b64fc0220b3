type Json = Record<string, unknown>;

const ID = /\b[a-zA-Z0-9]{15}(?:[A-Z0-5]{3})?\b/g;

/** Puts one word in the place of every id, and of every address of an org. */
export function masked(text: string): string {
  return text
    .replace(ID, "ID")
    .replace(/(?<=["/])xxxx(?=")/g, "ID")
    .replaceAll(/https?:\/\/[\w.:-]+/g, "ORG")
    .replaceAll(/user\d+@example\.com/g, "EMAIL");
}

const isObject = (value: unknown): value is Json =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Errors, and rows of collections that failed: what they say is part of the contract. */
const isError = (value: unknown): boolean =>
  isObject(value) && ("errorCode" in value || "statusCode" in value || "error_description" in value);

/** What a text is: clients parse some of them. */
function kindOfText(text: string): string {
  if (/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}(?:\+0000|Z)$/.test(text)) {
    return text.endsWith("Z") ? "date-time Z" : "date-time +0000";
  }
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return "date";
  if (/^[a-zA-Z0-9]{15}$|^[a-zA-Z0-9]{15}[A-Z0-5]{3}$/.test(text) && /\d/.test(text))
    return `id of ${text.length}`;
  if (text.startsWith("/services/")) return "path";
  return "text";
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "list";
  if (value === null) return "null";
  if (typeof value !== "string") return typeof value;
  return kindOfText(value);
}

function leafDifferences(ours: unknown, theirs: unknown, at: string): string[] {
  const [mine, real] = [kindOf(ours), kindOf(theirs)];
  // Null fits everything: it says that there was no value, not what kind it would have been.
  if (mine === real || mine === "null" || real === "null") return [];
  return [`${at}: ours ${mine} ${String(ours).slice(0, 80)}, theirs ${real} ${String(theirs).slice(0, 80)}`];
}

/** Merges the objects of a list into one that has the members of all. */
function merge(list: readonly unknown[]): Json {
  const merged: Json = {};
  for (const item of list) {
    for (const [key, value] of Object.entries(item as Json)) {
      const known = merged[key];
      if (Array.isArray(known) && Array.isArray(value)) merged[key] = [...known, ...value];
      else if (isObject(known) && isObject(value)) merged[key] = merge([known, value]);
      else if (known === undefined || known === null) merged[key] = value;
    }
  }
  return merged;
}

const hasName = (value: unknown): value is Json & { name: string } =>
  isObject(value) && typeof value["name"] === "string";

/** Lists of what an org has (fields, objects): each item is compared with its namesake, or all with all where there is none. */
function catalogueDifferences(ours: readonly unknown[], theirs: readonly unknown[], at: string): string[] {
  const mine = new Map(ours.filter(hasName).map((item) => [item.name, item]));
  const shared = theirs.filter(hasName).filter(({ name }) => mine.has(name));
  if (shared.length === 0)
    return jsonDifferences(merge(ours), merge(theirs), { at: `${at}[*]`, loose: true });
  return shared.flatMap((item) =>
    jsonDifferences(mine.get(item.name), item, { at: `${at}[${item.name}]`, loose: true }),
  );
}

function listDifferences(ours: readonly unknown[], theirs: readonly unknown[], place: Place): string[] {
  const { at, loose } = place;
  if (theirs.length === 0 || ours.length === 0) {
    const fits = theirs.length === ours.length || loose;
    return fits ? [] : [`${at}: ours has ${ours.length} items, theirs ${theirs.length}`];
  }
  if (theirs.every(hasName) && ours.every(hasName)) return catalogueDifferences(ours, theirs, at);
  if (theirs.length === ours.length)
    return theirs.flatMap((item, i) => jsonDifferences(ours[i], item, { at: `${at}[${i}]`, loose }));
  if (theirs.every(isObject) && ours.every(isObject))
    return jsonDifferences(merge(ours), merge(theirs), { at: `${at}[*]`, loose: true });
  return leafDifferences(ours[0], theirs[0], `${at}[0]`);
}

/** Where in a document we are, and whether a list there may be empty: inside of what an org has, it is the org's own affair. */
interface Place {
  readonly at: string;
  readonly loose: boolean;
}

/** Tells in what the shape of a JSON value differs from a recorded one: members, kinds of values, and errors word for word. */
export function jsonDifferences(
  ours: unknown,
  theirs: unknown,
  place: Place = { at: "$", loose: false },
): string[] {
  const { at, loose } = place;
  if (Array.isArray(theirs) && Array.isArray(ours)) return listDifferences(ours, theirs, place);
  if (!isObject(theirs) || !isObject(ours)) return leafDifferences(ours, theirs, at);
  if (isError(theirs)) {
    const [mine, real] = [masked(JSON.stringify(sorted(ours))), masked(JSON.stringify(sorted(theirs)))];
    return mine === real ? [] : [`${at}: ours ${mine}, theirs ${real}`];
  }
  const missing = Object.keys(theirs).filter((key) => !(key in ours));
  const extra = Object.keys(ours).filter((key) => !(key in theirs));
  return [
    ...(missing.length > 0 ? [`${at}: lacks ${missing.join(", ")}`] : []),
    ...(extra.length > 0 ? [`${at}: has beside ${extra.join(", ")}`] : []),
    ...Object.keys(theirs)
      .filter((key) => key in ours)
      .flatMap((key) => jsonDifferences(ours[key], theirs[key], { at: `${at}.${key}`, loose })),
  ];
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sorted(value[key])]),
  );
}

/** Writes an answer to a query so that the order of its records does not count: without ORDER BY there is none. */
export function withoutOrder(value: unknown): string {
  const { records, ...rest } = value as { records: readonly unknown[] };
  const lines = records.map((record) => masked(JSON.stringify(nested(sorted(record))))).sort();
  return JSON.stringify({ ...rest, records: lines });
}

function nested(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nested);
  if (!isObject(value)) return value;
  if (Array.isArray(value["records"])) return withoutOrder(value);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, nested(inner)]));
}

/** Compares CSV: the header word for word, the rows but for ids and their order. */
export function csvDifferences(ours: string, theirs: string): string[] {
  const lines = (text: string): string[] =>
    masked(text)
      .replaceAll("\r", "")
      .replace(/^"\d*",/gm, '"ID",')
      .trimEnd()
      .split("\n");
  const [[head, ...rows], [realHead, ...realRows]] = [lines(ours), lines(theirs)];
  if (head !== realHead) return [`CSV header: ours ${head}, theirs ${realHead}`];
  const [mine, real] = [rows.sort().join("\n"), realRows.sort().join("\n")];
  return mine === real ? [] : [`CSV rows: ours ${mine.slice(0, 300)}, theirs ${real.slice(0, 300)}`];
}

/** The elements of an XML text, each with the path that leads to it. */
function elementPaths(xml: string): Set<string> {
  const paths = new Set<string>();
  const open: string[] = [];
  for (const [, closing, name = "", , empty] of xml.matchAll(/<(\/)?([\w:.-]+)((?:\s[^<>]*?)?)(\/)?>/g)) {
    if (closing) open.pop();
    else {
      open.push(name);
      paths.add(open.join("/"));
      if (empty) open.pop();
    }
  }
  return paths;
}

/** Compares XML by its elements. */
export function xmlDifferences(ours: string, theirs: string): string[] {
  const [mine, real] = [elementPaths(ours), elementPaths(theirs)];
  const lacks = [...real].filter((path) => !mine.has(path));
  const extra = [...mine].filter((path) => !real.has(path));
  if (mine.size === 0) return [`body: ours is no XML: ${ours.slice(0, 200)}`];
  return [
    ...(lacks.length > 0 ? [`XML lacks ${lacks.join(", ")}`] : []),
    ...(extra.length > 0 ? [`XML has beside ${extra.join(", ")}`] : []),
  ];
}
