// A login host and org in one: a token, the versions, one row.
import { createServer } from "node:http";

const server = createServer((request, response) => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const answers = {
    "/services/oauth2/token": { access_token: "t", instance_url: url },
    "/services/data": [{ version: "68.0" }],
  };
  const rows = {
    totalSize: 1,
    done: true,
    records: [{ attributes: { type: "Account" }, Id: "001000000000001AAA" }],
  };
  request.resume().on("end", () => {
    response.writeHead(200, { "content-type": "application/json" });
    response.end(JSON.stringify(answers[request.url] ?? rows));
  });
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
