// What an org says about itself, composite requests, and what is not there.
import assert from "node:assert/strict";

export function discovery(org, conn) {
  return {
    identity: async () => {
      const identity = await conn.identity();
      assert.deepEqual([identity.user_id, identity.username], [org.userId, org.username]);
    },
    "describe and describeGlobal": async () => {
      const account = await conn.describe("Account");
      assert.equal(account.keyPrefix, "001");
      assert.equal(account.fields.find((field) => field.name === "Ext__c").externalId, true);
      const { sobjects } = await conn.describeGlobal();
      assert.ok(sobjects.some((object) => object.name === "Opportunity"));
    },
    "limits, and the usage that comes with every answer": async () => {
      const limits = await conn.limits();
      assert.ok(limits.DailyApiRequests.Remaining < limits.DailyApiRequests.Max);
      assert.equal(conn.limitInfo.apiUsage.limit, limits.DailyApiRequests.Max);
    },
    versions: async () => assert.equal((await conn.request("/services/data")).at(-1).version, org.apiVersion),
  };
}

export function more(org, conn) {
  const post = (path, body) => conn.requestPost(`/services/data/v${conn.version}${path}`, body);
  return {
    "composite: a row that refers to another": async () => {
      const { compositeResponse } = await post("/composite", {
        allOrNone: true,
        compositeRequest: [
          {
            method: "POST",
            url: `/services/data/v${conn.version}/sobjects/Account`,
            referenceId: "a",
            body: { Name: "Head" },
          },
          {
            method: "POST",
            url: `/services/data/v${conn.version}/sobjects/Contact`,
            referenceId: "c",
            body: { LastName: "Arm", AccountId: "@{a.id}" },
          },
        ],
      });
      assert.deepEqual(
        compositeResponse.map((one) => one.httpStatusCode),
        [201, 201],
      );
      const arm = org.rows("Contact").find((row) => row.LastName === "Arm");
      assert.equal(arm.AccountId, compositeResponse[0].body.id);
    },
    "what is not there says so: the Metadata API": () => says501(() => conn.metadata.describe(), org),
    "what is not there says so: Bulk API 1.0": () =>
      says501(async () => (await conn.bulk.query("SELECT Id FROM Account")).toArray(), org),
  };
}

/** jsforce words refusals in its own way: what the org answered stands in its log. */
async function says501(work, org) {
  await assert.rejects(work());
  assert.equal(org.requests().at(-1).status, 501);
}
