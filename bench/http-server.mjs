// Answers every request with the same small JSON, as fast as node can.
import { createServer } from "node:http";

const body = JSON.stringify({ DailyApiRequests: { Max: 15000, Remaining: 14998 } });
const headers = {
  "content-type": "application/json;charset=UTF-8",
  "content-length": Buffer.byteLength(body),
  "sforce-limit-info": "api-usage=2/15000",
};
const server = createServer((request, response) => {
  request.resume();
  response.writeHead(200, headers).end(body);
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
