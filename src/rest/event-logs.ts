import type { Readable } from "node:stream";
import { InputError } from "../errors/index.ts";
import { soql } from "../soql/index.ts";
import type { CallOptions, SalesforceRecord } from "./call.ts";
import { recordId } from "./check.ts";
import type { RestContext } from "./context.ts";
import { type QueryResult, queryResult } from "./query.ts";

/** An event log file (Object Reference, "EventLogFile"). */
export interface EventLogFile extends SalesforceRecord {
  readonly Id: string;
  /** What it logs, e.g. `API` or `Login`. */
  readonly EventType: string;
  /** Start of the hour or day that it is about. */
  readonly LogDate: string;
  readonly Interval: "Hourly" | "Daily";
  /** Counts the hourly files of a span that came late; 0 for daily ones. */
  readonly Sequence: number;
  /** Bytes. */
  readonly LogFileLength: number;
  readonly CreatedDate: string;
}

/** Which event log files to list. */
export interface EventLogOptions extends CallOptions {
  /** Kind of event, e.g. `API` or `Login`. @default all */
  readonly eventType?: string | undefined;
  /** Files of an hour, or of a day. @default both */
  readonly interval?: "Hourly" | "Daily" | undefined;
  /** Files that were made since: those that come late are found by this time, not by that of the log. */
  readonly createdSince?: Date | undefined;
}

/** Event log files of an org (REST API guide, "Event Monitoring"). */
export interface EventLogsApi {
  /**
   * Lists files, the oldest first.
   *
   * @example
   * ```ts
   * for await (const file of sf.eventLogs.list({ eventType: "API" })) console.log(file.Id, file.LogDate);
   * ```
   */
  list(options?: EventLogOptions): QueryResult<EventLogFile>;
  /**
   * Downloads a file: CSV with a header.
   *
   * @example
   * ```ts
   * for await (const chunk of await sf.eventLogs.read("0AT000000000001AAA")) console.log(chunk.length);
   * ```
   */
  read(id: string, options?: CallOptions): Promise<Readable>;
}

const FIELDS = "Id, EventType, LogDate, Interval, Sequence, LogFileLength, CreatedDate";

/** Makes the event log files of an org. */
export function eventLogsApi({ requester }: RestContext): EventLogsApi {
  return {
    list({ eventType, interval, createdSince, signal } = {}) {
      if (interval !== undefined && interval !== "Hourly" && interval !== "Daily")
        throw new InputError('interval must be "Hourly" or "Daily"', { column: "interval" });
      const conditions = [
        ...(eventType === undefined ? [] : [soql`EventType = ${eventType}`]),
        ...(interval === undefined ? [] : [soql`Interval = ${interval}`]),
        ...(createdSince === undefined ? [] : [soql`CreatedDate >= ${createdSince}`]),
      ];
      const where = conditions.length === 0 ? "" : ` WHERE ${conditions.join(" AND ")}`;
      return queryResult(
        requester,
        { soql: `SELECT ${FIELDS} FROM EventLogFile${where} ORDER BY CreatedDate, Id` },
        { signal },
      );
    },
    async read(id, { signal } = {}) {
      const path = `sobjects/EventLogFile/${recordId(id)}/LogFile`;
      return (await requester.stream({ method: "GET", path, headers: { accept: "text/csv" }, signal })).body;
    },
  };
}
