import type { CommandSpec } from "../spec.ts";
import { AUTH } from "./auth.ts";
import { BULK } from "./bulk.ts";
import { ORGS } from "./org.ts";
import { READ } from "./read.ts";
import { WRITE } from "./write.ts";

/** Every command, in the order of the help. */
export const COMMANDS: readonly CommandSpec[] = [...READ, ...WRITE, ...BULK, AUTH, ...ORGS];
