// What the proofs in JavaScript share. Every proof prints a line for each scenario: "ok NAME", or "FAILED NAME" and, behind a
// tab, why; "skipped" where the org itself says that it does not have what was asked.
import { startLocalOrg } from "../dist/index.js";

/** The org that every client meets: one field of its own, by which rows can be counted one for one. */
export function startOrg() {
  return startLocalOrg({
    objects: [
      {
        name: "Account",
        fields: [{ name: "Ext__c", type: "string", length: 40, externalId: true, unique: true }],
      },
    ],
    users: [{ username: "ada@example.com", firstName: "Ada", lastName: "Admin", password: "secret-Token1" }],
  });
}

/** Makes a list of so many values. */
export const numbered = (count, make) => Array.from({ length: count }, (_, i) => make(i));

const isMissing = (error) => /NOT_IMPLEMENTED|does not implement/.test(`${error?.errorCode} ${error}`);

/** Runs scenarios one after another, so that a later one may build on what an earlier one stored. */
export async function runSteps(steps) {
  for (const [name, work] of Object.entries(steps)) {
    try {
      await work();
      console.log(`ok ${name}`);
    } catch (error) {
      const [why = ""] = String(error?.message ?? error).split("\n");
      console.log(`${isMissing(error) ? "skipped" : "FAILED"} ${name}\t${why.slice(0, 300)}`);
      if (!isMissing(error)) console.error(error);
    }
  }
}
