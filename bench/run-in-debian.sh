#!/usr/bin/env bash
# Runs a program of Debian's llama.cpp: bench/run-in-debian.sh MODEL PROGRAM ARGS...
# The model's file is /model.gguf to it. Its mounts belong to this process alone and end with it, and the program takes
# this process's id: whoever started this stops it by its id.
set -euo pipefail

[[ $# -ge 2 ]] || { echo "usage: run-in-debian.sh MODEL PROGRAM ARGS..." >&2 && exit 2; }
[[ -f $1 ]] || { echo "run-in-debian.sh: there is no model file $1" >&2 && exit 2; }
[[ $(id -u) -eq 0 ]] || { echo "run-in-debian.sh: needs root to change into Debian's system; run it with sudo" >&2 && exit 1; }
debian=${PADENER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/padener}/llama-server-sid
[[ -f $debian/.padener-peer ]] || { echo "run-in-debian.sh: $debian is not there; run bench/setup-llama-server.sh" >&2 && exit 1; }
export debian
export model=$1
shift
# shellcheck disable=SC2016  # expanded by the inner shell
exec unshare --mount -- bash -euc '
    touch "$debian/model.gguf"
    mount --bind "$model" "$debian/model.gguf"
    mount --bind /proc "$debian/proc"
    mount --bind /sys "$debian/sys"
    mount --bind /dev "$debian/dev"
    exec chroot "$debian" env -i PATH=/usr/bin:/bin LC_ALL=C "$@"' bash "$@"
