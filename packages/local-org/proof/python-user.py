"""Drives the local org as a Python program would: requests, PyJWT, the csv module, nothing of Salesforce's.

Usage: python-user.py FACTS.json, with the facts that the command kinetic-local-org prints. One line for each scenario.
"""

import base64
import csv
import io
import json
import sys
import time

import jwt
import requests

VERSION = "62.0"
with open(sys.argv[1], encoding="utf-8") as facts_file:
    FACTS = json.load(facts_file)
URL = FACTS["url"]
TOKEN = f"{URL}/services/oauth2/token"
DATA = f"{URL}/services/data/v{VERSION}"
http = requests.Session()


def assertion(**changes):
    claims = {"iss": FACTS["clientId"], "sub": FACTS["username"], "aud": URL, "exp": int(time.time()) + 180}
    with open(FACTS["privateKeyFile"], encoding="utf-8") as key:
        return jwt.encode({**claims, **changes}, key.read(), algorithm="RS256")


def grant(**form):
    return requests.post(TOKEN, data=form, timeout=30)


def by_jwt(**changes):
    return grant(grant_type="urn:ietf:params:oauth:grant-type:jwt-bearer", assertion=assertion(**changes))


def call(method, path, expected=None, **options):
    url = URL + path if path.startswith("/") else f"{DATA}/{path}"
    answer = http.request(method, url, timeout=60, **options)
    if expected is not None:
        assert answer.status_code == expected, f"{method} {path}: {answer.status_code} {answer.text[:200]}"
    return answer


def query_all(soql, resource="query"):
    page = call("GET", resource, 200, params={"q": soql}).json()
    rows = page["records"]
    while not page["done"]:
        page = call("GET", page["nextRecordsUrl"], 200).json()
        rows += page["records"]
    return rows


def signs_in_with_a_jwt():
    answer = by_jwt()
    assert answer.status_code == 200, answer.text
    token = answer.json()
    assert token["token_type"] == "Bearer" and "expires_in" not in token
    http.headers["Authorization"] = f"Bearer {token['access_token']}"
    assert call("GET", token["id"][len(URL):], 200).json()["username"] == FACTS["username"]


def jwts_that_are_refused():
    late = by_jwt(exp=int(time.time()) - 60)
    assert (late.status_code, late.json()["error"]) == (400, "invalid_grant"), late.text
    elsewhere = by_jwt(aud="https://elsewhere.example.com").json()
    assert elsewhere == {"error": "invalid_grant", "error_description": "audience is invalid"}, elsewhere
    unknown = by_jwt(iss="nobody").json()
    assert unknown["error"] == "invalid_client_id", unknown


def finds_its_way():
    versions = requests.get(f"{URL}/services/data", timeout=30).json()
    assert versions[-1]["version"] == FACTS["apiVersion"]
    names = [one["name"] for one in call("GET", "sobjects", 200).json()["sobjects"]]
    assert "Account" in names
    fields = {one["name"]: one for one in call("GET", "sobjects/Account/describe", 200).json()["fields"]}
    assert fields["Ext__c"]["externalId"] is True
    limits = call("GET", "limits", 200)
    used, limit = limits.headers["Sforce-Limit-Info"].removeprefix("api-usage=").split("/")
    assert int(used) > 0 and int(limit) == limits.json()["DailyApiRequests"]["Max"]


def creates_reads_updates_deletes():
    created = call("POST", "sobjects/Account", 201, json={"Name": "Pyotr & Söhne", "Ext__c": "py-1"})
    row_id = created.json()["id"]
    assert created.headers["Location"].endswith(row_id)
    row = call("GET", f"sobjects/Account/{row_id}", 200, params={"fields": "Name,Ext__c"})
    assert row.json()["Name"] == "Pyotr & Söhne"
    same = call("GET", f"sobjects/Account/{row_id}", headers={"If-None-Match": row.headers["ETag"]})
    assert (same.status_code, same.text) == (304, "")
    assert call("PATCH", f"sobjects/Account/{row_id}", 204, json={"Industry": "Energy"}).text == ""
    call("PATCH", "sobjects/Account/Ext__c/py-1", 200, json={"Industry": "Media"})
    upserted = call("PATCH", "sobjects/Account/Ext__c/py-2", 201, json={"Name": "Second"}).json()
    assert upserted["created"] is True
    call("DELETE", f"sobjects/Account/{upserted['id']}", 204)
    gone = call("GET", f"sobjects/Account/{upserted['id']}", 404).json()
    assert gone[0]["errorCode"] == "ENTITY_IS_DELETED"


def refusals_have_codes():
    def code(method, path, status, **options):
        return call(method, path, status, **options).json()[0]["errorCode"]

    assert code("POST", "sobjects/Account", 400, json={}) == "REQUIRED_FIELD_MISSING"
    assert code("POST", "sobjects/Account", 400, json={"Name": "x", "Nope": 1}) == "INVALID_FIELD"
    assert code("POST", "sobjects/Account", 400, json={"Name": "x", "Ext__c": "py-1"}) == "DUPLICATE_VALUE"
    assert code("POST", "sobjects/Account", 400, data="{", headers={"Content-Type": "application/json"}) == "JSON_PARSER_ERROR"
    assert code("GET", "query", 400, params={"q": "SELECT Nope FROM Account"}) == "INVALID_FIELD"
    assert code("GET", "sobjects/Nope__c/describe", 404) == "NOT_FOUND"
    assert code("PUT", "sobjects/Account", 405) == "METHOD_NOT_ALLOWED"
    assert code("GET", "chatter/feeds", 501) == "NOT_IMPLEMENTED"
    stale = requests.get(f"{DATA}/limits", headers={"Authorization": "Bearer stale"}, timeout=30)
    assert (stale.status_code, stale.json()[0]["errorCode"]) == (401, "INVALID_SESSION_ID")
    assert stale.headers["WWW-Authenticate"] == "Token" and "Sforce-Limit-Info" not in stale.headers


def collections_of_two_hundred():
    rows = [{"attributes": {"type": "Contact"}, "LastName": f"C{i:03}"} for i in range(200)]
    results = call("POST", "composite/sobjects", 200, json={"allOrNone": False, "records": rows}).json()
    assert all(one["success"] for one in results) and len({one["id"] for one in results}) == 200
    too_many = call("POST", "composite/sobjects", 400, json={"records": rows + rows[:1]})
    assert too_many.json()[0]["errorCode"] == "EXCEEDED_ID_LIMIT", too_many.text
    ids = ",".join(one["id"] for one in results)
    gone = call("DELETE", "composite/sobjects", 200, params={"ids": ids, "allOrNone": "true"}).json()
    assert all(one["success"] for one in gone)
    assert query_all("SELECT Id FROM Contact") == []


def upload(job, text):
    created = call("POST", "jobs/ingest", 200, json=job).json()
    body = text.encode("utf-8")
    call("PUT", "/" + created["contentUrl"], 201, data=body, headers={"Content-Type": "text/csv"})
    path = f"jobs/ingest/{created['id']}"
    call("PATCH", path, 200, json={"state": "UploadComplete"})
    return wait_for(path), path


def wait_for(path):
    for _ in range(600):
        job = call("GET", path, 200).json()
        if job["state"] in ("JobComplete", "Failed", "Aborted"):
            return job
        time.sleep(0.05)
    raise AssertionError(f"{path} did not end")


def as_csv(rows, **options):
    text = io.StringIO()
    writer = csv.DictWriter(text, fieldnames=list(rows[0]), lineterminator="\n", **options)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue()


def results(path, kind):
    return list(csv.DictReader(io.StringIO(call("GET", f"{path}/{kind}", 200).content.decode("utf-8"))))


def nasty(i):
    return f'Row {i}, "quoted"\nsecond line; ünïcode'


def bulk_ingest_with_the_csv_module():
    rows = [{"Ext__c": f"bulk-{i}", "Name": nasty(i)} for i in range(5000)] + [{"Ext__c": "bulk-bad", "Name": ""}]
    job, path = upload({"object": "Account", "operation": "insert", "lineEnding": "LF"}, as_csv(rows))
    assert (job["state"], job["numberRecordsProcessed"], job["numberRecordsFailed"]) == ("JobComplete", 5001, 1), job
    good = results(path, "successfulResults")
    assert {row["Ext__c"]: row["Name"] for row in good} == {row["Ext__c"]: row["Name"] for row in rows[:-1]}
    (bad,) = results(path, "failedResults")
    assert (bad["Ext__c"], bad["sf__Id"]) == ("bulk-bad", "") and bad["sf__Error"].startswith("REQUIRED_FIELD_MISSING")
    assert results(path, "unprocessedrecords") == []


def bulk_upsert_with_semicolons():
    rows = [{"Ext__c": "bulk-0", "Name": "Zero"}, {"Ext__c": "semi", "Name": "New"}]
    job = {"object": "Account", "operation": "upsert", "externalIdFieldName": "Ext__c", "columnDelimiter": "SEMICOLON"}
    ended, path = upload(job, as_csv(rows, delimiter=";"))
    assert ended["numberRecordsFailed"] == 0, ended
    created = csv.DictReader(io.StringIO(call("GET", f"{path}/successfulResults", 200).text), delimiter=";")
    assert {row["Ext__c"]: row["sf__Created"] for row in created} == {"bulk-0": "false", "semi": "true"}


def a_job_whose_header_is_wrong():
    job, path = upload({"object": "Account", "operation": "insert"}, "Name,Nope\nx,1\n")
    assert job["state"] == "Failed" and job["errorMessage"].startswith("InvalidBatch"), job
    assert results(path, "unprocessedrecords") == [{"Name": "x", "Nope": "1"}]


def bulk_query_by_locators():
    job = call("POST", "jobs/query", 200, json={"operation": "query", "query": "SELECT Ext__c, Name FROM Account"}).json()
    path = f"jobs/query/{job['id']}"
    assert wait_for(path)["state"] == "JobComplete"
    rows, locator, pages = [], None, 0
    while locator != "null":
        params = {"maxRecords": 2000, **({"locator": locator} if locator else {})}
        page = call("GET", f"{path}/results", 200, params=params)
        text = page.content.decode("utf-8")
        rows += csv.DictReader(io.StringIO(text))
        assert int(page.headers["Sforce-NumberOfRecords"]) <= 2000
        locator, pages = page.headers["Sforce-Locator"], pages + 1
    assert pages == 3 and len({row["Ext__c"] for row in rows}) == len(rows) == 5002, (pages, len(rows))
    assert {row["Ext__c"]: row["Name"] for row in rows}["bulk-17"] == nasty(17)
    call("DELETE", path, 204)


def query_page_by_page():
    rows = query_all("SELECT Ext__c FROM Account WHERE Ext__c LIKE 'bulk-%' ORDER BY Ext__c")
    assert len(rows) == len({row["Ext__c"] for row in rows}) == 5000
    grouped = query_all("SELECT COUNT(Id) n, Industry FROM Account GROUP BY Industry ORDER BY Industry NULLS FIRST")
    assert [(row["Industry"], row["n"]) for row in grouped] == [(None, 5001), ("Media", 1)], grouped


def a_file_as_base64():
    data = bytes(range(256))
    fields = {"Title": "bytes", "PathOnClient": "bytes.bin", "VersionData": base64.b64encode(data).decode("ascii")}
    row_id = call("POST", "sobjects/ContentVersion", 201, json=fields).json()["id"]
    assert call("GET", f"sobjects/ContentVersion/{row_id}/VersionData", 200).content == data


def gzip_both_ways():
    import gzip

    body = gzip.compress(json.dumps({"Name": "Zipped"}).encode("utf-8"))
    headers = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    row_id = call("POST", "sobjects/Account", 201, data=body, headers=headers).json()["id"]
    described = call("GET", "sobjects/Account/describe", 200, headers={"Accept-Encoding": "gzip"})
    assert described.headers["Content-Encoding"] == "gzip"
    call("DELETE", f"sobjects/Account/{row_id}", 204)


def signs_out():
    token = http.headers["Authorization"].removeprefix("Bearer ")
    revoked = requests.post(f"{URL}/services/oauth2/revoke", data={"token": token}, timeout=30)
    assert revoked.status_code == 200
    call("GET", "limits", 401)


SCENARIOS = [
    signs_in_with_a_jwt,
    jwts_that_are_refused,
    finds_its_way,
    creates_reads_updates_deletes,
    refusals_have_codes,
    collections_of_two_hundred,
    bulk_ingest_with_the_csv_module,
    bulk_upsert_with_semicolons,
    a_job_whose_header_is_wrong,
    bulk_query_by_locators,
    query_page_by_page,
    a_file_as_base64,
    gzip_both_ways,
    signs_out,
]

for scenario in SCENARIOS:
    name = scenario.__name__.replace("_", " ")
    try:
        scenario()
        print(f"ok {name}")
    except Exception as error:  # every failure is a line of the report
        why = f"{type(error).__name__} {error}".replace("\n", " ")[:400]
        print(f"FAILED {name}\t{why}")
