import { InputError } from "../errors/index.ts";
import type { CallOptions, Fields } from "./call.ts";
import { objectName } from "./check.ts";
import { checkDates, type RestContext } from "./context.ts";
import { recordBody } from "./record-body.ts";

/** A platform event that the bus took. */
export interface PublishedEvent {
  /** Id of the event. */
  readonly id: string;
  /** Ties the event to what an Apex publish callback tells of it (`EventUuid`). */
  readonly eventUuid?: string | undefined;
}

interface PublishBody {
  readonly id: string;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
}

/**
 * Publishes a platform event (Platform Events guide, "Publish Event Messages Using Salesforce APIs"). The answer's
 * `errors` are not empty when all is well: `OPERATION_ENQUEUED` says that the event was taken.
 */
export async function publishEvent(
  context: RestContext,
  { event, fields }: { readonly event: string; readonly fields: Fields },
  { signal }: CallOptions = {},
): Promise<PublishedEvent> {
  if (!/__e$/i.test(objectName(event)))
    throw new InputError(`${event} is not a platform event: their names end in __e`, { column: "event" });
  const json = recordBody(fields);
  await checkDates(context, { object: event, fields }, { signal });
  const request = {
    method: "POST",
    path: `sobjects/${event}`,
    body: { json },
    signal,
  } as const;
  const { body } = await context.requester.json<PublishBody>(request);
  const enqueued = body.errors.find(({ statusCode }) => statusCode === "OPERATION_ENQUEUED");
  return { id: body.id, eventUuid: enqueued?.message };
}
