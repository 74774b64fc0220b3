import type { GrantOptions } from "./access/options.ts";
import type { BulkFault, BulkOptions } from "./bulk/options.ts";
import {
  anything,
  type Check,
  ConfigError,
  dictionary,
  list,
  oneOf,
  orNull,
  record,
  text,
  textOrList,
  truth,
  whole,
} from "./check-json.ts";
import { readRule } from "./control/read-rule.ts";
import type { AppOptions, Flow, OrgPolicies, UserOptions } from "./oauth/options.ts";
import type { LocalOrgOptions } from "./options.ts";
import type { CursorOptions } from "./rest/query-cursors.ts";
import type { ObjectSpec } from "./schema/define.ts";
import { isDescribe, objectFromDescribe } from "./schema/from-describe.ts";
import { SalesforceError } from "./server/errors.ts";
import type { FaultRule } from "./server/faults.ts";

/** What is code, or a secret, and cannot stand in a file. */
type Code =
  | "clock"
  | "keyPair"
  | "beforeSave"
  | "apexRest"
  | "actions"
  | "executeAnonymous"
  | "reports"
  | "graphql";

/** A check for each member of some options: a new option must get its check here, or say that it is code. */
type Shape<T, Without extends string = never> = Readonly<Record<Exclude<keyof T, Without>, Check>>;

const seconds = whole();

const USER: Shape<UserOptions> = {
  username: text,
  password: text,
  securityToken: text,
  firstName: text,
  lastName: text,
  email: text,
  profile: text,
  active: truth,
  frozen: truth,
  permissionSets: list(text),
  apiEnabled: truth,
  viewSetup: truth,
  bulkApiHardDelete: truth,
  passwordExpired: truth,
  ipRestricted: truth,
  loginHours: record({ from: whole(24), to: whole(24) }, ["from", "to"]),
};

const FLOWS: readonly Flow[] = [
  "jwt-bearer",
  "client-credentials",
  "refresh-token",
  "web-server",
  "user-agent",
  "device",
  "username-password",
  "token-exchange",
];

const APP: Shape<AppOptions, "tokenExchangeHandler"> = {
  name: text,
  clientId: text,
  clientSecret: text,
  external: truth,
  scopes: list(text),
  certificate: text,
  flows: list(oneOf(...FLOWS)),
  callbackUrls: list(text),
  permittedUsers: oneOf("admin-approved", "self-authorize"),
  approvedUsers: list(text),
  approvedProfiles: list(text),
  approvedPermissionSets: list(text),
  runAs: orNull(text),
  disabled: truth,
  blocked: truth,
  installed: truth,
  relaxIpRestrictions: truth,
  requireSecret: truth,
  requirePkce: truth,
  refreshTokenRotation: truth,
  refreshTokenIdleSeconds: seconds,
  jwtAccessTokens: truth,
};

const POLICIES: Shape<OrgPolicies> = {
  api: truth,
  active: truth,
  soapLogin: truth,
  usernamePasswordFlow: truth,
  maxLoginsPerHour: whole(),
  deviceIntervalSeconds: seconds,
  refreshMs: whole(),
  otherWords: truth,
};

const FIELD_ACCESS = oneOf("none", "read", "edit");
const RIGHT = oneOf("read", "create", "edit", "delete", "viewAll", "modifyAll");

const GRANTS: Shape<GrantOptions> = {
  name: text,
  clone: text,
  systemPermissions: dictionary(truth),
  objects: dictionary(textOrList(oneOf("none", "read", "read-write", "all"), RIGHT)),
  fields: dictionary(FIELD_ACCESS),
  otherFields: FIELD_ACCESS,
};

const JOB_FAULT: Shape<BulkFault> = {
  stuck: truth,
  failAfterRows: whole(),
  failMessage: text,
  lockEveryRows: whole(),
  delayMs: whole(),
};

const BULK: Shape<BulkOptions> = {
  startDelayMs: whole(),
  rowsPerSecond: whole(),
  batchRows: whole(),
  sliceRows: whole(),
  maxUploadBytes: whole(),
  acceptGzip: truth,
  resultPageRows: whole(),
  retentionMs: whole(),
  openLifetimeMs: whole(),
  dailyBatches: whole(),
  dailyRecords: whole(),
  dailyQueryJobs: whole(),
  shuffleResults: truth,
  directory: text,
  fault: record(JOB_FAULT),
};

const CURSORS: Shape<CursorOptions> = {
  cursorLifetimeMs: whole(),
  maxCursors: whole(),
  maxCursorBytes: whole(),
};

const ORG: Shape<LocalOrgOptions, Code> = {
  port: whole(65_535),
  host: text,
  allowedHosts: list(text),
  file: text,
  apiVersions: record({ min: whole(), max: whole() }, ["min", "max"]),
  objects: list(dictionary(anything)),
  users: list(record(USER, ["username"])),
  profiles: list(record(GRANTS, ["name"])),
  permissionSets: list(record({ ...GRANTS, label: text }, ["name"])),
  apps: list(record(APP, ["name"])),
  policies: record(POLICIES),
  rows: dictionary(list(dictionary(anything))),
  seed: whole(3843),
  sessionTimeoutSeconds: seconds,
  strictJwtExpiry: truth,
  dailyApiRequests: whole(),
  maxBodyBytes: whole(),
  faults: list(dictionary(anything)),
  bulk: record(BULK),
  cursors: record(CURSORS),
  ledger: dictionary(text),
  requestLogSize: whole(),
};

/** The members that are in JSON what they are in the options. */
type Plain = Omit<LocalOrgOptions, Code | "objects" | "faults" | "bulk">;

interface Config extends Plain {
  readonly objects?: readonly unknown[];
  readonly faults?: readonly unknown[];
  readonly bulk?: Omit<BulkOptions, "fault"> & { readonly fault?: BulkFault };
}

function readFault(rule: unknown, index: number): FaultRule {
  try {
    return readRule(rule);
  } catch (error) {
    if (!(error instanceof SalesforceError)) throw error;
    throw new ConfigError(`faults[${index}]: ${error.entries[0]?.message}`);
  }
}

/**
 * Reads the options of an org from JSON, e.g. from a file: every option of `LocalOrgOptions` that is no code. `objects` takes
 * describe results as well, `faults` what `POST /_org/faults` takes, and `bulk.fault` is what goes wrong with every job.
 * @throws Error that names the member which is wrong, e.g. `users[0].active must be true or false, not "yes".`
 * @example
 * ```ts
 * await using org = await startLocalOrg(optionsFromJson(JSON.parse(await readFile("org.json", "utf8"))));
 * ```
 */
export function optionsFromJson(json: unknown): LocalOrgOptions {
  record(ORG)(json, "");
  const { objects, faults, bulk, ...plain } = json as Config;
  const { fault, ...speed } = bulk ?? {};
  return {
    ...plain,
    objects: objects?.map((one) => (isDescribe(one) ? objectFromDescribe(one) : (one as ObjectSpec))),
    faults: faults?.map(readFault),
    bulk: fault === undefined ? speed : { ...speed, fault: () => fault },
  };
}
