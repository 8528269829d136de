#!/bin/sh
# Lets a real Metricbeat read the metricbeat.yml that `elkctl export` writes. Builds it from its Go module, which takes some minutes and 2 GB; not part of
# the tests for that reason. Needs Go 1.23 or newer, Node, and `npm run build` before.
#
# It prints "Config OK", and then the password as Metricbeat has understood it.
set -eu

version=${1:-v7.17.29}
elkctl=$(cd "$(dirname "$0")/.." && pwd)/bin/elkctl.js
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT

module=$(cd "$work" && go mod download -json "github.com/elastic/beats/v7@$version" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
cp -r "$module" "$work/beats"
chmod -R u+w "$work/beats"
(cd "$work/beats" && go build -mod=mod -o "$work/metricbeat" ./metricbeat)

cat >"$work/recipe.yaml" <<'RECIPE'
monitordb_ip: { type: string, default: "127.0.0.1:9200" }
elasticsearch_secret: { type: string, default: "s\"e\\c$r${x}et" }
cms_local_site: { type: string, default: "T3_XX_Example" }
RECIPE
node "$elkctl" export metricbeat --recipe "$work/recipe.yaml" --with-password --out "$work/metricbeat.yml"
metricbeat() {
  "$work/metricbeat" "$@" -c "$work/metricbeat.yml" --strict.perms=false --path.home "$work"
}
metricbeat test config
metricbeat export config | grep -F password
