/** An answer of the org that is no success. */
export class Refusal extends Error {
  constructor(status, entries) {
    super(entries.map(({ errorCode, message }) => `${errorCode}: ${message}`).join("\n"));
    this.status = status;
    this.entries = entries;
  }
}

async function answered(response) {
  const json = response.status === 204 ? undefined : await response.json();
  if (response.ok) return json;
  throw new Refusal(response.status, Array.isArray(json) ? json : []);
}

/** Reads a resource of the control endpoint. */
export const read = async (path) => answered(await fetch(`/_org${path}`));

/** Sends JSON to a resource of the control endpoint. */
export async function send(path, body) {
  const headers = { "Content-Type": "application/json" };
  return answered(await fetch(`/_org${path}`, { method: "POST", headers, body: JSON.stringify(body) }));
}
