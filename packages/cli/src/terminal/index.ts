export { type Bar, startBar } from "./bar.ts";
export type { CommandIo, Env, Stream } from "./io.ts";
export { type Output, outputTo } from "./output.ts";
export { readStdin } from "./stdin.ts";
export { type Style, styleFor } from "./style.ts";
