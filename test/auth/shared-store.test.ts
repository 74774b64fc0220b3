import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { childScript } from "../support/child.ts";
import { json, refuse, startServer } from "../support/server.ts";

it("lets many processes share one rotating login: each expiry costs one renewal in all", async () => {
  const folder = await mkdtemp(join(tmpdir(), "kinetic-store-"));
  const renewed: (string | null)[] = [];
  await using server = await startServer((request, response) => {
    if (request.path.startsWith("/services/oauth2/token")) {
      const sent = new URLSearchParams(request.body.toString()).get("refresh_token");
      // With rotation, a token that was used is dead.
      if (sent !== `r-${renewed.length}`) return json(response, 400, { error: "invalid_grant" });
      renewed.push(sent);
      const tokens = { access_token: `t-${renewed.length}`, refresh_token: `r-${renewed.length}` };
      return json(response, 200, { ...tokens, instance_url: server.url });
    }
    const token = request.headers.authorization?.replace("Bearer ", "");
    // The first token dies before anybody used it.
    if (token === "t-1") return refuse(response, 401, "INVALID_SESSION_ID", "Session expired or invalid");
    return json(response, 200, { token });
  });
  try {
    await using script = await childScript(new URL("shared-store.child.ts", import.meta.url));
    const runs = await Promise.all(Array.from({ length: 4 }, () => script.run(server.url, folder)));
    expect(runs.map(({ errors }) => errors)).toEqual(["", "", "", ""]);
    expect(runs.map(({ output }) => output.trim())).toEqual(["t-2", "t-2", "t-2", "t-2"]);
    expect(renewed).toEqual(["r-0", "r-1"]);
    // One token, no lock left behind.
    expect((await readdir(folder)).filter((name) => !name.endsWith(".json"))).toEqual([]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
