#!/usr/bin/env bash
# Runs one of the peer's programs: bench/run-in-peer.sh MODEL PROGRAM ARGS...
# The model's file is /model.gguf to it. Its mounts belong to this process alone and end with it, and the program takes
# this process's id: whoever started this stops it by its id.
set -euo pipefail

[[ $# -ge 2 ]] || { echo "usage: run-in-peer.sh MODEL PROGRAM ARGS..." >&2 && exit 2; }
[[ -f $1 ]] || { echo "run-in-peer.sh: there is no model file $1" >&2 && exit 2; }
[[ $(id -u) -eq 0 ]] || { echo "run-in-peer.sh: needs root to change into the peer's system; run it with sudo" >&2 && exit 1; }
peer=${PADENER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/padener}/llama-server-sid
[[ -f $peer/.padener-peer ]] || { echo "run-in-peer.sh: $peer is not there; run bench/setup-llama-server.sh" >&2 && exit 1; }
export peer
export model=$1
shift
# shellcheck disable=SC2016  # expanded by the inner shell
exec unshare --mount -- bash -euc '
    touch "$peer/model.gguf"
    mount --bind "$model" "$peer/model.gguf"
    mount --bind /proc "$peer/proc"
    mount --bind /sys "$peer/sys"
    mount --bind /dev "$peer/dev"
    exec chroot "$peer" env -i PATH=/usr/bin:/bin LC_ALL=C "$@"' bash "$@"
