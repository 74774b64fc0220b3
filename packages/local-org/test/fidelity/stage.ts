import type { LocalOrg } from "kinetic-local-org";
import type { Answer } from "./compare.ts";
import type { Evidence } from "./evidence.ts";
import { insertSeen } from "./evidence.ts";

/** A request about to be sent to the local org. */
export interface Outgoing {
  readonly method: string;
  readonly path: string;
  readonly body?: string | undefined;
  readonly contentType?: string | undefined;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** null sends no Authorization header. @default a valid token */
  readonly token?: string | null | undefined;
}

/** The org while one recording is replayed against it. */
export class Stage {
  readonly org: LocalOrg;
  /** What stands here for the recorded ids. */
  readonly known: Map<string, string> = new Map();
  #token: string;

  constructor(org: LocalOrg) {
    org.reset();
    this.org = org;
    this.#token = org.accessToken();
  }

  /** Puts what a recording shows into the org. */
  show(evidence: Evidence): void {
    insertSeen(this.org, evidence);
  }

  async send({ method, path, body, contentType, headers, token = this.#token }: Outgoing): Promise<Answer> {
    const response = await fetch(this.org.url + path, {
      method,
      redirect: "manual",
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { "content-type": contentType ?? "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, headers: response.headers, bytes };
  }

  /** Sends a request that leads up to the recorded one. @throws Error when the org refuses it */
  async must(outgoing: Outgoing): Promise<Answer> {
    const answer = await this.send(outgoing);
    if (answer.status >= 300) {
      throw new Error(`${outgoing.method} ${outgoing.path}: ${answer.status} ${answer.bytes.toString()}`);
    }
    return answer;
  }
}
