import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { connect, type HostOptions, localOrg, orgConfig, YES } from "../harness.ts";

let org: LocalOrg;
let folder: string;
beforeAll(async () => {
  org = await localOrg({
    rows: { Account: [{ Id: "001000000000001AAA", Name: "Acme" }] },
    apexRest: {
      "/orders/*": {
        GET: ({ path }) => ({ json: { path, note: "x".repeat(path.endsWith("big") ? 100_000 : 3) } }),
        POST: ({ json }) => ({ status: 201, json: { got: json } }),
      },
    },
  });
  org.snapshot();
  folder = await mkdtemp(join(tmpdir(), "kinetic-mcp-"));
  await mkdir(join(folder, "in"));
  await mkdir(join(folder, "out"));
});
beforeEach(() => org.restore());
afterAll(async () => {
  await org.close();
  await rm(folder, { recursive: true, force: true });
});

const host = (settings: HostOptions["settings"], more: HostOptions = {}) =>
  connect([orgConfig(org)], { settings, onAsk: () => YES, ...more });

const composites = () => org.requests().filter(({ url }) => url.includes("composite")).length;

describe("sf_composite", () => {
  const settings = { write: true, toolsets: ["core", "write"] } as const;
  const account = { ref: "acme", action: "create", object: "Account", fields: { Name: "New" } };
  const contact = {
    ref: "boss",
    action: "create",
    object: "Contact",
    fields: { LastName: "Muster", AccountId: "@{acme.id}" },
  };

  it("writes records that depend on each other", async () => {
    await using one = await host(settings);
    const { data, text } = await one.call("sf_composite", { steps: [account, contact] });
    expect(data, text).toMatchObject({
      ok: true,
      results: [
        { ref: "acme", ok: true },
        { ref: "boss", ok: true },
      ],
    });
    const [boss] = org.rows("Contact");
    expect(boss).toMatchObject({ AccountId: (data["results"] as { id: string }[])[0]?.id });
  });

  it("does nothing when one fails, and says why", async () => {
    await using one = await host(settings);
    const bad = { ...contact, fields: { LastName: "x".repeat(300), AccountId: "@{acme.id}" } };
    const { data } = await one.call("sf_composite", { steps: [account, bad] });
    expect(data).toMatchObject({
      ok: false,
      results: [{ ok: false }, { ok: false, code: "STRING_TOO_LONG", fix: expect.any(String) }],
    });
    expect(org.rows("Account")).toHaveLength(1);
  });

  it("updates, upserts, deletes and reads", async () => {
    await using one = await host(settings);
    const id = "001000000000001AAA";
    const steps = [
      { ref: "a", action: "get", object: "Account", id },
      { ref: "b", action: "update", object: "Account", id, fields: { Site: "Basel" } },
      { ref: "c", action: "delete", object: "Account", id },
    ];
    const { data } = await one.call("sf_composite", { steps });
    expect(data).toMatchObject({ ok: true });
    expect(org.rows("Account")).toEqual([]);
  });

  it.each([
    [
      "a step without what it needs",
      [{ ref: "a", action: "update", object: "Account", fields: { Site: "x" } }],
      "lacks id",
    ],
    ["an unknown field", [{ ...account, fields: { Nmae: "x" } }], "has no field Nmae"],
    ["a reference to no step", [contact], "acme"],
    [
      "a denied object",
      [{ ...account, object: "Lead", fields: { LastName: "x" } }],
      "does not allow the object Lead",
    ],
  ])("says what is wrong with %s, and sends nothing", async (_, steps, text) => {
    await using one = await host({ ...settings, policy: { denyObjects: ["Lead"] } });
    const before = composites();
    const answer = await one.call("sf_composite", { steps });
    expect(answer).toMatchObject({ isError: true, text: expect.stringContaining(text) });
    expect(composites()).toBe(before);
  });
});

describe("sf_apex_rest", () => {
  it("is not offered unless calls are allowed", async () => {
    await using one = await host({ toolsets: ["core", "apex"] });
    expect((await one.client.listTools()).tools.map(({ name }) => name)).not.toContain("sf_apex_rest");
  });

  it("calls what is allowed, and nothing else", async () => {
    await using one = await host({
      toolsets: ["apex"],
      apexRestAllow: ["GET /orders/*", "POST /orders/new"],
    });
    const good = await one.call("sf_apex_rest", { method: "GET", path: "orders/17" });
    expect(JSON.parse(String(good.data["body"]))).toEqual({ path: "/orders/17", note: "xxx" });
    const other = await one.call("sf_apex_rest", { method: "GET", path: "invoices/17" });
    const unwritten = await one.call("sf_apex_rest", { method: "POST", path: "orders/new", body: "{}" });
    const around = await one.call("sf_apex_rest", { method: "GET", path: "orders/../invoices" });
    for (const answer of [other, unwritten, around]) expect(answer.isError).toBe(true);
    expect(other.data["error"]).toMatchObject({ code: "NOT_ALLOWED" });
    expect(unwritten.data["error"]).toMatchObject({ code: "NOT_ALLOWED" });
  });

  it("writes when that is allowed and the user agrees", async () => {
    const asked: string[] = [];
    const onAsk = (message: string) => {
      asked.push(message);
      return YES;
    };
    await using one = await host(
      { toolsets: ["apex"], write: true, apexRestAllow: ["* /orders/*"] },
      { onAsk },
    );
    const { data } = await one.call("sf_apex_rest", { method: "POST", path: "orders/new", body: '{"n":1}' });
    expect(data).toEqual({ status: 201, body: '{"got":{"n":1}}' });
    expect(asked[0]).toMatch(/^SANDBOX Call POST orders\/new\n/);
    const bad = await one.call("sf_apex_rest", { method: "POST", path: "orders/new", body: "{" });
    expect(bad.text).toContain("body is no JSON");
  });

  it("keeps to the budget", async () => {
    await using one = await host({ toolsets: ["apex"], apexRestAllow: ["GET /orders/*"] });
    const answer = await one.call("sf_apex_rest", { method: "GET", path: "orders/big" });
    expect(answer.bytes).toBeLessThanOrEqual(32_768);
    expect(answer.data["body"]).toMatch(/characters\)$/);
  });
});

describe("files", () => {
  const settings = () =>
    ({
      write: true,
      toolsets: ["core", "files"],
      importDir: join(folder, "in"),
      exportDir: join(folder, "out"),
    }) as const;

  it("are uploaded from a text or the import folder, and read as text in parts", async () => {
    await using one = await host(settings());
    const text = "Grüße, 世界! 🎉 ".repeat(4000);
    const { data, text: said } = await one.call("sf_file_upload", {
      name: "long.txt",
      text,
      linkTo: "001000000000001AAA",
    });
    expect(data, said).toMatchObject({
      versionId: expect.stringMatching(/^068/),
      contentDocumentId: expect.stringMatching(/^069/),
    });
    let read = "";
    let offset: unknown = 0;
    while (offset !== undefined) {
      const part = await one.call("sf_file_get", { id: data["contentDocumentId"], as: "text", offset });
      expect(part.isError, part.text).toBe(false);
      expect(part.bytes).toBeLessThanOrEqual(32_768);
      read += String(part.data["text"]);
      offset = part.data["nextOffset"];
    }
    expect(read).toBe(text);
  });

  it("are saved to the export folder", async () => {
    await using one = await host(settings());
    const bytes = Buffer.from([0, 255, 254, 1, 2]);
    await writeFile(join(folder, "in", "a.bin"), bytes);
    const { data } = await one.call("sf_file_upload", { name: "a.bin", path: "a.bin" });
    const id = data["versionId"];
    expect((await one.call("sf_file_get", { id })).data).toMatchObject({ title: "a.bin", bytes: 5 });
    expect((await one.call("sf_file_get", { id, as: "text" })).data["error"]).toMatchObject({
      code: "NOT_TEXT",
    });
    const saved = await one.call("sf_file_get", { id, as: "save", saveTo: "copy.bin" });
    expect(saved.data, saved.text).toMatchObject({ path: "copy.bin" });
    expect(await readFile(join(folder, "out", "copy.bin"))).toEqual(bytes);
  });

  it.each([
    ["a path outside", { name: "x.txt", path: "../x.txt" }, "no file"],
    ["a name with folders", { name: "a/x.txt", text: "x" }, "Invalid string"],
    ["text and path", { name: "x.txt", text: "x", path: "x.txt" }, "either text or path"],
  ])("are not uploaded from %s", async (_, args, text) => {
    await using one = await host(settings());
    expect(await one.call("sf_file_upload", args)).toMatchObject({
      isError: true,
      text: expect.stringContaining(text),
    });
  });

  it("are not touched without folders", async () => {
    await using one = await host({ write: true, toolsets: ["files"] });
    const up = await one.call("sf_file_upload", { name: "x.txt", path: "x.txt" });
    expect(up.text).toContain("can name a folder by --import-dir");
    const gone = await one.call("sf_file_get", { id: "068000000000001AAA" });
    expect(gone.data["error"]).toMatchObject({ code: "NOT_FOUND" });
  });
});
