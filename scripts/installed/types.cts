// What a strict project writes with the packages, in CommonJS.
import core = require("kinetic-core");
import cli = require("kinetic-cli");
import localOrg = require("kinetic-local-org");
import mcp = require("kinetic-mcp");
import http = require("kinetic-mcp/http");

async function count(org: localOrg.LocalOrg): Promise<number> {
  const { clientId, username, privateKey, url } = org;
  const auth = core.jwtBearer({ clientId, username, privateKey, loginUrl: url });
  const sf = new core.SalesforceClient({ auth });
  return sf.query("SELECT COUNT() FROM Account").count();
}

export = { count, serve: () => http.serveHttp(mcp.createSalesforceMcp({ orgs: [] })), run: cli.runCommand };
