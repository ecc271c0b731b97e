#!/usr/bin/env bash
# Every check of the project: formatting, rules, unit tests, real servers, a real browser. Ends with "N passed, N failed".
# ./test.sh [PROJECT...] runs the named test projects only (for example tests/Console.Core.Tests).
set -uo pipefail
cd "$(dirname "$0")"
. build/need.sh

command -v dotnet > /dev/null || { say "Please install the .NET SDK that global.json names first."; exit 1; }
need curl curl
need prometheus prometheus
need promtool prometheus
need prometheus-alertmanager prometheus-alertmanager
need amtool prometheus-alertmanager
need kubectl kubernetes-client
# A control plane of our own for tests/Contract, where it can be had: see tests/cluster/up.sh.
if [ -z "${OPSCONSOLE_TEST_KUBECONFIG:-}" ] && [ "$(id -u)" -eq 0 ] && [ -f /etc/apt/sources.list.d/debian.sources ]; then
  need etcd etcd-server; need openssl openssl; need jq jq
fi
command -v chromium > /dev/null || command -v chromium-browser > /dev/null || { need chromium chromium; need fc-list fontconfig; }
install_missing || exit 1

results=$(mktemp -d "${TMPDIR:-/tmp}/ops-console-tests.XXXXXX")
trap 'stop_cluster; rm -rf "$results"' EXIT
passed=0 failed=0 formatting=''
check() { # check TITLE COMMAND...: one check, its output shown when it fails
  local title=$1 log="$results/check.log"; shift
  if "$@" > "$log" 2>&1; then
    passed=$((passed + 1)); echo "ok    $title"
  else
    failed=$((failed + 1)); echo "FAILED $title"; tail -n 40 "$log"
  fi
}

# start_cluster: the real cluster of tests/Contract is the one that OPSCONSOLE_TEST_KUBECONFIG names, else one of our own. In CI
# (OPSCONSOLE_TEST_CLUSTER=required) it must be there.
cluster='' settler='' without_cluster=''
start_cluster() {
  [ -n "${OPSCONSOLE_TEST_KUBECONFIG:-}${without_cluster}" ] && return
  local kubeconfig
  cluster=own
  export KUBE_DATA="$results/cluster" KUBE_COMPACTION=10s KUBE_PORT ETCD_PORT KCM_PORT
  KUBE_PORT=$(free_port) ETCD_PORT=$(free_port) KCM_PORT=$(free_port)
  if tests/cluster/up.sh --build-only 2> >(tee "$results/cluster.log" >&2) && kubeconfig=$(tests/cluster/up.sh 2> "$results/cluster.log"); then
    export OPSCONSOLE_TEST_KUBECONFIG=$kubeconfig
    tests/cluster/settle.sh "$kubeconfig" > /dev/null 2>&1 &
    settler=$!
  else
    export OPSCONSOLE_TEST_WITHOUT_CLUSTER=1
    without_cluster="The tests against a real cluster did not run: $(tail -n 1 "$results/cluster.log")"
    [ "${OPSCONSOLE_TEST_CLUSTER:-}" = required ] && failed=$((failed + 1))
  fi
}
stop_cluster() {
  [ -z "$cluster" ] && return
  [ -n "$settler" ] && { kill "$settler"; wait "$settler"; } 2> /dev/null
  tests/cluster/down.sh
  unset OPSCONSOLE_TEST_KUBECONFIG
  cluster='' settler=''
}

say "Building"
if ! dotnet build OpsConsole.sln -c Release -v quiet --nologo > "$results/build.log" 2>&1; then
  grep -E 'error|warn' "$results/build.log" | sort -u | head -40
  echo "0 passed, 1 failed"
  exit 1
fi

projects=("$@")
if [ ${#projects[@]} -eq 0 ]; then
  # The contract first: it and the manifests share the real cluster.
  projects=(tests/Contract tests/Console.Core.Tests tests/Console.Sandbox.Tests tests/Console.Tests tests/Console.EndToEnd)
  start_cluster
  dotnet format OpsConsole.sln --verify-no-changes --no-restore > "$results/format.log" 2>&1 &   # two minutes of one core: beside the rest
  formatting=$!
  check "shell scripts parse" bash -c 'for file; do bash -n "$file" || exit; done' scripts run.sh test.sh build/need.sh monitoring/*.sh deploy/*.sh tests/cluster/*.sh
  check "the monitoring rules and routes hold (monitoring/check.sh)" monitoring/check.sh
  check "the manifests build and their alert rules hold (deploy/check.sh)" deploy/check.sh
fi

status=0
for project in "${projects[@]}"; do
  echo "-- $project"
  [ "${project%/}" = tests/Contract ] && start_cluster
  begun=$SECONDS
  dotnet test "$project" -c Release --no-build --nologo --logger "trx;LogFileName=$(basename "$project").trx" --results-directory "$results" \
    > "$results/$(basename "$project").log" 2>&1 || { status=1; grep -vE '^\s*$' "$results/$(basename "$project").log" | tail -n 60; }
  stop_cluster
  echo "   $((SECONDS - begun)) s"
  [ -f "$results/$(basename "$project").trx" ] || { echo "FAILED $project left no results"; failed=$((failed + 1)); }
done

formatted() { wait "$formatting"; local code=$?; cat "$results/format.log"; return $code; }
[ -n "$formatting" ] && check "the sources are formatted (dotnet format)" formatted

sum() { cat "$results"/*.trx 2> /dev/null | grep -o '<Counters [^>]*' | sed -n "s/.* $1=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'; }
passed=$((passed + $(sum passed)))
failed=$((failed + $(sum failed) + $(sum error) + $(sum timeout) + $(sum aborted)))
[ "$status" -ne 0 ] && [ "$failed" -eq 0 ] && failed=1
[ -n "$without_cluster" ] && echo "$without_cluster"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
