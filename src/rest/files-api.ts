import type { Readable } from "node:stream";
import type { CallOptions, Fields, WriteOptions } from "./call.ts";
import type { FileSource } from "./multipart.ts";
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
