import { accessToken } from "kinetic-core";
import { as, asking, asUser, type Case } from "./place.ts";

const limits = asking("GET", "limits");
const query = (soql: string) => asUser((sf) => sf.query(soql).all());

/** Every refusal of a session, and what a user may not see or do. */
export const accessCases: readonly Case[] = [
  {
    remedy: "session-expired",
    run: ({ org }) => as(accessToken({ token: "00Ddead", instanceUrl: org.url }), (sf) => sf.limits()),
  },
  { remedy: "session-not-for-rest", app: { scopes: ["openid", "refresh_token"] }, org: {}, run: limits },
  { remedy: "password-expired", user: { passwordExpired: true }, run: limits },
  { remedy: "api-disabled-for-user", user: { apiEnabled: false }, run: limits },
  { remedy: "api-disabled", org: { policies: { api: false } }, run: limits },
  { remedy: "limits-resource-hidden", user: { viewSetup: false }, run: limits },
  { remedy: "daily-api-limit", org: { dailyApiRequests: 0 }, run: limits },
  {
    remedy: "object-unknown",
    user: { profile: "Minimum Access - API Only Integrations" },
    run: query("SELECT Id FROM Account"),
  },
  {
    remedy: "record-not-found",
    user: { profile: "Minimum Access - API Only Integrations" },
    run: asUser((sf) => sf.sobject("Account").create({ Name: "x" })),
  },
  { remedy: "field-unknown", user: { profile: "Blinkered" }, run: query("SELECT Fax FROM Account") },
  {
    remedy: "field-not-writeable",
    user: { profile: "Blinkered" },
    run: asUser((sf) => sf.sobject("Account").create({ Name: "x", Site: "y" })),
  },
  {
    remedy: "record-read-only",
    user: { profile: "Blinkered" },
    run: asUser((sf, { org }) =>
      sf.sobject("Account").delete(org.insert("Account", [{ Name: "x" }])[0] ?? ""),
    ),
  },
];
