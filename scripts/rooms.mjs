// Keeps the room table of ARCHITECTURE.md equal to rooms.json, which is also what dependency-cruiser enforces.
// node scripts/rooms.mjs compares; --write writes the table.
import { existsSync } from "node:fs";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { conclude, readJson, root, sourceFiles } from "./lib.mjs";

const page = join(root, "ARCHITECTURE.md");
const marked = /(<!-- rooms:start[^\n]*-->\n)[\s\S]*?(<!-- rooms:end -->)/;

const inCode = (names) => names.map((name) => `\`${name}\``).join(", ");

async function tableOf(house, rooms) {
  const files = await sourceFiles(house);
  const built = (room) => files.some((file) => file.startsWith(`${house}/${room}/`));
  const rows = Object.entries(rooms).map(([room, { job, imports }]) => {
    const name = `\`${room}/\`${built(room) ? "" : " (planned)"}`;
    return `| ${name} | ${job} | ${inCode(imports) || "nothing"} |`;
  });
  return [`### \`${house}\``, "", "| room | its one job | may import |", "|---|---|---|", ...rows, ""].join(
    "\n",
  );
}

/** Folders that no row of the table speaks of: dependency-cruiser would let them import anything. */
async function foldersWithoutRow(house, rooms) {
  if (!existsSync(join(root, house))) return [`${house}: rooms.json names a folder that does not exist`];
  const entries = await readdir(join(root, house), { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory() && !(entry.name in rooms))
    .map(
      (entry) =>
        `${house}/${entry.name}/ has no row in rooms.json: say there what its job is and what it may import.`,
    );
}

function importsWithoutRoom(house, rooms) {
  return Object.entries(rooms).flatMap(([room, { imports }]) =>
    imports
      .filter((name) => !(name in rooms))
      .map((name) => `rooms.json: ${house}/${room} may import ${name}, which is no room`),
  );
}

const houses = Object.entries(await readJson("rooms.json"));
const tables = await Promise.all(houses.map(([house, rooms]) => tableOf(house, rooms)));
const text = await readFile(page, "utf8");
if (!marked.test(text))
  throw new Error(
    "ARCHITECTURE.md has lost its rooms:start and rooms:end marks; put them back around the room table.",
  );
const wanted = text.replace(marked, (_, start, end) => `${start}${tables.join("\n")}${end}`);

if (process.argv.includes("--write")) await writeFile(page, wanted);
const problems = await Promise.all(houses.map(([house, rooms]) => foldersWithoutRow(house, rooms)));
problems.push(houses.flatMap(([house, rooms]) => importsWithoutRoom(house, rooms)));
if (!process.argv.includes("--write") && wanted !== text) {
  problems.push([
    "The room table of ARCHITECTURE.md differs from rooms.json. Write it anew: npm run rooms:write",
  ]);
}
conclude(problems.flat(), "ARCHITECTURE.md shows the rooms as rooms.json has them.");
