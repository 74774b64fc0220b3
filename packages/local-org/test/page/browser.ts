import { existsSync } from "node:fs";

/** The parts of a browser's page that the tests use. The package's own types need those of a browser. */
export interface Page {
  goto(url: string): Promise<unknown>;
  click(selector: string): Promise<void>;
  fill(selector: string, text: string): Promise<void>;
  press(selector: string, key: string): Promise<void>;
  evaluate(expression: string): Promise<unknown>;
  waitForSelector(selector: string): Promise<unknown>;
  innerText(selector: string): Promise<string>;
  selectOption(selector: string, value: string): Promise<unknown>;
  setViewportSize(size: { readonly width: number; readonly height: number }): Promise<void>;
  emulateMedia(media: { readonly colorScheme: "light" | "dark" }): Promise<void>;
  on(event: "pageerror" | "requestfailed" | "console", listener: (what: unknown) => void): void;
}

/** A running browser. */
export interface Browser {
  newPage(): Promise<Page>;
  close(): Promise<void>;
}

const CHROMIUM = "/usr/bin/chromium";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Why there is no browser to test in; undefined where there is one. */
export const NO_BROWSER: string | undefined = existsSync(CHROMIUM)
  ? undefined
  : `there is no ${CHROMIUM}: install Debian's package chromium to run this test`;

/** Starts a browser without a window. */
export async function startBrowser(): Promise<Browser> {
  // By a variable, so that the compiler does not read its types.
  const name = "playwright-core";
  const { chromium } = (await import(name)) as {
    chromium: { launch(options: unknown): Promise<Browser> };
  };
  return chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
}

/** What the tests read of a request that failed. */
interface FailedRequest {
  failure(): { readonly errorText: string } | null;
  url(): string;
}

/** What goes wrong in a page from now on; the list grows. */
export function complaintsOf(page: Page): readonly string[] {
  const complaints: string[] = [];
  page.on("pageerror", (what) => complaints.push(String(what)));
  page.on("requestfailed", (what) => {
    const request = what as FailedRequest;
    const why = request.failure()?.errorText ?? "";
    // Going to another page gives up what the one before it was asking for.
    if (why !== "net::ERR_ABORTED") complaints.push(`${request.url()}: ${why}`);
  });
  return complaints;
}
