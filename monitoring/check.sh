#!/usr/bin/env bash
# Checks everything in this folder with the real programs: promtool, amtool and an Alertmanager on a random port of loopback.
# One line a check; the last line counts them. Exit code 0: all passed, 1: some failed, 2: a program is missing.
# MONITORING_FAST=1 leaves out the unit tests of the rules, the only slow part.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")" || exit 2

scratch=$(mktemp -d)
server=
stop() { [ -z "$server" ] || { kill "$server"; wait "$server"; } 2>/dev/null; rm -rf "$scratch"; }
trap stop EXIT
trap 'exit 130' INT TERM

passed=0 failed=0
verdict() { # what, 0 or other, output to show when it failed
  if [ "$2" -eq 0 ]; then passed=$((passed + 1)); echo "ok    $1"
  else failed=$((failed + 1)); echo "FAIL  $1"; [ -z "${3:-}" ] || sed 's/^/        /' <<< "$3"; fi
}
check() { # what, command...
  local what=$1 output; shift
  output=$("$@" 2>&1); verdict "$what" $? "$output"
}

alertmanager=$(command -v prometheus-alertmanager || command -v alertmanager)
for program in promtool amtool curl awk "${alertmanager:-prometheus-alertmanager}"; do
  command -v "$program" > /dev/null || { echo "check.sh: $program is missing (packages prometheus and prometheus-alertmanager)" >&2; exit 2; }
done

# The configuration of both servers, and that of Alertmanager with every receiver filled in.
check "prometheus.yml loads, with all rules" promtool check config prometheus.yml
# Below "spec:" a PrometheusRule is a rule file.
operator() { awk 'inside { sub(/^  /, ""); print } /^spec:/ { inside = 1 }' prometheusrule-slo.yaml > "$scratch/operator.yml" && promtool check rules "$scratch/operator.yml"; }
check "prometheusrule-slo.yaml holds rules that load" operator
check "alertmanager.yml loads" amtool check-config alertmanager.yml
sed 's/#+ //' alertmanager.yml > "$scratch/paging.yml"
check "alertmanager.yml loads with its receivers filled in" amtool check-config "$scratch/paging.yml"

# One line an alert: file, alert, for, severity, system, runbook slug, annotations that it has. The slug is what stands
# behind #runbook-, else the last part of the address: the name of the file in runbooks/SYSTEM/.
inventory() {
  awk '
    function flush() { if (alert) print file, alert, wait, severity, owner, slug, notes; alert = "" }
    BEGIN { OFS = "\t" }
    FNR == 1                   { flush(); file = FILENAME; sub(/.*\//, "", file); sub(/\.yml$/, "", file) }
    /^      - (alert|record):/ { flush(); if ($2 == "alert:") alert = $3; wait = severity = owner = slug = "-"; notes = "" }
    /^        for: /           { wait = $2 }
    /^          severity: /    { severity = $2 }
    /^          system: /      { owner = $2 }
    /^          (summary|description|runbook_url): ./ { notes = notes $1 }
    /^          runbook_url: / { slug = $2; if (!sub(/.*#runbook-/, "", slug)) sub(/.*\//, "", slug) }
    END { flush() }' "$@"
}
inventory rules/*.yml > "$scratch/inventory"

listed() { # system, how many
  awk -F'\t' -v wanted="$1" -v expected="$2" '
    NR == FNR { if (FNR > 1 && $2 == wanted) { want[$3] = $5 FS $4 FS $2 FS $6; count++ }; next }
    $1 == wanted && $2 in want {
      seen[$2] = 1
      if ($3 FS $4 FS $5 FS $6 != want[$2]) { print $2 ": the rule says " $3, $4, $5, $6 ", alerts.tsv " want[$2]; bad = 1 }
      if ($7 != "summary:description:runbook_url:") { print $2 ": has the annotations " $7; bad = 1 }
    }
    END {
      if (count != expected) { print "alerts.tsv lists " count ", not " expected; bad = 1 }
      for (name in want) if (!(name in seen)) { print name ": no rule"; bad = 1 }
      exit bad
    }' alerts.tsv "$scratch/inventory"
}
for pair in rynxs:5 redis-gateway:9 ordinaut:11 novacron:20 plue:22; do
  check "${pair%:*}: its ${pair#*:} alerts, with for, severity, system, three annotations and runbook" listed "${pair%:*}" "${pair#*:}"
done
only_known() {
  awk -F'\t' 'NR == FNR { known[$2 FS $3] = 1; next }
    !($1 FS $2 in known) && $2 != "RynxsMultipleLeaders" && $2 != "Watchdog" && $1 != "slo-alerts" { print $1 ": " $2 " is not in alerts.tsv"; bad = 1 }
    END { exit bad }' alerts.tsv "$scratch/inventory"
}
check "no alert is missing from alerts.tsv" only_known
# The alerts of budgets have one runbook a system, whatever the objective and the speed.
one_runbook_each() { ! awk -F'\t' '$1 != "slo-alerts" { print $1 "/" $6 ".md" }' "$scratch/inventory" | sort | uniq -d | grep .; }
check "no two alerts share a runbook" one_runbook_each
# An alert that was renamed would keep no budget quiet any more, and both would call.
quietened() {
  awk -F'\t' '
    NR == FNR { if ($4 == "critical") calls[$5 FS $2] = 1; next }
    match($0, /ALERTS\{system="[^"]*",alertname=~"[^"]*"/) {
      split(substr($0, RSTART, RLENGTH), part, "\""); n = split(part[4], name, "|")
      for (i = 1; i <= n; i++) { count++; if (!(part[2] FS name[i] in calls)) { print part[2] ": " name[i] " is no critical alert"; bad = 1 } }
    }
    END { if (!count) print "no alert keeps a budget quiet"; exit bad || !count }' "$scratch/inventory" rules/slo-alerts.yml
}
check "what keeps the alerts of a budget quiet (paged_by) are critical alerts of that system" quietened

# promtool takes a test of an alert that does not exist for passed, so the names are compared here.
covered() {
  awk -F'\t' '
    function count(line, name) { if (line ~ /exp_alerts: \[\]/) silent[file FS name]++; else fires[file FS name]++ }
    FILENAME ~ /\.yml$/ {
      if (FNR == 1) { file = FILENAME; sub(/.*\//, "", file); sub(/_test\.yml$/, "", file) }
      if (match($0, /alertname: [A-Za-z]+/)) { name = substr($0, RSTART + 11, RLENGTH - 11); used[name] = FILENAME ":" FNR; count($0, name) }
      next
    }
    { known[$2] = 1; key = $1 FS $2
      if (fires[key] < 1) { print $1 ": no test in which " $2 " fires"; bad = 1 }
      if (silent[key] < 2 && $2 != "Watchdog") { print $1 ": " $2 " has fewer than two tests in which it is silent"; bad = 1 } }
    END { for (name in used) if (!(name in known)) { print used[name] ": no alert is called " name; bad = 1 }; exit bad }
  ' tests/*.yml "$scratch/inventory"
}
check "every alert has tests in which it fires and is silent, and every tested name exists" covered

if [ "${MONITORING_FAST:-}" != 1 ]; then
  for file in tests/*_test.yml; do check "$file ($(grep -c '^  - name: ' "$file") cases)" promtool test rules "$file"; done
fi

# The sandbox's copy of the rules.
shortened() {
  ./shorten-for.sh 10 "$scratch/short" || return
  promtool check rules "$scratch"/short/*.yml > "$scratch/loads" || { cat "$scratch/loads"; return 1; }
  cmp rules/slo-recording.yml "$scratch/short/slo-recording.yml" && cmp rules/slo-ratios.yml "$scratch/short/slo-ratios.yml" || return
  ! diff -r rules "$scratch/short" | grep '^[<>]' | grep -vE '^[<>] (        for|    interval): [0-9a-z]+$'
}
check "shorten-for.sh changes nothing but for and interval" shortened
refuses() { local factor; for factor in 0 -1 1.5 x 10001 ''; do ! ./shorten-for.sh "$factor" "$scratch/no" 2>&1 || return 1; done > /dev/null; [ ! -e "$scratch/no" ]; }
check "shorten-for.sh refuses a factor that is none" refuses

while IFS=$'\t' read -r labels expected; do
  [[ $labels == \#* ]] && continue
  read -ra set <<< "$labels"
  got=$(amtool config routes test --config.file=alertmanager.yml "${set[@]}" 2> /dev/null)
  [ "$got" = "$expected" ]; verdict "route: $labels -> $expected" $? "goes to $got"
done < routes.tsv

# A real Alertmanager, whose webhook finds nobody listening.
api=
start_alertmanager() {
  local attempt port
  sed 's/127\.0\.0\.1:8080/127.0.0.1:1/' alertmanager.yml > "$scratch/alertmanager.yml"
  for attempt in 1 2 3 4 5; do
    port=$((20000 + RANDOM % 20000))
    "$alertmanager" --config.file="$scratch/alertmanager.yml" --storage.path="$scratch/data" --cluster.listen-address= \
      --web.listen-address="127.0.0.1:$port" > "$scratch/log" 2>&1 &
    server=$!
    for _ in {1..100}; do
      kill -0 "$server" 2> /dev/null || break
      curl -fsS -m 2 "http://127.0.0.1:$port/-/ready" > /dev/null 2>&1 && grep -q "address=127.0.0.1:$port" "$scratch/log" \
        && { api=http://127.0.0.1:$port/api/v2; return 0; }
      sleep 0.2
    done
    kill "$server" 2> /dev/null; wait "$server" 2> /dev/null; server=
  done
  cat "$scratch/log"; return 1
}
start_alertmanager > "$scratch/start"; verdict "a real Alertmanager starts with it" $? "$(cat "$scratch/start")"

# The alerts of one case as JSON, each with its row as a label, and behind them a pair that surely inhibits: once the second
# of the pair is suppressed, Alertmanager has seen all the others too.
alerts() { # case, time of their end or nothing
  awk -F'\t' -v name="$1" -v ends="$2" '
    function alert(labels, row,    n, i, part, pair) {
      n = split(labels " row=" row, part, " ")
      printf "%s{\"labels\":{", comma
      for (i = 1; i <= n; i++) { split(part[i], pair, "="); printf "%s\"%s\":\"%s\"", (i > 1 ? "," : ""), pair[1], pair[2] }
      printf "}%s}", (ends ? ",\"endsAt\":\"" ends "\"" : "")
      comma = ","
    }
    BEGIN { printf "[" }
    $1 == name { alert($3, FNR) }
    END { alert("alertname=HighCPUUsage severity=warning system=pair", 0)
          alert("alertname=CriticalCPUUsage severity=critical system=pair", 99999); print "]" }' inhibition.tsv
}
post() { curl -fsS -m 5 -H 'Content-Type: application/json' -d "$(alerts "$1" "$2")" "$api/alerts" > /dev/null; }
rows() { curl -fsS -m 5 "$api/alerts?$1" | grep -o '"row":"[0-9]*"' | tr -dc '0-9\n' | sort -n; }
inhibits() { # case: its rows in inhibition.tsv are what they should be
  post "$1" '' || return
  local result=0 try suppressed=
  for try in {1..50}; do
    suppressed=$(rows 'active=false&inhibited=true')
    grep -qx 0 <<< "$suppressed" && break
    sleep 0.1
  done
  grep -qx 0 <<< "$suppressed" || { echo "Alertmanager inhibits nothing at all"; result=1; }
  [ "$(rows '' | grep -c .)" -eq "$(($(alerts "$1" '' | grep -o '"row"' | wc -l)))" ] || { echo "not all alerts arrived"; result=1; }
  awk -F'\t' -v name="$1" -v list="$(tr '\n' ' ' <<< "$suppressed")" '
    BEGIN { n = split(list, row, " "); for (i = 1; i <= n; i++) is[row[i]] = 1 }
    $1 == name && ($2 == "suppressed") != (FNR in is) { print "should be " $2 ": " $3; bad = 1 }
    END { exit bad }' inhibition.tsv || result=1
  post "$1" 2020-01-01T00:00:00Z || result=1
  return $result
}
if [ -n "$api" ]; then
  for name in $(awk -F'\t' '!/^#/ && !seen[$1]++ { print $1 }' inhibition.tsv); do
    check "inhibition: $name ($(awk -F'\t' -v n="$name" '$1 == n' inhibition.tsv | grep -c .) alerts)" inhibits "$name"
  done
fi

echo "monitoring: $passed checks passed, $failed failed"
[ "$failed" -eq 0 ]
