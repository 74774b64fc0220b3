export { bounded } from "./boundary.ts";
export { answerBytes, countWithin, dataBudget, type FittedTable, fitTable } from "./budget.ts";
export {
  type CursorCodec,
  type CursorCodecOptions,
  type CursorOwner,
  cursorCodec,
  refused,
} from "./cursor.ts";
export { type Advice, type Failure, failureOf, failureText } from "./failure.ts";
export { badResult, goodResult, type ToolOutput } from "./result.ts";
export {
  type HeldRows,
  type QuerySource,
  type ResultStore,
  type ResultStoreOptions,
  resultStore,
} from "./result-store.ts";
export { type Cell, cut, type Table, type TableOptions, toTable } from "./rows.ts";
