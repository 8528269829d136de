#!/usr/bin/env bash
# Checks examples/ with the linters of their own worlds. Needs Python 3, Go and git, which get the linters into a folder that is removed again.
set -uo pipefail
cd "$(dirname "$0")/../examples"
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
bin=$scratch/venv/bin
status=0

check() {
  echo "== $*"
  "$@" && echo "   good" || status=1
}
in_repository() { (cd "$repository" && "$@"); }

python3 -m venv "$scratch/venv"
"$bin/pip" install --quiet --disable-pip-version-check yamllint==1.38.0 ansible-lint==26.10.1 check-jsonschema==0.39.0 \
  kubernetes-validate==1.37.0 || status=1
GOBIN=$scratch/bin go install github.com/rhysd/actionlint/cmd/actionlint@v1.7.12 || status=1

# The project has up to 160 characters in a line. "on:" of a workflow is no truth value.
check "$bin/yamllint" --strict -d '{extends: default, rules: {line-length: {max: 160}, document-start: disable, truthy: {check-keys: false}}}' .

# actionlint looks at an action where a workflow of the same repository uses it.
repository=$scratch/repository
mkdir "$repository" && git -C "$repository" init --quiet && cp -r github "$repository/.github"
check in_repository "$scratch/bin/actionlint"
check "$bin/check-jsonschema" --builtin-schema vendor.github-actions github/actions/*/action.yml
check "$bin/check-jsonschema" --builtin-schema vendor.github-workflows github/workflows/*.yml
check "$bin/check-jsonschema" --builtin-schema vendor.gitlab-ci gitlab/*.yml
# With the schemas of Kubernetes inside it; kubeconform fetches them.
check "$bin/kubernetes-validate" --strict kubernetes/*.yaml
PATH=$bin:$PATH check ansible-lint --offline --profile production ansible
# As installed: systemd wants the program of a service to be there.
units=$scratch/units
mkdir "$units" && cp systemd/elkctl-*.service systemd/elkctl-*.timer "$units"
printf '#!/bin/sh\n' > "$scratch/elkctl" && chmod +x "$scratch/elkctl"
sed -i "s#/usr/local/bin/elkctl-#$PWD/systemd/elkctl-#; s#/usr/local/bin/elkctl #$scratch/elkctl #" "$units"/*.service
if command -v systemd-analyze > /dev/null; then
  check systemd-analyze verify "$units/elkctl-verify@north.service" "$units/elkctl-verify@north.timer" \
    "$units/elkctl-alerts.service" "$units/elkctl-alerts.timer"
else
  echo "== systemd-analyze is not here: the units were not checked"
fi
check sh -n systemd/elkctl-textfile
# A line for cron: five fields, a user and a command; all else are settings and comments.
check awk '/^(#|[A-Z]+=)/ { next } NF < 7 || $1 !~ /^[0-9*\/,-]+$/ { print; bad = 1 } END { exit bad }' cron/elkctl-alerts
exit "$status"
