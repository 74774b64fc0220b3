import type { CreateResult, SalesforceClient, StepQueryBody, UpsertResult } from "kinetic-core";
import { same } from "./equal.ts";

/** Steps of composite, graph and batch calls, their options and answers: what compiles, and what must not. */
export async function steps(sf: SalesforceClient): Promise<void> {
  const { steps: done } = await sf.composite((c) => {
    const account = c.create(
      "Account",
      { Name: "Acme" },
      {
        referenceId: "acme",
        assignmentRule: false,
        duplicateRule: { allowSave: true },
        updateMru: false,
        headers: { "If-Match": "x" },
      },
    );
    const contact = c.upsert(
      "Contact",
      { field: "Ext__c", value: "7" },
      { AccountId: account.ref.id },
      { assignmentRule: "01Q000000000001AAA" },
    );
    const read = c.retrieve<{ Name: string }>("Account", account.ref.id, {
      fields: ["Name"],
      updateMru: true,
    });
    const found = c.query<{ Id: string }>("SELECT Id FROM Account", { referenceId: "found" });
    const gone = c.delete("Contact", contact.ref.id, { referenceId: "gone" });
    const other = c.request<{ a: 1 }>({ method: "GET", path: "limits" }, { referenceId: "limits" });
    // @ts-expect-error a step ends with its call, and has no signal of its own
    c.create("Account", { Name: "a" }, { signal: new AbortController().signal });
    // @ts-expect-error only a step that reads chooses fields
    c.update("Account", account.ref.id, { Name: "a" }, { fields: ["Name"] });
    // @ts-expect-error a rule is named by its id, or switched off
    c.create("Account", { Name: "a" }, { assignmentRule: 1 });
    // @ts-expect-error a reference id is a text
    c.query("SELECT Id FROM Account", { referenceId: 1 });
    // @ts-expect-error the answer to a create has no such member
    c.delete("Account", account.ref.name);
    return { account, contact, read, found, gone, other };
  });
  if (done.account.ok) {
    same<typeof done.account.body, CreateResult>();
    // @ts-expect-error a step that succeeded has no error
    done.account.error;
  }
  // @ts-expect-error an answer is there only once it is known that the step succeeded
  done.contact.body;
  if (done.contact.ok) {
    same<typeof done.contact.body, UpsertResult & { success: boolean }>();
  }
  if (done.read.ok) done.read.body.Name.toUpperCase();
  if (done.found.ok) {
    same<typeof done.found.body, StepQueryBody<{ Id: string }>>();
  }
  if (done.gone.ok) {
    same<typeof done.gone.body, null>();
  }
  if (done.other.ok) {
    same<typeof done.other.body, { a: 1 }>();
  }
  await sf.graph({
    acme: (g) => {
      // @ts-expect-error a graph takes records alone
      g.query("SELECT Id FROM Account");
      return { account: g.create("Account", { Name: "Acme" }, { updateMru: false }) };
    },
  });
  await sf.batch((b) => {
    // @ts-expect-error a step of a batch has no headers
    b.request({ method: "GET", path: "limits", headers: {} });
    return { limits: b.get<{ DailyApiRequests: object }>("limits") };
  });
}
