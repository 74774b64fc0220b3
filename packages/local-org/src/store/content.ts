import type { Draft } from "./draft.ts";
import type { Fields, SqlValue } from "./types.ts";

/** What saving a file needs of the store. */
export interface ContentScope {
  /** Inserts a row as the platform itself does, and returns its id. */
  readonly insert: (object: string, fields: Fields) => string;
  /** Updates a row as the platform itself does. */
  readonly update: (object: string, fields: Fields) => void;
  /** Finds the ids of live rows by a field's value. */
  readonly findIds: (object: string, field: string, value: SqlValue) => string[];
}

const text = (draft: Draft, column: string): string => String(draft.get(column) ?? "");

/** Gives a new version its document: the one it names, or a new one. Earlier versions are the latest no longer. */
export function fileVersion(scope: ContentScope, draft: Draft): void {
  const path = text(draft, "PathOnClient");
  const name = path.split(/[\\/]/).at(-1) ?? path;
  if ((draft.get("Title") ?? null) === null) draft.set("Title", name.replace(/\.[^.]+$/, ""));
  const given = draft.get("ContentDocumentId") ?? null;
  const facts = {
    Title: draft.get("Title"),
    ContentSize: draft.get("ContentSize"),
    FileType: draft.get("FileType"),
  };
  const documentId = given === null ? scope.insert("ContentDocument", facts) : String(given);
  const earlier = given === null ? [] : scope.findIds("ContentVersion", "ContentDocumentId", documentId);
  for (const version of earlier) scope.update("ContentVersion", { Id: version, IsLatest: false });
  draft.set("ContentDocumentId", documentId);
  draft.set("VersionNumber", String(earlier.length + 1));
  draft.set("IsLatest", 1);
}

/** Makes a saved version the one its document shows, and links a new document to its owner and first place. */
export function publishFile(scope: ContentScope, draft: Draft): void {
  const ContentDocumentId = draft.get("ContentDocumentId");
  scope.update("ContentDocument", { Id: ContentDocumentId, LatestPublishedVersionId: draft.get("Id") });
  if (draft.get("VersionNumber") !== "1") return;
  const link = (LinkedEntityId: SqlValue | undefined, ShareType: string): void => {
    if (LinkedEntityId) scope.insert("ContentDocumentLink", { ContentDocumentId, LinkedEntityId, ShareType });
  };
  link(draft.get("OwnerId"), "I");
  link(draft.get("FirstPublishLocationId"), "V");
}
