import { existsSync, readFileSync } from "node:fs";
import { remediationCatalogue, remediationFor } from "kinetic-core";
import { describe, expect, it } from "vitest";

const FACTS = new URL("../../../shared/facts/platform.md", import.meta.url);

/** Rows of the tables below a heading, each split into cells. */
function rowsOf(text: string, heading: RegExp, next: RegExp): readonly string[][] {
  const lines = text.split("\n");
  const start = lines.findIndex((line) => heading.test(line));
  const length = lines.slice(start + 1).findIndex((line) => next.test(line));
  return lines
    .slice(start + 1, start + 1 + length)
    .filter((line) => line.startsWith("|") && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .replaceAll("\\|", "¦")
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

/** `A / B`, `A / _SUFFIX`, `A, _SUFFIX` and `A (a)`: every code that a cell names. */
function codesIn(cell: string): readonly string[] {
  const known = new Set(remediationCatalogue.flatMap(({ match }) => match.errorCode ?? []));
  let first = "";
  return cell
    .replace(/\((?:UI API|async|HTTP)\)/g, "")
    .replaceAll("INVALID_APEX…", "")
    .split(/[\s/,()]+/)
    .filter((word) => word !== "")
    .flatMap((word) => {
      if (!word.startsWith("_")) {
        first = word;
        return [word];
      }
      // A suffix stands for the last words of the code before it, as many as make a code.
      const words = first.split("_");
      const made = words.map((_, kept) => words.slice(0, kept + 1).join("_") + word);
      return [made.find((code) => known.has(code)) ?? `${first} …${word}`];
    });
}

/** The codes that an entry of the catalogue is for. */
function codesOf(entryId: string): readonly string[] {
  const match = remediationCatalogue.find(({ id }) => id === entryId)?.match;
  return [...(match?.errorCode ?? []), ...(match?.extendedCode ?? [])];
}

describe.skipIf(!existsSync(FACTS))("the tables of platform facts", () => {
  const text = existsSync(FACTS) ? readFileSync(FACTS, "utf8") : "";
  const oauth = rowsOf(text, /^### 1\.6/, /^## /).filter(([number]) => /^\d+$/.test(number ?? ""));
  const codes = rowsOf(text, /^## 4\./, /^---|^## /).filter(([code]) => code !== "Code" && code !== "");

  const serverEnum = (/^\*\*Server-side enum\*\*.*?\): (.*)\.$/m.exec(text)?.[1] ?? "").split(", ");

  it("are found and have their rows", () => {
    expect(oauth.length).toBeGreaterThan(50);
    expect(codes.length).toBeGreaterThan(130);
    expect(serverEnum.length).toBeGreaterThan(40);
  });

  it.each(oauth.map((row) => [row[1] ?? "", row[2] ?? ""] as const))(
    "OAuth %s, %s has an entry of its own",
    (error, description) => {
      // In brackets: a description in our own words, or a page instead of an error.
      const said = /^[(–]/.test(description) ? "" : description;
      const names = error
        .replace(/^\(page\) |^403 text$/, "")
        .split(" / ")
        .map((name) => name.trim());
      for (const name of names) {
        const errorCode = name === "" ? said : name;
        const found = remediationFor({ errorCode, message: said, code: "AUTHENTICATION" });
        expect(codesOf(found.id), `${errorCode}: ${found.id}`).toContain(errorCode);
        // A description that says more than the error does must lead to more than the error's own advice.
        if (errorCode === "invalid_grant" && said !== "") expect(found.id).not.toBe("invalid-grant");
      }
    },
  );

  it.each(serverEnum)("the OAuth error %s has an entry of its own", (errorCode) => {
    expect(codesOf(remediationFor({ errorCode, code: "AUTHENTICATION" }).id)).toContain(errorCode);
  });

  it.each(codes.flatMap(([cell = ""]) => codesIn(cell)))(
    "the code %s has an entry of its own",
    (errorCode) => {
      // An answer with this status has no body that could name a code.
      const status = errorCode === "NOT_MODIFIED" ? 304 : undefined;
      const { id } = remediationFor({ errorCode, message: "", status });
      if (status === undefined) expect(codesOf(id)).toContain(errorCode);
      else expect(id).toBe("not-modified");
    },
  );
});

it.runIf(!existsSync(FACTS))("needs shared/facts/platform.md beside the project; skipped without it", () => {
  expect(existsSync(FACTS)).toBe(false);
});
