import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { quickClient } from "../support/client.ts";

const ID = "068000000000001AAA";

/** A promise, and what keeps it. */
function signal() {
  let give = (): void => undefined;
  const given = new Promise<void>((resolve) => {
    give = resolve;
  });
  return { given, give: () => give() };
}

/** A server that takes one upload, tells when some of it has come, and gives a file whose end waits for a word. */
async function streaming(mark: string) {
  const arrived = signal();
  const released = signal();
  let body = "";
  const server = createServer((request, response) => {
    if (request.method === "GET") {
      response.writeHead(200, { "content-type": "application/octetstream" });
      response.write(mark);
      void released.given.then(() => response.end("end"));
      return;
    }
    request.on("data", (chunk: Buffer) => {
      body += chunk.toString();
      if (body.includes(mark)) arrived.give();
    });
    request.on("end", () => {
      response.writeHead(201, { "content-type": "application/json" });
      response.end(JSON.stringify({ id: ID, success: true, errors: [] }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { sf } = quickClient(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const close = async () => {
    await sf.close();
    server.closeAllConnections();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return {
    sf,
    arrived: arrived.given,
    release: released.give,
    body: () => body,
    [Symbol.asyncDispose]: close,
  };
}

describe("files", () => {
  it("send what they have before the source ends", async () => {
    await using one = await streaming("first piece");
    // The source gives the rest only when the server has the first piece: an upload that gathers would wait for ever.
    const source = async function* () {
      yield Buffer.from("first piece");
      await one.arrived;
      yield Buffer.from(", last piece");
    };
    const blob = {
      object: "Attachment",
      blobField: "Body",
      fields: { Name: "a" },
      fileName: "a.txt",
      source,
    };
    await expect(one.sf.files.createBlob(blob)).resolves.toEqual({ id: ID });
    expect(one.body()).toContain("first piece, last piece\r\n--");
  });

  it("hand on what has come before the download ends", async () => {
    await using one = await streaming("first piece");
    let text = "";
    for await (const chunk of await one.sf.files.download(ID)) {
      text += String(chunk);
      if (text === "first piece") one.release();
    }
    expect(text).toBe("first pieceend");
  });
});
