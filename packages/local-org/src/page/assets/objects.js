import { badge, el, empty, number, table } from "./elements.js";
import { read } from "./org.js";

const COLUMNS = [
  { head: "Object" },
  { head: "Rows", class: "number aside" },
  { head: "Label", class: "soft full" },
];

const shown = { text: "", all: false };

function rowsOf(objects) {
  const text = shown.text.trim().toLowerCase();
  return objects
    .filter(({ rows }) => shown.all || text !== "" || rows > 0)
    .filter(({ name, label }) => `${name} ${label}`.toLowerCase().includes(text))
    .sort((a, b) => b.rows - a.rows || a.name.localeCompare(b.name));
}

/** Where a click on an object leads: its newest rows. */
const queryOf = (name) =>
  `#query?${new URLSearchParams({ soql: `SELECT FIELDS(ALL) FROM ${name} LIMIT 50` })}`;

function list(objects) {
  const found = rowsOf(objects);
  if (found.length === 0) return empty("No object fits the filter.");
  return table(
    COLUMNS,
    found.map(({ name, label, custom, rows }) => [
      el("span", {}, el("a", { href: queryOf(name) }, name), " ", custom && badge("custom")),
      number(rows),
      label,
    ]),
  );
}

/** The objects of the org and how many rows they have. */
export const objects = {
  title: "Objects",
  load: () => read("/objects"),
  render(data, redraw) {
    const all = el("input", {
      type: "checkbox",
      checked: shown.all,
      onchange: (event) => {
        shown.all = event.target.checked;
        redraw();
      },
    });
    const filter = el("input", {
      type: "search",
      id: "filter",
      placeholder: "Filter objects",
      "aria-label": "Filter objects",
      value: shown.text,
      oninput: (event) => {
        shown.text = event.target.value;
        redraw();
      },
    });
    const total = data.reduce((sum, { rows }) => sum + rows, 0);
    return [
      el(
        "div",
        { class: "tools" },
        filter,
        el("label", { class: "check" }, all, "also empty ones"),
        el("span", { class: "count" }, `${number(total)} rows in ${number(data.length)} objects`),
      ),
      list(data),
    ];
  },
};
