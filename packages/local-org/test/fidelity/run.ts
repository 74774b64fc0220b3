import type { LocalOrg } from "kinetic-local-org";
import { allowanceOf } from "./allowed.ts";
import { prepareBulk } from "./bulk.ts";
import { differences } from "./compare.ts";
import { Evidence, isResult } from "./evidence.ts";
import { type Exchange, parseJson, readExchanges, readSequences, type Sequence } from "./exchanges.ts";
import { prepareLogin } from "./logins.ts";
import { preparePage, prepareQuery, queryPath } from "./queries.ts";
import { prepareRecords } from "./records.ts";
import { type Outgoing, Stage } from "./stage.ts";
import { startWorld } from "./world.ts";

/** How the local org fared with one exchange. */
export interface Outcome {
  readonly id: string;
  readonly area: string;
  readonly verdict: "matched" | "allowed" | "failing";
  /** Why it is allowed to differ, or in what it differs. */
  readonly why: string;
}

type Json = Record<string, unknown>;

/** The queries and their answers in an exchange: the exchange itself, or parts of a composite request. */
function queriesOf(exchange: Exchange): [string, unknown][] {
  const { area, body, answer, status } = exchange;
  if (area.startsWith("query") && status === 200) return [[soqlOf(queryPath(exchange)), parseJson(answer)]];
  if (area !== "composite" || body === "") return [];
  const { compositeRequest = [] } = (parseJson(body) ?? {}) as { compositeRequest?: Json[] };
  const { compositeResponse = [] } = (parseJson(answer) ?? {}) as { compositeResponse?: Json[] };
  return compositeRequest.map(({ url }, i) => [soqlOf(String(url)), compositeResponse[i]?.["body"]]);
}

const soqlOf = (url: string): string => {
  const q = /[?&]q=([^&]*)/.exec(url)?.[1] ?? "";
  try {
    return decodeURIComponent(q.replaceAll("+", " "));
  } catch {
    return q;
  }
};

function evidenceOf(exchange: Exchange): Evidence {
  const evidence = new Evidence();
  if (exchange.area === "crud-read" && exchange.status === 200)
    evidence.customFields(parseJson(exchange.answer) as Json);
  for (const [soql, result] of queriesOf(exchange)) if (isResult(result)) evidence.query(soql, result);
  return evidence;
}

/** All recorded exchanges, and the one org that is to answer them. */
export class Fidelity {
  readonly exchanges: readonly Exchange[] = readExchanges();
  readonly sequences: readonly Sequence[] = readSequences();
  readonly #evidence = new Map<string, Evidence>();
  #org: LocalOrg | undefined;

  async start(): Promise<void> {
    for (const one of [...this.exchanges, ...this.sequences.flatMap(({ exchanges }) => exchanges)])
      this.#evidence.set(one.id, evidenceOf(one));
    this.#org = await startWorld([...this.#evidence.values()]);
  }

  async close(): Promise<void> {
    await this.#org?.close();
  }

  stage(): Stage {
    if (this.#org === undefined) throw new Error("Not started.");
    return new Stage(this.#org);
  }

  /** Sends a recorded request to the local org and holds its answer to the recorded one. */
  async replay(exchange: Exchange, stage: Stage = this.stage()): Promise<Outcome> {
    const { id, area } = exchange;
    const found = await this.#differences(exchange, stage);
    const allowance = allowanceOf(exchange);
    const outcome = (verdict: Outcome["verdict"], why: string): Outcome => ({ id, area, verdict, why });
    if (allowance === undefined)
      return found.length === 0 ? outcome("matched", "") : outcome("failing", found.join("\n"));
    if (found.length === 0)
      return outcome(
        "failing",
        `matches, and is allowed to differ (${allowance.reason}): take its entry out of allowed.ts`,
      );
    const unexpected = found.filter((line) => !allowance.differs.test(line));
    if (unexpected.length > 0)
      return outcome("failing", `${unexpected.join("\n")}\n(beside what is allowed: ${allowance.reason})`);
    return outcome("allowed", allowance.reason);
  }

  async #differences(exchange: Exchange, stage: Stage): Promise<string[]> {
    const answer = await stage.send(await this.#prepare(exchange, stage));
    const { id } = (parseJson(answer.bytes.toString()) ?? {}) as { id?: string };
    const theirs = (parseJson(exchange.answer) ?? {}) as { id?: string };
    if (id !== undefined && theirs.id !== undefined) stage.known.set(theirs.id, id);
    const exact = !this.#wasMade(this.#evidence.get(exchange.id), stage);
    return differences(answer, exchange, exact);
  }

  #prepare(exchange: Exchange, stage: Stage): Outgoing | Promise<Outgoing> {
    const { area } = exchange;
    if (area.startsWith("bulk2-")) return prepareBulk(stage, exchange, this.#bulkRows());
    if (/^(?:oauth|identity|soap-login)/.test(area)) return prepareLogin(stage, exchange);
    const evidence = this.#evidence.get(exchange.id);
    if (evidence !== undefined && !this.#wasMade(evidence, stage)) stage.show(evidence);
    const first = area === "queryMore" ? this.#firstPage(exchange) : undefined;
    if (first !== undefined) {
      stage.show(this.#evidence.get(first.id) ?? new Evidence());
      return preparePage(stage, exchange, first);
    }
    if (area.startsWith("query")) return prepareQuery(stage, exchange);
    return prepareRecords(stage, exchange);
  }

  /** Whether the rows of a recording were made by earlier requests of its sequence. */
  #wasMade(evidence: Evidence | undefined, stage: Stage): boolean {
    const ids = [...(evidence?.seen.values() ?? [])].flatMap(({ rows }) => [...rows.keys()]);
    return ids.some((id) => stage.known.has(id));
  }

  #firstPage({ path }: Exchange): Exchange | undefined {
    const locator = /query\/(\w+)/.exec(path)?.[1] ?? "";
    return this.exchanges.find(
      ({ area, answer }) => area === "query" && answer.includes(`/query/${locator}-`),
    );
  }

  #bulkRows(): string {
    return this.exchanges.find(({ id }) => id === "rec-bulk2-query-005")?.answer ?? "";
  }
}
