import { describe, expect, it } from "vitest";
import { adaptiveLimiter, type Limiter, type LimiterOutcome, type Release } from "../../src/http/index.ts";
import { quickClient } from "../support/client.ts";
import { json, refuse, startServer } from "../support/server.ts";

async function admitted(promise: Promise<Release>): Promise<Release | undefined> {
  return Promise.race([promise, new Promise<undefined>((resolve) => setImmediate(() => resolve(undefined)))]);
}

describe("adaptiveLimiter", () => {
  it("lets in as many as it may and makes the others wait their turn", async () => {
    const limiter = adaptiveLimiter({ max: 2 });
    const one = await limiter.acquire();
    await limiter.acquire();
    const third = limiter.acquire();
    expect(await admitted(third)).toBeUndefined();
    one("ok");
    expect(await admitted(third)).toBeTypeOf("function");
  });

  it("halves its bound when the org is too busy, once for all calls that were on the wire together", async () => {
    const limits: number[] = [];
    const limiter = adaptiveLimiter({ max: 16, onChange: (limit) => limits.push(limit) });
    const places = await Promise.all(Array.from({ length: 16 }, () => limiter.acquire()));
    for (const release of places) release("throttled");
    expect(limits).toEqual([8]);
  });

  it("recovers with good answers, up to where it began", async () => {
    const limits: number[] = [];
    const limiter = adaptiveLimiter({ max: 4, onChange: (limit) => limits.push(limit) });
    (await limiter.acquire())("throttled");
    for (let i = 0; i < 40; i += 1) (await limiter.acquire())("ok");
    expect(limits).toEqual([2, 3, 4]);
  });

  it("never goes below one", async () => {
    const limiter = adaptiveLimiter({ max: 2 });
    for (let i = 0; i < 10; i += 1) (await limiter.acquire())("throttled");
    expect(await admitted(limiter.acquire())).toBeTypeOf("function");
  });

  it("forgets who stops waiting", async () => {
    const limiter = adaptiveLimiter({ max: 1 });
    const held = await limiter.acquire();
    const controller = new AbortController();
    const waiting = limiter.acquire(controller.signal);
    controller.abort(new Error("enough"));
    await expect(waiting).rejects.toThrow("enough");
    held("ok");
    expect(await admitted(limiter.acquire())).toBeTypeOf("function");
  });

  it("counts a place given back twice once", async () => {
    const limiter = adaptiveLimiter({ max: 1 });
    const held = await limiter.acquire();
    held("ok");
    held("ok");
    await limiter.acquire();
    expect(await admitted(limiter.acquire())).toBeUndefined();
  });
});

describe("a limiter of the user's own", () => {
  it("is asked for every attempt, is shared by clients, and hears how each one ended", async () => {
    let onWire = 0;
    let most = 0;
    const heard: LimiterOutcome[] = [];
    const inner = adaptiveLimiter({ max: 1 });
    const limiter: Limiter = {
      acquire: async (signal) => {
        const release = await inner.acquire(signal);
        most = Math.max(most, ++onWire);
        return (outcome) => {
          onWire -= 1;
          heard.push(outcome);
          release(outcome);
        };
      },
    };
    await using server = await startServer((_, response, call) =>
      call === 1 ? refuse(response, 429, "TOO_MANY") : json(response, 200, {}),
    );
    const clients = [1, 2].map(() => quickClient(server.url, { http: { limiter } }).sf);
    const calls = clients.flatMap((sf) => [1, 2, 3].map(() => sf.request({ method: "GET", path: "limits" })));
    await Promise.all(calls);
    await Promise.all(clients.map((sf) => sf.close()));
    expect(most).toBe(1);
    expect(onWire).toBe(0);
    expect(heard).toEqual(["throttled", ...Array(6).fill("ok")]);
  });
});
