import type { ObjectDef } from "../schema/types.ts";

/** How the access to an object is decided. */
export type AccessKind =
  /** By rows of ObjectPermissions. */
  | { readonly kind: "own" }
  /** By the access to another object. */
  | { readonly kind: "like"; readonly object: string }
  /** By system permissions: one to read (none: everybody may), one to write (none: everybody may). */
  | { readonly kind: "system"; readonly read?: string; readonly write?: string };

const like = (object: string): AccessKind => ({ kind: "like", object });
const OPEN: AccessKind = { kind: "system" };
const PERMISSIONS: AccessKind = { kind: "system", read: "ViewSetup", write: "ManageUsers" };

/** The standard objects that have no rights of their own (Salesforce Help, "Object Permissions"). */
const KINDS: Readonly<Record<string, AccessKind>> = Object.freeze({
  OpportunityLineItem: like("Opportunity"),
  OpportunityContactRole: like("Opportunity"),
  OpportunityHistory: like("Opportunity"),
  CampaignMember: like("Campaign"),
  PricebookEntry: like("Pricebook2"),
  OrderItem: like("Order"),
  QuoteLineItem: like("Quote"),
  CaseComment: like("Case"),
  Task: { kind: "system", write: "EditTask" },
  Event: { kind: "system", write: "EditEvent" },
  Attachment: OPEN,
  ContentVersion: OPEN,
  ContentDocument: OPEN,
  ContentDocumentLink: OPEN,
  Topic: OPEN,
  Organization: { kind: "system", write: "CustomizeApplication" },
  RecordType: { kind: "system", write: "CustomizeApplication" },
  User: { kind: "system", write: "ManageUsers" },
  UserLicense: { kind: "system", write: "ManageUsers" },
  UserRole: { kind: "system", write: "ManageRoles" },
  Group: { kind: "system", write: "ManageUsers" },
  GroupMember: { kind: "system", write: "ManageUsers" },
  Profile: { kind: "system", write: "ManageUsers" },
  PermissionSet: PERMISSIONS,
  PermissionSetGroup: PERMISSIONS,
  PermissionSetAssignment: { kind: "system", read: "ViewSetup", write: "AssignPermissionSets" },
  UserPermissionAccess: OPEN,
  ObjectPermissions: PERMISSIONS,
  FieldPermissions: PERMISSIONS,
});

/** Says how the access to an object is decided. Custom objects, and standard ones that are not listed, have their own rights. */
export function accessKind(object: ObjectDef): AccessKind {
  return KINDS[object.name] ?? { kind: "own" };
}
