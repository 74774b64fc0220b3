#!/usr/bin/env bash
# Drives the local org with curl alone, as a shell script would. One line for each scenario.
# Usage: curl.sh URL CLIENT_ID CLIENT_SECRET FOLDER
set -uo pipefail
url=$1 id=$2 secret=$3 folder=$4
data=$url/services/data/v62.0
token=

# Reads a member of JSON that is a string, from standard input.
member() { sed -n "s/.*\"$1\" *: *\"\([^\"]*\)\".*/\1/p" | head -n 1; }

# Calls the org: METHOD PATH [curl options]. The body goes to $folder/body; prints the status.
call() {
  local method=$1 path=$2
  shift 2
  curl -sS -o "$folder/body" -D "$folder/head" -w '%{http_code}' -X "$method" -H "Authorization: Bearer $token" "$@" "$data/$path"
}

expect() { [[ $1 == "$2" ]] || { echo "status $1, not $2: $(head -c 300 "$folder/body" | tr '\n' ' ')"; return 1; }; }
body_has() { grep -q -- "$1" "$folder/body" || { echo "no $1 in $(head -c 300 "$folder/body" | tr '\n' ' ')"; return 1; }; }

client_credentials() {
  curl -sS -u "$id:$secret" -d grant_type=client_credentials "$url/services/oauth2/token" >"$folder/body"
  token=$(member access_token <"$folder/body")
  [[ -n $token ]] || { body_has access_token; return 1; }
}

a_wrong_secret() {
  expect "$(curl -sS -o "$folder/body" -w '%{http_code}' -u "$id:wrong" -d grant_type=client_credentials "$url/services/oauth2/token")" 400 &&
    body_has '"error":"invalid_client"'
}

create_a_row() {
  expect "$(call POST sobjects/Account -H 'Content-Type: application/json' -d '{"Name":"Curly","Ext__c":"curl-1"}')" 201 &&
    body_has '"success":true'
}

query() {
  expect "$(call GET query -G --data-urlencode "q=SELECT Name FROM Account WHERE Ext__c = 'curl-1'")" 200 && body_has '"Name":"Curly"'
}

describe() { expect "$(call GET sobjects/Account/describe --compressed)" 200 && body_has '"keyPrefix":"001"'; }

bulk_upload_from_a_file() {
  seq 1 3000 | sed 's/.*/curl-b&,Curl &/; 1i Ext__c,Name' >"$folder/rows.csv"
  expect "$(call POST jobs/ingest -H 'Content-Type: application/json' -d '{"object":"Account","operation":"insert"}')" 200 || return 1
  local job state=
  job=$(member id <"$folder/body")
  expect "$(call PUT "jobs/ingest/$job/batches" -H 'Content-Type: text/csv' --data-binary "@$folder/rows.csv")" 201 &&
    expect "$(call PATCH "jobs/ingest/$job" -H 'Content-Type: application/json' -d '{"state":"UploadComplete"}')" 200 || return 1
  for _ in $(seq 1 300); do
    call GET "jobs/ingest/$job" >/dev/null
    state=$(member state <"$folder/body")
    [[ $state == JobComplete || $state == Failed ]] && break
    sleep 0.1
  done
  [[ $state == JobComplete ]] && body_has '"numberRecordsProcessed":3000' && body_has '"numberRecordsFailed":0' &&
    expect "$(call GET "jobs/ingest/$job/successfulResults")" 200 && body_has '"sf__Id","sf__Created"'
}

an_upload_in_chunks() {
  expect "$(call POST jobs/ingest -H 'Content-Type: application/json' -d '{"object":"Account","operation":"insert"}')" 200 || return 1
  local job
  job=$(member id <"$folder/body")
  # From a pipe, without a length that is known beforehand.
  local status
  status=$(printf 'Ext__c,Name\ncurl-c,Chunk\n' | call PUT "jobs/ingest/$job/batches" -H 'Content-Type: text/csv' -H 'Expect: 100-continue' -T -)
  expect "$status" 201 && expect "$(call DELETE "jobs/ingest/$job")" 400 &&
    expect "$(call PATCH "jobs/ingest/$job" -H 'Content-Type: application/json' -d '{"state":"Aborted"}')" 200 &&
    expect "$(call DELETE "jobs/ingest/$job")" 204
}

delete_a_row_by_its_external_id() { expect "$(call DELETE sobjects/Account/Ext__c/curl-1)" 204; }

what_is_not_there_says_so() { expect "$(call GET chatter/feeds)" 501 && body_has NOT_IMPLEMENTED; }

for scenario in client_credentials a_wrong_secret create_a_row query describe bulk_upload_from_a_file an_upload_in_chunks \
  delete_a_row_by_its_external_id what_is_not_there_says_so; do
  # Not in a subshell: the token is kept.
  if $scenario >"$folder/why" 2>&1; then
    echo "ok ${scenario//_/ }"
  else
    printf 'FAILED %s\t%s\n' "${scenario//_/ }" "$(head -c 400 "$folder/why" | tr '\n' ' ')"
  fi
done
