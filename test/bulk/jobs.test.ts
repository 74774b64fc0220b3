import type { JobHandleJson, JobInfo, SalesforceClient } from "kinetic-core";
import { describe, expect, it } from "vitest";
import { bulkClient } from "./client.ts";
import { type Answer, type FakeOrg, type FakeOrgOptions, startFakeOrg } from "./fake-org.ts";

async function withOrg(
  options: FakeOrgOptions,
  test: (sf: SalesforceClient, fake: FakeOrg) => Promise<void>,
): Promise<void> {
  const fake = await startFakeOrg({ rows: [["1", "x"]], ...options });
  const sf = bulkClient(fake.url);
  try {
    await test(sf, fake);
  } finally {
    await sf.close();
    await fake.close();
  }
}

async function idsOf(jobs: AsyncIterable<JobInfo>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of jobs) ids.push(id);
  return ids;
}

/** The two kinds of jobs, as somebody uses them who looks after an org. */
const KINDS = [
  {
    kind: "ingest" as const,
    make: (sf: SalesforceClient) => sf.bulk.createIngestJob({ object: "Account", operation: "insert" }),
    open: (sf: SalesforceClient, job: string | JobHandleJson) => sf.bulk.ingestJob(job),
    list: (sf: SalesforceClient) => sf.bulk.ingestJobs.bind(sf.bulk),
  },
  {
    kind: "query" as const,
    make: (sf: SalesforceClient) => sf.bulk.createQueryJob({ query: "SELECT Id FROM Account" }),
    open: (sf: SalesforceClient, job: string | JobHandleJson) => sf.bulk.queryJob(job),
    list: (sf: SalesforceClient) => sf.bulk.queryJobs.bind(sf.bulk),
  },
];

describe.each(KINDS)("jobs of the kind $kind", ({ kind, make, open, list }) => {
  it("are opened again by their id and by their handle", () =>
    withOrg({}, async (sf) => {
      const made = await make(sf);
      const handle = JSON.parse(JSON.stringify(made)) as JobHandleJson;
      expect(handle).toEqual({ kind, id: made.id, apiVersion: "68.0" });
      for (const job of [open(sf, made.id), open(sf, handle)]) {
        expect(await job.info()).toMatchObject({ id: made.id, object: "Account", apiVersion: 68 });
        expect(job.apiVersion).toBe("68.0");
      }
    }));

  it("are refused under the name of the other kind, and by what is no id", () =>
    withOrg({}, async (sf, fake) => {
      const other = kind === "ingest" ? "query" : "ingest";
      expect(() => open(sf, { kind: other, id: "750000000000001AAA" })).toThrow(new RegExp(`${other} job`));
      expect(() => open(sf, "../750")).toThrow(/15 or 18/);
      expect(fake.calls).toEqual([]);
    }));

  it("are aborted once, also when the answer is lost, and left alone when they have ended", () =>
    withOrg(
      { fault: (call, count) => (call === "PATCH Aborted" && count === 1 ? "lose-answer" : undefined) },
      async (sf, fake) => {
        const job = await make(sf);
        expect((await job.abort()).state).toBe("Aborted");
        expect((await job.abort()).state).toBe("Aborted");
        expect(fake.open()).toEqual([]);
      },
    ));

  it("are deleted, also when the answer is lost; one that is not there is an error", () =>
    withOrg(
      { fault: (call, count) => (call === "DELETE job" && count === 1 ? "lose-answer" : undefined) },
      async (sf, fake) => {
        const job = await make(sf);
        await job.abort();
        await job.delete();
        expect(fake.jobs.size).toBe(0);
        await expect(job.delete()).rejects.toMatchObject({ code: "NOT_FOUND" });
        await expect(job.info()).rejects.toMatchObject({ code: "NOT_FOUND" });
      },
    ));

  it("are listed by state, object, time and maker, whatever the server filters", () =>
    withOrg({}, async (sf, fake) => {
      const [first, second] = [await make(sf), await make(sf)];
      await second.abort();
      const all = list(sf);
      expect(await idsOf(all())).toEqual([first.id, second.id]);
      expect(await idsOf(all({ state: "Aborted" }))).toEqual([second.id]);
      expect(await idsOf(all({ state: ["Open", "UploadComplete"] }))).toEqual([first.id]);
      expect(await idsOf(all({ object: "account", createdById: "005000000000001AAA" }))).toHaveLength(2);
      expect(await idsOf(all({ object: "Contact" }))).toEqual([]);
      expect(await idsOf(all({ createdAfter: new Date(Date.now() + 60_000) }))).toEqual([]);
      await idsOf(all({ concurrencyMode: "Parallel", isPkChunkingEnabled: true }));
      const query = new URL(fake.seen.at(-1)?.path ?? "", "http://x").searchParams;
      expect(Object.fromEntries(query)).toEqual({
        jobType: kind === "ingest" ? "V2Ingest" : "V2Query",
        concurrencyMode: "Parallel",
        isPkChunkingEnabled: "true",
      });
    }));

  it("are listed over all pages, and a list that runs in a circle is an error", async () => {
    // The server names the list of ingest jobs as the next page of both.
    const next = "/services/data/v68.0/jobs/ingest?queryLocator=01gR-1000";
    const paged = (answer: Answer, isLast: boolean): Answer => {
      const body = {
        ...(JSON.parse(answer.body) as object),
        done: isLast,
        ...(isLast ? {} : { nextRecordsUrl: next }),
      };
      return { ...answer, body: JSON.stringify(body) };
    };
    const call = `GET ${kind}`;
    await withOrg(
      { tamper: (one, answer, count) => (one === call ? paged(answer, count === 2) : answer) },
      async (sf, fake) => {
        const { id } = await make(sf);
        expect(await idsOf(list(sf)())).toEqual([id, id]);
        expect(fake.seen.at(-1)?.path).toMatch(new RegExp(`jobs/${kind}\\?.*queryLocator=01gR-1000`));
      },
    );
    await withOrg({ tamper: (one, answer) => (one === call ? paged(answer, false) : answer) }, async (sf) => {
      await expect(idsOf(list(sf)())).rejects.toMatchObject({ code: "UNEXPECTED_RESPONSE" });
    });
  });
});

it("waits for a query job, and its results need the version that made it", () =>
  withOrg({ looks: 2 }, async (sf, fake) => {
    const { id } = await sf.bulk.createQueryJob({ query: "SELECT Id FROM Account" });
    const job = sf.bulk.queryJob(id);
    expect((await job.wait()).state).toBe("JobComplete");
    const parts: Buffer[] = [];
    for await (const part of job.results() as AsyncIterable<Buffer>) parts.push(part);
    expect(Buffer.concat(parts).toString()).toBe('"Id","Name"\n"1","x"\n');
    expect(fake.seen.at(-1)?.path).toBe(`/services/data/v68.0/jobs/query/${id}/results`);
  }));
