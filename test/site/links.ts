import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";

/** The files of a folder and the folders below it, by their path from there. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}

/** Links between the files of a site that lead nowhere: no such file, or no such place in it. */
export function deadLinks(folder: string): string[] {
  const files = new Set(filesBelow(folder));
  const pages = new Map(
    [...files]
      .filter((path) => path.endsWith(".html"))
      .map((path) => [path, readFileSync(join(folder, path), "utf8")]),
  );
  const places = new Map([...pages].map(([path, html]) => [path, placesOf(html)]));
  const leads = (from: string, link: string): boolean => {
    const [path = "", place = ""] = link.split("#");
    const target = path === "" ? from : join(dirname(from), decodeURIComponent(path));
    if (!files.has(target)) return false;
    return place === "" || places.get(target)?.has(decodeURIComponent(place)) !== false;
  };
  return [...pages].flatMap(([page, html]) =>
    linksOf(html)
      .filter((link) => !leads(page, link))
      .map((link) => `${page} -> ${link}`),
  );
}

/** Links to places of the same site. */
function linksOf(html: string): string[] {
  const found = [...html.matchAll(/\s(?:href|src)="([^"]+)"/g)].map(([, link = ""]) =>
    link.replaceAll("&amp;", "&"),
  );
  return [...new Set(found)].filter((link) => !/^[a-z]+:/i.test(link));
}

function placesOf(html: string): Set<string> {
  return new Set([...html.matchAll(/\sid="([^"]+)"/g)].map(([, id = ""]) => id));
}
