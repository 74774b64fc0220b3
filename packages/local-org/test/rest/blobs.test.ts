import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import { type Answer, type Call, startOrg } from "../api.ts";

const started = await startOrg();
const org: LocalOrg = started.org;
const call: Call = started.call;
beforeEach(() => org.reset());
afterAll(() => org.close());

/** Bytes with everything in them that could look like the end of a part. */
const BYTES = Buffer.concat([
  Buffer.from([0, 255, 13, 10, 45, 45]),
  Buffer.from("--not-the-boundary\r\n\r\n\u00e9"),
]);

interface Part {
  readonly head: string;
  readonly body: string | Buffer;
}

function multipart(parts: readonly Part[]): { body: Buffer; headers: Record<string, string> } {
  const pieces = parts.flatMap(({ head, body }) => ["--bound\r\n", head, "\r\n\r\n", body, "\r\n"]);
  const body = Buffer.concat([...pieces, "--bound--\r\n"].map((piece) => Buffer.from(piece)));
  return { body, headers: { "content-type": 'multipart/form-data; boundary="bound"' } };
}

const json = (name: string, value: unknown): Part => ({
  head: `Content-Disposition: form-data; name="${name}";\r\nContent-Type: application/json`,
  body: JSON.stringify(value),
});

const binary = (name: string): Part => ({
  head: `Content-Type: application/octet-stream\r\nContent-Disposition: form-data; name="${name}"; filename="a.bin"`,
  body: BYTES,
});

async function download(path: string): Promise<Buffer> {
  const response = await fetch(`${org.url}/services/data/v60.0/${path}`, {
    headers: { authorization: `Bearer ${org.accessToken()}` },
  });
  expect(response.status).toBe(200);
  return Buffer.from(await response.arrayBuffer());
}

const send = (path: string, parts: readonly Part[]): Promise<Answer> =>
  call("POST", path, { token: org.accessToken(), ...multipart(parts) });

describe("blobs", () => {
  it("come in as a part of their own, and go out as they came", async () => {
    const answer = await send("sobjects/ContentVersion", [
      json("entity_content", { PathOnClient: "a.bin" }),
      binary("VersionData"),
    ]);
    expect([answer.status, answer.json]).toMatchObject([201, { success: true }]);
    const { id } = answer.json as { id: string };
    expect(await download(`sobjects/ContentVersion/${id}/VersionData`)).toEqual(BYTES);
    expect(org.rows("ContentVersion")).toMatchObject([{ ContentSize: BYTES.length, Title: "a" }]);
  });

  it("of an attachment", async () => {
    const [ParentId] = org.insert("Account", [{ Name: "Acme" }]);
    const answer = await send("sobjects/Attachment", [
      json("entity_attachment", { Name: "a.bin", ParentId }),
      binary("Body"),
    ]);
    expect(answer.status).toBe(201);
    const { id } = answer.json as { id: string };
    expect(await download(`sobjects/Attachment/${id}/Body`)).toEqual(BYTES);
  });

  it("of a collection, each where its record says", async () => {
    const attributes = { type: "ContentVersion", binaryPartName: "one", binaryPartNameAlias: "VersionData" };
    const answer = await send("composite/sobjects", [
      json("collection", { records: [{ attributes, PathOnClient: "a.bin" }] }),
      binary("one"),
    ]);
    expect([answer.status, answer.json]).toMatchObject([200, [{ success: true }]]);
    const [{ id }] = answer.json as [{ id: string }];
    expect(await download(`sobjects/ContentVersion/${id}/VersionData`)).toEqual(BYTES);
  });

  it("need a JSON part", async () => {
    const answer = await send("sobjects/ContentVersion", [binary("VersionData")]);
    expect([answer.status, answer.json]).toMatchObject([400, [{ errorCode: "INVALID_MULTIPART_REQUEST" }]]);
  });

  it("belong to a field", async () => {
    const answer = await send("sobjects/ContentVersion", [
      json("entity_content", { PathOnClient: "a.bin" }),
      binary("Nonsense"),
    ]);
    expect([answer.status, answer.json]).toMatchObject([400, [{ errorCode: "INVALID_FIELD" }]]);
    expect(org.rows("ContentVersion")).toEqual([]);
  });
});
