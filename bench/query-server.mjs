// A query whose pages are always ready: node query-server.mjs <rows> [<ms that a page takes>]
import { createServer } from "node:http";

const [rows, waitMs = 0] = process.argv.slice(2).map(Number);
const PAGE = 2_000;
const TOKEN = "0r8xx3Q0000001AAA";

const record = (at) => ({
  attributes: {
    type: "Account",
    url: `/services/data/v68.0/sobjects/Account/001${String(at).padStart(12, "0")}AAA`,
  },
  Id: `001${String(at).padStart(12, "0")}AAA`,
  Name: `Acme "${at}" — Zürich`,
  Industry: at % 3 === 0 ? null : "Energy",
  AnnualRevenue: at * 1.25,
  IsDeleted: false,
  CreatedDate: "2026-11-25T10:00:00.000+0000",
  Owner: {
    attributes: { type: "User", url: "/services/data/v68.0/sobjects/User/005000000000001AAA" },
    Name: "Ada Lovelace",
  },
});
const sliceOf = (count) => Buffer.from(JSON.stringify(Array.from({ length: count }, (_, at) => record(at))));
const whole = sliceOf(Math.min(PAGE, rows));
const rest = rows % PAGE === 0 ? whole : sliceOf(rows % PAGE);

/** The page that begins at a row, in three pieces of which the long one is shared. */
function page(at) {
  const next = at + PAGE;
  const last = next >= rows;
  const locator = last ? "" : `"nextRecordsUrl":"/services/data/v68.0/query/${TOKEN}-${next}",`;
  const head = Buffer.from(`{"totalSize":${rows},"done":${last},${locator}"records":`);
  return [head, last ? rest : whole, Buffer.from("}")];
}

const server = createServer((request, response) => {
  request.resume();
  if (request.url.endsWith("/limits")) return void response.end("{}");
  const pieces = page(Number(/-(\d+)$/.exec(request.url)?.[1] ?? 0));
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const send = () => {
    response.writeHead(200, {
      "content-type": "application/json;charset=UTF-8",
      "content-length": length,
      "sforce-limit-info": "api-usage=2/15000",
    });
    for (const piece of pieces) response.write(piece);
    response.end();
  };
  if (waitMs > 0) setTimeout(send, waitMs);
  else send();
});
server.listen(0, "127.0.0.1", () => {
  console.log(JSON.stringify({ url: `http://127.0.0.1:${server.address().port}`, pageBytes: whole.length }));
});
