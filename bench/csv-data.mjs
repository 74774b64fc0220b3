// The rows that the benchmarks of CSV and of exports work on: made up, always the same, written as Bulk API 2.0 writes
// them, with every value in quotes; some values hold quotes, line breaks and letters beyond ASCII.
const WORDS =
  "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut labore".split(
    " ",
  );

export const COLUMNS = [
  "Id",
  "Name",
  "AccountNumber",
  "BillingCity",
  "Industry",
  "AnnualRevenue",
  "NumberOfEmployees",
  "Owner.Name",
  "CreatedDate",
  "Description",
];

export const HEADER = `${COLUMNS.map((name) => `"${name}"`).join(",")}\n`;

/** Makes rows of values, from number `from` on. */
export function makeRows(count, from = 0) {
  let state = 7 + from;
  const below = (limit) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return Math.floor((state / 4294967296) * limit);
  };
  const word = () => WORDS[below(WORDS.length)];
  return Array.from({ length: count }, (_, at) => {
    const row = from + at + 1;
    const text = Array.from({ length: 4 + below(8) }, word).join(" ");
    return [
      `001${String(row).padStart(12, "0")}AAA`,
      `${word()} ${word()} ${row}`,
      `AC-${row}`,
      row % 50 === 0 ? "München" : word(),
      word(),
      `${below(1e6)}.${below(90) + 10}`,
      String(below(1e5)),
      `${word()} ${word()}`,
      `2026-01-0${1 + (row % 9)}T10:00:00.000Z`,
      row % 3 === 0
        ? ""
        : `${text}${row % 20 === 0 ? ', said "yes"' : ""}${row % 37 === 0 ? "\nand more" : ""}`,
    ];
  });
}

/** Writes rows as Bulk API 2.0 does. */
export function csvOf(rows) {
  const lines = rows.map((row) => row.map((value) => `"${value.replaceAll('"', '""')}"`).join(","));
  return Buffer.from(`${lines.join("\n")}\n`);
}
