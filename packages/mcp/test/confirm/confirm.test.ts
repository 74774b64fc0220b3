import { describe, expect, it } from "vitest";
import { createConfirmer, type HostView, InputNeeded, type Plan } from "../../src/confirm/index.ts";

const owner = { orgId: "00D000000000001EAA", userId: "005000000000001AAA" };
const plan = async (): Promise<Plan> => ({ action: "Delete 1 record", details: ["Records: Acme"] });
const asking: HostView = { canElicit: true, state: undefined, answer: "none" };
const subject = ["sf_delete_records", { ids: ["001"] }];

/** Asks, and returns the state that the host is to send back. */
async function ask(confirmer: ReturnType<typeof createConfirmer>): Promise<string> {
  const needed = await confirmer
    .confirm({ subject, owner, host: asking, plan })
    .catch((error: unknown) => error);
  expect(needed).toBeInstanceOf(InputNeeded);
  return (needed as InputNeeded).result.requestState ?? "";
}

const answered = (state: string): HostView => ({ canElicit: true, state, answer: "accepted" });

describe("a confirmation", () => {
  it("lets what was asked for pass, once", async () => {
    const confirmer = createConfirmer("elicit");
    const host = answered(await ask(confirmer));
    await expect(confirmer.confirm({ subject, owner, host, plan })).resolves.toBeUndefined();
    await expect(confirmer.confirm({ subject, owner, host, plan })).rejects.toThrow("was used before");
  });

  it("is used up by a no, too", async () => {
    const confirmer = createConfirmer("elicit");
    const host = answered(await ask(confirmer));
    const no = { ...host, answer: "declined" } as const;
    await expect(confirmer.confirm({ subject, owner, host: no, plan })).rejects.toMatchObject({
      code: "CANCELLED",
    });
    await expect(confirmer.confirm({ subject, owner, host, plan })).rejects.toThrow("was used before");
  });

  it("is of the very call, the very org and the very user", async () => {
    const confirmer = createConfirmer("elicit");
    const host = answered(await ask(confirmer));
    const other = ["sf_delete_records", { ids: ["001", "002"] }];
    await expect(confirmer.confirm({ subject: other, owner, host, plan })).rejects.toThrow(
      "for another call",
    );
    const elsewhere = { ...owner, orgId: "00D000000000002EAA" };
    await expect(confirmer.confirm({ subject, owner: elsewhere, host, plan })).rejects.toThrow(
      "another org or user",
    );
    await expect(confirmer.confirm({ subject, owner, host, plan })).resolves.toBeUndefined();
  });

  it("cannot be made by anybody else", async () => {
    const confirmer = createConfirmer("elicit");
    const foreign = answered(await ask(createConfirmer("elicit")));
    for (const host of [foreign, answered(""), answered("a.b")]) {
      await expect(confirmer.confirm({ subject, owner, host, plan })).rejects.toThrow(
        "none that this server gave",
      );
    }
  });

  it("is refused where nobody can be asked, even with a state", async () => {
    const confirmer = createConfirmer("elicit");
    const host = { ...answered(await ask(confirmer)), canElicit: false };
    await expect(confirmer.confirm({ subject, owner, host, plan })).rejects.toMatchObject({
      code: "CONFIRMATION_UNAVAILABLE",
    });
  });

  it.each(["host", "off"] as const)("is not asked for in the mode %s", async (mode) => {
    const host = { ...asking, canElicit: false };
    await expect(createConfirmer(mode).confirm({ subject, owner, host, plan })).resolves.toBeUndefined();
  });
});
