import { spawn } from "node:child_process";

/** Opens an address in the browser. Where that does not work, the person has the address to copy. */
export function openBrowser(url: string): void {
  const [command, ...args] = opener(process.platform, url);
  const child = spawn(command, args, { stdio: "ignore", detached: true });
  child.on("error", () => undefined);
  child.unref();
}

function opener(platform: NodeJS.Platform, url: string): [string, ...string[]] {
  if (platform === "darwin") return ["open", url];
  // `start` would take the & of the address for the end of the command.
  if (platform === "win32") return ["rundll32", "url.dll,FileProtocolHandler", url];
  return ["xdg-open", url];
}
