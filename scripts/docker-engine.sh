#!/usr/bin/env bash
# A Docker engine of our own (Linux, root): own data, own socket, ended by its process id.
#   scripts/docker-engine.sh start FOLDER     prints the value for DOCKER_HOST
#   scripts/docker-engine.sh stop FOLDER
set -euo pipefail

start() {
  local folder=$1
  mkdir -p "$folder"
  for driver in overlay2 vfs; do
    dockerd --data-root "$folder/data" --exec-root "$folder/exec" --pidfile "$folder/engine.pid" \
      --host "unix://$folder/docker.sock" --storage-driver "$driver" >"$folder/engine.log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    for _ in $(seq 60); do
      if DOCKER_HOST="unix://$folder/docker.sock" docker info >/dev/null 2>&1; then
        echo "unix://$folder/docker.sock"
        return 0
      fi
      kill -0 "$(cat "$folder/pid")" 2>/dev/null || break
      sleep 0.5
    done
    kill "$(cat "$folder/pid")" 2>/dev/null || true
  done
  tail -n 5 "$folder/engine.log" >&2
  echo "The Docker engine did not start." >&2
  return 1
}

stop() {
  local folder=$1 pid
  pid=$(cat "$folder/pid" 2>/dev/null) || return 0
  kill "$pid" 2>/dev/null || true
  for _ in $(seq 40); do
    kill -0 "$pid" 2>/dev/null || break
    sleep 0.25
  done
  # The engine leaves its network namespace mounted.
  awk -v at="$folder/" 'index($2, at) == 1 { print $2 }' /proc/self/mounts | sort -r | xargs -r umount --lazy || true
  rm -rf "$folder" 2>/dev/null || true
}

"$1" "$2"
