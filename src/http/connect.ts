import type { buildConnector as BuildConnector } from "undici";
import { ReadMemory } from "./read-memory.ts";

/** Opens HTTP/1.1 sockets that read into memory of their own. The sessions of TLS are kept, so that it is agreed on once. */
export function connector(build: typeof BuildConnector, timeoutMs: number): BuildConnector.connector {
  const sessions = new Map<string, Buffer>();
  return (target, callback) => {
    const memory = new ReadMemory();
    const name = target.servername ?? target.hostname;
    const session = sessions.get(name);
    const connect = build({
      allowH2: false,
      timeout: timeoutMs,
      onread: memory.onread,
      ...(session === undefined ? {} : { session }),
    });
    connect(target, (error, socket) => {
      if (error !== null) return callback(error, null);
      memory.attach(socket);
      socket.on("session", (fresh: Buffer) => sessions.set(name, fresh));
      callback(null, socket);
    });
  };
}
