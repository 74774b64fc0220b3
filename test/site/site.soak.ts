import { execFile } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  type Browser,
  complaintsOf,
  NO_BROWSER,
  type Page,
  startBrowser,
} from "../../packages/local-org/test/page/browser.ts";
import { inProject } from "../support/built.ts";
import { deadLinks, filesBelow } from "./links.ts";
import { type FileServer, serveFolder } from "./server.ts";

const PHONE = { width: 375, height: 667 };
const folder = mkdtempSync(join(tmpdir(), "kinetic-site-"));

beforeAll(async () => {
  const typedoc = inProject("node_modules/typedoc/bin/typedoc");
  await promisify(execFile)(process.execPath, [typedoc, "--out", folder], { cwd: inProject("") });
}, 600_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the site", () => {
  it("has a page for each guide, and no link that leads nowhere", () => {
    const guides = filesBelow(inProject("docs/guides")).length;
    expect(guides).toBeGreaterThan(5);
    expect(filesBelow(join(folder, "documents"))).toHaveLength(guides);
    expect(deadLinks(folder)).toEqual([]);
  });
});

const titled =
  NO_BROWSER === undefined ? "the site in a browser" : `the site in a browser (skipped: ${NO_BROWSER})`;

describe.skipIf(NO_BROWSER !== undefined)(titled, () => {
  let server: FileServer;
  let browser: Browser;
  let page: Page;
  let complaints: readonly string[] = [];

  beforeAll(async () => {
    server = await serveFolder(folder);
    browser = await startBrowser();
    page = await browser.newPage();
    complaints = complaintsOf(page);
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    server?.close();
  });

  it("finds a class by the search, and goes to its page", async () => {
    await page.goto(`${server.url}/index.html`);
    await page.click("#tsd-search-trigger");
    await page.waitForSelector("#tsd-search-input");
    await page.fill("#tsd-search-input", "SalesforceClient");
    await page.waitForSelector("#tsd-search-results a");
    expect(await page.innerText("#tsd-search-results")).toContain("SalesforceClient");
    await page.click("#tsd-search-results a[href$='SalesforceClient.html']");
    await expect
      .poll(() => page.evaluate("location.pathname"), { timeout: 15_000 })
      .toMatch(/\/classes\/\w+\.SalesforceClient\.html$/);
    await expect
      .poll(() => page.innerText("main, .col-content"), { timeout: 15_000 })
      .toContain("Bulk API 2.0: loads and exports of any size");
  });

  it("leads from the start to the guides", async () => {
    await page.goto(`${server.url}/index.html`);
    await page.waitForSelector("#tsd-nav-container a[href*='Getting_started']");
    await page.click("#tsd-nav-container a[href*='Getting_started']");
    // The page before it has a heading, too.
    await expect.poll(() => page.innerText("h1"), { timeout: 15_000 }).toContain("Getting started");
  });

  it("fits a phone: no page is wider than the screen", async () => {
    await page.setViewportSize(PHONE);
    const guides = filesBelow(join(folder, "documents")).map((name) => `documents/${name}`);
    const others = filesBelow(join(folder, "classes"))
      .slice(0, 10)
      .map((name) => `classes/${name}`);
    const wide: string[] = [];
    for (const path of ["index.html", "modules.html", ...guides, ...others]) {
      await page.goto(`${server.url}/${path}`);
      const width = await page.evaluate("document.documentElement.scrollWidth");
      if (Number(width) > PHONE.width) wide.push(`${path}: ${width}`);
    }
    expect(wide).toEqual([]);
  });

  it("has complained of nothing", () => {
    expect(complaints).toEqual([]);
  });
});
