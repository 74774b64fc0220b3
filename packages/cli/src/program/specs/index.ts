import type { CommandSpec } from "../spec.ts";
import { ORGS } from "./org.ts";
import { READ } from "./read.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [...READ, ...ORGS];
