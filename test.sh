#!/usr/bin/env bash
# Every check of the project: formatting, rules, unit tests, real servers, a real browser. Ends with "N passed, N failed".
# ./test.sh [PROJECT...] runs the named test projects only (for example tests/Console.Core.Tests), one after the other.
set -uo pipefail
cd "$(dirname "$0")"
. build/need.sh

command -v dotnet > /dev/null || { say "Please install the .NET SDK that global.json names first."; exit 1; }
needs() { # needs BROWSER
  need curl curl
  need prometheus prometheus
  need promtool prometheus
  need prometheus-alertmanager prometheus-alertmanager
  need amtool prometheus-alertmanager
  need kubectl kubernetes-client
  need haproxy haproxy
  need python3 python3
  need ps procps # and with it "kill", which is no program elsewhere
  need npm npm
  compgen -G '/usr/lib/postgresql/*/bin/postgres' > /dev/null || missing_packages+=(postgresql)
  # A control plane of our own for tests/Contract, where it can be had: see tests/cluster/up.sh.
  if [ -z "${OPSCONSOLE_TEST_KUBECONFIG:-}" ] && [ "$(id -u)" -eq 0 ] && [ -f /etc/apt/sources.list.d/debian.sources ]; then
    need etcd etcd-server; need openssl openssl; need jq jq
  fi
  command -v "$1" > /dev/null || { need "$1" "$1"; need fc-list fontconfig; }
}
# Chromium's shell without its windows is less work; where it can't be had, the whole browser is as good.
needs chromium-headless-shell
install_missing || {
  if command -v chromium-browser > /dev/null; then needs chromium-browser; else needs chromium; fi
  install_missing || exit 1
}

results=$(mktemp -d "${TMPDIR:-/tmp}/ops-console-tests.XXXXXX")
started=() # process groups
finish() {
  trap '' INT TERM
  for group in "${started[@]}"; do kill -TERM -- "-$group" 2> /dev/null; done
  wait
  KUBE_DATA="$results/cluster" tests/cluster/down.sh
  rm -rf "$results"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
beside() { set -m; "$@" & set +m; started+=($!); } # beside COMMAND...: in the background, as a process group that can be ended

# Processes that live for one test had better compile quickly than well.
export DOTNET_TieredPGO=0

check() { # check TITLE COMMAND...: one check, its output shown when it fails
  local title=$1 log begun=$SECONDS; shift
  log=$(mktemp "$results/check.XXXXXX")
  if "$@" > "$log" 2>&1; then
    echo "ok    $title, $((SECONDS - begun)) s" | tee -a "$results/checks"
  else
    echo "FAILED $title" >> "$results/checks"
    # What is wrong comes first, where a check says it in lines of its own.
    echo "FAILED $title"$'\n'"$(grep '^WRONG ' "$log" | cut -c 1-2000 | head -n 20)"$'\n'"$(tail -n 40 "$log")"
  fi
}

# The real cluster of tests/Contract and deploy/check.sh is the one that OPSCONSOLE_TEST_KUBECONFIG names, else one of our own. Where none
# can be had, the contract runs against the sandbox alone, and we say why.
build_cluster() {
  renice -n 10 -p "$BASHPID" > /dev/null   # our own build comes first, and the tests before what comes last of them
  tests/cluster/up.sh --build-only 2> "$results/cluster.log"; echo $? > "$results/cluster.built"
}
with_cluster() { # with_cluster COMMAND...
  if [ -n "${OPSCONSOLE_TEST_KUBECONFIG:-}" ]; then "$@"; return; fi
  until [ -s "$results/cluster.built" ]; do sleep 1; done
  export KUBE_DATA="$results/cluster" KUBE_COMPACTION=10s KUBE_PORT ETCD_PORT KCM_PORT
  KUBE_PORT=$(free_port) ETCD_PORT=$(free_port) KCM_PORT=$(free_port)
  local kubeconfig settler
  if [ "$(cat "$results/cluster.built")" -eq 0 ] && kubeconfig=$(tests/cluster/up.sh 2> "$results/cluster.log"); then
    tests/cluster/settle.sh "$kubeconfig" > /dev/null 2>&1 &
    settler=$!
    OPSCONSOLE_TEST_KUBECONFIG=$kubeconfig "$@"
    { kill "$settler"; wait "$settler"; } 2> /dev/null
    tests/cluster/down.sh
  else
    echo "The contract was tested against the sandbox alone, not against a real cluster: $(tail -n 1 "$results/cluster.log")" > "$results/cluster.missing"
    echo "$(cat "$results/cluster.missing")"$'\n'"$(tail -n 12 "$results/cluster.log")"
    OPSCONSOLE_TEST_WITHOUT_CLUSTER=1 "$@"
  fi
}

counted() { # counted KIND FILE...: how many tests passed, failed ... in these results
  local kind=$1; shift
  cat "$@" 2> /dev/null | grep -o '<Counters [^>]*' | sed -n "s/.* $kind=\"\([0-9]*\)\".*/\1/p" | awk '{ n += $1 } END { print n + 0 }'
}
run() { # run PROJECT [PART FILTER]: its tests, or a part of them; told in one piece at their end, since others run beside it
  local project=${1%/} name begun=$SECONDS code=0 said
  name=$(basename "$project")${2:+-$2}
  dotnet test "$project" -c Release --no-build --nologo ${3:+--filter "$3"} --logger "trx;LogFileName=$name.trx" --results-directory "$results" > "$results/$name.log" 2>&1 || code=$?
  said="-- $project${2:+ ($2)}: $(counted passed "$results/$name.trx") passed, $(counted failed "$results/$name.trx") failed, $((SECONDS - begun)) s"
  # What failed and why comes first: what a test tells besides (logs, pages) is long, and stands after it.
  [ "$code" -eq 0 ] || said+=$'\n'$(grep -F -A 14 '[FAIL]' "$results/$name.log" | cut -c 1-600 | head -n 120)$'\n'$(grep -vE '^\s*$' "$results/$name.log" | tail -n 40)
  echo "$said"
  # A run that broke off counts as a failure, whatever its tests say.
  if [ ! -f "$results/$name.trx" ] || { [ "$code" -ne 0 ] && [ "$(counted failed "$results/$name.trx")" -eq 0 ]; }; then
    echo "FAILED $project ended with code $code" | tee -a "$results/checks"
  fi
}

# What "dotnet format" asks for beyond the build, which enforces the style itself: white space, and the order of usings.
usings() {
  find src tests -name '*.cs' -not -path '*/obj/*' -not -path '*/bin/*' -print0 | xargs -0 awk '
    FNR == 1 { last = "" }
    /^using [A-Za-z0-9_.]+;$/ {
      name = substr($2, 1, length($2) - 1); key = (name ~ /^System(\.|$)/ ? 0 : 1) tolower(name)
      if (key < last) { print FILENAME ": " name " belongs above the using before it"; wrong = 1 }
      last = key
    }
    END { exit wrong }'
}
slo_rules() {
  local part
  for part in records=recording ratios=ratios alerts=alerts; do
    dotnet src/Console/bin/Release/net10.0/OpsConsole.dll rules --systems systems --part "${part%=*}" --check "monitoring/rules/slo-${part#*=}.yml" || return
  done
  dotnet src/Console/bin/Release/net10.0/OpsConsole.dll rules --systems systems --format prometheusrule --check monitoring/prometheusrule-slo.yaml
}
rules() {
  check "shell scripts parse" bash -c 'for file; do bash -n "$file" || exit; done' scripts run.sh test.sh build/need.sh monitoring/*.sh deploy/*.sh docs/*/*.sh tests/cluster/*.sh
  check "usings are in order" usings
  check "the profiles, runbooks and grants hold (OpsConsole check)" dotnet src/Console/bin/Release/net10.0/OpsConsole.dll check --systems systems
  check "the licences of all packages are named (build/notices.py)" build/notices.py --check
  check "the rules of the objectives are those that follow from the profiles (OpsConsole rules)" slo_rules
}
slow_rules() {
  check "the monitoring rules and routes hold (monitoring/check.sh)" monitoring/check.sh
  check "the sources are formatted (dotnet format whitespace)" dotnet format whitespace . --folder --verify-no-changes --exclude '**/obj/**'
}
contract() {
  check "the manifests build and their alert rules hold (deploy/check.sh)" deploy/check.sh
  run tests/Contract
}
browser_lane() {
  run tests/Console.EndToEnd
  with_cluster contract    # late: its control plane may still be being built
  slow_rules               # the other lane is longer
}
server_lane() {
  renice -n 10 -p "$BASHPID" > /dev/null   # a page that a person waits for in the other lane comes first
  rules
  for project in tests/Console.Tests tests/Console.Core.Tests tests/Console.Sandbox.Tests; do run "$project"; done
}
soak() {
  trap : TERM                              # it ends its servers when it is told to; whoever waits for us waits for that
  renice -n 5 -p "$BASHPID" > /dev/null    # it needs little, but that soon: its bounds are those of pages that people look at
  # Always the same play: what another seed finds is for whoever asks for it (docs/soak.md).
  check "ten minutes of trouble (tests/Soak)" dotnet tests/Soak/bin/Release/net10.0/OpsConsole.Soak.dll --minutes 10 --circuits 30 --seed 12
}

case " ${*:-tests/Contract} " in *" tests/Contract"*) [ -n "${OPSCONSOLE_TEST_KUBECONFIG:-}" ] || beside build_cluster ;; esac
say "Building"
if ! dotnet build OpsConsole.sln -c Release -v quiet --nologo > "$results/build.log" 2>&1; then
  grep -E 'error|warn' "$results/build.log" | sort -u | head -40
  echo "0 passed, 1 failed"
  exit 1
fi
echo "-- built: $SECONDS s"

if [ $# -gt 0 ]; then
  for project; do
    if [ "${project%/}" = tests/Contract ]; then with_cluster run "$project"; else run "$project"; fi
  done
else
  # Lanes side by side: much of a test's time is waiting for a server.
  beside browser_lane; lanes=($!)
  beside server_lane; lanes+=($!)
  beside soak; lanes+=($!)
  wait "${lanes[@]}"
fi

lines() { grep -c "^$1" "$results/checks" 2> /dev/null || true; }
passed=$(($(lines 'ok ') + $(counted passed "$results"/*.trx)))
failed=$(($(lines 'FAILED ') + $(counted failed "$results"/*.trx) + $(counted error "$results"/*.trx) + $(counted timeout "$results"/*.trx) + $(counted aborted "$results"/*.trx)))
[ ! -f "$results/cluster.missing" ] || cat "$results/cluster.missing"
echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
