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

  it("loads by Bulk API 2.0 and finds the rows by SOQL", async () => {
    const authorization = `Bearer ${org.accessToken()}`;
    const base = `${org.url}/services/data/v60.0`;
    const json = { authorization, "content-type": "application/json" };
    const body = JSON.stringify({
      object: "Contact",
      operation: "insert",
      contentType: "CSV",
      lineEnding: "LF",
    });
    const job = (await (
      await fetch(`${base}/jobs/ingest`, { method: "POST", headers: json, body })
    ).json()) as { id: string };
    const csv = { authorization, "content-type": "text/csv" };
    await fetch(`${base}/jobs/ingest/${job.id}/batches`, {
      method: "PUT",
      headers: csv,
      body: "LastName\nBulk\n",
    });
    const state = JSON.stringify({ state: "UploadComplete" });
    await fetch(`${base}/jobs/ingest/${job.id}`, { method: "PATCH", headers: json, body: state });
    const now = () => org.jobs().find((one) => one.id === job.id)?.state;
    await expect.poll(now, { timeout: 30_000 }).toBe("JobComplete");
    const soql = encodeURIComponent("SELECT LastName FROM Contact");
    const found = await (await fetch(`${base}/query?q=${soql}`, { headers: { authorization } })).json();
    expect(found).toMatchObject({ totalSize: 1, done: true, records: [{ LastName: "Bulk" }] });
  });

  it("answers a test's own questions, all pages of them", async () => {
    org.reset();
    org.insert(
      "Account",
      Array.from({ length: 2001 }, (_, index) => ({ Name: `A${index}` })),
    );
    expect(await org.query("SELECT Id FROM Account")).toHaveLength(2001);
    expect(await org.query("SELECT COUNT(Id) n FROM Account")).toMatchObject([{ n: 2001 }]);
    await expect(org.query("SELECT Nope FROM Account")).rejects.toThrow("No such column 'Nope'");
    expect(() => org.insert("Nope__c", [])).toThrow("This org has no object Nope__c");
    expect(() => org.accessToken("nobody@example.com")).toThrow("This org has no user nobody@example.com");
    expect(org.requests()).toEqual([]);
  });

  it("says one clear thing when the port is in use", async () => {
    const port = Number(new URL(org.url).port);
    const keyPair = await makeKeyPair();
    await expect(startLocalOrg({ port, keyPair })).rejects.toThrow(`Port ${port} is in use`);
  });

  it.each([
    [{ apiVersions: { min: 60, max: 50 } }, "apiVersions goes from 60 to 50"],
    [{ users: [] }, "An org needs a user"],
    [{ apps: [] }, "An org needs an app"],
    [
      { users: [{ username: "a@example.com", profile: "Wizard" }] },
      'has the profile "Wizard", which this org has not',
    ],
    [{ rows: { Account: [{ Name: 1, Nope: 2 }] } }, "Cannot seed a row of Account"],
  ])("refuses options that contradict themselves: %j", async (options, message) => {
    const keyPair = { privateKey: org.privateKey, publicKey: org.publicKey };
    await expect(startLocalOrg({ ...options, keyPair })).rejects.toThrow(message);
  });

  it("closes once, however often it is asked to", async () => {
    const keyPair = { privateKey: org.privateKey, publicKey: org.publicKey };
    const other = await startLocalOrg({ keyPair });
    await Promise.all([other.close(), other.close()]);
    await expect(fetch(other.url)).rejects.toThrow();
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
