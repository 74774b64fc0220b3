import { badge, chips, el, table } from "./elements.js";
import { read } from "./org.js";

const USERS = [
  { head: "User" },
  { head: "State", class: "aside" },
  { head: "Profile", class: "full" },
  { head: "Permission sets", class: "full" },
];

const APPS = [
  { head: "App" },
  { head: "State", class: "aside" },
  { head: "Flows and scopes", class: "wide full" },
  { head: "Permitted users", class: "full", label: "permitted users" },
  { head: "Runs as", class: "full", label: "runs as" },
];

const userRow = ({ username, name, id, active, profile, permissionSets }) => [
  el("div", {}, el("strong", {}, name), el("div", {}, username), el("div", { class: "mono soft" }, id)),
  badge(active ? "active" : "inactive", active ? "good" : "bad"),
  profile,
  permissionSets.length === 0 ? "" : chips(permissionSets),
];

const appRow = ({ name, clientId, flows, scopes, permittedUsers, runAs, barred }) => [
  el("div", {}, el("strong", {}, name), el("div", { class: "mono soft" }, clientId)),
  barred.length === 0 ? badge("enabled", "good") : chips(barred, "bad"),
  el("div", {}, chips(flows), el("div", { class: "soft" }, `scopes: ${scopes.join(", ")}`)),
  permittedUsers,
  runAs ?? el("span", { class: "soft" }, "nobody"),
];

/** Who may sign in, and through what. */
export const people = {
  title: "Access",
  load: () => Promise.all([read("/users"), read("/apps")]),
  render([users, apps]) {
    return [
      el("h2", {}, "Users"),
      table(USERS, users.map(userRow)),
      el("h2", {}, "Apps"),
      table(APPS, apps.map(appRow)),
    ];
  },
};
