import type { Clock } from "../store/types.ts";

/** A person's consent on its way to the client: what an authorization code stands for. */
export interface CodeGrant {
  readonly clientId: string;
  readonly userId: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly challenge: string | undefined;
  readonly nonce: string | undefined;
}

/** A device that waits for a person. */
export interface DeviceGrant {
  readonly deviceCode: string;
  /** What the person types. */
  readonly userCode: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
  /** Who has let it in; null for a person who refused. */
  userId: string | null | undefined;
  /** When the device asked last. */
  askedAt: number | undefined;
}

const CODE_SECONDS = 15 * 60;
const DEVICE_SECONDS = 10 * 60;

interface Kept {
  readonly grant: CodeGrant;
  readonly expiresAt: number;
}

/** The codes of logins that are under way. */
export class Codes {
  readonly #clock: Clock;
  readonly #token: (length: number) => string;
  readonly #codes = new Map<string, Kept>();
  readonly #spent = new Set<string>();
  readonly #devices: DeviceGrant[] = [];

  constructor(clock: Clock, token: (length: number) => string) {
    this.#clock = clock;
    this.#token = token;
  }

  /** Issues an authorization code, good for fifteen minutes and one use. */
  issue(grant: CodeGrant): string {
    const code = `aPrx${this.#token(56)}==`;
    this.#codes.set(code, { grant, expiresAt: this.#clock().getTime() + CODE_SECONDS * 1000 });
    return code;
  }

  /** Takes a code: what it stands for, or why it is good for nothing. A code that was looked at is spent. */
  take(code: string): CodeGrant | "expired" | "unknown" {
    const kept = this.#codes.get(code);
    if (!kept) return this.#spent.has(code) ? "expired" : "unknown";
    this.#codes.delete(code);
    this.#spent.add(code);
    return kept.expiresAt > this.#clock().getTime() ? kept.grant : "expired";
  }

  /** Begins a device login. */
  begin(clientId: string, scopes: readonly string[]): DeviceGrant {
    const device: DeviceGrant = {
      deviceCode: this.#token(64),
      userCode: this.#token(16)
        .replaceAll(/[^A-Za-z0-9]/g, "7")
        .slice(0, 8)
        .toUpperCase(),
      clientId,
      scopes,
      expiresAt: this.#clock().getTime() + DEVICE_SECONDS * 1000,
      userId: undefined,
      askedAt: undefined,
    };
    this.#devices.push(device);
    return device;
  }

  /** Finds a device by what its person types, in any case and with or without dashes. */
  byUserCode(userCode: string): DeviceGrant | undefined {
    const typed = userCode.replaceAll(/[\s-]/g, "").toUpperCase();
    return this.#alive().find((device) => device.userCode === typed);
  }

  byDeviceCode(deviceCode: string): DeviceGrant | undefined {
    return this.#alive().find((device) => device.deviceCode === deviceCode);
  }

  /** Forgets a device that has got its session. */
  end(device: DeviceGrant): void {
    const index = this.#devices.indexOf(device);
    if (index >= 0) this.#devices.splice(index, 1);
  }

  clear(): void {
    this.#codes.clear();
    this.#spent.clear();
    this.#devices.length = 0;
  }

  #alive(): readonly DeviceGrant[] {
    const now = this.#clock().getTime();
    return this.#devices.filter((device) => device.expiresAt > now);
  }
}
