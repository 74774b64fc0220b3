/*
 * Everything on the page is made here, of nodes and texts: no text is ever read as HTML.
 */

/** Makes an element. What is null, undefined or false among its attributes and children is left out. */
export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? "" : String(value));
  }
  element.append(
    ...children.flat().filter((child) => child !== null && child !== undefined && child !== false),
  );
  return element;
}

/** Shows a whole number with its thousands apart. */
export const number = (value) => Number(value).toLocaleString("en-US");

/** Makes a word in a coloured pill. @param kind - `good`, `warn`, `bad`, or empty */
export const badge = (text, kind = "") => el("span", { class: `badge ${kind}` }, text);

/** Makes several pills. */
export const chips = (texts, kind = "") =>
  el(
    "div",
    { class: "chips" },
    texts.map((text) => badge(text, kind)),
  );

/** Makes the words that stand where there is nothing to show. */
export const empty = (text) => el("div", { class: "card empty" }, text);

/** Makes the box that says what went wrong. */
export const problem = (...children) => el("div", { class: "problem", role: "alert" }, ...children);

/**
 * Makes a table.
 * @param columns - `{ head, class, label }`; on a narrow screen a row becomes a block, where `label` stands before the value
 * @param rows - lists of cells: texts or nodes
 */
export function table(columns, rows) {
  const head = columns.map((column) => el("th", { scope: "col", class: column.class }, column.head));
  const cell = (value, at) =>
    el("td", { class: columns[at].class, "data-label": columns[at].label }, value ?? "");
  const body = rows.map((row) => el("tr", {}, row.map(cell)));
  return el(
    "div",
    { class: "card stack", tabindex: "0" },
    el("table", {}, el("thead", {}, el("tr", {}, head)), el("tbody", {}, body)),
  );
}
