import {
  ConfigurationError,
  errorFromAnswer,
  remediationCatalogue,
  remediationFor,
  withRemediations,
} from "kinetic-core";
import { describe, expect, it } from "vitest";

const added = {
  id: "own-rule",
  match: { errorCode: ["INVALID_TYPE"] },
  summary: "Ask the data team.",
  cause: "We hide it.",
  steps: ["Ring."],
  who: "admin",
  retryHelps: false,
  doc: "Wiki",
} as const;

describe("withRemediations", () => {
  it("replaces words and keeps the rest", () => {
    const catalogue = withRemediations({
      replace: { "daily-api-limit": { summary: "Morgen wieder.", doc: "Wiki" } },
    });
    const found = remediationFor({ errorCode: "REQUEST_LIMIT_EXCEEDED" }, catalogue);
    expect(found).toMatchObject({
      id: "daily-api-limit",
      summary: "Morgen wieder.",
      doc: "Wiki",
      who: "admin",
    });
    expect(catalogue).toHaveLength(remediationCatalogue.length);
  });

  it("lets an added entry win over an equally specific one, and can be stacked", () => {
    const catalogue = withRemediations({ add: [added] });
    expect(remediationFor({ errorCode: "INVALID_TYPE" }, catalogue).id).toBe("own-rule");
    const translated = withRemediations({ replace: { "own-rule": { summary: "Frag." } } }, catalogue);
    expect(remediationFor({ errorCode: "INVALID_TYPE" }, translated).summary).toBe("Frag.");
  });

  it("changes nothing that exists", () => {
    withRemediations({ add: [added], replace: { "daily-api-limit": { summary: "x" } } });
    expect(remediationFor({ errorCode: "INVALID_TYPE" }).id).toBe("object-unknown");
    expect(remediationFor({ errorCode: "REQUEST_LIMIT_EXCEEDED" }).summary).not.toBe("x");
  });

  it("refuses ids that nobody has, all at once", () => {
    const bad = (): unknown => withRemediations({ replace: { "no-such": {}, toString: {} } as never });
    expect(bad).toThrow(ConfigurationError);
    expect(bad).toThrow(/no-such.*toString/);
  });

  it("reaches errors through the option of errorFromAnswer", () => {
    const catalogue = withRemediations({ add: [added] });
    const body = '[{"errorCode":"INVALID_TYPE","message":"m"}]';
    const error = errorFromAnswer(
      { status: 400, headers: {}, body, kind: "rest", request: "GET /x", attempts: 1 },
      { catalogue },
    );
    expect(error.message).toContain("We hide it. What to do: Ask the data team.");
  });
});
