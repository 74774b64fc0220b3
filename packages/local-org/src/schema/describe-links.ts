import type { ObjectDef } from "./types.ts";

type Links = Record<string, string>;

/** Every resource that a describe may link to beside the rows, as its path below the object's. */
const PATHS = {
  compactLayouts: "/describe/compactLayouts",
  approvalLayouts: "/describe/approvalLayouts",
  caseArticleSuggestions: "/suggestedArticles",
  caseRowArticleSuggestions: "/{ID}/suggestedArticles",
  eventSeriesUpdates: "/{ID}/fromThisEventOnwards",
  listviews: "/listviews",
  namedLayouts: "/describe/namedLayouts/{LayoutName}",
  passwordUtilities: "/{ID}/password",
  quickActions: "/quickActions",
  layouts: "/describe/layouts",
} as const;

type Link = keyof typeof PATHS;

const WITH_TAB: readonly Link[] = [
  "compactLayouts",
  "approvalLayouts",
  "listviews",
  "quickActions",
  "layouts",
];
/** What a custom object links to, and an ordinary standard one. */
const ORDINARY: readonly Link[] = ["compactLayouts", "approvalLayouts", "quickActions", "layouts"];
const PART: readonly Link[] = ["compactLayouts", "layouts"];
const ACTIVITY: readonly Link[] = ["compactLayouts", "quickActions", "layouts"];

/** What standard objects link to, as real orgs describe them; those left out link to their rows alone. */
const OF: Readonly<Record<string, readonly Link[]>> = {
  Account: WITH_TAB,
  Asset: WITH_TAB,
  Campaign: WITH_TAB,
  CampaignMember: PART,
  Case: [...WITH_TAB, "caseArticleSuggestions", "caseRowArticleSuggestions"],
  CaseComment: ["layouts"],
  Contact: WITH_TAB,
  ContentDocument: PART,
  ContentDocumentLink: PART,
  ContentVersion: PART,
  Contract: WITH_TAB,
  Event: [...ACTIVITY, "eventSeriesUpdates"],
  Lead: WITH_TAB,
  Opportunity: WITH_TAB,
  OpportunityContactRole: ACTIVITY,
  OpportunityLineItem: PART,
  Order: ORDINARY,
  OrderItem: PART,
  Pricebook2: PART,
  PricebookEntry: PART,
  Product2: ORDINARY,
  Quote: ORDINARY,
  QuoteLineItem: PART,
  Task: ACTIVITY,
  Topic: PART,
  User: [...ACTIVITY, "namedLayouts", "passwordUtilities"],
  UserRole: ["compactLayouts"],
};

/** Returns the links that the global describe has for an object. */
export function globalLinks(object: ObjectDef, base: string): Links {
  const path = `${base}/sobjects/${object.name}`;
  const fallback = object.flags.layoutable ? ORDINARY : [];
  const links = OF[object.name] ?? fallback;
  return {
    rowTemplate: `${path}/{ID}`,
    ...Object.fromEntries(links.map((link) => [link, path + PATHS[link]])),
    describe: `${path}/describe`,
    sobject: path,
  };
}

/** Returns the links of a full describe: those of the global one, and the pages of objects that have some. */
export function fullLinks(object: ObjectDef, scope: { readonly base: string; readonly url: string }): Links {
  const { compactLayouts, ...rest } = globalLinks(object, scope.base);
  if (compactLayouts === undefined && rest["layouts"] === undefined) return rest;
  return {
    ...(compactLayouts === undefined ? {} : { compactLayouts }),
    uiDetailTemplate: `${scope.url}/{ID}`,
    uiEditTemplate: `${scope.url}/{ID}/e`,
    uiNewRecord: `${scope.url}/${object.keyPrefix}/e`,
    ...rest,
  };
}
