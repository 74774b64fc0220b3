import { el, problem } from "./elements.js";
import { jobs } from "./jobs.js";
import { objects } from "./objects.js";
import { read } from "./org.js";
import { people } from "./people.js";
import { query } from "./query.js";
import { requests } from "./requests.js";

const VIEWS = { objects, query, jobs, requests, people };

/** Milliseconds between two looks at the org; longer where a look takes long, so that looking slows nothing down. */
const PAUSE_MS = 1000;
const PAUSE_PER_LOOK = 5;
const MAX_PAUSE_MS = 5000;

const main = document.getElementById("main");
const live = document.getElementById("live");
const state = { name: "objects", data: undefined, text: "", timer: 0, turn: 0 };

/** Says where an element stands: which child of which child of the content. */
function placeOf(element) {
  const place = [];
  for (let at = element; at !== main; at = at.parentElement) {
    if (!at?.parentElement) return undefined;
    place.unshift([...at.parentElement.children].indexOf(at));
  }
  return place;
}

/** Draws the view anew, and leaves the focus and the cursor where they are. */
function redraw() {
  if (state.data === undefined) return;
  const { activeElement: before } = document;
  const place = placeOf(before);
  main.replaceChildren(...VIEWS[state.name].render(state.data, redraw));
  const after = place?.reduce((at, index) => at?.children[index], main);
  if (!after || after === main || after.tagName !== before.tagName) return;
  after.focus({ preventScroll: true });
  after.scrollTop = before.scrollTop;
  if (after.id === "filter") after.setSelectionRange(before.selectionStart, before.selectionEnd);
}

function showLive(kind, text) {
  if (live.textContent === text) return;
  live.className = `live ${kind}`;
  live.textContent = text;
}

/** Looks at the org again, and draws what has changed. */
async function look() {
  clearTimeout(state.timer);
  const turn = ++state.turn;
  const from = performance.now();
  try {
    const data = await VIEWS[state.name].load();
    if (turn !== state.turn) return;
    const text = JSON.stringify(data);
    if (text !== state.text) {
      Object.assign(state, { data, text });
      redraw();
    }
    showLive("on", "live");
  } catch (error) {
    if (turn !== state.turn) return;
    showLive("off", "no answer");
    if (state.data === undefined)
      main.replaceChildren(
        problem(`The org does not answer: ${error.message}. Start it again, and this page goes on.`),
      );
  }
  const pause = Math.min(MAX_PAUSE_MS, Math.max(PAUSE_MS, (performance.now() - from) * PAUSE_PER_LOOK));
  state.timer = setTimeout(() => document.visibilityState === "visible" && void look(), pause);
}

/** Goes to the view that the address names, e.g. `#query?soql=…`. */
function route() {
  const [name = "", parameters = ""] = location.hash.slice(1).split("?");
  if (name === "main") return;
  state.name = Object.hasOwn(VIEWS, name) ? name : "objects";
  Object.assign(state, { data: undefined, text: "" });
  document.title = `${VIEWS[state.name].title} · kinetic-local-org`;
  for (const link of document.querySelectorAll("nav a"))
    if (link.hash !== `#${state.name}`) link.removeAttribute("aria-current");
    else {
      link.setAttribute("aria-current", "page");
      link.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  VIEWS[state.name].open?.(new URLSearchParams(parameters), redraw);
  void look();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.matches("input:not([type=checkbox]), textarea, select")) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  const name = Object.keys(VIEWS)[Number(event.key) - 1];
  if (name) location.hash = name;
  if (event.key !== "/") return;
  event.preventDefault();
  document.getElementById("filter")?.focus();
}

const FACTS = { url: "URL", username: "user", organizationId: "org", apiVersion: "API" };

async function showFacts() {
  const facts = await read("");
  const entry = ([member, label]) => el("div", {}, el("dt", {}, label), el("dd", {}, String(facts[member])));
  document.getElementById("facts").replaceChildren(...Object.entries(FACTS).map(entry));
}

const links = Object.entries(VIEWS).map(([name, { title }]) => el("a", { href: `#${name}` }, title));
document.getElementById("views").append(...links);
addEventListener("hashchange", route);
addEventListener("keydown", onKey);
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void look());
route();
showFacts().catch(() => undefined);
