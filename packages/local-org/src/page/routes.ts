import { readFileSync } from "node:fs";
import { notFound } from "../server/errors.ts";
import { localOnly } from "../server/local-only.ts";
import type { Call, Reply, Route } from "../server/types.ts";

/** The page is published as it was written, beside the sources: a browser needs no build. */
const ASSETS = new URL("../../src/page/assets/", import.meta.url);

const TYPES = Object.freeze({ html: "text/html", css: "text/css", js: "text/javascript" });

/** What may be asked for: nothing else of the disk. */
const FILES: ReadonlyMap<string, keyof typeof TYPES> = new Map([
  ["page.css", "css"],
  ["content.css", "css"],
  ["page.js", "js"],
  ["org.js", "js"],
  ["elements.js", "js"],
  ["objects.js", "js"],
  ["query.js", "js"],
  ["jobs.js", "js"],
  ["requests.js", "js"],
  ["people.js", "js"],
]);

const HEADERS = Object.freeze({
  // Nothing from anywhere else, no script or style in the page itself, in no other page's frame.
  "Content-Security-Policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "Referrer-Policy": "no-referrer",
});

function serve(file: string, type: keyof typeof TYPES): Reply {
  const headers = { ...HEADERS, "Content-Type": `${TYPES[type]};charset=UTF-8` };
  return { status: 200, text: readFileSync(new URL(file, ASSETS), "utf8"), headers };
}

/**
 * Makes the web page that shows the org to a person, at `/`. What it shows it asks of the resources under `/_org`.
 * @param allowedHosts - names besides `localhost` under which it answers
 */
export function pageRoutes(allowedHosts: readonly string[]): readonly Route[] {
  const asset = (call: Call): Reply => {
    const file = call.params["file"] ?? "";
    const type = FILES.get(file);
    if (type === undefined) throw notFound();
    return serve(file, type);
  };
  const routes: Route[] = [
    { method: "GET", path: "/", handler: () => serve("page.html", "html") },
    { method: "GET", path: "/_org/page/:file", handler: asset },
  ];
  return routes.map((route) => localOnly(route, allowedHosts));
}
