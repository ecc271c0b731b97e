#!/usr/bin/env bash
# Makes the pictures of this folder again: starts ./run.sh, starts trouble in the sandbox, and photographs the pages with Chromium.
# Takes about eight minutes. docs/screenshots/make.sh [NAME...] makes the named ones only.
set -euo pipefail
cd "$(dirname "$0")/../.."
. build/need.sh
command -v chromium-headless-shell > /dev/null || command -v chromium > /dev/null || need chromium chromium
install_missing

port=$(free_port) log=$(mktemp)
./run.sh --port "$port" 2> "$log" &
run=$!
trap 'kill "$run"; wait "$run" 2> /dev/null || true; rm -f "$log"' EXIT
until grep -q 'start and stop trouble' "$log"; do
  kill -0 "$run" || { cat "$log" >&2; exit 1; }
  sleep 1
done
console="http://127.0.0.1:$port" sandbox=$(sed -n 's/.*trouble at \(http[^,]*\)\/,.*/\1/p' "$log")

# The same trouble every time: nobody leads in one system, another fails its users, a queue fills in a third.
for scenario in rynxs/StuckLease redis-gateway/RedisGatewayHighErrorRate ordinaut/HighQueueDepth; do
  curl -fsS -o /dev/null -X POST "$sandbox/scenarios/$scenario/start"
done
say "Waiting for the alerts"
alertmanager=$(sed -n 's/.*Alertmanager \(http[^;]*\)\/;.*/\1/p' "$log")
reported() { curl -fsSG "$alertmanager/api/v2/alerts" --data-urlencode "filter=alertname=~\"$1\"" | grep -o '"fingerprint":"[0-9a-f]*"' | cut -d'"' -f4 || true; }
for _ in $(seq 120); do # a stuck lease takes the longest: what its last holder said counts for five minutes
  [ "$(reported 'RynxsNoLeader|RedisGatewayHighErrorRate|HighQueueDepth' | wc -l)" -ge 3 ] && break
  sleep 3
done
fingerprint=$(reported RynxsNoLeader | head -1)
until curl -fsS "$console/metrics" | grep -q '^opsconsole_incidents_open.* [1-9]'; do sleep 3; done # the profiles' rule opens one after some minutes
sleep 20 # one more round of every collector, so that charts and budgets show the trouble as well

action="/actions/new?kind=lease-delete&system=rynxs&target=rynxs%2Frynxs-operator-leader&alert=$fingerprint"

wanted=("$@") list=$(mktemp)
shot() { # shot NAME PATH THEME WIDTH HEIGHT
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $1 "* ]] || return 0
  echo "$*" >> "$list"
}
for theme in light dark; do
  shot "overview-$theme" / "$theme" 1440 900
  shot "alerts-$theme" /alerts "$theme" 1440 900
  shot "matrix-$theme" "/alerts?as=matrix" "$theme" 1440 900
  shot "alert-$theme" "/alerts/$fingerprint" "$theme" 1440 900
  shot "silence-$theme" "/silences/new?alert=$fingerprint" "$theme" 1440 1000
  shot "routing-$theme" "/alerts/routing?alert=$fingerprint" "$theme" 1440 900
  shot "runbooks-$theme" /runbooks "$theme" 1440 900
  shot "walk-$theme" "walk:/alerts/$fingerprint" "$theme" 1440 1000
  shot "system-$theme" /systems/rynxs "$theme" 1440 900
  shot "charts-$theme" "/systems/redis-gateway?range=1h#charts" "$theme" 1440 900
  shot "objectives-$theme" /slos "$theme" 1440 900
  shot "objective-$theme" /slos/redis-gateway/availability "$theme" 1440 1000
  shot "queues-$theme" /queues "$theme" 1440 900
  shot "queue-$theme" /queues/ordinaut/due_work "$theme" 1440 900
  shot "incidents-$theme" /incidents "$theme" 1440 900
  shot "incident-$theme" incident: "$theme" 1440 1000
  shot "review-$theme" review: "$theme" 1440 1000
  shot "reviews-$theme" /reviews "$theme" 1440 900
  shot "handover-$theme" /handover "$theme" 1440 1000
  shot "noise-$theme" /alerts/noise "$theme" 1440 900
  shot "sources-$theme" /sources "$theme" 1440 900
  shot "audit-$theme" /audit "$theme" 1440 900
  shot "me-$theme" /me "$theme" 1440 900
  shot "sign-in-$theme" /sign-in "$theme" 1440 900
  shot "action-$theme" "$action" "$theme" 1440 1000
  shot "actions-$theme" /actions "$theme" 1440 900
done
shot overview-phone / dark 390 844
shot alerts-phone /alerts light 390 844
shot silence-phone "/silences/new?alert=$fingerprint" dark 390 844
shot objective-phone /slos/redis-gateway/availability light 390 844
shot queue-phone /queues/ordinaut/due_work dark 390 844
shot incidents-phone /incidents light 390 844
shot incident-phone incident: dark 390 844
shot handover-phone /handover light 390 844
shot wallboard "/?full=1" dark 1920 1080
shot system-phone /systems/rynxs dark 390 844
shot audit-phone /audit light 390 844
shot me-phone /me dark 390 844
shot sign-in-phone /sign-in light 390 844
shot walk-phone "walk:/alerts/$fingerprint" dark 390 844
shot action-phone "$action" dark 390 844
shot actions-phone /actions light 390 844
dotnet run --project tests/Screenshots -c Release -- "$console" admin sandbox-admin docs/screenshots < "$list"
rm -f "$list"
say "The pictures are in docs/screenshots"
