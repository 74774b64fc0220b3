import type { LocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Answer, type Call, startOrg } from "../api.ts";

let org: LocalOrg;
let call: Call;
let id = "";
beforeAll(async () => {
  ({ org, call } = await startOrg());
  [id = ""] = org.insert("Account", [{ Name: "Acme" }]);
});
afterAll(() => org.close());

const ROW = "001000000000001AAA";

/** Resources of Salesforce (REST API Developer Guide, "Reference", and the guides of its other APIs) that are not there. */
const MISSING = `
  GET    sobjects/Account/describe/approvalLayouts
  GET    sobjects/Account/describe/approvalLayouts/Main
  GET    sobjects/User/describe/namedLayouts/UserAlt
  GET    sobjects/Global/describe/layouts
  GET    sobjects/Account/listviews
  GET    sobjects/Account/listviews/recent
  GET    sobjects/Account/listviews/00B000000000001AAA/describe
  GET    sobjects/Account/listviews/00B000000000001AAA/results
  GET    sobjects/Account/quickActions
  GET    sobjects/Account/quickActions/NewContact/describe
  POST   sobjects/Account/quickActions/NewContact
  GET    sobjects/Account/quickActions/NewContact/defaultValues/${ROW}
  GET    sobjects/Account/defaultValues
  GET    sobjects/Case/suggestedArticles
  GET    sobjects/Case/500000000000001AAA/suggestedArticles
  GET    sobjects/User/005000000000001AAA/password
  POST   sobjects/User/005000000000001AAA/password
  DELETE sobjects/User/005000000000001AAA/password
  GET    sobjects/Account/${ROW}/richTextImageFields/Rich__c/0EM000000000001AAA
  GET    sobjects/Account/eventSchema
  GET    sobjects/relevantItems
  GET    quickActions
  POST   quickActions
  GET    compactLayouts?q=Account
  GET    tabs
  GET    theme
  GET    appMenu/AppSwitcher
  GET    appMenu/Salesforce1
  GET    search/scopeOrder
  GET    search/layout?q=Account
  GET    search/suggestions?q=ac&sobject=Account
  GET    search/suggestSearchQueries?q=ac
  GET    search/suggestTitleMatches?q=ac
  GET    support
  GET    support/dataCategoryGroups
  GET    support/knowledgeArticles
  GET    support/embeddedservice/configuration/x
  GET    knowledgeManagement/settings
  GET    parameterizedSearch/x
  GET    process/approvals
  POST   process/approvals
  GET    process/rules
  POST   process/rules/Account/01Q000000000001AAA
  GET    actions/standard
  GET    actions/custom
  POST   actions/standard/emailSimple
  GET    consent/action/email
  GET    consent/multiaction
  GET    event/eventSchema/x
  GET    licensing
  GET    localizedvalue/record/Account/x
  GET    dedupe/job
  GET    metadata/deployRequest/0Af000000000001AAA
  POST   metadata/deployRequest
  GET    graphql
  POST   graphql
  GET    ui-api/object-info
  GET    ui-api/object-info/Account
  GET    ui-api/object-info/Account/picklist-values/012000000000000AAA
  GET    ui-api/record-ui/${ROW}
  GET    ui-api/layout/Account
  GET    ui-api/list-ui/Account
  GET    ui-api/lookups/Contact/AccountId
  GET    ui-api/favorites
  GET    ui-api/apps
  GET    ui-api/nav-items
  GET    ui-api/related-list-info/Account
  GET    ui-api/record-defaults/create/Account
  GET    tooling
  GET    tooling/sobjects
  POST   tooling/sobjects/ApexClass
  GET    tooling/sobjects/ApexLog/07L000000000001AAA/Body
  GET    tooling/search?q=FIND+x
  GET    tooling/completions?type=apex
  GET    tooling/runTestsSynchronous
  POST   tooling/runTestsAsynchronous
  GET    chatter/feeds/news/me/feed-elements
  GET    chatter/users/me
  GET    connect
  GET    connect/communities
  GET    connect/organization
  GET    commerce/webstores
  GET    analytics/reports
  GET    analytics/reports/00O000000000001AAA/describe
  GET    analytics/dashboards
  GET    wave/datasets
  GET    eclair/geodata
  GET    folders
  GET    iot
  GET    jsonxform/transformation
  GET    smartdatadiscovery
  GET    payments
  GET    emailConnect
  GET    contact-tracing
  GET    flexiPage
  GET    domino
  GET    serviceTemplates
  GET    prechatForms
  GET    mobile
  GET    tokenizer
  GET    externalservices
  GET    omnistudio
  GET    digitalwallet
  GET    ai
  GET    nouns
  GET    fingerprint
  GET    async-queries
  GET    scheduling
  GET    limits/x
  GET    jobs
  GET    jobs/ingest/750000000000001AAA/x
  GET    composite/x
  POST   /services/Soap/m/62.0
  POST   /services/Soap/T/62.0
  POST   /services/Soap/s/62.0
  POST   /services/async/62.0/job
  GET    /services/async/62.0/job/750000000000001AAA
  GET    /services/apexrest/anything
  POST   /services/apexrest/anything
  POST   /services/oauth2/register
  GET    /services/oauth2/singleaccess
`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/) as [string, string]);

const show = (answer: Answer): unknown => [answer.status, answer.text.slice(0, 160)];

describe("what Salesforce has and this org has not", () => {
  it.each(MISSING)("%s %s answers 501 and names what is missing", async (method, path) => {
    const body = method === "POST" ? { body: {} } : {};
    const answer = await call(method, path, body);
    expect(show(answer)).toEqual([501, expect.stringContaining("kinetic-local-org does not implement")]);
    expect(answer.json).toMatchObject([{ errorCode: "NOT_IMPLEMENTED" }]);
  });

  it("says so inside of composite requests too", async () => {
    const url = "/services/data/v60.0/tooling/sobjects";
    const body = { compositeRequest: [{ method: "GET", url, referenceId: "a" }] };
    const answer = await call("POST", "composite", { body });
    expect(answer.json).toMatchObject({ compositeResponse: [{ httpStatusCode: 501 }] });
  });

  it("links to nothing but what answers or says that it is missing", async () => {
    const links = [
      (await call("GET", "")).json,
      ((await call("GET", "sobjects/Account/describe")).json as { urls: object }).urls,
      ((await call("GET", "sobjects/User/describe")).json as { urls: object }).urls,
      ((await call("GET", "sobjects/Case/describe")).json as { urls: object }).urls,
    ].flatMap((list) => Object.values(list as Record<string, string>));
    const paths = links
      .map((link) => link.replace(org.url, "").replace("{ID}", id).replace("{LayoutName}", "UserAlt"))
      .filter((link) => link.startsWith("/services/"));
    expect(paths.length).toBeGreaterThan(20);
    for (const path of paths) {
      const { status } = await call("GET", path);
      // A row of another object is not there; a query and a search want their q.
      expect([path, [200, 400, 404, 405, 501].includes(status)]).toEqual([path, true]);
      if (status === 404) expect(path).toContain(`/${id}`);
      if (status === 400 || status === 405)
        expect(path).toMatch(/\/(?:query|queryAll|search|parameterizedSearch)$/);
    }
  });
});
