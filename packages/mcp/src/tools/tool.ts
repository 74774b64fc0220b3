import type { z } from "zod";
import type { Plan } from "../confirm/index.ts";
import type { Org } from "../orgs/index.ts";
import type { ResultStore, ToolOutput } from "../output/index.ts";
import type { AccessPolicy } from "../policy/index.ts";
import type { ResolvedMcpSettings, Toolset } from "../settings/index.ts";

/**
 * What a tool does to the org. `job`: makes or ends jobs. `code`: runs code of the org, and may do anything. `write` adds,
 * `destructive` changes or removes; these two are offered only where writing is allowed.
 */
export type ToolKind = "read" | "job" | "code" | "write" | "destructive";

/** The opaque texts that an agent goes on with: of use to the org, user and principal that they were given to. */
export interface Handles {
  seal(payload: object): Promise<string>;
  /** @throws Refusal saying that it is none, expired, or somebody else's */
  open<T>(handle: string): Promise<T>;
}

/** What a tool works with. */
export interface ToolContext {
  readonly org: Org;
  readonly settings: ResolvedMcpSettings;
  readonly policy: AccessPolicy;
  readonly handles: Handles;
  readonly results: ResultStore;
  /** Names of the tools that are offered. */
  readonly offered: readonly string[];
  /** Ends the work when the host gives up on the call. */
  readonly signal: AbortSignal;
  /**
   * Lets a write go on that the user has confirmed, or that needs no confirmation.
   * @throws Refusal when he said no, or cannot be asked
   */
  confirm(subject: unknown, plan: () => Promise<Plan>): Promise<void>;
  /** Tells the host how far it is; does nothing where the host did not ask. */
  progress(done: number, total: number | undefined, message: string): void;
}

/** A tool as it is written; `defineTool` makes a {@link Tool} of it. */
export interface ToolDefinition<Input extends z.ZodObject, Output extends z.ZodObject> {
  /** `sf_…`; stable. */
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly toolset: Toolset;
  readonly kind: ToolKind;
  /** Whether the same call twice does no more than once. @default whether it only reads */
  readonly idempotent?: boolean | undefined;
  readonly input: Input;
  readonly output: Output;
  run(args: z.output<Input>, context: ToolContext): Promise<ToolOutput>;
}

/** A tool among others: its arguments were checked by its schema before it runs. */
export interface Tool extends Omit<ToolDefinition<z.ZodObject, z.ZodObject>, "run"> {
  run(args: unknown, context: ToolContext): Promise<ToolOutput>;
}

/** Makes a tool that can stand in one list with the others. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  return { ...definition, run: (args, context) => definition.run(args as z.output<Input>, context) };
}
