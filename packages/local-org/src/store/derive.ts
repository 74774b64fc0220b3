import { createHash } from "node:crypto";
import type { Draft } from "./draft.ts";
import type { Row, SqlValue } from "./types.ts";

/** What a derivation sees: the value a column will have after the write, and a way to set it. */
export interface DeriveScope {
  readonly draft: Draft;
  /** The row before an update; undefined on insert. */
  readonly before: Row | undefined;
  /** The moment of the write, as a stored datetime. */
  readonly now: string;
}

type Derive = (scope: DeriveScope) => void;

const columnValue = ({ draft, before }: DeriveScope, column: string): SqlValue =>
  draft.has(column) ? (draft.get(column) ?? null) : (before?.[column] ?? null);

const setUnlessGiven = (scope: DeriveScope, column: string, value: SqlValue): void => {
  if (scope.before !== undefined || !scope.draft.has(column)) scope.draft.set(column, value);
};

/** Person names: Name is first and last name with one space between. */
const personName: Derive = (scope) => {
  const parts = [columnValue(scope, "FirstName"), columnValue(scope, "LastName")].filter(
    (part) => part !== null,
  );
  scope.draft.set("Name", parts.length === 0 ? null : parts.join(" "));
};

interface Stage {
  readonly probability: number;
  readonly forecast: string;
  readonly closed: boolean;
  readonly won: boolean;
}

/** What the stages of a new org mean; they come from the OpportunityStage rows that every org starts with. */
const STAGES: Readonly<Record<string, Stage>> = Object.freeze({
  prospecting: { probability: 10, forecast: "Pipeline", closed: false, won: false },
  qualification: { probability: 10, forecast: "Pipeline", closed: false, won: false },
  "needs analysis": { probability: 20, forecast: "Pipeline", closed: false, won: false },
  "value proposition": { probability: 50, forecast: "Pipeline", closed: false, won: false },
  "id. decision makers": { probability: 60, forecast: "Pipeline", closed: false, won: false },
  "perception analysis": { probability: 70, forecast: "Pipeline", closed: false, won: false },
  "proposal/price quote": { probability: 75, forecast: "Pipeline", closed: false, won: false },
  "negotiation/review": { probability: 90, forecast: "Pipeline", closed: false, won: false },
  "closed won": { probability: 100, forecast: "Closed", closed: true, won: true },
  "closed lost": { probability: 0, forecast: "Omitted", closed: true, won: false },
});

const stageFields: Derive = (scope) => {
  if (!scope.draft.has("StageName")) return;
  const stage = STAGES[String(scope.draft.get("StageName")).toLowerCase()];
  if (!scope.draft.has("Probability")) scope.draft.set("Probability", stage?.probability ?? 0);
  setUnlessGiven(scope, "ForecastCategory", stage?.forecast ?? "Pipeline");
  if (!scope.draft.has("ForecastCategoryName"))
    scope.draft.set("ForecastCategoryName", stage?.forecast ?? "Pipeline");
  setUnlessGiven(scope, "IsClosed", stage?.closed ? 1 : 0);
  setUnlessGiven(scope, "IsWon", stage?.won ? 1 : 0);
};

const opportunity: Derive = (scope) => {
  stageFields(scope);
  const touched = scope.draft.has("Amount") || scope.draft.has("Probability");
  if (touched) {
    const amount = columnValue(scope, "Amount");
    const probability = columnValue(scope, "Probability");
    const expected = amount === null ? null : (Number(amount) * Number(probability ?? 0)) / 100;
    setUnlessGiven(scope, "ExpectedRevenue", expected);
  }
  if (scope.draft.has("CloseDate")) {
    const [year, month] = String(scope.draft.get("CloseDate")).split("-").map(Number);
    setUnlessGiven(scope, "FiscalYear", year ?? null);
    setUnlessGiven(scope, "FiscalQuarter", month === undefined ? null : Math.ceil(month / 3));
    setUnlessGiven(scope, "Fiscal", month === undefined ? null : `${year} ${Math.ceil(month / 3)}`);
  }
};

const caseRow: Derive = (scope) => {
  if (!scope.draft.has("Status")) return;
  const closed = String(scope.draft.get("Status")).toLowerCase() === "closed";
  setUnlessGiven(scope, "IsClosed", closed ? 1 : 0);
  const wasClosed = scope.before?.["IsClosed"] === 1;
  if (closed !== wasClosed || scope.before === undefined)
    setUnlessGiven(scope, "ClosedDate", closed ? scope.now : null);
};

const task: Derive = (scope) => {
  if (scope.draft.has("Status")) {
    const closed = String(scope.draft.get("Status")).toLowerCase() === "completed";
    setUnlessGiven(scope, "IsClosed", closed ? 1 : 0);
  }
  if (scope.draft.has("Priority")) {
    setUnlessGiven(
      scope,
      "IsHighPriority",
      String(scope.draft.get("Priority")).toLowerCase() === "high" ? 1 : 0,
    );
  }
};

const attachment: Derive = (scope) => {
  const body = scope.draft.get("Body");
  if (body instanceof Uint8Array) scope.draft.set("BodyLength", body.byteLength);
};

/** The picture that every account and person has a place for. */
const photo: Derive = (scope) => {
  const id = scope.draft.get("Id");
  if (scope.before === undefined && typeof id === "string")
    scope.draft.set("PhotoUrl", `/services/images/photo/${id}`);
};

const both =
  (...derivations: readonly Derive[]): Derive =>
  (scope) => {
    for (const derive of derivations) derive(scope);
  };

/** What Salesforce computes for the rows of an object. */
export interface Derivation {
  /** The columns it is computed from: an update that touches none of them needs no derivation. */
  readonly from: readonly string[];
  readonly derive: Derive;
}

const NAME_PARTS = ["FirstName", "LastName"];

/** What a file is, from its path and its bytes. */
const file: Derive = (scope) => {
  const { draft } = scope;
  const bytes = draft.get("VersionData");
  if (!(bytes instanceof Uint8Array)) return;
  draft.set("ContentSize", bytes.byteLength);
  draft.set("Checksum", createHash("md5").update(bytes).digest("hex"));
  const extension = /\.([^./\\]+)$/.exec(String(columnValue(scope, "PathOnClient")))?.[1];
  if (extension === undefined) return;
  draft.set("FileExtension", extension);
  draft.set("FileType", extension.toUpperCase());
};

/** What a published event carries: its place in the stream, and a UUID that follows from its id. */
const event: Derive = ({ draft }) => {
  const id = String(draft.get("Id"));
  const hex = createHash("sha256").update(id).digest("hex");
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `4${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  draft.set("EventUuid", parts.join("-"));
};

const EVENT: Derivation = Object.freeze({ from: [], derive: event });

const DERIVATIONS: Readonly<Record<string, Derivation>> = Object.freeze({
  Account: { from: [], derive: photo },
  Attachment: { from: ["Body"], derive: attachment },
  Case: { from: ["Status"], derive: caseRow },
  ContentVersion: { from: ["VersionData"], derive: file },
  Contact: { from: NAME_PARTS, derive: both(personName, photo) },
  Lead: { from: NAME_PARTS, derive: both(personName, photo) },
  Opportunity: { from: ["StageName", "Amount", "Probability", "CloseDate"], derive: opportunity },
  Task: { from: ["Status", "Priority"], derive: task },
  User: { from: NAME_PARTS, derive: personName },
});

/** Returns what Salesforce computes for rows of an object when they are saved, if anything. */
export function derivationOf(object: string): Derivation | undefined {
  return object.endsWith("__e") ? EVENT : DERIVATIONS[object];
}
