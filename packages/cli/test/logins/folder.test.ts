import { join } from "node:path";
import { expect, it } from "vitest";
import { configFolder } from "../../src/logins/folder.ts";

it.each([
  ["linux", { HOME: "h" }, join("h", ".config", "kinetic")],
  ["linux", { HOME: "h", XDG_CONFIG_HOME: "/x" }, join("/x", "kinetic")],
  ["linux", { HOME: "h", XDG_CONFIG_HOME: "relative" }, join("h", ".config", "kinetic")],
  ["darwin", { HOME: "h" }, join("h", "Library", "Application Support", "kinetic")],
  ["win32", { USERPROFILE: "u", APPDATA: "a" }, join("a", "kinetic")],
  ["win32", { USERPROFILE: "u" }, join("u", "AppData", "Roaming", "kinetic")],
  ["linux", { HOME: "h", KINETIC_CONFIG_DIR: "own" }, "own"],
] as const)("logins of %s with %j are kept in %s", (platform, env, folder) => {
  expect(configFolder({ platform, env })).toBe(folder);
});
