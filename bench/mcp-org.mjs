// The org that bench/mcp.mjs works in: two thousand accounts, in a process of its own.
import { startLocalOrg } from "kinetic-local-org";

const cities = ["Basel", "Lyon", "Oslo", "Porto"];
const Account = Array.from({ length: 2000 }, (_, at) => ({
  Name: `Account number ${at}`,
  Industry: at % 2 === 0 ? "Energy" : "Retail",
  BillingCity: cities[at % cities.length],
}));
const org = await startLocalOrg({ rows: { Account } });
console.log(JSON.stringify({ url: org.url, token: org.accessToken() }));
