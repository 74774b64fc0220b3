import { randomBytes } from "node:crypto";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { setImmediate as turn } from "node:timers/promises";
import { connect as connectTls, createServer as createTlsServer } from "node:tls";
import fc from "fast-check";
import { expect, it } from "vitest";
import { ReadMemory } from "../../src/http/read-memory.ts";

/** TLS without certificates: nobody has to be believed here. */
const ANONYMOUS = { ciphers: "aNULL:@SECLEVEL=0", maxVersion: "TLSv1.2" } as const;

interface Line {
  readonly server: Server;
  readonly open: (port: number, memory: ReadMemory) => Socket;
}

const LINES: Readonly<Record<string, (talk: (socket: Socket) => void) => Line>> = {
  plain: (talk) => ({
    server: createServer(talk),
    open: (port, { onread }) => connect({ port, host: "127.0.0.1", onread }),
  }),
  tls: (talk) => ({
    server: createTlsServer(ANONYMOUS, talk),
    open: (port, { onread }) => {
      const options = { port, host: "127.0.0.1", rejectUnauthorized: false, onread, ...ANONYMOUS };
      return connectTls(options);
    },
  }),
};

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return (server.address() as AddressInfo).port;
}

/** Sends pieces of these sizes, some of them after a turn of the loop. */
async function send(socket: Socket, bytes: Buffer, sizes: readonly number[]): Promise<void> {
  let at = 0;
  for (const size of sizes) {
    socket.write(bytes.subarray(at, at + size));
    at += size;
    if (size % 3 === 0) await turn();
  }
  socket.end(bytes.subarray(at));
}

/** Reads as undici does: takes what is there and uses it up at once, and now and then leaves it for a while. */
async function readAll(socket: Socket, pauses: readonly boolean[]): Promise<Buffer> {
  const parts: Buffer[] = [];
  let reads = 0;
  const readable = async (): Promise<void> => {
    if (pauses[reads % pauses.length]) for (let turns = 0; turns < 5; turns += 1) await turn();
    reads += 1;
    for (let part = socket.read() as Buffer | null; part !== null; part = socket.read() as Buffer | null) {
      // Some of it is put back, as the parser does when it is paused.
      const back = pauses[parts.length % pauses.length] === true && part.length > 10 ? 7 : 0;
      parts.push(Buffer.from(part.subarray(0, part.length - back)));
      if (back > 0) socket.unshift(part.subarray(part.length - back));
    }
  };
  socket.on("readable", () => void readable());
  await new Promise((resolve, reject) => socket.once("end", resolve).once("error", reject));
  return Buffer.concat(parts);
}

it.each(Object.keys(LINES))("reads every byte as it was sent, over a %s line", async (kind) => {
  const bytes = randomBytes(3_000_000);
  const sizes = fc.array(fc.integer({ min: 1, max: 400_000 }), { minLength: 1, maxLength: 12 });
  const pauses = fc.array(fc.boolean(), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(sizes, pauses, async (cuts, waits) => {
      const line = (LINES[kind] as (typeof LINES)[string])((socket) => void send(socket, bytes, cuts));
      const port = await listen(line.server);
      const memory = new ReadMemory();
      const socket = line.open(port, memory);
      memory.attach(socket);
      const got = await readAll(socket, waits);
      socket.destroy();
      line.server.close();
      expect(got.equals(bytes)).toBe(true);
    }),
    { numRuns: 15 },
  );
});

it("keeps what comes before it is known whose it is", () => {
  const memory = new ReadMemory();
  const { buffer, callback } = memory.onread;
  const read = (text: string): void => {
    const room = (buffer as () => Uint8Array)();
    callback(Buffer.from(text).copy(room), room);
  };
  const pushed: string[] = [];
  const socket = { readableLength: 0, push: (part: Buffer) => pushed.push(part.toString()) > 0 };
  read("early ");
  read("and ");
  memory.attach(socket as unknown as Socket);
  read("late");
  expect(pushed.join("")).toBe("early and late");
});
