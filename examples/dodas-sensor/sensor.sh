#!/bin/sh
# Sends documents of an own sensor to the stack of a DODAS deployment, as the user dodas, which may add documents and do nothing else.
#
# Reads documents from standard input, one JSON object a line, each with its "@timestamp": one is sent by itself, several in bulk. Needs curl 7.66.
#
#     ES_URL=http://es.example.org:9200 ES_PASSWORD=… ./my-sensor | ./sensor.sh
set -eu

url=${ES_URL:-http://127.0.0.1:9200}
index="dodas-sensors-$(date -u +%Y.%m.%d)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The password goes to curl by its standard input: everybody on the machine can see the command line.
account() {
  printf '%s:%s' "${ES_USERNAME:-dodas}" "${ES_PASSWORD:-}" | sed 's/[\\"]/\\&/g; s/^/user = "/; s/$/"/'
}

# METHOD PATH FILE TYPE: prints the status; the answer is in $work/answer. curl waits longer each time on 429 and 503, and as long as the stack asks for.
request() {
  account | curl --silent --show-error --config - --retry 7 --max-time 60 --request "$1" --header "Content-Type: $4" \
    --data-binary "@$3" --output "$work/answer" --write-out '%{http_code}' "$url$2"
}

refuse() {
  echo "refused: $1 $(cat "$work/answer")" >&2
  exit 1
}

# The id is made from the text, so that a document that is sent twice is there once.
id_of() {
  printf '%s' "$1" | sha256sum | cut -c 1-32
}

grep -v '^[[:space:]]*$' >"$work/documents" || exit 0

if [ "$(wc -l <"$work/documents")" -eq 1 ]; then
  status=$(request PUT "/$index/_create/$(id_of "$(cat "$work/documents")")" "$work/documents" application/json)
  # 409: it is there already.
  case $status in 200 | 201 | 409) exit 0 ;; *) refuse "$status" ;; esac
fi

while IFS= read -r document; do
  printf '{"create":{"_index":"%s","_id":"%s"}}\n%s\n' "$index" "$(id_of "$document")" "$document"
done <"$work/documents" >"$work/bulk"

pause=1
while :; do
  status=$(request POST /_bulk "$work/bulk" application/x-ndjson)
  [ "$status" = 200 ] || refuse "$status"
  # 429 for a part of the documents: all are sent again, and those that are there are answered with 409.
  grep -q '"status":429' "$work/answer" || break
  [ "$pause" -le 64 ] || refuse 'the stack stayed busy:'
  sleep "$pause"
  pause=$((pause * 2))
done
! grep -Eq '"status":(4(0[0-8]|[13-9][0-9])|5[0-9][0-9])' "$work/answer" || refuse 'a part of the documents:'
