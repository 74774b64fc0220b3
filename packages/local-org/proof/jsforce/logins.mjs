// How jsforce signs in, and out.
import assert from "node:assert/strict";
import { createSign } from "node:crypto";

function jwt(org) {
  const part = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const claims = {
    iss: org.clientId,
    sub: org.username,
    aud: org.url,
    exp: Math.floor(Date.now() / 1000) + 180,
  };
  const text = `${part({ alg: "RS256" })}.${part(claims)}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(org.privateKey, "base64url")}`;
}

export function logins(org, { Connection, OAuth2 }, version) {
  const oauth2 = new OAuth2({ loginUrl: org.url, clientId: org.clientId, clientSecret: org.clientSecret });
  const open = () => new Connection({ oauth2, version });
  return {
    "login with username and password (SOAP)": async () => {
      const conn = new Connection({ loginUrl: org.url, version });
      const user = await conn.login(org.username, "secret-Token1");
      assert.deepEqual([user.id, user.organizationId], [org.userId, org.organizationId]);
      assert.equal((await conn.query("SELECT Id FROM User LIMIT 1")).totalSize, 1);
      await assert.rejects(conn.login(org.username, "wrong"), /INVALID_LOGIN/);
    },
    "authorize with a JWT": async () => {
      const conn = open();
      const user = await conn.authorize({
        grant_type: "urn:ietf:params:oauth:grant-type:jwt-bearer",
        assertion: jwt(org),
      });
      assert.equal(user.id, org.userId);
    },
    "authorize with client credentials": async () => {
      const user = await open().authorize({ grant_type: "client_credentials" });
      assert.equal(user.organizationId, org.organizationId);
    },
    "refused: a secret that is wrong": async () => {
      const wrong = new OAuth2({ loginUrl: org.url, clientId: org.clientId, clientSecret: "wrong" });
      await assert.rejects(
        new Connection({ oauth2: wrong }).authorize({ grant_type: "client_credentials" }),
        {
          name: "invalid_client",
        },
      );
    },
    "a stale token is refreshed on the way": async () => {
      const conn = new Connection({
        oauth2,
        version,
        instanceUrl: org.url,
        accessToken: "stale",
        refreshToken: org.refreshToken(),
      });
      const tokens = [];
      conn.on("refresh", (token) => tokens.push(token));
      assert.equal((await conn.query("SELECT Id FROM User WHERE IsActive = true")).totalSize, 1);
      assert.equal(tokens.length, 1);
    },
    "logout ends the session": async () => {
      const conn = open();
      await conn.authorize({ grant_type: "client_credentials" });
      const { accessToken } = conn;
      await conn.logout();
      const dead = new Connection({ instanceUrl: org.url, accessToken, version });
      await assert.rejects(dead.query("SELECT Id FROM User"), { errorCode: "INVALID_SESSION_ID" });
    },
  };
}
