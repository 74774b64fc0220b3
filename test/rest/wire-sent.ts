/** What a recording lacks of its request. */
export interface SentPart {
  readonly body?: object | undefined;
  readonly query?: Readonly<Record<string, string>> | undefined;
}

const contact = { attributes: { type: "Contact" } };

/** Of recordings that were written by hand with an answer alone: a request that such an answer fits. */
export const SENT: Readonly<Record<string, SentPart>> = {
  "hand-collections-001": {
    body: {
      allOrNone: true,
      records: [
        { ...contact, FirstName: "A" },
        { ...contact, LastName: "B" },
      ],
    },
  },
  "hand-collections-004": {
    body: {
      allOrNone: true,
      records: [
        { ...contact, Id: "003ak000003dQCLAA2", LastName: "A" },
        { ...contact, Id: "003ak000003dQCMAA2", unknownField_LastName: "B" },
      ],
    },
  },
  "hand-collections-006": { body: { records: [{ ...contact, LastName: "A" }] } },
  "hand-composite-003": {
    body: {
      compositeRequest: [
        { method: "GET", url: "/services/data/v60.0/sobjects/Account/describe", referenceId: "Account" },
      ],
    },
  },
  "hand-crud-create-001": { body: { Name: "A", ParentId: "001RM000003oLrB000" } },
  "hand-crud-create-002": { body: { Name: "A" } },
  "hand-crud-create-005": { body: { Name: "A" } },
  "hand-crud-create-006": {
    body: { AssigneeId: "005ak000005hvjJAAQ", PermissionSetId: "0PSak00000M9uBBGAZ" },
  },
  "hand-crud-create-007": { body: { AccountNumer: "1" } },
  "hand-crud-create-011": { body: { foo: "bar" } },
  "hand-crud-update-002": { body: { MasterRecordId: null } },
  "hand-replication-001": { query: { start: "2013-05-03T15:57:00.000Z", end: "2013-05-08T21:20:00.000Z" } },
  "hand-upsert-001": { body: { Name: "A" } },
};
