import type { KeyObject } from "node:crypto";
import { ConfigurationError, type ConfigurationProblem } from "../errors/index.ts";
import { baseUrlProblem, readVersion, VERSION_PROBLEM } from "../http/index.ts";
import { type CertificateInput, readCertificate } from "./certificate.ts";
import { clean } from "./clean.ts";
import { type PrivateKeyInput, readPrivateKey } from "./private-key.ts";

/** Hosts that many orgs share. */
const SHARED_HOST = /^(login|test)\.salesforce\.com$/i;

/** Hosts of pages for people, copied from the browser's address bar: neither tokens nor the API are there. */
const PAGE_HOST =
  /\.(lightning\.force|vf\.force|visual\.force|salesforce-setup|builder\.salesforce-experience)\.com$|^(www\.|help\.|developer\.)?salesforce\.com$/i;

/** What is no part of a secret, and how a message calls it. */
interface Foreign {
  readonly foreign: RegExp;
  readonly what: string;
}
const SPACES: Foreign = { foreign: /[\s\uFEFF]+/, what: "white space or a byte order mark" };
const BREAKS: Foreign = { foreign: /[\r\n\uFEFF]+/, what: "a line break or a byte order mark" };

/** Collects what is wrong with settings, so that one error names all of it at once. */
export class SettingsCheck {
  readonly #problems: ConfigurationProblem[] = [];
  readonly #source: string;

  constructor(source: string) {
    this.#source = source;
  }

  /** Notes a problem. `message` must not contain the value. */
  problem(setting: string, message: string): void {
    this.#problems.push({ setting, source: this.#source, message });
  }

  /**
   * A text that must be there; surrounding white space and a byte order mark are taken off: files and pipes end in a
   * line break, and no value of these begins or ends in a space.
   */
  required(setting: string, value: unknown): string {
    return this.#filled(setting, value, clean(value));
  }

  /** A password: as `secret`, but spaces may be a part of it. */
  password(setting: string, value: unknown): string {
    return this.#inOnePiece(setting, value, BREAKS);
  }

  #filled(setting: string, value: unknown, text: string): string {
    if (text === "") this.problem(setting, value === undefined ? "is missing" : "is empty or not a text");
    return text;
  }

  /**
   * A secret, taken as it stands: white space or a byte order mark in it or around it is a mistake of copying, which is
   * said here and not left to the org, whose answer would be that the secret is wrong.
   */
  secret(setting: string, value: unknown): string {
    return this.#inOnePiece(setting, value, SPACES);
  }

  #inOnePiece(setting: string, value: unknown, { foreign, what }: Foreign): string {
    const text = this.#filled(setting, value, clean(value) === "" ? "" : String(value));
    if (!foreign.test(text)) return text;
    const around = text.split(foreign).filter((part) => part !== "").length === 1;
    const fix = around
      ? `begins or ends with ${what}, as a file or a copied line does: take that off`
      : `has ${what} inside: copy it again, in one piece`;
    this.problem(setting, fix);
    return text;
  }

  /** A secret that may be absent, but not empty: that is a variable which was never filled in. */
  optionalSecret(setting: string, value: unknown): string | undefined {
    return value === undefined ? undefined : this.secret(setting, value);
  }

  /** A base URL that credentials are sent to; trailing slashes and paths are kept as given. */
  baseUrl(setting: string, value: unknown): URL {
    const text = this.required(setting, value);
    if (text === "") return new URL("https://invalid.invalid");
    const problem = baseUrlProblem(text) ?? pageProblem(new URL(text).hostname);
    if (problem === undefined) return new URL(text);
    this.problem(setting, problem);
    return new URL("https://invalid.invalid");
  }

  /** A base URL for a flow that exists on the org's own domain only. */
  myDomain(setting: string, value: unknown): URL {
    const url = this.baseUrl(setting, value);
    if (SHARED_HOST.test(url.hostname)) {
      const where = "use the org's My Domain URL, like https://mydomain.my.salesforce.com";
      this.problem(setting, `is ${url.hostname}, where this flow does not exist; ${where}`);
    }
    return url;
  }

  /** An RSA private key for RS256. */
  privateKey(
    setting: string,
    input: PrivateKeyInput | undefined,
    passphrase?: string,
  ): KeyObject | undefined {
    if (input === undefined) {
      this.problem(setting, "is missing");
      return undefined;
    }
    const result = readPrivateKey(input, passphrase);
    if ("key" in result) return result.key;
    this.problem(setting, result.problem);
    return undefined;
  }

  /** The end of a key's certificate, where one is given, in milliseconds since the epoch. */
  certificateEnd(
    setting: string,
    input: CertificateInput | undefined,
    key: KeyObject | undefined,
  ): number | undefined {
    if (input === undefined || key === undefined) return undefined;
    const result = readCertificate(input, key);
    if ("endsAt" in result) return result.endsAt;
    this.problem(setting, result.problem);
    return undefined;
  }

  /** An API version, where one is given. */
  apiVersion(setting: string, value: string | undefined): string | undefined {
    const version = value === undefined ? undefined : readVersion(value);
    if (value !== undefined && version === undefined) this.problem(setting, VERSION_PROBLEM);
    return version;
  }

  /** Whether nothing was noted so far. */
  get clear(): boolean {
    return this.#problems.length === 0;
  }

  /**
   * Ends the check.
   *
   * @throws ConfigurationError with every problem noted
   */
  done(what: string): void {
    if (this.#problems.length === 0) return;
    throw new ConfigurationError(what, { problems: this.#problems });
  }
}

function pageProblem(hostname: string): string | undefined {
  if (!PAGE_HOST.test(hostname)) return undefined;
  return `is ${hostname}, a host of pages for people; use the My Domain URL (Setup > My Domain), like https://mydomain.my.salesforce.com`;
}
