import { type LocalOrg, makeKeyPair, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

let org: LocalOrg;
beforeAll(async () => {
  org = await startLocalOrg();
});
afterAll(() => org.close());

describe("startLocalOrg", () => {
  it("gives a client all it needs to begin", async () => {
    expect(org.url).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(org.privateKey).toContain("BEGIN PRIVATE KEY");
    const authorization = `Bearer ${org.accessToken()}`;
    const base = `${org.url}/services/data/v${org.apiVersion}`;
    const created = await fetch(`${base}/sobjects/Account`, {
      method: "POST",
      headers: { authorization, "content-type": "application/json" },
      body: JSON.stringify({ Name: "Acme" }),
    });
    expect(created.status).toBe(201);
    expect(org.rows("Account")).toMatchObject([{ Name: "Acme", OwnerId: org.userId }]);
  });

  it("says one clear thing when the port is in use", async () => {
    const port = Number(new URL(org.url).port);
    const keyPair = await makeKeyPair();
    await expect(startLocalOrg({ port, keyPair })).rejects.toThrow(`Port ${port} is in use`);
  });

  it("is what it was after a reset", async () => {
    const userBefore = org.userId;
    org.insert("Account", [{ Name: "Gone" }]);
    org.reset();
    expect(org.rows("Account")).toEqual([]);
    expect(org.requests()).toEqual([]);
    expect(org.userId).toBe(userBefore);
  });
});
