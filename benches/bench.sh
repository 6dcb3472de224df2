#!/usr/bin/env bash
# Figures of this machine: what a verb takes, beside what the bare engine takes for the
# same containers. Competitors take turns in the same run; the least of each is quoted.
#
# benches/bench.sh [rounds]
set -euo pipefail
cd "$(dirname "$0")/.."
rounds=${1:-3}
program=target/release/paillasse
export XDG_STATE_HOME; XDG_STATE_HOME=$(mktemp -d)
export PAILLASSE_STUDENT=mesure LC_ALL=en_GB.UTF-8
lab=A3.3.2
trap '"$program" -q down -y "a332-mesure" >/dev/null 2>&1 || true; floor_down; rm -rf "$XDG_STATE_HOME"' EXIT

now() { date +%s%N; }
since() { echo $((($(now) - $1) / 1000000)); }
least() { sort -n | head -1; }

# The same containers by the engine's own command: networks, three nodes, all running.
images=()
floor_up() {
  docker network create --subnet 10.223.250.0/24 pa-floor-1 >/dev/null
  docker network create --subnet 10.223.251.0/24 pa-floor-2 >/dev/null
  local number=0
  for image in "${images[@]}"; do
    number=$((number + 1))
    docker run -d --name "pa-floor-node-$number" --network pa-floor-1 --memory 512m --pids-limit 512 \
      --tmpfs /run:exec,mode=755 --tmpfs /run/lock -v /sys/fs/cgroup:/sys/fs/cgroup:ro "$image" >/dev/null &
  done
  wait
  for number in $(seq ${#images[@]}); do
    docker exec "pa-floor-node-$number" sh -c \
      'until s=$(systemctl is-system-running 2>/dev/null); [ "$s" = running ] || [ "$s" = degraded ]; do sleep 0.05; done' &
  done
  wait
}
floor_down() {
  docker ps -aq --filter name=pa-floor-node | xargs -r docker rm -f >/dev/null
  docker network rm pa-floor-1 pa-floor-2 >/dev/null 2>&1 || true
}

"$program" -q images build
for node in bdd stockage bdd; do
  images+=("$("$program" images list --json | jq -r ".[] | select(.name == \"$node\") | .reference")")
done
floor_down

for round in $(seq "$rounds"); do
  start=$(now); floor_up; since "$start" >> "$XDG_STATE_HOME/floor-up"
  start=$(now); floor_down; since "$start" >> "$XDG_STATE_HOME/floor-down"
  start=$(now); "$program" -q up "$lab" >/dev/null; since "$start" >> "$XDG_STATE_HOME/up"
  start=$(now); "$program" -q up "$lab" >/dev/null; since "$start" >> "$XDG_STATE_HOME/up-again"
  start=$(now); "$program" -q check >/dev/null || true; since "$start" >> "$XDG_STATE_HOME/check"
  docker events --since "$(date +%s)" --filter event=exec_create --format '{{.ID}}' > "$XDG_STATE_HOME/execs" &
  events=$!
  "$program" -q check --format json > "$XDG_STATE_HOME/report" || true
  # Events arrive a little after what they tell of.
  sleep 1; kill "$events"; wait "$events" 2>/dev/null || true
  wc -l < "$XDG_STATE_HOME/execs" >> "$XDG_STATE_HOME/exec-count"
  start=$(now); "$program" -q down -y >/dev/null; since "$start" >> "$XDG_STATE_HOME/down"
done
for _ in $(seq 20); do
  start=$(now); "$program" labs >/dev/null; since "$start" >> "$XDG_STATE_HOME/labs"
done
peak() { ( "$@" >/dev/null 2>&1 & pid=$!; most=0
  while kill -0 $pid 2>/dev/null; do
    seen=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || true); [ "${seen:-0}" -gt "$most" ] && most=$seen
  done; echo "$most" ); }
"$program" -q up "$lab" >/dev/null
memory=$(peak "$program" -q check)

figure() { printf '%-34s %8s ms\n' "$1" "$(least < "$XDG_STATE_HOME/$2")"; }
echo "least of $rounds rounds, $(nproc) processors, load $(cut -d' ' -f1 /proc/loadavg)"
figure "bare engine: 3 nodes running" floor-up
figure "up, $lab (with its set-up)" up
figure "up again" up-again
figure "check, quick" check
figure "bare engine: removal" floor-down
figure "down" down
figure "labs" labs
printf '%-34s %8s\n' "execs of a check run" "$(least < "$XDG_STATE_HOME/exec-count")"
printf '%-34s %8s kB\n' "peak memory of a check" "$memory"
printf '%-34s %8s kB\n' "binary" "$(($(stat -c %s "$program") / 1024))"
