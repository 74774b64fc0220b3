/** A row on its way, with its place in the input. */
export interface NumberedRow {
  /** Place in the input, from 0. */
  readonly index: number;
  /** API name of its object; empty for deletes, which mix objects freely. */
  readonly type: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** Most records of one call (REST API guide, "sObject Collections"). */
const MAX_ROWS = 200;
/** Most runs of records of one object in a call. */
const MAX_RUNS = 10;

/**
 * Cuts rows into calls, as few as the platform's limits allow: 200 rows, and 10 runs of rows of the same object. Within
 * a call rows are put together by object, otherwise in their order.
 */
export function chunksOf(rows: readonly NumberedRow[]): NumberedRow[][] {
  const chunks: NumberedRow[][] = [];
  let byType = new Map<string, NumberedRow[]>();
  let size = 0;
  const close = (): void => {
    if (size > 0) chunks.push([...byType.values()].flat());
    byType = new Map();
    size = 0;
  };
  for (const row of rows) {
    if (size === MAX_ROWS || (byType.size === MAX_RUNS && !byType.has(row.type))) close();
    const same = byType.get(row.type);
    if (same === undefined) byType.set(row.type, [row]);
    else same.push(row);
    size += 1;
  }
  close();
  return chunks;
}
