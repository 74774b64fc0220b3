// How long a process takes that does nothing but import the library, or nothing at all.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const library = new URL("../dist/index.js", import.meta.url).href;
const code = process.argv[2] === "ours" ? `import(${JSON.stringify(library)})` : "0";
const start = performance.now();
const { status } = spawnSync(process.execPath, ["-e", code], {
  cwd: fileURLToPath(new URL("..", import.meta.url)),
});
if (status !== 0) process.exit(1);
console.log(JSON.stringify({ wallMs: performance.now() - start }));
