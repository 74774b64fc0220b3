import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { childScript } from "../support/child.ts";
import { localhost } from "../support/localhost-cert.ts";

it.each(["TLSv1.2", "TLSv1.3"])(
  "reads every byte as it was sent over %s, on sessions taken up again",
  async (version) => {
    const folder = await mkdtemp(join(tmpdir(), "kinetic-tls-"));
    const trusted = join(folder, "cert.pem");
    await writeFile(trusted, localhost.cert);
    await using script = await childScript(new URL("tls.child.ts", import.meta.url), {
      NODE_EXTRA_CA_CERTS: trusted,
    });
    const { code, output, errors } = await script.run(version);
    await rm(folder, { recursive: true });
    expect(errors).toBe("");
    expect(code).toBe(0);
    const { right, of, resumed } = JSON.parse(output) as { right: number; of: number; resumed: number };
    expect([right, of]).toEqual([30, 30]);
    expect(resumed).toBeGreaterThan(0);
  },
);

it("takes no certificate that nobody vouches for", async () => {
  await using script = await childScript(new URL("tls.child.ts", import.meta.url));
  const { code, errors } = await script.run("TLSv1.3");
  expect(code).not.toBe(0);
  expect(errors).toMatch(/NetworkError.*certificate/);
});
