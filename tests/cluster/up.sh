#!/usr/bin/env bash
# A real Kubernetes control plane on loopback for tests: etcd, kube-apiserver, kube-controller-manager (1.20.2, from Debian's
# own source package `kubernetes`; no scheduler, no kubelet: settle.sh plays them). Needs Debian 12 and root for apt.
# The first call builds it (about 4 minutes on 2 cores) into the cache; later calls take about 15 seconds.
#
#   tests/cluster/up.sh [--build-only]     prints the path of a kubeconfig on standard output, the rest on standard error
#   tests/cluster/settle.sh KUBECONFIG     binds new pods, reports them Running, lets deleted ones go; runs until ended
#   tests/cluster/down.sh                  stops it and forgets its data
#
# Contexts: admin (system:masters, current), console (may read, review access, impersonate users and the groups
# ops-operators and ops-responders), operator (in the group ops-operators), viewer (read only), nobody (no rights).
# Settings: KUBE_CACHE (binaries), KUBE_DATA (data, keys, logs), KUBE_PORT, ETCD_PORT, KCM_PORT,
# KUBE_COMPACTION (5m; a short one makes "410 Gone" easy to meet).
set -euo pipefail
cache=${KUBE_CACHE:-$HOME/.cache/ops-console-kube}
data=${KUBE_DATA:-${TMPDIR:-/tmp}/ops-console-kube}
port=${KUBE_PORT:-16443} etcd_port=${ETCD_PORT:-12379} kcm_port=${KCM_PORT:-20257}
say() { echo "$*" >&2; }

# A second try goes on where the first failed: what apt has fetched and Go has compiled is still there. It compiles one package after
# the other, which needs less memory.
try_to_build() { # WORK PACKAGES AT A TIME
  set -euo pipefail
  local work=$1 at_a_time=$2
  mkdir -p "$work"/{lists/partial,archives/partial,home,sources}
  sed 's/^Types: deb *$/Types: deb-src/' /etc/apt/sources.list.d/debian.sources > "$work/sources/debian.sources"
  local patient=(-o Acquire::Retries=5 -o DPkg::Lock::Timeout=120)
  local source_only=("${patient[@]}" -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$work/sources" -o Dir::State::lists="$work/lists"
    -o Dir::Cache::archives="$work/archives" -o APT::Sandbox::User=root)
  apt-get "${patient[@]}" update -q
  DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get "${patient[@]}" install -qy --no-install-recommends \
    golang-1.19-go golang-github-modern-go-reflect2-dev etcd-server dpkg-dev rsync make openssl curl jq
  cd "$work"
  apt-get "${source_only[@]}" update -q
  rm -rf kubernetes-1.20*/
  apt-get "${source_only[@]}" source -q kubernetes
  cd kubernetes-1.20*/
  mkdir -p .go/src/k8s.io && ln -s ../../.. .go/src/k8s.io/kubernetes
  # The vendored reflect2 is older than Go 1.18 allows; Debian's own is not.
  rm vendor/github.com/modern-go/reflect2/*.{go,s}; cp /usr/share/gocode/src/github.com/modern-go/reflect2/*.{go,s} vendor/github.com/modern-go/reflect2/
  # The other generated files are in the source already; the clients of public clouds are half of the code, and nothing here needs them;
  # nor does anybody need what a debugger would read, which is stripped in the end.
  export HOME=$work/home GOPATH=$PWD/.go PATH=/usr/lib/go-1.19/bin:$PATH CGO_ENABLED=0 GOFLAGS="-mod=vendor -p=$at_a_time -tags=providerless"
  export GOGCFLAGS=all=-dwarf=false
  make gen_openapi
  hack/make-rules/build.sh cmd/kube-apiserver cmd/kube-controller-manager
  rm -rf "$cache" "$cache.part"; mkdir -p "$cache.part"
  cp _output/bin/kube-{apiserver,controller-manager} "$cache.part"; strip "$cache.part"/*
  mv "$cache.part" "$cache"
}
build() {
  if [ "$(id -u)" -ne 0 ] || [ ! -f /etc/apt/sources.list.d/debian.sources ]; then
    say "a control plane can be built on Debian 12 and as root only; OPSCONSOLE_TEST_KUBECONFIG may name a cluster of yours instead"
    exit 3
  fi
  say "building kube-apiserver and kube-controller-manager once; about 4 minutes on 2 cores"
  local work at_a_time status=1; work=$(mktemp -d)
  for at_a_time in 2 1; do
    # A shell of its own: in a condition, "set -e" would not hold.
    cache=$cache bash -c "$(declare -f try_to_build); try_to_build \"\$@\"" build "$work" "$at_a_time" > "$cache.log" 2>&1 && status=0 && break
    say "the build failed; the end of $cache.log:"; tail -n 8 "$cache.log" >&2
  done
  chmod -R u+w "$work"; rm -rf "$work"   # Go writes some of it read-only
  [ $status -eq 0 ] || { say "kube-apiserver could not be built: $(reason)"; exit 4; }
}
# The line that names the error, if one does, else the last.
reason() { { grep -iE '^E: |error|fatal|killed|no space' "$cache.log" || cat "$cache.log"; } | tail -n 1 | cut -c 1-300; }
mkdir -p "$(dirname "$cache")"
if [ ! -x "$cache/kube-apiserver" ]; then
  # Who comes while another builds waits for that one.
  exec 9> "$cache.lock"; flock 9
  [ -x "$cache/kube-apiserver" ] || build
  exec 9>&-
fi
[ "${1:-}" = --build-only ] && exit 0
for p in etcd openssl curl jq; do command -v $p > /dev/null || { say "missing: $p (apt-get install etcd-server openssl curl jq)"; exit 2; }; done

mkdir -p "$data"/{etcd,pki,tokens,logs,pids}; chmod 700 "$data"
for p in "$data"/pids/*; do
  [ -e "$p" ] && kill -0 "$(cat "$p")" 2> /dev/null && { say "already running: down.sh stops it"; echo "$data/kubeconfig"; exit 0; }
done
for p in "$port" "$etcd_port" $((etcd_port + 1)) "$kcm_port"; do
  (exec 3<> "/dev/tcp/127.0.0.1/$p") 2> /dev/null && { say "port $p is taken"; exit 1; }
done
cd "$data/pki"
if [ ! -f ca.crt ]; then
  openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=ops-console-test-ca -keyout ca.key -out ca.crt 2> /dev/null
  openssl req -newkey rsa:2048 -nodes -subj /CN=kube-apiserver -keyout apiserver.key -out apiserver.csr 2> /dev/null
  printf 'subjectAltName=DNS:localhost,DNS:kubernetes.default.svc,IP:127.0.0.1,IP:10.0.0.1\nextendedKeyUsage=serverAuth\n' > apiserver.ext
  openssl x509 -req -in apiserver.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -extfile apiserver.ext -out apiserver.crt 2> /dev/null
  openssl req -newkey rsa:2048 -nodes -subj /O=viewers/CN=cert-viewer -keyout client.key -out client.csr 2> /dev/null
  openssl x509 -req -in client.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 3650 -out client.crt 2> /dev/null
  openssl genrsa -out sa.key 2048 2> /dev/null; openssl rsa -in sa.key -pubout -out sa.pub 2> /dev/null
  for who in admin console operator viewer nobody kcm; do openssl rand -hex 20 > "$data/tokens/$who"; done
fi
t() { cat "$data/tokens/$1"; }
cat > "$data/tokens.csv" <<T
$(t admin),admin,1,"system:masters"
$(t console),console,2,"ops-consoles"
$(t operator),operator,3,"ops-operators"
$(t viewer),viewer,4,"viewers"
$(t nobody),nobody,5,"nobodies"
$(t kcm),system:kube-controller-manager,6,""
T
who="admin console operator viewer nobody kcm"
cat > "$data/kubeconfig" <<K
apiVersion: v1
kind: Config
current-context: admin
clusters:
- name: loopback
  cluster: {server: "https://127.0.0.1:$port", certificate-authority: "$data/pki/ca.crt"}
users:
$(for u in $who; do echo "- {name: $u, user: {token: $(t $u)}}"; done)
- {name: cert-viewer, user: {client-certificate: "$data/pki/client.crt", client-key: "$data/pki/client.key"}}
contexts:
$(for u in $who cert-viewer; do echo "- {name: $u, context: {cluster: loopback, user: $u}}"; done)
K
chmod 600 "$data/kubeconfig" "$data/tokens.csv"
sed 's/^current-context: .*/current-context: kcm/' "$data/kubeconfig" > "$data/kcm.kubeconfig"; chmod 600 "$data/kcm.kubeconfig"

run() { local name=$1; shift; setsid "$@" > "$data/logs/$name.log" 2>&1 < /dev/null & echo $! > "$data/pids/$name"; }
await() { # NAME SECONDS COMMAND...
  local name=$1 left=$2; shift 2
  until "$@" > /dev/null 2>&1; do
    kill -0 "$(cat "$data/pids/$name")" 2> /dev/null || { say "$name ended:"; tail -n 20 "$data/logs/$name.log" >&2; exit 1; }
    left=$((left - 1)); [ $left -gt 0 ] || { say "$name is not ready; see $data/logs/$name.log"; exit 1; }
    sleep 1
  done
}
api() { curl -sS -f --noproxy '*' --cacert "$data/pki/ca.crt" -H "Authorization: Bearer $(t admin)" "https://127.0.0.1:$port$1" "${@:2}"; }

run etcd etcd --name=one --data-dir="$data/etcd" --log-level=warn \
  --listen-client-urls="http://127.0.0.1:$etcd_port" --advertise-client-urls="http://127.0.0.1:$etcd_port" \
  --listen-peer-urls="http://127.0.0.1:$((etcd_port + 1))" --initial-advertise-peer-urls="http://127.0.0.1:$((etcd_port + 1))" \
  --initial-cluster="one=http://127.0.0.1:$((etcd_port + 1))"
await etcd 30 curl -sS -f --noproxy '*' "http://127.0.0.1:$etcd_port/health"
# So that versions begin well above 1, as in any cluster that has lived: then "from version 1" is too far back from the first moment on.
for _ in 1 2 3 4 5 6 7 8; do
  curl -sS -f --noproxy '*' -o /dev/null "http://127.0.0.1:$etcd_port/v3/kv/put" -d '{"key": "L29wcy1jb25zb2xlLXRlc3Q=", "value": "MQ=="}'
done
run kube-apiserver "$cache/kube-apiserver" --etcd-servers="http://127.0.0.1:$etcd_port" --etcd-compaction-interval="${KUBE_COMPACTION:-5m}" \
  --bind-address=127.0.0.1 --advertise-address=127.0.0.1 --secure-port="$port" --endpoint-reconciler-type=none \
  --tls-cert-file=apiserver.crt --tls-private-key-file=apiserver.key --client-ca-file=ca.crt --token-auth-file="$data/tokens.csv" \
  --authorization-mode=RBAC --service-account-issuer=https://kubernetes.default.svc --service-account-key-file=sa.pub \
  --service-account-signing-key-file=sa.key --service-cluster-ip-range=10.0.0.0/24
await kube-apiserver 120 api /readyz
run kube-controller-manager "$cache/kube-controller-manager" --kubeconfig="$data/kcm.kubeconfig" --bind-address=127.0.0.1 --secure-port="$kcm_port" --port=0 \
  --authentication-kubeconfig="$data/kcm.kubeconfig" --authorization-kubeconfig="$data/kcm.kubeconfig" --root-ca-file=ca.crt \
  --service-account-private-key-file=sa.key --use-service-account-credentials=true --controllers='*,-nodelifecycle,-nodeipam'
await kube-controller-manager 60 api /api/v1/namespaces/default/serviceaccounts/default

rbac() { # NAME GROUP RULES: a cluster role bound to a group
  for kind in clusterroles clusterrolebindings; do
    local body='{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"'$1'"},"rules":'$3'}'
    [ $kind = clusterroles ] || body='{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"'$1'"},"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"'$1'"},"subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"Group","name":"'$2'"}]}'
    api "/apis/rbac.authorization.k8s.io/v1/$kind" -X POST -H "Content-Type: application/json" -d "$body" > /dev/null || say "could not create $1"
  done
}
read_all='{"apiGroups":["","apps","coordination.k8s.io","policy","autoscaling","events.k8s.io"],"resources":["*"],"verbs":["get","list","watch"]}'
rbac ops-console ops-consoles '['"$read_all"',{"apiGroups":["authorization.k8s.io"],"resources":["subjectaccessreviews"],"verbs":["create"]},{"apiGroups":[""],"resources":["users"],"verbs":["impersonate"]},{"apiGroups":[""],"resources":["groups"],"verbs":["impersonate"],"resourceNames":["ops-operators","ops-responders"]}]'
rbac ops-operator ops-operators '['"$read_all"',{"apiGroups":["coordination.k8s.io"],"resources":["leases"],"verbs":["delete"]},{"apiGroups":["apps"],"resources":["deployments","statefulsets","deployments/scale","statefulsets/scale"],"verbs":["patch","update"]},{"apiGroups":[""],"resources":["pods"],"verbs":["delete"]},{"apiGroups":[""],"resources":["pods/eviction"],"verbs":["create"]}]'
rbac viewers viewers '['"$read_all"']'
api /api/v1/nodes -X POST -H 'Content-Type: application/json' -d '{"apiVersion":"v1","kind":"Node","metadata":{"name":"node-a"}}' > /dev/null 2>&1 || true
say "kube-apiserver on https://127.0.0.1:$port, logs in $data/logs"
echo "$data/kubeconfig"
