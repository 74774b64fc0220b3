import { homedir } from "node:os";
import { join } from "node:path";
import type { Env } from "../terminal/index.ts";

/** What decides where logins are kept. */
export interface Machine {
  readonly env: Env;
  /** @default process.platform */
  readonly platform?: NodeJS.Platform | undefined;
}

/**
 * The folder that logins are kept in: `KINETIC_CONFIG_DIR`, or the place that the operating system has for settings:
 * `~/Library/Application Support` on macOS, `%APPDATA%` on Windows, `$XDG_CONFIG_HOME` or `~/.config` elsewhere (XDG Base
 * Directory Specification; a path that is not absolute is to be ignored).
 */
export function configFolder({ env, platform = process.platform }: Machine): string {
  const own = env["KINETIC_CONFIG_DIR"];
  if (own !== undefined && own !== "") return own;
  const home = (platform === "win32" ? env["USERPROFILE"] : env["HOME"]) || homedir();
  if (platform === "darwin") return join(home, "Library", "Application Support", "kinetic");
  if (platform === "win32") return join(env["APPDATA"] || join(home, "AppData", "Roaming"), "kinetic");
  const xdg = env["XDG_CONFIG_HOME"] ?? "";
  return join(xdg.startsWith("/") ? xdg : join(home, ".config"), "kinetic");
}
