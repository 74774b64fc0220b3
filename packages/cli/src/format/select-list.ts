/**
 * Reads the paths of a query's select list, where it is made of plain fields alone, so that columns are those that were
 * asked for, in that order, also where every value is null. Functions, TYPEOF and GROUP BY answer under other names: then
 * `undefined`.
 */
export function selectList(soql: string): string[] | undefined {
  const [, list, rest] = /^\s*SELECT\s+([\s\S]*?)\s+FROM\s([\s\S]*)$/i.exec(soql) ?? [];
  if (list === undefined || rest === undefined || /\bGROUP\s+BY\b/i.test(withoutTexts(rest)))
    return undefined;
  const paths = list.split(",").map((item) => item.trim());
  return paths.every((path) => /^[A-Za-z]\w*(?:\.[A-Za-z]\w*)*$/.test(path)) ? paths : undefined;
}

function withoutTexts(soql: string): string {
  return soql.replace(/'(?:[^'\\]|\\.)*'/gs, "''");
}
