/** The system permissions that this org knows. */
const RIGHTS = `  PermissionsEditTask bool right "Edit Tasks"
  PermissionsEditEvent bool right "Edit Events"
  PermissionsExportReport bool right "Export Reports"
  PermissionsManageUsers bool right "Manage Users"
  PermissionsEditPublicTemplates bool right "Manage Public Classic Email Templates"
  PermissionsModifyAllData bool right "Modify All Data"
  PermissionsManageCases bool right "Manage Cases"
  PermissionsManageSolutions bool right "Manage Published Solutions"
  PermissionsCustomizeApplication bool right "Customize Application"
  PermissionsEditReadonlyFields bool right "Edit Read Only Fields"
  PermissionsRunReports bool right "Run Reports"
  PermissionsViewSetup bool right "View Setup and Configuration"
  PermissionsImportLeads bool right "Import Leads"
  PermissionsManageLeads bool right "Manage Leads"
  PermissionsTransferAnyLead bool right "Transfer Leads"
  PermissionsViewAllData bool right "View All Data"
  PermissionsViewEncryptedData bool right "View Encrypted Data"
  PermissionsChatterInternalUser bool right "Chatter Internal User"
  PermissionsApiUserOnly bool right "Api Only User"
  PermissionsConvertLeads bool right "Convert Leads"
  PermissionsPasswordNeverExpires bool right "Password Never Expires"
  PermissionsInstallPackaging bool right "Download AppExchange Packages"
  PermissionsBulkApiHardDelete bool right "Bulk API Hard Delete"
  PermissionsManageDataIntegrations bool right "Manage Data Integrations"
  PermissionsAuthorApex bool right "Author Apex"
  PermissionsApiEnabled bool right "API Enabled"
  PermissionsTransferAnyCase bool right "Transfer Cases"
  PermissionsViewEventLogFiles bool right "View Event Log Files"
  PermissionsViewAllUsers bool right "View All Users"
  PermissionsTwoFactorApi bool right "Multi-Factor Authentication for API Logins"
  PermissionsIdentityConnect bool right "Use Identity Connect"
  PermissionsAssignPermissionSets bool right "Assign Permission Sets"
  PermissionsManageRoles bool right "Manage Roles"
  PermissionsManageSharing bool right "Manage Sharing"
  PermissionsUseWebLink bool right "Allow Access to Customized Actions"
  PermissionsApexRestServices bool right "Apex REST Services"
  PermissionsViewRoles bool right "View Roles and Role Hierarchy"
  PermissionsModifyMetadata bool right "Modify Metadata Through Metadata API Functions"`;

/** Standard objects: permission sets and what they grant. In the notation of notation.ts. */
export const PERMISSIONS: string = `
object PermissionSet 0PS "Permission Set" "Permission Sets" -compactLayoutable -layoutable -replicateable -searchLayoutable -triggerable -undeletable
  Id id "PermissionSet ID"
  Name string(80) required name -permission "Permission Set Name"
  Label string(80) required -permission "Permission Set Label"
  LicenseId ref(PermissionSetLicense|UserLicense) createOnly -permission rel=License
  ProfileId ref(Profile) ro -permission rel=Profile
  IsOwnedByProfile bool ro -permission
  IsCustom bool ro -permission
${RIGHTS}
  Description string(255) -permission
  @audit
  NamespacePrefix string(15) ro -permission
  HasActivationRequired bool -permission "Session Activation Required"
  PermissionSetGroupId ref(PermissionSetGroup) ro -permission rel=PermissionSetGroup "PermissionSetGroup ID"
  Type picklist(255) ro defaulted restricted -permission "Permission Set Type" = Regular*; Profile; Group; Session; Integration; Standard

object PermissionSetGroup 0PG "Permission Set Group" "Permission Set Groups" -layoutable -replicateable -searchable -triggerable -undeletable
  Id id
  @deleted
  DeveloperName string(80) required name -permission "API Name"
  Language picklist(40) defaulted restricted -permission "Master Language" = en_US>English*; de>German; es>Spanish; fr>French; it>Italian; ja>Japanese
  MasterLabel string(80) required -permission "Label"
  NamespacePrefix string(15) ro -permission
  @audit
  Description textarea(255) -permission info=plaintextarea
  Status picklist(40) ro defaulted restricted -permission = Updated*; Outdated; Updating; Failed
  HasActivationRequired bool ro -permission "Session Activation Required"

object PermissionSetAssignment 0Pa "Permission Set Assignment" "Permission Set Assignments" -compactLayoutable -layoutable -mruEnabled -replicateable -searchLayoutable -searchable -triggerable -undeletable
  Id id "PermissionSetAssignment ID"
  PermissionSetId ref(PermissionSet) createOnly -permission rel=PermissionSet children=Assignments "PermissionSet ID"
  PermissionSetGroupId ref(PermissionSetGroup) createOnly -permission rel=PermissionSetGroup "PermissionSetGroup ID"
  AssigneeId ref(User) required createOnly -permission rel=Assignee children=PermissionSetAssignments cascade
  SystemModstamp datetime required ro defaulted -permission "Date Assigned"

object ObjectPermissions 110 "Object Permissions" "Object Permissions" -layoutable -mruEnabled -replicateable -searchable -triggerable -undeletable
  Id id
  ParentId ref(PermissionSet) required createOnly -permission rel=Parent children=ObjectPerms cascade "Parent ID"
  SobjectType picklist(40) required createOnly -permission "Sobject Type Name"
  PermissionsCreate bool -permission "Create Records"
  PermissionsRead bool -permission "Read Records"
  PermissionsEdit bool -permission "Edit Records"
  PermissionsDelete bool -permission "Delete Records"
  PermissionsViewAllRecords bool -permission "Read All Records"
  PermissionsModifyAllRecords bool -permission "Edit All Records"
  @audit

object FieldPermissions 01k "Field Permissions" "Field Permissions" -layoutable -mruEnabled -replicateable -searchable -triggerable -undeletable
  Id id
  ParentId ref(PermissionSet) required createOnly -permission rel=Parent children=FieldPerms cascade "Parent ID"
  SobjectType picklist(40) required createOnly -permission "Sobject Type Name"
  Field picklist(255) required createOnly -permission "Field Name"
  PermissionsEdit bool -permission "Edit Field"
  PermissionsRead bool -permission "Read Field"
  SystemModstamp datetime required ro defaulted -permission

object UserPermissionAccess 0up "User Permission Access" "User Permission Access" -compactLayoutable -createable -deletable -layoutable -mruEnabled -replicateable -retrieveable -searchLayoutable -searchable -triggerable -undeletable -updateable
  Id id "UserPermissionAccess ID"
  LastCacheUpdate datetime ro -permission
${RIGHTS.replaceAll(" bool right ", " bool ro -permission ")}
`;
