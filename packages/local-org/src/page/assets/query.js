import { el, empty, number, problem, table } from "./elements.js";
import { Refusal, read, send } from "./org.js";

const asked = {
  soql: "SELECT Id, Name FROM Account LIMIT 50",
  username: undefined,
  result: undefined,
  busy: false,
};

/** Turns a record into columns: those of its parents are named by their way, e.g. `Owner.Name`. */
function columnsOf(record, way = "") {
  return Object.entries(record).flatMap(([name, value]) => {
    if (name === "attributes") return [];
    const isParent = typeof value === "object" && value !== null && !("records" in value);
    return isParent ? columnsOf(value, `${way}${name}.`) : [[way + name, value]];
  });
}

/** Shows a value of a record as a text: children as JSON without their attributes. */
function shown(value) {
  if (value === null || value === undefined) return el("span", { class: "soft" }, "null");
  if (typeof value !== "object") return String(value);
  const plain = JSON.stringify(value.records, (key, inner) => (key === "attributes" ? undefined : inner), 1);
  return el("pre", { class: "json" }, plain);
}

function answerOf({ records, totalSize, done }) {
  const first = done ? number(totalSize) : `the first ${number(records.length)} of ${number(totalSize)}`;
  const count = el("p", { class: "soft", role: "status" }, `${first} ${totalSize === 1 ? "row" : "rows"}`);
  const rows = records.map((record) => new Map(columnsOf(record)));
  const names = [...new Set(rows.flatMap((row) => [...row.keys()]))];
  if (names.length === 0) return [count];
  const columns = names.map((head) => ({ head, class: "cell mono" }));
  const result = table(
    columns,
    rows.map((row) => names.map((name) => (row.has(name) ? shown(row.get(name)) : ""))),
  );
  result.classList.remove("stack");
  return [count, result];
}

function refusalOf(error) {
  const [first] = error instanceof Refusal ? error.entries : [];
  if (!first) return problem(error.message);
  // Salesforce's message carries the place in the query, in lines of its own.
  return problem(el("strong", {}, first.errorCode), el("pre", {}, first.message));
}

async function run(redraw) {
  asked.busy = true;
  redraw();
  try {
    const body = { soql: asked.soql, username: asked.username };
    asked.result = answerOf(await send("/query", body));
  } catch (error) {
    asked.result = refusalOf(error);
  }
  asked.busy = false;
  redraw();
}

function box(start) {
  return el(
    "textarea",
    {
      id: "filter",
      "aria-label": "SOQL query",
      spellcheck: "false",
      autocapitalize: "off",
      oninput: (event) => {
        asked.soql = event.target.value;
      },
      onkeydown: (event) => {
        if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
        event.preventDefault();
        start();
      },
    },
    asked.soql,
  );
}

function people(users) {
  const choose = (event) => {
    asked.username = event.target.value;
  };
  const options = users.map(({ username }) =>
    el("option", { value: username, selected: username === asked.username }, username),
  );
  return el("label", {}, "as ", el("select", { onchange: choose }, options));
}

/** A box for SOQL, asked as any user of the org. */
export const query = {
  title: "Query",
  load: () => read("/users"),
  /** Takes the query out of the address: a link asks it at once. */
  open(parameters, redraw) {
    const soql = parameters.get("soql");
    if (soql === null) return;
    asked.soql = soql;
    void run(redraw);
  },
  render(users, redraw) {
    const start = () => {
      if (asked.busy) return;
      void run(redraw);
    };
    return [
      el(
        "form",
        {
          onsubmit: (event) => {
            event.preventDefault();
            start();
          },
        },
        box(start),
        el(
          "div",
          { class: "tools" },
          el("button", { type: "submit", disabled: asked.busy }, asked.busy ? "Running" : "Run"),
          people(users),
          el("span", { class: "count" }, el("kbd", {}, "Ctrl"), " ", el("kbd", {}, "Enter")),
        ),
      ),
      ...[asked.result ?? empty("Run a query to see its rows here.")].flat(),
    ];
  },
};
