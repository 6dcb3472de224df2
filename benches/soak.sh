#!/usr/bin/env bash
# Whether verdicts hold while the machine has more to do than it can: the checks of a lab are
# run again and again, on a bench that nobody touched and on one brought to its solution, with
# two busy loops per processor beside them. A verdict that is not the expected one, or not the
# same each time, is false; there should be none.
#
# benches/soak.sh [lab] [rounds of fifty runs]
set -euo pipefail
cd "$(dirname "$0")/.."
lab=${1:-tests/labs/mini}
rounds=${2:-2}
runs=${RUNS:-50}
program=${PROGRAM:-target/release/paillasse}
export XDG_STATE_HOME; XDG_STATE_HOME=$(mktemp -d)
loops=()
trap 'kill "${loops[@]}" 2>/dev/null || true; rm -rf "$XDG_STATE_HOME"' EXIT
for _ in $(seq $((2 * $(nproc)))); do
  while :; do :; done &
  loops+=($!)
done
false=0 verdicts=0
for round in $(seq "$rounds"); do
  result=$XDG_STATE_HOME/round
  # No mutant bears this name: only the states before, with and after the solution are looked at.
  "$program" -q lab test "$lab" --students 1 --repeat "$runs" --mutant none --json >"$result" || [ -s "$result" ]
  false=$((false + $(jq '[.[].flaws | length] | add' "$result")))
  verdicts=$((verdicts + runs * $(jq '[.[].verdicts[][] | length] | add' "$result")))
  jq -r '.[].flaws[] | "  " + tostring' "$result"
  echo "round $round: load $(cut -d' ' -f1 /proc/loadavg) on $(nproc) processors"
done
echo "$lab: $verdicts verdicts under load, $false false"
[ "$false" -eq 0 ]
