// The packages by require.
const { work } = require("./work.cjs");

void work({
  core: require("kinetic-core"),
  localOrg: require("kinetic-local-org"),
  mcp: require("kinetic-mcp"),
  http: require("kinetic-mcp/http"),
  cli: require("kinetic-cli"),
});
