import { randomBytes } from "node:crypto";
import { setImmediate as turn } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { Agent } from "undici";
import { describe, expect, it } from "vitest";
import { PieceStore } from "../../src/http/piece-store.ts";
import { lentPieces, WireBody } from "../../src/http/wire-body.ts";
import { quickClient } from "../support/client.ts";
import { startServer } from "../support/server.ts";

const BYTES = randomBytes(2_500_000);

/** A server that sends the bytes in pieces of these sizes. */
function sending(sizes: readonly number[], head: Readonly<Record<string, string | number>> = {}) {
  return startServer(async (_, response) => {
    response.writeHead(200, { "content-type": "text/csv", ...head });
    for (let at = 0, turns = 0; at < BYTES.length; turns += 1) {
      const size = sizes[turns % sizes.length] as number;
      response.write(BYTES.subarray(at, at + size));
      at += size;
      if (size % 2 === 0) await turn();
    }
    response.end();
  });
}

/** Reads all pieces. Each is written over when it was looked at: the next one must not suffer from that. */
async function readLent(body: AsyncIterable<Uint8Array>, isSlow: boolean): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const piece of body) {
    if (isSlow) for (let turns = 0; turns < 4; turns += 1) await turn();
    parts.push(Buffer.from(piece));
    piece.fill(0);
  }
  return Buffer.concat(parts);
}

const sizes = fc.array(fc.integer({ min: 300, max: 600_000 }), { minLength: 1, maxLength: 8 });

describe("a body on the wire", () => {
  it("holds every byte as it was sent, read by a stream or in pieces, slowly or fast", async () => {
    const head = fc.constantFrom({}, { "content-length": BYTES.length });
    await fc.assert(
      fc.asyncProperty(sizes, head, fc.boolean(), fc.boolean(), async (cuts, length, isLent, isSlow) => {
        await using server = await sending(cuts, length);
        await using sf = quickClient(server.url).sf;
        // Two at a time, and again over the connections of the first two.
        for (let round = 0; round < 2; round += 1) {
          const all = await Promise.all(
            [0, 1].map(async () => {
              const { body } = await sf.apex.stream({ method: "GET", path: "bytes" });
              return readLent(isLent ? lentPieces(body) : body, isSlow);
            }),
          );
          for (const got of all) expect(got.equals(BYTES)).toBe(true);
        }
      }),
      { numRuns: 12 },
    );
  });

  it("is the caller's to keep when it is read as a stream", async () => {
    await using server = await sending([200_000]);
    await using sf = quickClient(server.url).sf;
    const { body } = await sf.apex.stream({ method: "GET", path: "bytes" });
    const parts: Buffer[] = [];
    for await (const part of body as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).equals(BYTES)).toBe(true);
  });

  it("comes in pieces over a dispatcher of the caller's own too, and unpacked", async () => {
    const packed = gzipSync(BYTES);
    await using server = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "text/csv", "content-encoding": "gzip" }).end(packed);
    });
    const dispatcher = new Agent();
    await using sf = quickClient(server.url, { http: { dispatcher } }).sf;
    const { body } = await sf.apex.stream({ method: "GET", path: "bytes" });
    expect((await readLent(lentPieces(body), false)).equals(BYTES)).toBe(true);
    await dispatcher.close();
  });

  it("closes its connection when the reader of its pieces leaves", async () => {
    let closed: Promise<unknown> | undefined;
    await using server = await startServer((_, response) => {
      closed = new Promise((resolve) => response.once("close", resolve));
      response.writeHead(200, { "content-type": "text/csv" }).write(BYTES);
    });
    await using sf = quickClient(server.url).sf;
    const { body } = await sf.apex.stream({ method: "GET", path: "bytes" });
    for await (const piece of lentPieces(body)) {
      expect(piece.length).toBeGreaterThan(0);
      break;
    }
    await closed;
    expect(body.destroyed).toBe(true);
  });

  it.each([true, false])("ends with the reason of an abort, lent: %s", async (isLent) => {
    await using server = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "text/csv" }).write("Id\n");
    });
    await using sf = quickClient(server.url).sf;
    const stop = new AbortController();
    const { body } = await sf.apex.stream({ method: "GET", path: "bytes", signal: stop.signal });
    const reading = readLent(isLent ? lentPieces(body) : body, false);
    const reason = new Error("enough");
    await turn();
    stop.abort(reason);
    await expect(reading).rejects.toBe(reason);
  });

  it.each([true, false])("tells of a cut as a broken connection, lent: %s", async (isLent) => {
    await using server = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "text/csv", "content-length": 10 }).write("Id\n");
      setImmediate(() => response.destroy());
    });
    await using sf = quickClient(server.url).sf;
    const { body } = await sf.apex.stream({ method: "GET", path: "bytes" });
    // Nobody listens yet, and nothing may come of that.
    for (let turns = 0; turns < 50; turns += 1) await turn();
    await expect(readLent(isLent ? lentPieces(body) : body, false)).rejects.toMatchObject({
      code: "NETWORK",
    });
  });

  it("tells the reader of its pieces of a packed body that broke before they were asked for", async () => {
    const packed = gzipSync(BYTES);
    await using server = await startServer((_, response) => {
      response.writeHead(200, { "content-type": "text/csv", "content-encoding": "gzip" });
      response.end(packed.subarray(0, 500));
    });
    await using sf = quickClient(server.url).sf;
    const { body } = await sf.apex.stream({ method: "GET", path: "bytes" });
    const pieces = lentPieces(body);
    await new Promise((resolve) => body.once("close", resolve).resume());
    await expect(readLent(pieces, false)).rejects.toMatchObject({ code: "NETWORK" });
  });

  it("does not take being closed for its end", async () => {
    const body = new WireBody({ pause: () => undefined, resume: () => undefined, abort: () => undefined });
    body.put(Buffer.from("Id\n"));
    const pieces = lentPieces(body)[Symbol.asyncIterator]();
    expect(Buffer.from((await pieces.next()).value as Uint8Array).toString()).toBe("Id\n");
    const next = pieces.next();
    body.destroy();
    await expect(next).rejects.toMatchObject({ code: "ERR_STREAM_PREMATURE_CLOSE" });
  });
});

it("stores pieces of any size, and leaves what it lent alone", () => {
  const piece = fc.uint8Array({ minLength: 1, maxLength: 40 });
  const step = fc.record({ piece, times: fc.nat(20_000), isTaken: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const store = new PieceStore();
      const put: Buffer[] = [];
      const taken: Buffer[] = [];
      let lent: { readonly bytes: Buffer; readonly copy: Buffer } | undefined;
      const take = (): void => {
        const bytes = store.take() ?? Buffer.alloc(0);
        lent = { bytes, copy: Buffer.from(bytes) };
        taken.push(lent.copy);
      };
      for (const { piece: bytes, times, isTaken } of steps) {
        const whole = Buffer.concat(Array.from({ length: times }, () => bytes));
        put.push(whole);
        store.put(whole);
        expect(lent?.bytes.equals(lent.copy)).not.toBe(false);
        if (isTaken) take();
      }
      take();
      expect(Buffer.concat(taken).equals(Buffer.concat(put))).toBe(true);
    }),
    { numRuns: 60 },
  );
});
