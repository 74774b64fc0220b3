import { z } from "zod";
import { requireObject } from "../../policy/index.ts";
import { Refusal } from "../../refusal/index.ts";
import { fileToRead } from "../folders.ts";
import { recordId } from "../shapes.ts";
import { defineTool, type Tool, type ToolContext } from "../tool.ts";
import { planOf } from "../write/names.ts";

const input = z.strictObject({
  name: z
    .string()
    .regex(/^[^\\/\p{Cc}]{1,200}\.[A-Za-z0-9]{1,10}$/u)
    .describe("With its ending, e.g. notes.txt"),
  text: z.string().max(1_000_000).optional().describe("Or path"),
  path: z.string().max(1000).optional().describe("In the import folder"),
  linkTo: recordId.optional().describe("Record to attach it to"),
  title: z.string().max(255).optional(),
});

type Args = z.output<typeof input>;

const output = z.object({ contentDocumentId: z.string(), versionId: z.string() });

/** `sf_file_upload`: a text, or a file of the import folder, as a file of Salesforce. */
export const fileUploadTool: Tool = defineTool({
  name: "sf_file_upload",
  title: "Upload a file",
  description:
    "Uploads a text, or a file of the import folder, and attaches it to a record. The user confirms.",
  toolset: "files",
  kind: "write",
  input,
  output,
  async run(args, context) {
    const { policy, org, signal } = context;
    requireObject(policy, "ContentVersion");
    const source = await sourceOf(args, context);
    const { name: fileName, title, linkTo } = args;
    await context.confirm(["sf_file_upload", args], () => {
      const details = [
        `From ${args.path ?? "a text of the call"}`,
        ...(linkTo === undefined ? [] : [`Attached to ${linkTo}`]),
      ];
      return planOf(`Upload the file ${fileName}`, details, context);
    });
    const data = await org.client.files.upload(
      { source, fileName, title, linkedEntityId: linkTo },
      { signal },
    );
    return { summary: "Uploaded.", data: { ...data } };
  },
});

async function sourceOf({ text, path }: Args, { settings }: ToolContext): Promise<string | Buffer> {
  if (text !== undefined && path === undefined) return Buffer.from(text);
  if (path !== undefined && text === undefined) {
    return fileToRead(path, { flag: "--import-dir", folder: settings.importDir });
  }
  throw new Refusal("sf_file_upload takes either text or path", {
    code: "ARGUMENTS",
    action: "Send one of the two.",
  });
}
