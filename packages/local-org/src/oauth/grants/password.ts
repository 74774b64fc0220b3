import { invalidGrant } from "../refusal.ts";
import {
  type Form,
  type Granted,
  type OAuthScope,
  requireApp,
  requireApproval,
  requireFlow,
  requireSecret,
  requireUsable,
} from "../scope.ts";

/** The username-password flow: the password and the security token in one. No refresh token; recorded: no `scope` either. */
export function usernamePassword(scope: OAuthScope, form: Form): Granted {
  if (!scope.policies.usernamePasswordFlow) throw invalidGrant("authentication failure");
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "username-password");
  requireSecret(app, form["client_secret"]);
  const user = scope.users.byUsername(form["username"] ?? "");
  if (!user) throw invalidGrant("authentication failure");
  if (scope.users.checkPassword(user.username, form["password"] ?? "", true) !== "right")
    throw invalidGrant("authentication failure - Invalid Password");
  requireUsable(scope, user, app);
  requireApproval(scope, app, user);
  return { app, session: scope.sessions.open(user.id, app), signed: true, namesScope: false };
}
