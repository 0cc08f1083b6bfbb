# shellcheck shell=bash
# Tools that are needed only when something has to be fetched: installed where we may, named where we may not.

# need_packages PURPOSE PACKAGE...: Debian and Ubuntu packages, all at once.
need_packages() {
    local purpose=$1
    shift
    local install=(apt-get install -y --no-install-recommends "$@") as_root=(env DEBIAN_FRONTEND=noninteractive)
    if [[ $(id -u) -ne 0 ]]; then
        if ! sudo -n true 2>/dev/null; then
            fail "$purpose needs packages that are not installed: $*" "Run: sudo apt-get update && sudo ${install[*]}" "and then this command again."
        fi
        as_root=(sudo -n "${as_root[@]}")
    fi
    command -v apt-get >/dev/null || fail "$purpose needs packages that are not installed: $*" "Install them with this system's package manager (the names are Debian's)."
    doing "installing $*,"
    # The lists may be old or absent in a bare image, and fetching them costs seconds: only when the first try fails.
    logged apt "${as_root[@]}" "${install[@]}" \
        || { logged apt-update "${as_root[@]}" apt-get update && logged apt "${as_root[@]}" "${install[@]}"; } \
        || fail "$purpose needs packages that could not be installed: $*" "Run: apt-get update && ${install[*]}" "Log: $log"
}

need_npm() {
    command -v npm >/dev/null || need_packages 'fetching native libraries' npm ca-certificates
}
