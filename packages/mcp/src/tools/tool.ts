import type { z } from "zod";
import type { Org } from "../orgs/index.ts";
import type { CursorCodec, NextFor, ResultStore, ToolOutput } from "../output/index.ts";
import type { AccessPolicy } from "../policy/index.ts";
import type { ResolvedMcpSettings, Toolset } from "../settings/index.ts";

/** What a tool does to the org. `job`: makes jobs that read. */
export type ToolKind = "read" | "job" | "write" | "destructive";

/** What a tool works with. */
export interface ToolContext {
  readonly org: Org;
  readonly settings: ResolvedMcpSettings;
  readonly policy: AccessPolicy;
  readonly cursors: CursorCodec;
  readonly results: ResultStore;
  /** Ends the work when the host gives up on the call. */
  readonly signal: AbortSignal;
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
  readonly input: Input;
  readonly output: Output;
  run(args: z.output<Input>, context: ToolContext): Promise<ToolOutput>;
  /** The call that helps after an error of this tool. @default none */
  readonly nextFor?: ((error: unknown, args: z.output<Input>) => ReturnType<NextFor>) | undefined;
}

/** A tool whose arguments are checked by its schema when it runs. */
export interface Tool extends Omit<ToolDefinition<z.ZodObject, z.ZodObject>, "run" | "nextFor"> {
  run(args: unknown, context: ToolContext): Promise<ToolOutput>;
  nextFor(error: unknown, args: unknown): ReturnType<NextFor>;
}

/** Makes a tool that can stand in one list with the others. */
export function defineTool<Input extends z.ZodObject, Output extends z.ZodObject>(
  definition: ToolDefinition<Input, Output>,
): Tool {
  const { input, nextFor } = definition;
  return {
    ...definition,
    run: async (args, context) => definition.run(input.parse(args), context),
    nextFor: (error, args) => nextFor?.(error, input.parse(args)),
  };
}
