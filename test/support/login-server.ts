import { json, type Responder, startServer, type TestServer } from "./server.ts";

/** A form that a login server was sent. */
export type Form = Record<string, string>;

/** Answers a form with a token answer (status 200) or an OAuth error (status 400). */
export type FormResponder = (form: Form, call: number) => Record<string, unknown>;

/** A login host that answers OAuth forms. Members with `error` become a 400. */
export async function startLogin(respond: FormResponder): Promise<TestServer & { forms: Form[] }> {
  const forms: Form[] = [];
  const responder: Responder = (request, response) => {
    const form = Object.fromEntries(new URLSearchParams(request.body.toString()));
    forms.push(form);
    const answer = respond(form, forms.length);
    if ("error" in answer) json(response, 400, answer);
    else json(response, 200, { instance_url: server.url, ...answer });
  };
  const server = await startServer(responder);
  return Object.assign(server, { forms });
}
