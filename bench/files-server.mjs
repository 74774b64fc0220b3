// Takes files and gives them: node files-server.mjs <MB of the file that it gives>
import { createServer } from "node:http";

const [mb] = process.argv.slice(2).map(Number);
const CHUNK = Buffer.alloc(1024 * 1024, "kinetic ");
let taken = 0;

function give(response) {
  response.writeHead(200, {
    "content-type": "application/octetstream",
    "content-length": mb * CHUNK.length,
  });
  let left = mb;
  const more = () => {
    for (; left > 0; left -= 1) {
      if (response.write(CHUNK)) continue;
      left -= 1;
      return void response.once("drain", more);
    }
    response.end();
  };
  more();
}

function answer(response, status, body) {
  response.writeHead(status, { "content-type": "application/json;charset=UTF-8" });
  response.end(JSON.stringify(body));
}

const server = createServer((request, response) => {
  if (request.method === "POST") {
    taken = 0;
    request.on("data", (chunk) => {
      taken += chunk.length;
    });
    return void request.on("end", () =>
      answer(response, 201, { id: "068000000000001AAA", success: true, errors: [] }),
    );
  }
  request.resume();
  if (request.url.endsWith("/VersionData")) return give(response);
  // Tells how much came, in the one member of the answer that the caller gets to see.
  answer(response, 200, { ContentDocumentId: String(taken) });
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}` }));
});
