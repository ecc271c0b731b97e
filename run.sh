#!/usr/bin/env bash
# Starts Ops Console on this machine.
#
#   ./run.sh             with a simulated fleet, a real Prometheus and a real Alertmanager, all on loopback; Ctrl+C stops all of it
#   ./run.sh --connect   the console alone, against the upstreams that your configuration names (README.md, "Connect")
#
# Options: --port N (of the console; else 8080, or a free one)   --no-history (skip the 30 days of past)   --real-for (rules wait
# their real time before they fire; else a tenth of it)   --data DIR (with --connect: where users, database and audit are kept;
# else data, here)   --help
set -euo pipefail
cd "$(dirname "$0")"
. build/need.sh

connect='' port='' history=yes divide=10 data=$PWD/data
while [ $# -gt 0 ]; do
  case $1 in
    --connect) connect=yes ;;
    --port) port=${2:?"--port takes a number"}; shift ;;
    --no-history) history='' ;;
    --real-for) divide=1 ;;
    --data) data=$(realpath -m "${2:?"--data takes a folder"}"); shift ;;
    --help | -h) sed -n '2,10s/^# \{0,1\}//p' "$0"; exit 0 ;;
    *) say "run.sh does not know '$1'; see ./run.sh --help"; exit 2 ;;
  esac
  shift
done

command -v dotnet > /dev/null || { say "Please install the .NET SDK that global.json names first."; exit 1; }
need curl curl
if [ -z "$connect" ]; then
  need prometheus prometheus
  need promtool prometheus
  command -v alertmanager > /dev/null || need prometheus-alertmanager prometheus-alertmanager
fi
install_missing

work=$(mktemp -d "${TMPDIR:-/tmp}/ops-console.XXXXXX")
pids=() names=()
stop() {
  trap - EXIT INT TERM
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill "${pids[i]}" 2> /dev/null || true; done
  wait 2> /dev/null || true
  rm -rf "$work"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# start NAME COMMAND...: in the background, its output in a file.
start() {
  local name=$1; shift
  "$@" > "$work/$name.log" 2>&1 &
  pids+=($!) names+=("$name")
}

# await NAME URL: until it answers, or its process is gone, or a minute is over.
await() {
  local name=$1 url=$2 i pid=${pids[-1]}
  for ((i = 0; i < 300; i++)); do
    curl -fsS -o /dev/null --max-time 2 "$url" 2> /dev/null && return 0
    kill -0 "$pid" 2> /dev/null || break
    sleep 0.2
  done
  say "$name did not start. Its last words:"
  tail -n 15 "$work/$name.log" >&2
  exit 1
}

say "Building"
build() { dotnet "$@" -c Release -v quiet --nologo > "$work/build.log" 2>&1 || { grep -E 'error|warn' "$work/build.log" | sort -u | head -20 >&2; exit 1; }; }
build publish src/Console -o artifacts/console
console() {
  start console env "$@" ASPNETCORE_ENVIRONMENT=Production DOTNET_gcServer=0 \
    dotnet artifacts/console/OpsConsole.dll --contentRoot "$PWD/artifacts/console" --urls "http://127.0.0.1:$port" \
    --Systems:Folder "$PWD/systems" --Systems:RunbooksFolder "$PWD/runbooks" --Access:File "$PWD/access.yaml" --Storage:Folder "$data"
  await console "http://127.0.0.1:$port/health/ready"
}
port=$(free_port "${port:-8080}")

if [ -n "$connect" ]; then
  console X=
  [ -s "$data/users.yaml" ] || say "Nobody can sign in yet: dotnet artifacts/console/OpsConsole.dll users add NAME --groups ops-admins --folder $data"
  say "Ops Console: http://127.0.0.1:$port/"
else
  build build src/Console.Sandbox
  sandbox=src/Console.Sandbox/bin/Release/net10.0/OpsConsole.Sandbox.dll
  fleet_port=$(free_port) prom_port=$(free_port) am_port=$(free_port)
  mkdir -p "$work"/{tsdb,am,config}

  if [ -n "$history" ]; then
    say "Writing 30 days of history"
    dotnet "$sandbox" history --days 30 --raw-hours 24 --out "$work/history.om" > "$work/history.log" 2>&1 \
      && promtool tsdb create-blocks-from --max-block-duration=486h openmetrics "$work/history.om" "$work/tsdb" >> "$work/history.log" 2>&1 \
      || { say "The history could not be written:"; tail -n 5 "$work/history.log" >&2; exit 1; }
    rm -f "$work/history.om"
  fi

  monitoring/shorten-for.sh "$divide" "$work/config/rules" > /dev/null
  for file in prometheus.yml alertmanager.yml; do
    sed -e "s/127\.0\.0\.1:9300/127.0.0.1:$fleet_port/g; s/127\.0\.0\.1:9093/127.0.0.1:$am_port/g" \
      -e "s/127\.0\.0\.1:8080/127.0.0.1:$port/g; s/127\.0\.0\.1:9090/127.0.0.1:$prom_port/g" "monitoring/$file" > "$work/config/$file"
  done

  start sandbox dotnet "$sandbox" --urls "http://127.0.0.1:$fleet_port"
  await sandbox "http://127.0.0.1:$fleet_port/readyz"
  start alertmanager "$(command -v prometheus-alertmanager || command -v alertmanager)" --config.file "$work/config/alertmanager.yml" \
    --storage.path "$work/am" --web.listen-address "127.0.0.1:$am_port" --cluster.listen-address=
  await alertmanager "http://127.0.0.1:$am_port/-/ready"
  start prometheus prometheus --config.file "$work/config/prometheus.yml" --storage.tsdb.path "$work/tsdb" \
    --storage.tsdb.retention.time 40d --web.listen-address "127.0.0.1:$prom_port" --log.level warn
  await prometheus "http://127.0.0.1:$prom_port/-/ready"
  curl -fsS "http://127.0.0.1:$fleet_port/kubeconfig" > "$work/config/kubeconfig"

  # The people of the sandbox, one a role: in a data folder that is gone with it.
  data=$work/data
  for role in viewer responder operator approver auditor admin; do
    echo "sandbox-$role" | dotnet artifacts/console/OpsConsole.dll users add "$role" --name "Demo $role" --groups "ops-${role}s" --password-stdin \
      --folder "$data" > "$work/users.log" 2>&1 || { cat "$work/users.log" >&2; exit 1; }
  done

  notice="Sandbox: these systems are simulated."
  [ "$divide" -gt 1 ] && notice+=" Alert rules wait a tenth of their real time before they fire."
  console "Frame__SandboxNotice=$notice" "Frame__SandboxAddress=http://127.0.0.1:$fleet_port/" \
    "SignIn__DemoNotice=The sandbox's people are viewer, responder, operator, approver, auditor and admin; the password of each is sandbox- and the name." \
    "Upstreams__Prometheus__0__Name=main" "Upstreams__Prometheus__0__Url=http://127.0.0.1:$prom_port" \
    "Upstreams__Alertmanager__0__Name=main" "Upstreams__Alertmanager__0__Url=http://127.0.0.1:$am_port" \
    Alerts__DeadMansSwitches__0__Name=Watchdog 'Alerts__DeadMansSwitches__0__Matchers__0=alertname="Watchdog"' \
    "Upstreams__Kubernetes__0__Name=main" "Upstreams__Kubernetes__0__Kubeconfig=$work/config/kubeconfig" \
    Upstreams__Kubernetes__0__Impersonation__Enabled=true Upstreams__Kubernetes__0__Impersonation__Groups__ops-operators=ops-operators \
    Upstreams__Kubernetes__0__Impersonation__Groups__ops-admins=ops-operators Upstreams__Kubernetes__0__Impersonation__Groups__ops-responders=ops-responders
  say "Ops Console: http://127.0.0.1:$port/"
  say "Sign in as admin with the password sandbox-admin; or viewer, responder, operator, approver, auditor, in the same way."
  say "(start and stop trouble at http://127.0.0.1:$fleet_port/, Prometheus http://127.0.0.1:$prom_port/, Alertmanager http://127.0.0.1:$am_port/; Ctrl+C stops all)"
fi

# Until Ctrl+C, or one of them ends by itself.
status=0
wait -n "${pids[@]}" || status=$?
for i in "${!pids[@]}"; do
  kill -0 "${pids[i]}" 2> /dev/null || { say "${names[i]} ended (status $status). Its last words:"; tail -n 15 "$work/${names[i]}.log" >&2; }
done
exit 1
