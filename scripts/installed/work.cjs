// The main jobs by the packages as installed, whether they came by import or by require. Throws where one does not work.
const assert = require("node:assert/strict");
const { readFile, writeFile } = require("node:fs/promises");

async function records({ isKineticError, soql }, sf) {
  const { id } = await sf.sobject("Account").create({ Name: "Globex" });
  const name = "Globex";
  const rows = await sf.query(soql`SELECT Id, Name FROM Account WHERE Name = ${name}`).all();
  assert.deepEqual(
    rows.map((row) => [row.Id, row.Name]),
    [[id, "Globex"]],
  );
  const refused = await sf
    .sobject("Account")
    .create({ Nmae: "Acme" })
    .catch((error) => error);
  assert.ok(isKineticError(refused) && refused.errorCode === "INVALID_FIELD", String(refused));
}

async function bulk({ csvFile }, sf) {
  await writeFile("in.csv", "Name,Site\nAcme,Basel\n,Bern\n");
  const result = await sf.bulk.load({ object: "Account", operation: "insert", source: csvFile("in.csv") });
  const failures = [];
  for await (const { row, error } of result.failures()) failures.push([row, error.code]);
  await result.close();
  assert.deepEqual(failures, [[2, "REQUIRED_FIELD_MISSING"]]);
  await sf.bulk.export("SELECT Name, Site FROM Account ORDER BY Name").toFile("out.csv");
  const lines = (await readFile("out.csv", "utf8")).replaceAll('"', "").trim().split(/\r?\n/);
  assert.deepEqual(lines, ["Name,Site", "Acme,Basel", "Globex,"]);
}

async function server({ createSalesforceMcp }, { serveHttp }, auth) {
  const mcp = createSalesforceMcp({ orgs: [{ auth }] });
  const { url, close } = await serveHttp(mcp, { port: 0 });
  const params = { protocolVersion: "2025-06-18", capabilities: {}, clientInfo: { name: "a", version: "1" } };
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json, text/event-stream" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method: "initialize", params }),
  });
  assert.match(await response.text(), /"serverInfo":\{[^}]*kinetic-mcp/);
  await close();
  await mcp.close();
}

exports.work = async ({ core, localOrg, mcp, http, cli }) => {
  const org = await localOrg.startLocalOrg();
  const { clientId, username, privateKey, url } = org;
  const auth = core.jwtBearer({ clientId, username, privateKey, loginUrl: url });
  const sf = new core.SalesforceClient({ auth });
  await records(core, sf);
  await bulk(core, sf);
  await server(mcp, http, auth);
  assert.equal(typeof cli.runCommand, "function");
  await sf.close();
  await org.close();
  console.log(process.version);
};
