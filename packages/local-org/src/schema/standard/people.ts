/** Standard objects: the org, its users and groups. In the notation of notation.ts. */
export const PEOPLE: string = `
object Organization 00D "Organization" "Organizations" -createable -deletable -layoutable -mruEnabled -searchable -triggerable -undeletable
  Id id
  Name string(80) required ro name -permission
  Division string(80) -permission
  @address - -permission
  Phone phone(40) -permission
  Fax phone(40) -permission
  PrimaryContact string(80) -permission
  DefaultLocaleSidKey picklist(40) required -permission "Locale"
  TimeZoneSidKey picklist(40) required -permission "Time Zone"
  LanguageLocaleKey picklist(40) required -permission "Language"
  ReceivesInfoEmails bool -permission "Info Emails"
  ReceivesAdminInfoEmails bool -permission "Info Emails Admin"
  FiscalYearStartMonth int(9) ro -permission "Fiscal Year Starts In"
  UsesStartDateAsFiscalYearName bool ro -permission "Fiscal Year Name by Start"
  @audit
  TrialExpirationDate datetime ro -permission
  NamespacePrefix string(15) ro -permission
  InstanceName string(5) ro -permission
  IsSandbox bool ro -permission
  OrganizationType picklist(40) ro -permission "Edition" = Team Edition; Professional Edition; Enterprise Edition; Developer Edition; Personal Edition; Unlimited Edition; Contact Manager Edition; Base Edition
  IsReadOnly bool ro -permission
  MonthlyPageViewsUsed int(9) ro -permission
  MonthlyPageViewsEntitlement int(9) ro -permission "Monthly Page Views Allowed"

object User 005 "User" "Users" -deletable +feedEnabled -undeletable
  Id id
  Username string(80) required -permission +idLookup
  LastName string(80) required -permission in=Name info=personname
  FirstName string(40) -permission in=Name info=personname
  Name string(121) required ro name -permission info=personname "Full Name"
  CompanyName string(80) -permission
  Division string(80) -permission
  Department string(80) -permission
  Title string(80) -permission
  @address - -permission
  Email email(128) required -permission +idLookup
  SenderEmail email(80) -permission "Email Sender Address"
  SenderName string(80) -permission "Email Sender Name"
  Signature textarea(1333) -group -permission info=plaintextarea "Email Signature"
  Phone phone(40) -permission
  Fax phone(40) -permission
  MobilePhone phone(40) -permission "Mobile"
  Alias string(8) required -permission
  CommunityNickname string(40) required -permission "Nickname"
  BadgeText string(80) ro -permission "User Photo badge text overlay"
  IsActive bool -permission "Active"
  TimeZoneSidKey picklist(40) required -permission "Time Zone" = Pacific/Kiritimati>(GMT+14:00) Line Islands Time (Pacific/Kiritimati); Australia/Sydney>(GMT+10:00) Australian Eastern Standard Time (Australia/Sydney); Asia/Tokyo>(GMT+09:00) Japan Standard Time (Asia/Tokyo); Asia/Kolkata>(GMT+05:30) India Standard Time (Asia/Kolkata); Europe/Berlin>(GMT+02:00) Central European Summer Time (Europe/Berlin); Europe/Paris>(GMT+02:00) Central European Summer Time (Europe/Paris); Europe/London>(GMT+01:00) British Summer Time (Europe/London); GMT>(GMT+00:00) Greenwich Mean Time (GMT); America/New_York>(GMT-04:00) Eastern Daylight Time (America/New_York); America/Chicago>(GMT-05:00) Central Daylight Time (America/Chicago); America/Denver>(GMT-06:00) Mountain Daylight Time (America/Denver); America/Los_Angeles>(GMT-07:00) Pacific Daylight Time (America/Los_Angeles)
  UserRoleId ref(UserRole) -permission rel=UserRole children=Users "Role ID"
  LocaleSidKey picklist(40) required -permission "Locale" = nl_NL>Dutch (Netherlands); en_AU>English (Australia); en_CA>English (Canada); en_IN>English (India); en_GB>English (United Kingdom); en_US>English (United States); fr_CA>French (Canada); fr_FR>French (France); de_DE>German (Germany); it_IT>Italian (Italy); ja_JP>Japanese (Japan); pt_BR>Portuguese (Brazil); es_MX>Spanish (Mexico); es_ES>Spanish (Spain)
  ReceivesInfoEmails bool -permission "Info Emails"
  ReceivesAdminInfoEmails bool -permission "Admin Info Emails"
  EmailEncodingKey picklist(40) required restricted -permission "Email Encoding" = UTF-8>Unicode (UTF-8); ISO-8859-1>General US & Western Europe (ISO-8859-1, ISO-LATIN-1); Shift_JIS>Japanese (Shift-JIS); ISO-2022-JP>Japanese (JIS); EUC-JP>Japanese (EUC); ks_c_5601-1987>Korean (ks_c_5601-1987); Big5>Traditional Chinese (Big5); GB2312>Simplified Chinese (GB2312); Big5-HKSCS>Traditional Chinese Hong Kong (Big5-HKSCS); x-SJIS_0213>Japanese (Shift-JIS_2004)
  ProfileId ref(Profile) required -permission rel=Profile children=Users
  UserType picklist(40) ro restricted -permission = Standard; PowerPartner>Partner; PowerCustomerSuccess>Customer Portal Manager; CustomerSuccess>Customer Portal User; Guest; CspLitePortal>High Volume Portal; CsnOnly>CSN Only; SelfService>Self Service
  LanguageLocaleKey picklist(40) required restricted -permission "Language" = en_US>English; de>German; es>Spanish; fr>French; it>Italian; ja>Japanese; sv>Swedish; ko>Korean; zh_TW>Chinese (Traditional); zh_CN>Chinese (Simplified); pt_BR>Portuguese (Brazil); nl_NL>Dutch; da>Danish; th>Thai; fi>Finnish; ru>Russian; es_MX>Spanish (Mexico); no>Norwegian
  EmployeeNumber string(20) -permission
  DelegatedApproverId ref(Group|User) -permission children=DelegatedUsers
  ManagerId ref(User) -permission rel=Manager children=ManagedUsers
  LastLoginDate datetime ro -permission "Last Login"
  LastPasswordChangeDate datetime ro -permission "Last Password Change or Reset"
  @audit
  NumberOfFailedLogins int(9) ro -permission "Failed Login Attempts"
  UserPermissionsMarketingUser bool right "Marketing User"
  UserPermissionsOfflineUser bool right "Offline User"
  UserPermissionsCallCenterAutoLogin bool right "Auto-login To Call Center"
  UserPermissionsSFContentUser bool right "Salesforce CRM Content User"
  UserPermissionsKnowledgeUser bool right "Knowledge User"
  UserPermissionsInteractionUser bool right "Flow User"
  UserPermissionsSupportUser bool right "Service Cloud User"
  UserPermissionsJigsawProspectingUser bool right "Data.com User"
  UserPermissionsSiteforceContributorUser bool right "Site.com Contributor User"
  UserPermissionsSiteforcePublisherUser bool right "Site.com Publisher User"
  UserPermissionsWorkDotComUserFeature bool right "WDC User"
  ForecastEnabled bool -permission "Allow Forecasting"
  ContactId ref(Contact) -permission rel=Contact children=Users restrict
  AccountId ref(Account) ro -permission rel=Account children=Users
  CallCenterId ref(CallCenter) -permission
  Extension phone(40) -permission
  FederationIdentifier string(512) -group -permission +idLookup "SAML Federation ID"
  AboutMe textarea(1000) -group -permission info=plaintextarea
  FullPhotoUrl url(1024) ro -group -permission "Url for full-sized Photo"
  SmallPhotoUrl url(1024) ro -group -permission info=imageurl "Photo"
  OutOfOfficeMessage string(40) ro -aggregate -permission "Out of office message"
  MediumPhotoUrl url(1024) ro -group -permission info=imageurl "Url for medium profile photo"
  DigestFrequency picklist(40) required defaulted restricted -permission "Chatter Email Highlights Frequency" = D>Daily; W>Weekly; N>Never*
  DefaultGroupNotificationFrequency picklist(40) required defaulted restricted -permission "Default Notification Frequency when Joining Groups" = P>Email on Each Post; D>Daily Digests; W>Weekly Digests; N>Never*
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission
  BannerPhotoUrl url(1024) ro -group -permission "Url for banner photo"
  SmallBannerPhotoUrl url(1024) ro -group -permission "Url for IOS banner photo"
  MediumBannerPhotoUrl url(1024) ro -group -permission "Url for Android banner photo"
  IsProfilePhotoActive bool ro -permission "Has Profile Photo"
  IndividualId ref(Individual) -permission rel=Individual

object UserRole 00E "Role" "Role" -layoutable -mruEnabled -searchLayoutable -triggerable -undeletable
  Id id
  Name string(80) required name -permission +idLookup
  ParentRoleId ref(UserRole) -permission
  RollupDescription string(80) -permission "Description"
  OpportunityAccessForAccountOwner picklist(40) required restricted -permission "Opportunity Access Level for Account Owner" = None>Private; Read>Read Only; Edit>Read/Write
  CaseAccessForAccountOwner picklist(40) restricted -permission "Case Access Level for Account Owner" = None>Private; Read>Read Only; Edit>Read/Write
  ContactAccessForAccountOwner picklist(40) ro restricted -permission "Contact Access Level for Account Owner" = None>Private; Read>Read Only; Edit>Read/Write
  ForecastUserId ref(User) -permission "User ID"
  MayForecastManagerShare bool ro -permission
  LastModifiedDate datetime required ro defaulted -permission
  LastModifiedById ref(User) required ro defaulted -permission rel=LastModifiedBy
  SystemModstamp datetime required ro defaulted -permission
  DeveloperName string(80) -permission
  PortalAccountId ref(Account) createOnly -permission "Account ID"
  PortalType picklist(40) createOnly restricted -permission = None; CustomerPortal>Customer Portal; Partner>Partner Portal
  PortalAccountOwnerId ref(User) ro -permission "User ID"

object UserLicense 100 "User License" "User Licenses" -createable -deletable -layoutable -mruEnabled -replicateable -searchable -triggerable -undeletable -updateable
  Id id
  LicenseDefinitionKey string(40) required ro -permission "License Def. ID"
  TotalLicenses int(9) required ro -permission
  Status picklist(40) required ro restricted -permission = Active; Disabled
  UsedLicenses int(9) required ro -permission
  Name string(40) ro name -permission
  MasterLabel string(40) ro -permission
  @audit

object Profile 00e "Profile" "Profile" -compactLayoutable -createable -layoutable -searchLayoutable -triggerable -undeletable
  Id id
  Name string(255) required updateOnly name -permission +idLookup
  PermissionsEditTask bool updateOnly right "Edit Tasks"
  PermissionsEditEvent bool updateOnly right "Edit Events"
  PermissionsExportReport bool updateOnly right "Export Reports"
  PermissionsManageUsers bool updateOnly right "Manage Users"
  PermissionsEditPublicTemplates bool updateOnly right "Manage Public Classic Email Templates"
  PermissionsModifyAllData bool updateOnly right "Modify All Data"
  PermissionsManageCases bool updateOnly right "Manage Cases"
  PermissionsManageSolutions bool updateOnly right "Manage Published Solutions"
  PermissionsCustomizeApplication bool updateOnly right "Customize Application"
  PermissionsEditReadonlyFields bool updateOnly right "Edit Read Only Fields"
  PermissionsRunReports bool updateOnly right "Run Reports"
  PermissionsViewSetup bool updateOnly right "View Setup and Configuration"
  PermissionsImportLeads bool updateOnly right "Import Leads"
  PermissionsManageLeads bool updateOnly right "Manage Leads"
  PermissionsTransferAnyLead bool updateOnly right "Transfer Leads"
  PermissionsViewAllData bool updateOnly right "View All Data"
  PermissionsViewEncryptedData bool updateOnly right "View Encrypted Data"
  PermissionsChatterInternalUser bool updateOnly right "Chatter Internal User"
  PermissionsApiUserOnly bool updateOnly right "Api Only User"
  PermissionsConvertLeads bool updateOnly right "Convert Leads"
  PermissionsPasswordNeverExpires bool updateOnly right "Password Never Expires"
  PermissionsBulkApiHardDelete bool updateOnly right "Bulk API Hard Delete"
  PermissionsManageDataIntegrations bool updateOnly right "Manage Data Integrations"
  PermissionsAuthorApex bool updateOnly right "Author Apex"
  PermissionsApiEnabled bool updateOnly right "API Enabled"
  PermissionsTransferAnyCase bool updateOnly right "Transfer Cases"
  PermissionsViewEventLogFiles bool updateOnly right "View Event Log Files"
  PermissionsViewAllUsers bool updateOnly right "View All Users"
  PermissionsTwoFactorApi bool updateOnly right "Multi-Factor Authentication for API Logins"
  PermissionsIdentityConnect bool updateOnly right "Use Identity Connect"
  PermissionsAssignPermissionSets bool updateOnly right "Assign Permission Sets"
  PermissionsManageRoles bool updateOnly right "Manage Roles"
  PermissionsManageSharing bool updateOnly right "Manage Sharing"
  PermissionsUseWebLink bool updateOnly right "Allow Access to Customized Actions"
  PermissionsApexRestServices bool updateOnly right "Apex REST Services"
  PermissionsViewRoles bool updateOnly right "View Roles and Role Hierarchy"
  PermissionsModifyMetadata bool updateOnly right "Modify Metadata Through Metadata API Functions"
  UserLicenseId ref(UserLicense) required ro -permission rel=UserLicense
  UserType picklist(40) ro restricted -permission = Standard; PowerPartner>Partner; PowerCustomerSuccess>Customer Portal Manager; CustomerSuccess>Customer Portal User; Guest; CspLitePortal>High Volume Portal; CsnOnly>CSN Only; SelfService>Self Service
  @audit
  Description string(255) updateOnly -permission
  LastViewedDate datetime ro -permission
  LastReferencedDate datetime ro -permission

object Group 00G "Group" "Group" -compactLayoutable -layoutable -mruEnabled -searchLayoutable -triggerable -undeletable
  Id id
  Name string(40) required name -permission +idLookup
  DeveloperName string(80) -permission
  RelatedId ref(User|UserRole) ro -permission rel=Related
  Type picklist(40) required createOnly restricted -permission = AllCustomerPortal; ChannelProgramGroup; CollaborationGroup; Manager; ManagerAndSubordinatesInternal; Organization; Participant; PRMOrganization; Queue; Regular; Role; RoleAndSubordinates; RoleAndSubordinatesInternal; SharingRecordCollGroup; Territory; TerritoryAndSubordinates
  Email email(255) -permission
  OwnerId ref(Organization|User) required ro -permission rel=Owner
  DoesSendEmailToMembers bool -permission "Send Email to Members"
  DoesIncludeBosses bool -permission "Include Bosses"
  @audit

object GroupMember 011 "Group Member" "Group Member" -compactLayoutable -layoutable -mruEnabled -searchLayoutable -searchable -triggerable -undeletable -updateable
  Id id
  GroupId ref(Group) required createOnly -permission rel=Group children=GroupMembers cascade
  UserOrGroupId ref(Group|User) required createOnly -permission cascade "User/Group ID"
  SystemModstamp datetime required ro defaulted -permission

object RecordType 012 "Record Type" "Record Types" -deletable -layoutable -searchable -triggerable -undeletable
  Id id
  Name string(80) required name -permission
  DeveloperName string(80) required -permission "Record Type Name"
  NamespacePrefix string(15) ro -permission
  Description string(255) -permission
  BusinessProcessId ref(BusinessProcess) -permission
  SobjectType picklist(40) required createOnly -permission "Sobject Type Name"
  IsActive bool -permission "Active"
  @audit
`;
