#!/usr/bin/env bash
# Checks the manifests: that kubectl builds each folder, that promtool accepts and tests the alert rules, and, where
# OPSCONSOLE_TEST_KUBECONFIG names a cluster, that its API server takes each object (server dry run). What the fields must be to each
# other is checked by tests/Console.Tests/Deploy. One line a check; the last line counts them.
# Exit code 0: all passed, 1: some failed, 2: a program is missing.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2
for program in kubectl promtool; do
  command -v "$program" > /dev/null || { echo "check.sh: $program is missing (packages kubernetes-client and prometheus)" >&2; exit 2; }
done

scratch=$(mktemp -d)
cluster() { KUBECONFIG=$OPSCONSOLE_TEST_KUBECONFIG kubectl --request-timeout=20s "$@"; }
finish() {
  [ ! -e "$scratch/made" ] || cluster delete namespace "$namespace" --wait=false > /dev/null 2>&1
  rm -rf "$scratch"
}
trap finish EXIT
trap 'exit 130' INT TERM

passed=0 failed=0
check() { # what, command...
  local what=$1 output; shift
  if output=$("$@" 2>&1); then passed=$((passed + 1)); echo "ok    $what"
  else failed=$((failed + 1)); echo "FAIL  $what"; sed 's/^/        /' <<< "$output"; fi
}

build() { kubectl kustomize "$1" > "$scratch/$(basename "$1").yaml" && grep -q '^kind: ' "$scratch/$(basename "$1").yaml"; }
for folder in base volume act reach overlays/example overlays/replicas; do check "kubectl builds $folder" build "$folder"; done

# Below "spec:" a PrometheusRule is a rule file.
rules() { awk 'inside { sub(/^  /, ""); print } /^spec:/ { inside = 1 }' reach/prometheus-rule.yaml > "$scratch/ops-console.yml" && promtool check rules "$scratch/ops-console.yml"; }
check "promtool accepts the alert rules" rules
cp tests/ops-console_test.yml "$scratch"
check "the alert rules fire and are silent as they should" promtool test rules "$scratch/ops-console_test.yml"
# promtool takes a test of an alert that does not exist for passed.
tested() {
  local name result=0
  for name in $(sed -n 's/^ *- alert: //p' reach/prometheus-rule.yaml); do
    grep -q "^ *- alertname: $name\$" tests/ops-console_test.yml || { echo "$name: no test in which it fires"; result=1; }
    grep -q "alertname: $name, .*exp_alerts: \[\]" tests/ops-console_test.yml || { echo "$name: no test in which it is silent"; result=1; }
  done
  for name in $(grep -o 'alertname: [A-Za-z]*' tests/ops-console_test.yml | sort -u | cut -d' ' -f2); do
    grep -q "alert: $name\$" reach/prometheus-rule.yaml || { echo "$name: no such alert"; result=1; }
  done
  return $result
}
check "every alert has tests in which it fires and is silent" tested

# What is put into a namespace is taken only where that exists: the dry run has one of its own, deleted in the end.
namespace=ops-console-dry-run-$$
ready() { cluster create namespace "$namespace" && touch "$scratch/made"; }
objects() { # folder...: one file for each object, and its name
  for folder; do cat "$scratch/$folder.yaml"; echo ---; done | sed '$d' |
  awk -v folder="$scratch" -v namespace="$namespace" 'BEGIN { n = 1 } /^---$/ { n++; next } /^ *namespace: / { sub(/: .*/, ": " namespace) }
    { print > sprintf("%s/object-%03d.yaml", folder, n) }'
}
field() { sed -n "s/^$1: //p" "$2" | head -n 1; }
serves() { cluster get --raw "/apis/$1" 2> /dev/null | grep -q "\"kind\":\"$2\""; }
if [ -n "${OPSCONSOLE_TEST_KUBECONFIG:-}" ]; then
  check "the cluster has a namespace for the dry run" ready
  objects replicas volume
  for object in "$scratch"/object-*.yaml; do
    version=$(field apiVersion "$object") kind=$(field kind "$object") title=$(sed -n 's/^  name: //p' "$object" | head -n 1)
    if [[ $version == */* ]] && ! serves "$version" "$kind"; then echo "      $kind $title: left out, this cluster does not serve $kind of $version"; continue; fi
    check "the API server takes $kind $title" cluster apply --dry-run=server -f "$object"
  done
else
  echo "      OPSCONSOLE_TEST_KUBECONFIG names no cluster: no API server was asked"
fi

echo "deploy: $passed checks passed, $failed failed"
[ "$failed" -eq 0 ]
