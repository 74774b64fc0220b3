/** What a user may do with the rows of an object. */
export type ObjectRight = "read" | "create" | "edit" | "delete" | "viewAll" | "modifyAll";

/** Rights to an object: a list, or a name for one. `read-write` is read, create and edit; `all` is all six. */
export type ObjectAccess = readonly ObjectRight[] | "none" | "read" | "read-write" | "all";

/** Field-level security of one field: hidden, read-only, or editable. */
export type FieldAccess = "none" | "read" | "edit";

/** What a profile or a permission set grants. */
export interface GrantOptions {
  /** Its name; for a permission set also its API name. */
  readonly name: string;
  /**
   * Starts from the grants of another profile or permission set of this org, as "Clone" in Setup does; what is said here
   * is laid over them. @default nothing is granted, or for a built-in profile what that grants
   */
  readonly clone?: string | undefined;
  /**
   * System permissions by their API names without `Permissions`, e.g. `{ ApiEnabled: true, ViewSetup: false }`.
   * The names are those of the columns of PermissionSet.
   */
  readonly systemPermissions?: Readonly<Record<string, boolean>> | undefined;
  /** Rights by object; `*` speaks for the objects that are not named. */
  readonly objects?: Readonly<Record<string, ObjectAccess>> | undefined;
  /** Field-level security, e.g. `{ "Account.AnnualRevenue": "none" }`. Only of fields that a describe calls `permissionable`. */
  readonly fields?: Readonly<Record<string, FieldAccess>> | undefined;
  /** Field-level security of the fields that are not named, in objects that may be read. @default "edit" */
  readonly otherFields?: FieldAccess | undefined;
}

/** A profile of the org. A built-in one of the same name is replaced member by member. */
export type ProfileOptions = GrantOptions;

/** A permission set of the org. */
export interface PermissionSetOptions extends GrantOptions {
  /** @default the name */
  readonly label?: string | undefined;
}

/** Who the grants are for. */
export interface Grantee {
  readonly username: string;
  /** The name of the user's profile. */
  readonly profile: string;
  /** Names of permission sets. */
  readonly permissionSets: readonly string[];
}

/** The profiles and permission sets of an org, as they are configured. */
export interface AccessOptions {
  readonly profiles: readonly ProfileOptions[];
  readonly permissionSets: readonly PermissionSetOptions[];
}

/** The profile of an administrator. */
export const ADMINISTRATOR = "System Administrator";

/**
 * The profiles that every org has: the administrator may do everything but delete for good by bulk, the standard user works
 * with all rows, and an integration user may call the API and see nothing until a permission set says what.
 */
export const BUILT_IN_PROFILES: readonly ProfileOptions[] = Object.freeze([
  {
    name: ADMINISTRATOR,
    systemPermissions: { "*": true, BulkApiHardDelete: false, ApiUserOnly: false, TwoFactorApi: false },
    objects: { "*": "all" },
  },
  {
    name: "Standard User",
    systemPermissions: {
      ApiEnabled: true,
      ViewSetup: true,
      RunReports: true,
      ExportReport: true,
      EditTask: true,
      EditEvent: true,
      ConvertLeads: true,
      ChatterInternalUser: true,
      ViewRoles: true,
    },
    objects: { "*": ["read", "create", "edit", "delete"] },
  },
  {
    name: "Minimum Access - API Only Integrations",
    systemPermissions: { ApiEnabled: true, ApiUserOnly: true },
  },
]);
