import type { ProviderLogin, UserInfo } from "../auth/index.ts";
import type { ConfigurationProblem, KineticError } from "../errors/index.ts";
import type { ObjectDescribe } from "../schema/index.ts";

/** Something that was asked for: its value, why it failed, or why nobody asked. */
export type Outcome<T> = Known<T> | Skipped | { readonly state: "failed"; readonly error: KineticError };

/** A value. */
export interface Known<T> {
  readonly state: "known";
  readonly value: T;
}

/** Why nobody asked. */
export interface Skipped {
  readonly state: "skipped";
  readonly reason: string;
}

/** How the client signs in, without a secret. */
export interface LoginFacts extends ProviderLogin {
  readonly flow: string;
}

/** Who signed in, and where. */
export interface SignedIn {
  readonly instanceUrl: string;
  readonly organizationId?: string | undefined;
  readonly userId?: string | undefined;
  readonly scope?: readonly string[] | undefined;
}

/** The org's row of itself. */
export interface OrganizationFacts {
  readonly Id: string;
  readonly Name: string;
  readonly OrganizationType: string;
  readonly IsSandbox: boolean;
  readonly TrialExpirationDate: string | null;
}

/** The user's row of himself. */
export interface UserFacts {
  readonly Username: string;
  readonly IsActive: boolean;
  readonly UserType: string;
  readonly Profile: { readonly Name: string } | null;
}

/** System permissions by their field, e.g. `PermissionsApiEnabled`; absent where the user may not see whether he has it. */
export type SystemPermissions = Readonly<Record<string, boolean>>;

/** `Max` and `Remaining` by name (REST API guide, "Limits"). */
export type LimitFacts = Readonly<Record<string, { readonly Max: number; readonly Remaining: number }>>;

/** What one object lets the user do. */
export interface ObjectFacts {
  readonly describe: ObjectDescribe;
  /** From the permission sets of the user, profile included; fails where he may not see them. */
  readonly all: Outcome<{ readonly viewAll: boolean; readonly modifyAll: boolean }>;
}

/** All that the checks look at: gathered first, judged afterwards. */
export interface Evidence {
  /** Problems of the settings; none where a client could be made. */
  readonly problems: readonly ConfigurationProblem[];
  readonly login: LoginFacts;
  readonly signIn: Outcome<SignedIn>;
  /** This machine's clock against the server's, in milliseconds; positive where the server is ahead. */
  readonly skewMs: Known<number> | Skipped;
  /** Versions that the org offers, oldest first, and the one in use. */
  readonly versions: Outcome<{ readonly offered: readonly string[]; readonly used: string }>;
  readonly userInfo: Outcome<UserInfo>;
  readonly organization: Outcome<OrganizationFacts>;
  readonly user: Outcome<UserFacts>;
  readonly permissions: Outcome<SystemPermissions>;
  readonly limits: Outcome<LimitFacts>;
  readonly bulkQuery: Outcome<true>;
  readonly bulkIngest: Outcome<"listed" | "created and aborted">;
  readonly objects: readonly { readonly name: string; readonly facts: Outcome<ObjectFacts> }[];
}
