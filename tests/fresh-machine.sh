#!/usr/bin/env bash
# A machine as people get it: Debian 12 made by debootstrap with nothing on it but the .NET SDK of this one. On it, from a clone of the
# last commit, as a person would: ./run.sh by somebody without root, who is told what to install; by root, which installs it; by the
# first again, for whom it then runs; and ./test.sh. Ends with what ./test.sh said last.
#
#   tests/fresh-machine.sh [run|test]     one of the two alone; else both
#
# Needs root, a Debian 12 and 6 GB of disk. FRESH_ROOT keeps the root at that place, to look around in it or to begin from it next time.
set -euo pipefail
cd "$(dirname "$0")/.."
. build/need.sh
what=${1:-both}
case $what in run | test | both) ;; *) say "tests/fresh-machine.sh does not know '$what': it is run, test, or nothing for both"; exit 2 ;; esac
[ "$(id -u)" -eq 0 ] || { say "Only root can make a machine."; exit 2; }
feeds=/etc/apt/sources.list.d/debian.sources # where Debian's packages are had, here and there
grep -qs bookworm "$feeds" || { say "This takes a Debian 12 whose packages come from what $feeds names."; exit 2; }

# Mounts and processes of the machine end with this script, however it ends.
if [ -z "${FRESH_INSIDE:-}" ]; then
  need debootstrap debootstrap
  install_missing
  root=${FRESH_ROOT:-$(mktemp -d "${TMPDIR:-/tmp}/ops-console-fresh.XXXXXX")} code=0
  FRESH_INSIDE=$root unshare --mount --pid --fork --kill-child "$0" "$@" &
  trap 'kill -KILL "$!"' INT TERM # unshare itself would wait for its child
  wait "$!" || code=$?
  [ -n "${FRESH_ROOT:-}" ] || rm -rf --one-file-system "$root"
  exit "$code"
fi
root=$FRESH_INSIDE

# What the machine needs to get at packages where it stands: certificates that this one trusts, and the settings of its feeds.
lend() {
  local sdk; sdk=$(dirname "$(readlink -f "$(command -v dotnet)")")
  mkdir -p "$root/usr/share/dotnet" "$root/usr/local/share/ca-certificates"
  cp -a "$sdk/." "$root/usr/share/dotnet/"
  ln -sf /usr/share/dotnet/dotnet "$root/usr/bin/dotnet"
  cp /usr/local/share/ca-certificates/*.crt "$root/usr/local/share/ca-certificates/" 2> /dev/null || true
  chroot "$root" update-ca-certificates > /dev/null 2>&1
  cp -L /etc/resolv.conf "$root/etc/resolv.conf"
  printf '127.0.0.1 localhost %s\n' "$(hostname)" > "$root/etc/hosts"
}
make_machine() {
  say "Making a Debian 12 at $root"
  mkdir -p "$root"
  chmod 755 "$root" # a temporary folder is nobody else's, and here it is everybody's /
  # What the SDK itself asks for, certificates, and git, which brings the sources.
  debootstrap --variant=minbase --include=ca-certificates,git,libicu72,libssl3,libstdc++6,zlib1g,libgssapi-krb5-2 \
    bookworm "$root" "$(sed -n 's/^URIs: *//p' "$feeds" | head -n 1)" > "$root.log" 2>&1 || { tail -n 5 "$root.log" >&2; exit 1; }
  rm -f "$root.log" "$root/etc/apt/sources.list"
  cp "$feeds" "$root/etc/apt/sources.list.d/"
  lend
  chroot "$root" useradd --create-home --shell /bin/bash person
}
[ -x "$root/usr/share/dotnet/dotnet" ] || make_machine
mount -t proc proc "$root/proc"
mount -t sysfs -o ro sysfs "$root/sys"
mount -t tmpfs tmpfs "$root/dev"
for device in null zero full random urandom tty; do
  touch "$root/dev/$device"
  mount --bind "/dev/$device" "$root/dev/$device"
done
mkdir -p "$root/dev/shm"
mount -t tmpfs tmpfs "$root/dev/shm"
ln -s /proc/self/fd "$root/dev/fd"

mapfile -t settings < <(env | grep -E '^(NUGET_[A-Z_]*|DOTNET_[A-Z_]*|(HTTPS?|NO|https?|no)_(PROXY|proxy))=' || true)
as() { # as USER COMMAND...: in that user's fresh clone
  local user=$1 home; shift
  home=$([ "$user" = root ] && echo /root || echo "/home/$user")
  chroot --userspec="$user:$user" "$root" env -i HOME="$home" USER="$user" LANG=C.UTF-8 PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
    "${settings[@]}" bash -c 'cd "$HOME/ops-console" && exec "$@"' as "$@"
}
sources() { # sources HOME USER: the last commit, as a clone of its own
  rm -rf "$root$1/ops-console"
  git clone -q . "$root$1/ops-console"
  chroot "$root" chown -R "$2:$2" "$1/ops-console"
}
sources /root root
sources /home/person person

fail() { say "FAILED $1"; [ -z "${2:-}" ] || tail -n 20 "$2" >&2; exit 1; }
comes_up() { # comes_up USER: ./run.sh comes up for them, with its page
  local user=$1 log=$root/tmp/run-$1.log port running answer
  port=$(free_port)
  set -m # a process group that can be ended as a whole
  as "$user" ./run.sh --port "$port" > "$log" 2>&1 &
  running=$!
  set +m
  until grep -q 'start and stop trouble' "$log"; do
    kill -0 "$running" 2> /dev/null || fail "run.sh did not come up for $user" "$log"
    sleep 1
  done
  answer=$(curl -fsSL "http://127.0.0.1:$port/sign-in") || fail "the page does not answer $user" "$log"
  grep -q '<h1' <<< "$answer" || fail "the page has no heading for $user" "$log"
  kill -TERM -- "-$running"
  wait "$running" 2> /dev/null || true
  say "ok    ./run.sh runs for $user, and its page to sign in answers"
}
if [ "$what" != test ]; then
  if as person ./run.sh > "$root/tmp/told.log" 2>&1; then fail "run.sh went on without the programs it needs" "$root/tmp/told.log"; fi
  grep -q '^Please install first: sudo apt-get install .*prometheus' "$root/tmp/told.log" || fail "run.sh does not say what to install" "$root/tmp/told.log"
  say "ok    without root: $(head -n 1 "$root/tmp/told.log")"
  comes_up root
  comes_up person
fi
if [ "$what" != run ]; then
  as root ./test.sh 2>&1 | tee "$root/tmp/test.log"
  tail -n 1 "$root/tmp/test.log" | grep -q ' passed, 0 failed$' || exit 1
fi
