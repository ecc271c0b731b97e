# Sourced by run.sh and test.sh: puts the programs they need on the machine, quietly, and says so.

say() { echo "$*" >&2; }

# need PROGRAM PACKAGE: PROGRAM is there, or PACKAGE is installed with apt, or we say what to install.
missing_packages=()
need() {
  command -v "$1" > /dev/null && return
  case " ${missing_packages[*]} " in *" $2 "*) ;; *) missing_packages+=("$2") ;; esac
}

install_missing() {
  [ ${#missing_packages[@]} -eq 0 ] && return 0
  local packages=("${missing_packages[@]}") sudo=()
  missing_packages=()
  if ! command -v apt-get > /dev/null; then
    say "Please install these programs first (there is no apt here to do it): ${packages[*]}"
    return 1
  fi
  if [ "$(id -u)" -ne 0 ]; then
    if ! sudo -n true 2> /dev/null; then
      say "Please install first: sudo apt-get install ${packages[*]}"
      return 1
    fi
    sudo=(sudo)
  fi
  say "Installing with apt: ${packages[*]}"
  local log; log=$(mktemp)
  if ! { "${sudo[@]}" apt-get update -q && "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 \
      apt-get install -qy --no-install-recommends "${packages[@]}"; } > "$log" 2>&1; then
    say "The installation failed:"
    tail -n 5 "$log" >&2
    return 1
  fi
  rm -f "$log"
}

# free_port [PREFERRED]: prints a loopback port that nobody listens on.
free_port() {
  local port=${1:-$((20000 + RANDOM % 12000))}
  while (exec 3<> "/dev/tcp/127.0.0.1/$port") 2> /dev/null; do port=$((20000 + RANDOM % 12000)); done
  echo "$port"
}
