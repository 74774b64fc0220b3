import { completable, type GetPromptResult, type McpServer } from "@modelcontextprotocol/server";
import { z } from "zod";
import { objectNames, userNames } from "./completions.ts";
import type { Surroundings } from "./tools.ts";

/** Offers prompts: pieces of work that a user starts by name. */
export function registerPrompts(server: McpServer, { opened, shared }: Surroundings): void {
  const [org] = opened.values();
  const object = completable(z.string().describe("API name of an object"), (start) =>
    org === undefined ? [] : objectNames(org, start, shared.policy),
  );
  const username = completable(z.string().max(80).describe("Username"), (start) =>
    org === undefined ? [] : userNames(org, start, shared.policy),
  );
  const text = (about: string) => z.string().max(2000).describe(about);
  const add = (name: string, title: string, prompt: Prompt): void => {
    const { description } = prompt;
    server.registerPrompt(name, { title, description, argsSchema: z.object(prompt.args) }, (args) =>
      asUser(prompt.say(args as Readonly<Record<string, string>>)),
    );
  };
  add("write_soql", "Answer a question by SOQL", {
    description: "Looks the object up, queries it, and shows the SOQL with the answer.",
    args: { object, question: text("What you want to know") },
    say: ({ object: name, question }) =>
      `Answer this question about ${name} records: ${question}\nFirst sf_describe {"object": "${name}"}, then sf_query with the fields you need and a LIMIT; check a count with mode "count". Show the SOQL and the answer.`,
  });
  add("diagnose_connection", "Find out why Salesforce does not work", {
    description: "Checks the connection and explains each finding with what mends it.",
    args: {},
    say: () =>
      "Call sf_diagnose. For each check that failed or warns, say in plain words what is wrong, who can mend it and how, the most pressing first.",
  });
  add("bulk_load_plan", "Plan a bulk load", {
    description: "Looks at the object, the limits and the input, and says how to load it; loads nothing.",
    args: { object, source: text("What is to be loaded, e.g. accounts.csv") },
    say: ({ object: name, source }) =>
      `Plan to load ${source} into ${name}. Look at sf_describe of ${name} (required fields, external ids) and at sf_limits {"belowPct": 50}; then, if the tool is offered, check the input by sf_bulk_ingest_start with dryRun true. Say which operation and key to use, which columns are missing or unknown, and what could go wrong. Do not load anything.`,
  });
  add("access_review", "Review what a user may do", {
    description: "Lists what is granted to a user and by what, and what is more than needed.",
    args: { user: username },
    say: ({ user }) =>
      `Review the access of the Salesforce user ${user}. Use sf_permissions for the objects Account, Contact, Opportunity, Case and for the system permissions ModifyAllData, ViewAllData, ApiEnabled. List what is granted by which profile or permission set, and what looks like more than needed.`,
  });
  add("data_quality_check", "Look for bad data", {
    description: "Counts empty, doubled and wrong values of an object; changes nothing.",
    args: { object },
    say: ({ object: name }) =>
      `Check the quality of ${name} records. From sf_describe choose up to six fields that matter; by sf_query with GROUP BY and mode "count" find how many are empty, which values are doubled, and what looks wrong. Report numbers with the SOQL behind each; change nothing.`,
  });
  add("explain_error", "Explain a Salesforce error", {
    description: "Says what an error means here and how to mend it.",
    args: { code: text("e.g. INVALID_FIELD"), message: text("What it said") },
    say: ({ code, message }) =>
      `Explain this Salesforce error and how to mend it: ${code}: ${message}\nWhere it names an object or field, look it up by sf_describe and sf_permissions first.`,
  });
}

interface Prompt {
  readonly description: string;
  readonly args: z.ZodRawShape;
  readonly say: (args: Readonly<Record<string, string>>) => string;
}

function asUser(text: string): GetPromptResult {
  return { messages: [{ role: "user", content: { type: "text", text } }] };
}
