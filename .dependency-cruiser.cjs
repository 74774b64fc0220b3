const rooms = require("./rooms.json");

/** Turns the room table of rooms.json into rules: a room imports only from the rooms that its row names. */
function roomRules(root, table) {
  return Object.entries(table).map(([room, { imports }]) => ({
    name: `${root}/${room} imports only ${imports.join(", ") || "itself"}`,
    comment: "The rooms of the house and what each may import stand in rooms.json and ARCHITECTURE.md.",
    severity: "error",
    from: { path: `^${root}/${room}/` },
    to: { path: `^${root}/`, pathNot: `^${root}/(${[room, ...imports].join("|")})/` },
  }));
}

module.exports = {
  forbidden: [
    ...Object.entries(rooms).flatMap(([root, table]) => roomRules(root, table)),
    { name: "no cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "the core never imports from packages/",
      severity: "error",
      from: { path: "^src/" },
      to: { path: "^packages/" },
    },
    {
      name: "the core depends on its seven packages only",
      severity: "error",
      from: { path: "^src/" },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown", "npm-optional", "npm-peer"] },
    },
    {
      name: "the local org does not know the client it is to prove",
      severity: "error",
      from: { path: "^packages/local-org/src/" },
      to: { path: "^(src/|dist/)" },
    },
    { name: "everything resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.test.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(^|/)dist/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
