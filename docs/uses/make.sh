#!/usr/bin/env bash
# Makes the pictures of this folder again: the tests of the four uses take one at each step while OPSCONSOLE_FILM names a folder.
# Each use has a fleet of its own, so that nothing of another stands in its pictures. Takes about eight minutes.
# docs/uses/make.sh [dashboard] [maintenance] [walkthrough] [audit] makes the named ones only.
set -euo pipefail
cd "$(dirname "$0")/../.."
. build/need.sh
need prometheus prometheus
need promtool prometheus
need prometheus-alertmanager prometheus-alertmanager
need python3 python3
command -v chromium-headless-shell > /dev/null || command -v chromium > /dev/null || need chromium chromium
install_missing

declare -A tests=([dashboard]=DashboardUseTests [maintenance]=MaintenanceUseTests [walkthrough]=WalkthroughUseTests [audit]=AuditReviewUseTests)
[ $# -gt 0 ] || set -- dashboard maintenance walkthrough audit
for use; do
  [ -n "${tests[$use]:-}" ] || { say "There is no use '$use'; there are: ${!tests[*]}"; exit 2; }
done

say "Building"
dotnet build tests/Console.EndToEnd -c Release -v quiet --nologo
export OPSCONSOLE_FILM=$PWD/docs/uses DOTNET_TieredPGO=0
for use; do
  say "Filming: $use"
  rm -f "docs/uses/$use-"*.png
  dotnet test tests/Console.EndToEnd -c Release --no-build --nologo --filter "FullyQualifiedName~.Uses.${tests[$use]}."
done
say "The pictures are in docs/uses"
