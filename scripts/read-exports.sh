#!/bin/sh
# Lets real readers of their kind read the files that `elkctl export` writes: Metricbeat and Filebeat, built from their Go module, and a parser of
# Logstash's language, the Python package lscl. It takes some minutes and 4 GB, and is not part of the tests for that reason.
# Needs Go 1.23 or newer, Python 3 with venv, Node, and `npm run build` before.
#
# It prints "Config OK" for each Beat, and for each file with a password the password as its reader has understood it.
set -eu

version=${1:-v7.17.29}
elkctl=$(cd "$(dirname "$0")/.." && pwd)/bin/elkctl.js
work=$(mktemp -d)
trap 'chmod -R u+w "$work" && rm -rf "$work"' EXIT

module=$(cd "$work" && go mod download -json "github.com/elastic/beats/v7@$version" | sed -n 's/^\t"Dir": "\(.*\)",\{0,1\}$/\1/p')
cp -r "$module" "$work/beats"
chmod -R u+w "$work/beats"
for beat in metricbeat filebeat; do
  (cd "$work/beats" && go build -mod=mod -o "$work/$beat" "./$beat")
done
python3 -m venv "$work/python"
"$work/python/bin/pip" install --quiet --disable-pip-version-check lscl==0.5

cat >"$work/recipe.yaml" <<'RECIPE'
monitordb_ip: { type: string, default: "127.0.0.1:9200" }
elasticsearch_secret: { type: string, default: "s\"e\\c$r${x}et" }
cms_local_site: { type: string, default: "T3_XX_Example" }
RECIPE
cat >"$work/.env" <<'SETTINGS'
ELASTICSEARCH_ENABLED=true
ELASTICSEARCH_HOSTS=http://127.0.0.1:9200
ELASTICSEARCH_USERNAME=isp
ELASTICSEARCH_PASSWORD='s"e\c$r${x}et'
ELASTICSEARCH_INDEX_DATE_FORMAT=%Y.%m.%d
SETTINGS
node "$elkctl" export metricbeat --recipe "$work/recipe.yaml" --with-password --out "$work/metricbeat.yml"
node "$elkctl" export filebeat --profile isp --env-file "$work/.env" --out "$work/filebeat.yml"
for program in logstash logstash-opensearch; do
  node "$elkctl" export "$program" --profile isp --env-file "$work/.env" --with-password --out "$work/$program.conf"
done

beat() {
  name=$1
  shift
  "$work/$name" "$@" -c "$work/$name.yml" --strict.perms=false --path.home "$work"
}
beat metricbeat test config
beat metricbeat export config | grep -F password
beat filebeat test config
for program in logstash logstash-opensearch; do
  "$work/python/bin/python" - "$work/$program.conf" <<'PARSE'
import sys
from lscl.parser import parse_lscl

blocks = {block.name: block.content for block in parse_lscl(open(sys.argv[1]).read())}
for name, plugins in blocks.items():
    print(f"{name}: {', '.join(getattr(plugin, 'name', 'if') for plugin in plugins)}")
print(next(f"password: {setting.content}" for setting in blocks["output"][0].content if setting.name == "password"))
PARSE
done
