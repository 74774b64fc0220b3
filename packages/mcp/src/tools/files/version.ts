import { soql } from "kinetic-core";
import { requireFields } from "../../policy/index.ts";
import { Refusal } from "../../refusal/index.ts";
import type { ToolContext } from "../tool.ts";

/** A version of a file. */
export interface FileVersion {
  readonly Id: string;
  readonly ContentDocumentId: string;
  readonly Title: string;
  readonly FileExtension: string | null;
  readonly FileType: string;
  readonly ContentSize: number;
  readonly VersionNumber: string | null;
}

const FIELDS = "Id, ContentDocumentId, Title, FileExtension, FileType, ContentSize, VersionNumber";

/**
 * Finds a version by its id, or the latest one of a file.
 * @throws Refusal when there is none, or the policy hides files
 */
export async function versionOf(id: string, { org, policy, signal }: ToolContext): Promise<FileVersion> {
  requireFields(policy, "ContentVersion", ["VersionData", ...FIELDS.split(", ")]);
  const where = id.startsWith("069") ? soql`ContentDocumentId = ${id} AND IsLatest = true` : soql`Id = ${id}`;
  const version = await org.client
    .query<FileVersion>(`SELECT ${FIELDS} FROM ContentVersion WHERE ${where}`, { signal })
    .first();
  if (version !== undefined) return version;
  throw new Refusal(`There is no file ${id}, or this user may not see it`, {
    code: "NOT_FOUND",
    action: "Ids of files begin with 069 (the file) or 068 (one version of it).",
    next: {
      tool: "sf_query",
      args: { soql: "SELECT ContentDocumentId, Title FROM ContentVersion WHERE IsLatest = true LIMIT 20" },
    },
  });
}
