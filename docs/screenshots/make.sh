#!/usr/bin/env bash
# Makes the pictures of this folder again: starts ./run.sh, starts trouble in the sandbox, and photographs the pages with Chromium.
# Takes about three minutes. docs/screenshots/make.sh [NAME...] makes the named ones only.
set -euo pipefail
cd "$(dirname "$0")/../.."
. build/need.sh
command -v chromium > /dev/null || need chromium chromium
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
for scenario in rynxs/RynxsNoLeader redis-gateway/RedisGatewayHighErrorRate ordinaut/HighQueueDepth; do
  curl -fsS -o /dev/null -X POST "$sandbox/scenarios/$scenario/start"
done
say "Waiting for the alerts"
alertmanager=$(sed -n 's/.*Alertmanager \(http[^;]*\)\/;.*/\1/p' "$log")
reported() { curl -fsSG "$alertmanager/api/v2/alerts" --data-urlencode "filter=alertname=~\"$1\"" | grep -o '"fingerprint":"[0-9a-f]*"' | cut -d'"' -f4 || true; }
for _ in $(seq 60); do
  [ "$(reported 'RynxsNoLeader|RedisGatewayHighErrorRate|HighQueueDepth' | wc -l)" -ge 3 ] && break
  sleep 3
done
fingerprint=$(reported RynxsNoLeader | head -1)
sleep 20 # one more round of every collector, so that charts and budgets show the trouble as well

shot() { # shot NAME PATH THEME SIZE
  [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " == *" $1 "* ]] || return 0
  local scheme=1; [ "$3" = dark ] && scheme=0
  chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --disable-background-networking --force-device-scale-factor=1 \
    --virtual-time-budget=6000 --blink-settings=preferredColorScheme=$scheme --window-size="$4" \
    --screenshot="docs/screenshots/$1.png" "$console$2" > /dev/null 2>&1
}
wanted=("$@")
for theme in light dark; do
  shot "overview-$theme" / "$theme" 1440,900
  shot "alerts-$theme" /alerts "$theme" 1440,900
  shot "alert-$theme" "/alerts/$fingerprint" "$theme" 1440,900
  shot "system-$theme" /systems/rynxs "$theme" 1440,900
  shot "sources-$theme" /sources "$theme" 1440,900
done
shot overview-phone / dark 390,844
shot alerts-phone /alerts light 390,844
shot system-phone /systems/rynxs dark 390,844
say "The pictures are in docs/screenshots"
