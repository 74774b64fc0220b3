import { basename } from "node:path";
import type { Readable } from "node:stream";
import { InputError } from "../errors/index.ts";
import { type CallOptions, type WriteOptions, writeHeaders } from "./call.ts";
import { fieldName, objectName, recordId } from "./check.ts";
import { checkDates, type RestContext } from "./context.ts";
import type { BlobField, BlobUpload, FilesApi, FileUpload, UploadedFile } from "./files-api.ts";
import { multipartBody } from "./multipart.ts";
import { recordBody } from "./record-body.ts";
import { sobjectResource } from "./records.ts";
import type { CreateResult } from "./sobject.ts";

/** Makes the files of an org. */
export function filesApi(context: RestContext): FilesApi {
  return {
    upload: (file, options) => upload(context, file, options),
    download: async (versionId, options) =>
      readBlob(context, { object: "ContentVersion", id: versionId, field: "VersionData" }, options),
    link: async (
      { contentDocumentId, linkedEntityId, shareType = "V", visibility = "AllUsers" },
      options,
    ) => {
      const fields = {
        ContentDocumentId: recordId(contentDocumentId, { field: "contentDocumentId" }),
        LinkedEntityId: recordId(linkedEntityId, { field: "linkedEntityId" }),
        ShareType: shareType,
        Visibility: visibility,
      };
      return sobjectResource(context, "ContentDocumentLink").create(fields, options);
    },
    createBlob: (blob, options) => createBlob(context, blob, options),
    readBlob: (blob, options) => readBlob(context, blob, options),
  };
}

async function upload(
  context: RestContext,
  file: FileUpload,
  options: WriteOptions = {},
): Promise<UploadedFile> {
  const fileName = file.fileName ?? (typeof file.source === "string" ? basename(file.source) : undefined);
  if (fileName === undefined)
    throw new InputError("The file needs a name with an ending, by which Salesforce tells its kind", {
      column: "fileName",
    });
  const fields = {
    ...file.fields,
    Title: file.title ?? fileName,
    PathOnClient: fileName,
    FirstPublishLocationId: idOf("linkedEntityId", file.linkedEntityId),
    ContentDocumentId: idOf("contentDocumentId", file.contentDocumentId),
  };
  const { source, contentType } = file;
  const blob = { object: "ContentVersion", blobField: "VersionData", fields, fileName, source, contentType };
  const { id } = await createBlob(context, blob, options);
  if (file.contentDocumentId !== undefined)
    return { versionId: id, contentDocumentId: file.contentDocumentId };
  const read = { fields: ["ContentDocumentId"], signal: options.signal };
  const version = await sobjectResource(context, "ContentVersion").retrieve(id, read);
  return { versionId: id, contentDocumentId: String(version["ContentDocumentId"]) };
}

function idOf(field: string, id: string | undefined): string | undefined {
  return id === undefined ? undefined : recordId(id, { field });
}

async function createBlob(
  context: RestContext,
  { object, blobField, fields, ...file }: BlobUpload,
  options: WriteOptions = {},
): Promise<CreateResult> {
  const path = `sobjects/${objectName(object)}`;
  const entity = object.toLowerCase() === "document" ? "entity_document" : "entity_content";
  const json = recordBody(fields);
  fieldName(blobField);
  await checkDates(context, { object, fields }, options);
  const body = await multipartBody({
    entity,
    json,
    blobField,
    ...file,
  });
  const headers = writeHeaders(options);
  const answer = await context.requester.json<{ id: string }>({
    method: "POST",
    path,
    headers,
    body,
    signal: options.signal,
  });
  return { id: answer.body.id };
}

async function readBlob(
  { requester }: RestContext,
  { object, id, field }: BlobField,
  { signal }: CallOptions = {},
): Promise<Readable> {
  const path = `sobjects/${objectName(object)}/${recordId(id)}/${fieldName(field)}`;
  return (await requester.stream({ method: "GET", path, headers: { accept: "*/*" }, signal })).body;
}
