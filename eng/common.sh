# shellcheck shell=bash
# What every part of the script shares: where things are, progress lines, logs.
# Everything here writes to stderr: stdout belongs to the verb alone.

cache=${PADENER_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/padener}
logs=$root/.cache/logs

# .NET's own chatter has no place in front of a verb's output.
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_CLI_WORKLOAD_UPDATE_NOTIFY_DISABLE=1
export DOTNET_GENERATE_ASPNET_CERTIFICATE=false

note() { printf '%s\n' "$*" >&2; }

# fail SENTENCE...: what went wrong and what to do about it, one line each.
fail() {
    note_ended
    printf 'padener: %s\n' "$1" >&2
    shift
    local line
    for line in "$@"; do printf '  %s\n' "$line" >&2; done
    exit 1
}

can_write() { [[ -w $1 ]]; }

# require_writable: everything that builds writes into the clone and keeps its locks in a cache.
require_writable() {
    can_write "$root" || fail "$root cannot be written to, and something has to be built: the build's outputs and logs go there." \
        "What was built before and has not changed since runs from a read-only folder: run './padener setup' where it can be written to." \
        "A folder made by './padener publish' needs no build at all."
    { mkdir -p "$cache" && can_write "$cache"; } 2>/dev/null || fail "$cache cannot be written to: locks of the build are kept there." \
        'Name another folder: PADENER_CACHE=/tmp/padener-cache'
}

step_number=0
step_total=0
line_open=
ticker=

# step TITLE ... ended "cached": one line on stderr, with a dot every ten seconds while it takes long.
step() {
    step_number=$((step_number + 1))
    step_started=$SECONDS
    printf '[%d/%d] %s: ' "$step_number" "$step_total" "$1" >&2
    line_open=yes
}

doing() {
    printf '%s ' "$1" >&2
    stop_ticker
    (
        # Without this the ticker would outlive a script that was killed outright.
        while kill -0 "$$" 2>/dev/null; do
            # Without our outputs, so that a sleep left behind never keeps somebody's pipe open.
            sleep 10 >/dev/null 2>&1
            printf '.' >&2
        done
    ) &
    ticker=$!
}

stop_ticker() {
    [[ -n $ticker ]] || return 0
    kill "$ticker" 2>/dev/null || true
    wait "$ticker" 2>/dev/null || true
    ticker=
}

ended() {
    local seconds=$((SECONDS - step_started))
    stop_ticker
    printf '%s (%d s)\n' "$1" "$seconds" >&2
    line_open=
}

note_ended() {
    stop_ticker
    [[ -z $line_open ]] || printf 'failed\n' >&2
    line_open=
}

trap stop_ticker EXIT

# logged NAME COMMAND...: output goes to a log file of that name, whose path is left in $log.
logged() {
    log=$logs/$1.log
    shift
    mkdir -p "$logs"
    "$@" >"$log" 2>&1
}

# locked NAME COMMAND...: one process at a time per machine and name, in a subshell that may fill the folder $work.
# The command itself runs without the lock's descriptor: the compiler servers that .NET leaves behind would keep it.
locked() {
    local name=$1
    shift
    mkdir -p "$cache"
    (
        work=
        trap 'stop_ticker; [[ -z $work ]] || rm -rf "$work"' EXIT
        if ! flock -n 9; then
            printf '(waiting for another padener) ' >&2
            flock 9
        fi
        "$@" 9>&-
    ) 9>"$cache/.$name.lock"
}

# NuGet's word for this machine.
platform() {
    case $(uname -s)-$(uname -m) in
        Linux-x86_64) echo linux-x64 ;;
        Linux-aarch64) echo linux-arm64 ;;
        *) fail "there are no native libraries for $(uname -s) on $(uname -m): linux-x64 and linux-arm64 are supported." ;;
    esac
}
