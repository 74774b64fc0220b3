import { badge, el, empty, number, table } from "./elements.js";
import { read } from "./org.js";

const COLUMNS = [
  { head: "#", class: "number soft" },
  { head: "Status", class: "aside" },
  { head: "Request", class: "wide full" },
  { head: "Error", class: "cell full" },
  { head: "User", class: "soft" },
  { head: "Time", class: "number soft aside" },
];

const shown = { text: "", errors: false };

function statusOf({ status }) {
  if (status === undefined || status === null) return badge("no answer", "bad");
  const kind = status < 300 ? "good" : status < 400 ? "" : status < 500 ? "warn" : "bad";
  return badge(String(status), kind);
}

function errorOf({ errorCode, fault, internalError }) {
  const lines = [
    errorCode && el("div", { class: "mono whole" }, errorCode),
    fault && el("div", {}, badge(`fault: ${fault}`, "warn")),
    internalError && el("pre", { class: "json" }, internalError),
  ].filter(Boolean);
  return lines.length === 0 ? "" : el("div", {}, lines);
}

const isError = ({ status, fault }) =>
  status === undefined || status === null || status >= 400 || Boolean(fault);

function list(data) {
  const text = shown.text.trim().toLowerCase();
  const fits = (entry) =>
    (!shown.errors || isError(entry)) &&
    `${entry.method} ${entry.url} ${entry.errorCode ?? ""} ${entry.username ?? ""}`
      .toLowerCase()
      .includes(text);
  const found = data.filter(fits).reverse();
  if (found.length === 0)
    return empty(data.length === 0 ? "No request came in yet." : "No request fits the filter.");
  return table(
    COLUMNS,
    found.map((entry) => [
      String(entry.number),
      statusOf(entry),
      el("div", { class: "mono" }, el("strong", {}, entry.method), ` ${decode(entry.url)}`),
      errorOf(entry),
      entry.username,
      `${number(entry.durationMs)} ms`,
    ]),
  );
}

/** Queries are easier to read as they were meant. */
function decode(url) {
  try {
    return decodeURIComponent(url.replaceAll("+", " "));
  } catch {
    return url;
  }
}

/** The latest requests with their errors, the newest first. */
export const requests = {
  title: "Requests",
  load: () => read("/requests?last=200"),
  render(data, redraw) {
    const change = (member, value) => {
      shown[member] = value;
      redraw();
    };
    const errors = data.filter(isError).length;
    return [
      el(
        "div",
        { class: "tools" },
        el("input", {
          type: "search",
          id: "filter",
          placeholder: "Filter requests",
          "aria-label": "Filter requests",
          value: shown.text,
          oninput: (event) => change("text", event.target.value),
        }),
        el(
          "label",
          { class: "check" },
          el("input", {
            type: "checkbox",
            checked: shown.errors,
            onchange: (event) => change("errors", event.target.checked),
          }),
          "errors only",
        ),
        el("span", { class: "count" }, `the latest ${number(data.length)}, ${number(errors)} with errors`),
      ),
      list(data),
    ];
  },
};
