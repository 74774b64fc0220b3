import { type LocalOrg, startLocalOrg } from "kinetic-local-org";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { caller } from "../api.ts";
import { type Browser, complaintsOf, NO_BROWSER, type Page, startBrowser } from "./browser.ts";

const HOSTILE = `<img src=x onerror="document.title='owned'"> & "O'Hara"`;

let org: LocalOrg;
let browser: Browser;
let page: Page;
let complaints: readonly string[] = [];

const titled = NO_BROWSER === undefined ? "the web page" : `the web page (skipped: ${NO_BROWSER})`;

describe.skipIf(NO_BROWSER !== undefined)(titled, () => {
  beforeAll(async () => {
    org = await startLocalOrg({
      users: [
        { username: "admin@example.com", firstName: "Ada", lastName: "Admin" },
        { username: "robot@example.com", profile: "Minimum Access - API Only Integrations" },
      ],
      apps: [{ name: "Local App" }, { name: HOSTILE, blocked: true }],
      rows: { Account: [{ Name: HOSTILE }, { Name: "Plain" }] },
    });
    browser = await startBrowser();
    page = await browser.newPage();
    complaints = complaintsOf(page);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    await org?.close();
  });
  beforeEach(async () => {
    await page.goto("about:blank");
    await page.goto(`${org.url}/`);
    await page.waitForSelector("table");
  });

  const text = (): Promise<string> => page.innerText("main");
  /** The page looks at the org once a second, or every five where the machine is busy. */
  const see = (words: string | RegExp): Promise<void> =>
    expect.poll(text, { timeout: 15_000 }).toMatch(words);

  it("shows the objects with their rows, and goes on counting", async () => {
    expect(await text()).toMatch(/Account\s+2\s+Account/);
    expect(await text()).not.toContain("Opportunity");
    await page.fill("#filter", "opportunityl");
    expect(await text()).toMatch(/OpportunityLineItem\s+0/);
    await page.fill("#filter", "");
    org.insert("Account", [{ Name: "Third" }]);
    await see(/Account\s+3\s/);
  });

  it("asks SOQL as any user, and shows the org's own words for a mistake", async () => {
    await page.press("body", "2");
    await page.waitForSelector("textarea");
    await page.fill("textarea", "SELECT Name, Owner.Name FROM Account WHERE Name = 'Plain'");
    await page.press("textarea", "Control+Enter");
    await see("1 row");
    expect(await text()).toMatch(/Name\s+Owner\.Name\s+Plain\s+Ada Admin/);
    await page.selectOption("select", "robot@example.com");
    await page.click("button");
    await see("sObject type 'Account' is not supported");
    await page.selectOption("select", "admin@example.com");
    await page.fill("textarea", "SELECT Nmae FROM Account");
    await page.click("button");
    await see("INVALID_FIELD");
    expect(await text()).toContain("ERROR at Row:1:Column:8");
  });

  it("shows what a row says as text, whatever it says", async () => {
    await page.click("text=Account");
    await see(HOSTILE);
    await page.press("body", "5");
    // The view before it holds the words, too.
    const title = (): Promise<unknown> => page.evaluate("document.title");
    await expect.poll(title, { timeout: 15_000 }).toBe("Access · kinetic-local-org");
    await see(HOSTILE);
    expect(await page.evaluate(`document.querySelectorAll("main img").length`)).toBe(0);
    const secret = org.clientSecret;
    expect(await page.evaluate("document.documentElement.outerHTML")).not.toContain(secret);
  });

  it("shows requests as they come in, and finds those that failed", async () => {
    const call = caller(org);
    await page.press("body", "4");
    await see("No request came in yet.");
    await call("GET", "sobjects/Account/describe");
    await call("GET", "sobjects/Nope");
    await see("NOT_FOUND");
    await page.click("text=errors only");
    expect(await text()).not.toContain("describe");
    expect(await text()).toContain("/services/data/v60.0/sobjects/Nope");
    // The box was drawn anew, and still has the focus: it can be pressed again.
    expect(await page.evaluate("document.activeElement.type")).toBe("checkbox");
  });

  it("shows bulk jobs with their progress", async () => {
    const call = caller(org);
    const create = await call("POST", "jobs/ingest", { body: { object: "Contact", operation: "insert" } });
    const { id } = create.json as { id: string };
    const headers = { "content-type": "text/csv" };
    await call("PUT", `jobs/ingest/${id}/batches`, { headers, body: "LastName\nA\n\nB\n" });
    await call("PATCH", `jobs/ingest/${id}`, { body: { state: "UploadComplete" } });
    await page.press("body", "3");
    await see("JobComplete");
    expect(await text()).toMatch(/insert Contact[\s\S]*2 of 2 rows/);
  });

  it.each([["light"], ["dark"]] as const)("fits a phone, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 360, height: 700 });
    for (const view of ["objects", "query", "jobs", "requests", "people"]) {
      await page.goto(`${org.url}/#${view}`);
      await page.waitForSelector("main > *");
      expect([view, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([view, 360]);
    }
    const colour = await page.evaluate("getComputedStyle(document.body).backgroundColor");
    expect(colour).toBe(colorScheme === "dark" ? "rgb(15, 19, 26)" : "rgb(243, 245, 249)");
  });

  it("says that the org is gone, and has caused no error of its own", async () => {
    expect(complaints).toEqual([]);
    await page.press("body", "1");
    await org.close();
    await expect.poll(() => page.innerText("#live"), { timeout: 15_000 }).toBe("no answer");
  });
});
