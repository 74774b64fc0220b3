import { notImplemented } from "../server/errors.ts";
import type { Route } from "../server/types.ts";
import { objectOf } from "./objects.ts";

const BASE = "/services/data/:version/sobjects";

/**
 * Resources below `sobjects` that Salesforce has and this org has not: without a route of their own their names would be taken
 * for ids, fields or relationships, and the answer would be a plausible 404.
 */
const MISSING: readonly (readonly [methods: string, path: string, what: string])[] = [
  ["GET", "/Global/*rest", "global layouts and actions"],
  ["GET", "/relevantItems", "relevant items"],
  ["GET", "/:object/defaultValues", "default values"],
  ["GET", "/:object/describe/*rest", "layouts"],
  ["GET", "/:object/eventSchema", "schemas of events"],
  ["GET", "/:object/listviews", "list views"],
  ["GET", "/:object/listviews/*rest", "list views"],
  ["GET", "/:object/quickActions", "quick actions"],
  ["GET POST", "/:object/quickActions/*rest", "quick actions"],
  ["GET", "/:object/suggestedArticles", "knowledge articles"],
  ["GET", "/:object/:id/suggestedArticles", "knowledge articles"],
  ["PATCH DELETE", "/Event/:id/fromThisEventOnwards", "series of events"],
  ["GET POST DELETE", "/User/:id/password", "passwords that are read or changed"],
];

/** Answers 501 for each of them, once it is known that the object exists. */
export const routes: readonly Route[] = MISSING.flatMap(([methods, path, what]) =>
  methods.split(" ").map((method) => ({
    method: method as Route["method"],
    path: BASE + path,
    handler: (call) => {
      if (path.startsWith("/:object")) objectOf(call);
      throw notImplemented(what);
    },
  })),
);
