import { basename } from "node:path";
import type { Readable } from "node:stream";
import { InputError } from "../errors/index.ts";
import { type CallOptions, type Fields, type WriteOptions, writeHeaders } from "./call.ts";
import { fieldName, objectName, recordId } from "./check.ts";
import { checkDates, type RestContext } from "./context.ts";
import { type FileSource, multipartBody } from "./multipart.ts";
import { recordBody } from "./record-body.ts";
import { sobjectResource } from "./records.ts";
import type { CreateResult } from "./sobject.ts";

/** A file to upload. */
export interface FileUpload {
  /** Name of the file with its ending, by which Salesforce tells its kind, e.g. `offer.pdf`. @default that of the path */
  readonly fileName?: string | undefined;
  /** Its bytes; a stream is read once, so that its upload is not repeated. */
  readonly source: FileSource;
  /** @default the file name */
  readonly title?: string | undefined;
  /** MIME type of the part. @default "application/octet-stream" */
  readonly contentType?: string | undefined;
  /** Record that the file is shared with. */
  readonly linkedEntityId?: string | undefined;
  /** The file that this is a new version of (`ContentDocumentId`). @default a new file */
  readonly contentDocumentId?: string | undefined;
  /** Further fields of the ContentVersion. */
  readonly fields?: Fields | undefined;
}

/** A file that was uploaded. */
export interface UploadedFile {
  /** Id of the version (`ContentVersion`). */
  readonly versionId: string;
  /** Id of the file that all its versions share (`ContentDocument`). */
  readonly contentDocumentId: string;
}

/** How a file is shared with a record (Object Reference, "ContentDocumentLink"). */
export interface FileLink {
  readonly contentDocumentId: string;
  readonly linkedEntityId: string;
  /** `V`: view; `C`: change; `I`: as the record is shared. @default "V" */
  readonly shareType?: "V" | "C" | "I" | undefined;
  /** @default "AllUsers" */
  readonly visibility?: "AllUsers" | "InternalUsers" | "SharedUsers" | undefined;
}

/** A record whose file goes with it: an attachment, a document, or any object that has a blob field. */
export interface BlobUpload {
  readonly object: string;
  /** The field that takes the bytes, e.g. `Body`. */
  readonly blobField: string;
  readonly fields: Fields;
  readonly fileName: string;
  readonly source: FileSource;
  readonly contentType?: string | undefined;
}

/** A blob field of a record. */
export interface BlobField {
  readonly object: string;
  readonly id: string;
  readonly field: string;
}

/** Files of an org: uploaded and downloaded as streams (REST API guide, "Insert or Update Blob Data"). */
export interface FilesApi {
  /**
   * Uploads a file, or a new version of one. It is never sent twice.
   *
   * @example
   * ```ts
   * const { contentDocumentId } = await sf.files.upload({ source: "offer.pdf", linkedEntityId: "001000000000001AAA" });
   * ```
   */
  upload(file: FileUpload, options?: WriteOptions): Promise<UploadedFile>;
  /**
   * Downloads a version of a file.
   *
   * @example
   * ```ts
   * for await (const chunk of await sf.files.download("068000000000001AAA")) console.log(chunk.length);
   * ```
   */
  download(versionId: string, options?: CallOptions): Promise<Readable>;
  /**
   * Shares a file with a record.
   *
   * @example
   * ```ts
   * await sf.files.link({ contentDocumentId: "069000000000001AAA", linkedEntityId: "001000000000001AAA" });
   * ```
   */
  link(link: FileLink, options?: WriteOptions): Promise<CreateResult>;
  /**
   * Creates a record together with its file, e.g. an Attachment or a Document.
   *
   * @example
   * ```ts
   * const fields = { Name: "a.txt", ParentId: "001000000000001AAA" };
   * const source = Buffer.from("hello");
   * await sf.files.createBlob({ object: "Attachment", blobField: "Body", fields, fileName: "a.txt", source });
   * ```
   */
  createBlob(blob: BlobUpload, options?: WriteOptions): Promise<CreateResult>;
  /**
   * Downloads any blob field of a record.
   *
   * @example
   * ```ts
   * const body = await sf.files.readBlob({ object: "Attachment", id: "00P000000000001AAA", field: "Body" });
   * ```
   */
  readBlob(blob: BlobField, options?: CallOptions): Promise<Readable>;
}

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
