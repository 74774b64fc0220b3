import { describe, expect, it } from "vitest";
import { createRouter } from "../../src/server/router.ts";
import type { Route } from "../../src/server/types.ts";

const route = (method: Route["method"], path: string): Route => ({
  method,
  path,
  handler: () => ({ status: 200 }),
});
const router = createRouter([
  route("GET", "/sobjects/:object/:id"),
  route("PATCH", "/sobjects/:object/:id"),
  route("DELETE", "/sobjects/:object/:id"),
  route("GET", "/sobjects/:object/describe"),
  route("GET", "/sobjects/:object/describe/*rest"),
  route("POST", "/jobs"),
]);
const found = (method: string, path: string): unknown => {
  const match = router(method, path);
  if (!match) return undefined;
  return "allowed" in match ? match.allowed : [match.route.path, match.params];
};

describe("the router", () => {
  it.each([
    ["GET", "/sobjects/Account/001", ["/sobjects/:object/:id", { object: "Account", id: "001" }]],
    ["GET", "/sobjects/Account/001/", ["/sobjects/:object/:id", { object: "Account", id: "001" }]],
    ["HEAD", "/sobjects/Account/001", ["/sobjects/:object/:id", { object: "Account", id: "001" }]],
    ["GET", "/SObjects/Account/Describe", ["/sobjects/:object/describe", { object: "Account" }]],
    [
      "GET",
      "/sobjects/A/describe/layouts/012",
      ["/sobjects/:object/describe/*rest", { object: "A", rest: "layouts/012" }],
    ],
    ["GET", "/sobjects/Account/a%2Fb%20c", ["/sobjects/:object/:id", { object: "Account", id: "a/b c" }]],
    ["GET", "/sobjects/Account/50%", ["/sobjects/:object/:id", { object: "Account", id: "50%" }]],
    ["PATCH", "/sobjects/Account/describe", ["HEAD", "GET"]],
    ["POST", "/sobjects/Account/001", ["HEAD", "GET", "PATCH", "DELETE"]],
    ["GET", "/jobs", ["POST"]],
    ["GET", "/nothing", undefined],
  ])("%s %s", (method, path, expected) => {
    expect(found(method, path)).toEqual(expected);
  });
});
