import type { KineticError } from "../errors/index.ts";
import type { LoginFacts, SignedIn } from "./evidence.ts";

/** What the doctor needs of a client; `client.ts` makes one, and so can a test. What is read may be anything. */
export interface DoctorSubject {
  readonly login: LoginFacts;
  signIn(signal?: AbortSignal): Promise<SignedIn>;
  userInfo(signal?: AbortSignal): Promise<unknown>;
  /** The server's clock against this machine's, in milliseconds; `undefined` until a server has answered. */
  skewMs(): number | undefined;
  apiVersion(signal?: AbortSignal): Promise<string>;
  /** Reads a resource. */
  get(path: string, signal?: AbortSignal): Promise<unknown>;
  /** Reads all rows of a small query. */
  query(soql: string, signal?: AbortSignal): Promise<readonly unknown[]>;
  describe(object: string, signal?: AbortSignal): Promise<unknown>;
  /** Makes an empty ingest job and aborts it. */
  probeIngest(signal?: AbortSignal): Promise<void>;
  /** The error for something that must be there and is not. */
  missing(message: string): KineticError;
}
