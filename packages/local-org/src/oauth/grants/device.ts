import type { Reply } from "../../server/types.ts";
import { invalidGrant, OAuthRefusal } from "../refusal.ts";
import {
  type Form,
  type Granted,
  type OAuthScope,
  requestedScopes,
  requireApp,
  requireFlow,
  requireUsable,
} from "../scope.ts";
import { grantSession } from "./authorization-code.ts";

/** Begins the device flow: what the device shows its person. */
export function beginDevice(scope: OAuthScope, form: Form): Reply {
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "device");
  const device = scope.codes.begin(app.clientId, requestedScopes(app, form["scope"]));
  const json = {
    device_code: device.deviceCode,
    user_code: device.userCode,
    verification_uri: `${scope.url()}/setup/connect`,
    interval: scope.policies.deviceIntervalSeconds,
  };
  return { status: 200, json };
}

/** Answers a device that asks whether its person has come. */
export function pollDevice(scope: OAuthScope, form: Form): Granted {
  const app = requireApp(scope, form["client_id"]);
  requireFlow(app, "device");
  const device = scope.codes.byDeviceCode(form["code"] ?? "");
  if (!device || device.clientId !== app.clientId) throw invalidGrant("invalid device code");
  const now = scope.clock().getTime();
  const early =
    device.askedAt !== undefined && now - device.askedAt < scope.policies.deviceIntervalSeconds * 1000;
  device.askedAt = now;
  if (device.userId === null) throw new OAuthRefusal("access_denied", "end-user denied authorization");
  if (device.userId === undefined && early) throw new OAuthRefusal("slow_down", "polling too quickly");
  if (device.userId === undefined)
    throw new OAuthRefusal("authorization_pending", "user has not approved authorization yet");
  const user = scope.users.byId(device.userId);
  if (!user) throw invalidGrant("inactive user");
  requireUsable(scope, user, app);
  scope.codes.end(device);
  return grantSession(scope, { app, user, scopes: device.scopes });
}
