#!/usr/bin/env bash
# Writes a copy of the rules in which alerts fire sooner, for the sandbox: `shorten-for.sh FACTOR OUTDIR`.
#
# Only two keys change, each divided by FACTOR and rounded up to whole seconds: `for`, to no less than 1s (0s stays), and the
# `interval` of groups of alerts, to no less than 5s, since nothing is scraped more often. Expressions keep their windows, and
# recording rules their interval, on which the error budgets depend. The copies are compared with their originals at the end.
set -euo pipefail

usage() { echo "shorten-for.sh: $1. Usage: shorten-for.sh FACTOR OUTDIR, FACTOR being a whole number from 1 to 10000" >&2; exit 2; }
[ $# -eq 2 ] || usage "takes two arguments, got $#"
factor=$1 out=$2
[[ $factor =~ ^[1-9][0-9]{0,3}$|^10000$ ]] || usage "FACTOR '$factor' is no such number"
[ -n "$out" ] || usage "OUTDIR is empty"

rules=$(cd "$(dirname "${BASH_SOURCE[0]}")/rules" && pwd)
mkdir -p "$out"
out=$(cd "$out" && pwd)
[ "$out" != "$rules" ] || usage "OUTDIR is the folder of the rules themselves"

shorten() {
  awk -v factor="$factor" '
    function seconds(text,    left, total, size) {     # 1h30m -> 5400
      size["d"] = 86400; size["h"] = 3600; size["m"] = 60; size["s"] = 1
      for (left = text; match(left, /^[0-9]+[dhms]/); left = substr(left, RLENGTH + 1))
        total += substr(left, 1, RLENGTH - 1) * size[substr(left, RLENGTH, 1)]
      if (left != "" || text == "") {
        printf "%s:%d: \"%s\" is no duration of d, h, m and s\n", FILENAME, FNR, text > "/dev/stderr"
        failed = 1
        exit 1
      }
      return total
    }
    function divided(total, least,    result) {
      result = int((total + factor - 1) / factor)
      return result < least && total >= least ? least : result
    }
    /^        for: /     { print "        for: " divided(seconds($2), 1) "s"; next }
    /^    interval: /    { print "    interval: " divided(seconds($2), 5) "s"; next }
    { print }
    END { exit failed }' "$1"
}

# Proof: with the two keys blanked, copy and original are the same, and there are as many of them.
blank() { sed -E 's/^(        for|    interval): .*$/\1: -/' "$1"; }

for file in "$rules"/*.yml; do
  name=$(basename "$file")
  if grep -q '^      - alert: ' "$file"; then
    ! grep -q '^      - record: ' "$file" || { echo "shorten-for.sh: $name mixes alerts and recording rules: keep them apart" >&2; exit 1; }
    shorten "$file" > "$out/$name"
    cmp -s <(blank "$file") <(blank "$out/$name") || { echo "shorten-for.sh: more than for and interval changed in $name" >&2; exit 1; }
  else
    cp "$file" "$out/$name"
  fi
done
