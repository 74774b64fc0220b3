export { bounded } from "./boundary.ts";
export { answerBytes, countWithin, dataBudget, fitTable } from "./budget.ts";
export { type CursorCodec, type CursorOwner, cursorCodec, refused } from "./cursor.ts";
export { type Advice, failureOf, failureText } from "./failure.ts";
export { badResult, goodResult, type ToolOutput } from "./result.ts";
export { type HeldRows, type ResultStore, resultStore } from "./result-store.ts";
export { type Cell, cut, toTable, wasCut } from "./rows.ts";
