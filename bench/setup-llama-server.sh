#!/usr/bin/env bash
# Sets up the baseline that we are measured against: Debian sid's llama-server and llama-bench, in a small system of their
# own in the cache. Prints that system's folder on stdout; everything else goes to stderr. Ends with exit code 1 and
# the reason where it cannot be had. Needs root (for debootstrap and chroot) and network; done once per machine.
set -euo pipefail

root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
# shellcheck source=eng/common.sh
source "$root/eng/common.sh"
# shellcheck source=eng/tools.sh
source "$root/eng/tools.sh"

debian=$cache/llama-server-sid
# Its programs are in sbin, which a user's own path may lack.
PATH=$PATH:/usr/sbin:/sbin

debian_ready() { [[ -f $debian/.padener-peer ]]; }

debian_install() {
    if debian_ready; then return; fi
    work=$(mktemp -d "$cache/llama-server.XXXXXX")
    chmod 755 "$work"
    # debootstrap's own mirror, and then that system's own apt: no address of a mirror stands here.
    logged debootstrap debootstrap --variant=minbase sid "$work" \
        || fail "Debian sid could not be unpacked into the cache." \
            "Is there network, and does 'debootstrap --variant=minbase sid /tmp/sid' work?" "Log: $log"
    # Without the recommended packages: they bring a GPU's libraries.
    logged llama-server chroot "$work" env DEBIAN_FRONTEND=noninteractive LC_ALL=C \
        apt-get install -y --no-install-recommends llama.cpp-tools \
        || fail "llama.cpp-tools could not be installed into Debian sid." \
            "Try again later: sid is rebuilt daily and now and then has a package that cannot be installed." "Log: $log"
    chroot "$work" apt-get clean
    # Says what was measured against; sid has another release tomorrow.
    chroot "$work" dpkg-query -W -f '${Package} ${Version}\n' | grep -E '^(llama|libllama|ggml|libggml)' >"$work/.padener-peer" \
        || fail "llama.cpp-tools is not what was installed into Debian sid." "Log: $log"
    # Renamed into place as a whole: nobody ever sees half a system.
    rm -rf "$debian"
    mv "$work" "$debian"
}

step_total=1
step "llama-server from Debian sid"
if debian_ready; then
    ended cached
else
    [[ $(id -u) -eq 0 ]] || fail "llama-server is not set up, and setting it up needs root (debootstrap and chroot)." \
        "Run: sudo bench/setup-llama-server.sh"
    command -v debootstrap >/dev/null && [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]] \
        || need_packages 'setting up llama-server' debootstrap debian-archive-keyring
    doing fetching,
    locked llama-server debian_install
    ended ready
fi
printf '%s\n' "$debian"
