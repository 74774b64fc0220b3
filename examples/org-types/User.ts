// Written from the describes of an org. Do not change it: write it anew instead.
import type { AddressValue, CreateFields, DateTimeText, RecordId, RequiredLookup, UpdateFields } from "kinetic-core";

/** User: its fields as a query returns them. */
export interface User {
  /** About Me. */
  AboutMe: string | null;
  /** Account ID. */
  AccountId: RecordId<"Account"> | null;
  /** Address. */
  Address: AddressValue | null;
  /** Alias. */
  Alias: string;
  /** User Photo badge text overlay. */
  BadgeText: string | null;
  /** Url for banner photo. */
  BannerPhotoUrl: string | null;
  /** Call Center ID. */
  CallCenterId: RecordId<"CallCenter"> | null;
  /** City. */
  City: string | null;
  /** Nickname. */
  CommunityNickname: string;
  /** Company Name. */
  CompanyName: string | null;
  /** Contact ID. */
  ContactId: RecordId<"Contact"> | null;
  /** Country. */
  Country: string | null;
  /** Created By ID. */
  CreatedById: RecordId<"User">;
  /** Created Date. */
  CreatedDate: DateTimeText;
  /** Default Notification Frequency when Joining Groups. */
  DefaultGroupNotificationFrequency: "P" | "D" | "W" | "N";
  /** Delegated Approver ID. */
  DelegatedApproverId: RecordId<"Group" | "User"> | null;
  /** Department. */
  Department: string | null;
  /** Chatter Email Highlights Frequency. */
  DigestFrequency: "D" | "W" | "N";
  /** Division. */
  Division: string | null;
  /** Email. */
  Email: string;
  /** Email Encoding. */
  EmailEncodingKey: "UTF-8" | "ISO-8859-1" | "Shift_JIS" | "ISO-2022-JP" | "EUC-JP" | "ks_c_5601-1987" | "Big5" | "GB2312" | "Big5-HKSCS" | "x-SJIS_0213";
  /** Employee Number. */
  EmployeeNumber: string | null;
  /** Extension. */
  Extension: string | null;
  /** Fax. */
  Fax: string | null;
  /** SAML Federation ID. */
  FederationIdentifier: string | null;
  /** First Name. */
  FirstName: string | null;
  /** Allow Forecasting. */
  ForecastEnabled: boolean;
  /** Url for full-sized Photo. */
  FullPhotoUrl: string | null;
  /** Geocode Accuracy. */
  GeocodeAccuracy: "Address" | "NearAddress" | "Block" | "Street" | "ExtendedZip" | "Zip" | "Neighborhood" | "City" | "County" | "State" | "Unknown" | null;
  /** User ID. */
  Id: RecordId<"User">;
  /** Individual ID. */
  IndividualId: RecordId<"Individual"> | null;
  /** Active. */
  IsActive: boolean;
  /** Has Profile Photo. */
  IsProfilePhotoActive: boolean;
  /** Language. */
  LanguageLocaleKey: "en_US" | "de" | "es" | "fr" | "it" | "ja" | "sv" | "ko" | "zh_TW" | "zh_CN" | "pt_BR" | "nl_NL" | "da" | "th" | "fi" | "ru" | "es_MX" | "no";
  /** Last Login. */
  LastLoginDate: DateTimeText | null;
  /** Last Modified By ID. */
  LastModifiedById: RecordId<"User">;
  /** Last Modified Date. */
  LastModifiedDate: DateTimeText;
  /** Last Name. */
  LastName: string;
  /** Last Password Change or Reset. */
  LastPasswordChangeDate: DateTimeText | null;
  /** Last Referenced Date. */
  LastReferencedDate: DateTimeText | null;
  /** Last Viewed Date. */
  LastViewedDate: DateTimeText | null;
  /** Latitude. */
  Latitude: number | null;
  /** Locale. */
  LocaleSidKey: "nl_NL" | "en_AU" | "en_CA" | "en_IN" | "en_GB" | "en_US" | "fr_CA" | "fr_FR" | "de_DE" | "it_IT" | "ja_JP" | "pt_BR" | "es_MX" | "es_ES" | (string & {});
  /** Longitude. */
  Longitude: number | null;
  /** Manager ID. */
  ManagerId: RecordId<"User"> | null;
  /** Url for Android banner photo. */
  MediumBannerPhotoUrl: string | null;
  /** Url for medium profile photo. */
  MediumPhotoUrl: string | null;
  /** Mobile. */
  MobilePhone: string | null;
  /** Full Name. */
  Name: string;
  /** Failed Login Attempts. */
  NumberOfFailedLogins: number | null;
  /** Out of office message. */
  OutOfOfficeMessage: string | null;
  /** Phone. */
  Phone: string | null;
  /** Zip/Postal Code. */
  PostalCode: string | null;
  /** Profile ID. */
  ProfileId: RecordId<"Profile">;
  /** Admin Info Emails. */
  ReceivesAdminInfoEmails: boolean;
  /** Info Emails. */
  ReceivesInfoEmails: boolean;
  /** Email Sender Address. */
  SenderEmail: string | null;
  /** Email Sender Name. */
  SenderName: string | null;
  /** Email Signature. */
  Signature: string | null;
  /** Url for IOS banner photo. */
  SmallBannerPhotoUrl: string | null;
  /** Photo. */
  SmallPhotoUrl: string | null;
  /** State/Province. */
  State: string | null;
  /** Street. */
  Street: string | null;
  /** System Modstamp. */
  SystemModstamp: DateTimeText;
  /** Time Zone. */
  TimeZoneSidKey: "Pacific/Kiritimati" | "Australia/Sydney" | "Asia/Tokyo" | "Asia/Kolkata" | "Europe/Berlin" | "Europe/Paris" | "Europe/London" | "GMT" | "America/New_York" | "America/Chicago" | "America/Denver" | "America/Los_Angeles" | (string & {});
  /** Title. */
  Title: string | null;
  /** Auto-login To Call Center. */
  UserPermissionsCallCenterAutoLogin: boolean;
  /** Flow User. */
  UserPermissionsInteractionUser: boolean;
  /** Data.com User. */
  UserPermissionsJigsawProspectingUser: boolean;
  /** Knowledge User. */
  UserPermissionsKnowledgeUser: boolean;
  /** Marketing User. */
  UserPermissionsMarketingUser: boolean;
  /** Offline User. */
  UserPermissionsOfflineUser: boolean;
  /** Salesforce CRM Content User. */
  UserPermissionsSFContentUser: boolean;
  /** Site.com Contributor User. */
  UserPermissionsSiteforceContributorUser: boolean;
  /** Site.com Publisher User. */
  UserPermissionsSiteforcePublisherUser: boolean;
  /** Service Cloud User. */
  UserPermissionsSupportUser: boolean;
  /** WDC User. */
  UserPermissionsWorkDotComUserFeature: boolean;
  /** Role ID. */
  UserRoleId: RecordId<"UserRole"> | null;
  /** User Type. */
  UserType: "Standard" | "PowerPartner" | "PowerCustomerSuccess" | "CustomerSuccess" | "Guest" | "CspLitePortal" | "CsnOnly" | "SelfService" | null;
  /** Username. */
  Username: string;
}

/** What `create` takes for User. */
export type UserCreate = CreateFields<User, "Alias" | "CommunityNickname" | "Email" | "EmailEncodingKey" | "LanguageLocaleKey" | "LastName" | "LocaleSidKey" | "TimeZoneSidKey" | "Username", "AccountId" | "Address" | "BadgeText" | "BannerPhotoUrl" | "CreatedById" | "CreatedDate" | "FullPhotoUrl" | "Id" | "IsProfilePhotoActive" | "LastLoginDate" | "LastModifiedById" | "LastModifiedDate" | "LastPasswordChangeDate" | "LastReferencedDate" | "LastViewedDate" | "MediumBannerPhotoUrl" | "MediumPhotoUrl" | "Name" | "NumberOfFailedLogins" | "OutOfOfficeMessage" | "SmallBannerPhotoUrl" | "SmallPhotoUrl" | "SystemModstamp" | "UserType", never, "Contact" | "Individual" | "Manager" | "Profile" | "UserRole"> & RequiredLookup<User, "ProfileId", "Profile">;

/** What `update` takes for User. */
export type UserUpdate = UpdateFields<User, "AccountId" | "Address" | "BadgeText" | "BannerPhotoUrl" | "CreatedById" | "CreatedDate" | "FullPhotoUrl" | "Id" | "IsProfilePhotoActive" | "LastLoginDate" | "LastModifiedById" | "LastModifiedDate" | "LastPasswordChangeDate" | "LastReferencedDate" | "LastViewedDate" | "MediumBannerPhotoUrl" | "MediumPhotoUrl" | "Name" | "NumberOfFailedLogins" | "OutOfOfficeMessage" | "SmallBannerPhotoUrl" | "SmallPhotoUrl" | "SystemModstamp" | "UserType", never, "Contact" | "Individual" | "Manager" | "Profile" | "UserRole">;

/** What the compiler knows of User. */
export interface UserTypes {
  readonly name: "User";
  readonly fields: User;
  readonly create: UserCreate;
  readonly update: UserUpdate;
  readonly parents: {
    readonly Account: "Account" | null;
    readonly Contact: "Contact" | null;
    readonly CreatedBy: "User";
    readonly Individual: "Individual" | null;
    readonly LastModifiedBy: "User";
    readonly Manager: "User" | null;
    readonly Profile: "Profile";
    readonly UserRole: "UserRole" | null;
  };
  readonly children: {
    readonly ContentDocumentLinks: "ContentDocumentLink";
    readonly ContractsActivated: "Contract";
    readonly ContractsSigned: "Contract";
    readonly DelegatedUsers: "User";
    readonly ManagedUsers: "User";
    readonly PermissionSetAssignments: "PermissionSetAssignment";
  };
}
