import type { Reply, Route } from "../server/types.ts";
import type { DeviceGrant } from "./codes.ts";
import { loginFields, showing, userOf, WRONG_LOGIN } from "./consent.ts";
import { html, page } from "./html.ts";
import { OAuthRefusal } from "./refusal.ts";
import { isApproved, type OAuthScope } from "./scope.ts";

const PATH = "/setup/connect";

function entryPage(shown: {
  readonly code: string;
  readonly username: string;
  readonly complaint: string;
}): Reply {
  const body = html`<p>Type the code that the device shows, and say who you are.</p><form method="post" action="${PATH}">
<label for="user_code">Code</label><input id="user_code" name="user_code" autocomplete="off" required value="${shown.code}">
${loginFields(shown.username, shown.complaint)}<div class="row">
<button name="decision" value="deny">Deny</button><button class="main" name="decision" value="allow">Allow</button></div></form>`;
  return page("Connect a device", body);
}

/** Lets a device in, or not. @throws OAuthRefusal for a user who may not use the app */
export function decideDevice(
  scope: OAuthScope,
  device: DeviceGrant,
  decision: { readonly userId: string; readonly allow: boolean },
): void {
  const user = scope.users.byId(decision.userId);
  const app = scope.app(device.clientId);
  if (!user || !app) throw new OAuthRefusal("invalid_request", "the app or the user is gone");
  if (decision.allow && app.permittedUsers === "admin-approved" && !isApproved(scope, app, user))
    throw new OAuthRefusal("OAUTH_APP_ACCESS_DENIED", "user is not admin approved to access this app");
  if (decision.allow) app.approved?.users.add(user.username.toLowerCase());
  device.userId = decision.allow ? user.id : null;
}

function submit(scope: OAuthScope, form: URLSearchParams): Reply {
  const code = form.get("user_code") ?? "";
  const username = form.get("username") ?? "";
  const device = scope.codes.byUserCode(code);
  if (!device) return entryPage({ code, username, complaint: "No device waits with this code." });
  const user = userOf(scope, form);
  if (!user) return entryPage({ code, username, complaint: WRONG_LOGIN });
  const allow = form.get("decision") !== "deny";
  decideDevice(scope, device, { userId: user.id, allow });
  return page(
    allow ? "Connected" : "Denied",
    html`<p>You may close this page and go back to the device.</p>`,
  );
}

/** The page on which a person lets a device in. */
export function devicePageRoutes(scope: OAuthScope): readonly Route[] {
  return [
    {
      method: "GET",
      path: PATH,
      auth: false,
      handler: (call) => entryPage({ code: call.query.get("user_code") ?? "", username: "", complaint: "" }),
    },
    {
      method: "POST",
      path: PATH,
      auth: false,
      handler: async (call) => {
        const form = new URLSearchParams(await call.readText());
        return showing(() => submit(scope, form));
      },
    },
  ];
}
