import type { Reply } from "../server/types.ts";

const ESCAPES: Readonly<Record<string, string>> = Object.freeze({
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
});

/** Text that is safe as it stands. */
export class Html {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

const show = (value: Html | string | readonly Html[]): string => {
  if (value instanceof Html) return value.text;
  if (typeof value !== "string") return value.map((one) => one.text).join("");
  return value.replaceAll(/[&<>"']/g, (character) => ESCAPES[character] ?? "");
};

/** Builds HTML from a template: what is put in is escaped, unless it is HTML itself. */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly (Html | string | readonly Html[])[]
): Html {
  return new Html(parts.map((part, i) => part + (i < values.length ? show(values[i] ?? "") : "")).join(""));
}

const STYLE = `
:root { color-scheme: light dark; --line: light-dark(#d4d9e2, #3a4150); --accent: light-dark(#0b5cab, #7ab8ff);
  --card: light-dark(#fff, #1b202b); --page: light-dark(#f3f5f9, #11151d); --bad: light-dark(#a4262c, #ff9a9a); }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--page);
  font: 1rem/1.5 system-ui, sans-serif; }
main { width: min(26rem, 100%); background: var(--card); border: 1px solid var(--line); border-radius: .75rem; padding: 1.5rem; }
h1 { font-size: 1.25rem; margin: 0 0 .25rem; } p { margin: .25rem 0 1rem; }
label { display: block; margin-top: .75rem; font-weight: 600; }
input { width: 100%; font: inherit; padding: .5rem .6rem; border: 1px solid var(--line); border-radius: .4rem; background: transparent;
  color: inherit; }
.row { display: flex; gap: .75rem; margin-top: 1.25rem; }
button { flex: 1; font: inherit; padding: .55rem; border-radius: .4rem; border: 1px solid var(--accent); cursor: pointer;
  background: transparent; color: var(--accent); }
button.main { background: var(--accent); color: var(--card); font-weight: 600; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
[role=alert] { color: var(--bad); } ul { padding-left: 1.2rem; } code { overflow-wrap: anywhere; }
small { display: block; margin-top: 1.25rem; opacity: .75; }
`;

const HEADERS = Object.freeze({
  "Content-Type": "text/html;charset=UTF-8",
  // Nothing but what stands in the page, in no other page's frame.
  "Content-Security-Policy":
    "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
});

/** Makes a page. */
export function page(title: string, body: Html, status = 200): Reply {
  const whole = html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${title} · kinetic-local-org</title><style>${new Html(STYLE)}</style></head>
<body><main><h1>${title}</h1>${body}<small>kinetic-local-org: a local org for tests. No password you use elsewhere belongs here.</small></main></body></html>`;
  return { status, text: whole.text, headers: HEADERS };
}
