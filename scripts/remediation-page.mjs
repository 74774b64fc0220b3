// npm run docs:remediations: docs/guides/remediations.md shows the remediation catalogue as it is. With --write it is written.
// Needs a build.
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { remediationCatalogue } from "kinetic-core";
import { conclude, root } from "./lib.mjs";

const page = "docs/guides/remediations.md";

const intro = `# Remediations

<!-- Written by npm run docs:remediations -- --write from the remediation catalogue. -->

What the SDK says about an error, all of it: the catalogue \`remediationCatalogue\`, ${remediationCatalogue.length} entries. The entry that fits an error most closely
is its \`remediation\`; the first column says when that is. How to change the words stands in [Errors](errors.md).

| when | why | what to do |
|---|---|---|
`;

/** A text in a cell of a table. */
const cell = (text) => text.replaceAll("|", "\\|").replaceAll("<", "&lt;").replaceAll("\n", " ");
const code = (text) => `\`${String(text).replaceAll("|", "\\|")}\``;

/** When an entry applies, in words. */
function condition({
  errorCode,
  extendedCode,
  message,
  request,
  grantType,
  systemCode,
  scope,
  status,
  code: kind,
}) {
  const parts = [
    ...[errorCode, extendedCode, systemCode, kind].map((list) => list?.map(code).join(", ")),
    message && `message has ${code(message.source)}`,
    request && `call is ${code(request.source)}`,
    grantType && `grant type ${grantType.map(code).join(", ")}`,
    scope && `scope ${scope.map(code).join(", ")}`,
    status && `HTTP ${status.join(", ")}`,
  ].filter(Boolean);
  return parts.length === 0 ? "nothing else fits" : parts.join("<br>");
}

function row({ id, match, cause, summary, steps, who, retryHelps, doc }) {
  const list = steps.map((step, index) => `${index + 1}. ${cell(step)}`);
  const who_ = `Who: ${who}.${retryHelps ? " Trying again helps." : ""}`;
  const what = [`**${cell(summary)}**`, ...list, who_, `See: ${cell(doc)}.`].join("<br>");
  return `| ${code(id)}<br>${condition(match)} | ${cell(cause)} | ${what} |`;
}

const text = `${intro}${remediationCatalogue.map(row).join("\n")}\n`;
if (process.argv.includes("--write")) await writeFile(join(root, page), text);
const shown = await readFile(join(root, page), "utf8").catch(() => "");
conclude(
  shown === text ? [] : [`${page} is not the catalogue: npm run docs:remediations -- --write`],
  `${page} shows all ${remediationCatalogue.length} entries of the catalogue.`,
);
