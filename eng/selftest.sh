# shellcheck shell=bash
# Tests of the script's own decisions: no network, no build, about a second.

# expect SENTENCE COMMAND...: the command succeeds. It runs in a subshell, so it may change whatever it likes.
expect() {
    local sentence=$1
    shift
    if ("$@") >"$logs/script.log" 2>&1; then
        script_passed=$((script_passed + 1))
    else
        script_failed=$((script_failed + 1))
        printf '    %s [FAIL]\n' "$sentence"
        sed 's/^/      /' "$logs/script.log"
    fi
}

test_script() {
    local started=$SECONDS
    script_passed=0
    script_failed=0
    scratch=$(mktemp -d)
    expect 'The backend is cpu unless something else is asked for' backend_is cpu serve
    expect 'The backend is read from its own argument' backend_is cuda serve --backend cuda
    expect 'The backend is read from an argument with an equals sign' backend_is cuda serve --backend=cuda --x
    expect 'The backend is read from a setting' backend_is cuda serve --set Model:Backend=cuda
    expect 'The backend is read from the environment' env_backend_is cuda CUDA serve
    expect 'The argument goes before the environment' env_backend_is cpu cuda serve --backend cpu
    expect 'An unknown backend is refused by name' refused "no backend 'tpu'" llama_pin tpu
    expect 'Every supported platform has its checksum' pins_are_complete
    expect 'A tarball with another checksum is refused and nothing is unpacked' wrong_checksum_refused
    expect 'A folder made from another pin counts as not there' other_pin_is_not_ready
    expect 'An edit, a new file and a deleted file each change the fingerprint, build outputs do not' fingerprint_sees_changes
    rm -rf "$scratch"
    counted eng "$started" "$script_passed" "$script_failed" 0
}

equal() { [[ $1 == "$2" ]] || { printf 'expected: %s\nactual:   %s\n' "$1" "$2" && return 1; }; }

# refused TEXT COMMAND...: the command fails, and says why in words that hold TEXT.
refused() {
    local text=$1 said
    shift
    if said=$("$@" 2>&1); then return 1; fi
    [[ $said == *"$text"* ]] || { printf '%s\n' "$said" && return 1; }
}

backend_is() {
    unset PADENER__Model__Backend
    equal "$1" "$(llama_backend "${@:2}")"
}

env_backend_is() { equal "$1" "$(PADENER__Model__Backend=$2 llama_backend "${@:3}")"; }

pins_are_complete() {
    local pin
    for pin in LLAMA_SHA256_linux_x64 LLAMA_SHA256_linux_x64_cuda LLAMA_SHA256_linux_arm64; do
        [[ ${!pin} =~ ^[0-9a-f]{64}$ ]] || { printf '%s\n' "$pin" && return 1; }
    done
}

wrong_checksum_refused() {
    cache=$scratch/cache
    mkdir -p "$cache/downloads" "$scratch/target"
    echo 'not a package' >"$cache/downloads/scope-name-1.0.0.tgz"
    refused 'checksum' npm_package @scope/name 1.0.0 "$LLAMA_SHA256_linux_x64" "$scratch/target" && [[ -z $(ls -A "$scratch/target") ]]
}

other_pin_is_not_ready() {
    llama_dir=$scratch/llama
    llama_sha256=one
    mkdir -p "$llama_dir"
    echo one >"$llama_dir/.sha256"
    llama_ready || return 1
    llama_sha256=two
    ! llama_ready
}

fingerprint_sees_changes() {
    local before
    root=$scratch/repository
    mkdir -p "$root/src/A/obj"
    echo 1 >"$root/src/A/one.cs"
    before=$(fingerprint)
    echo 1 >"$root/src/A/obj/generated.cs"
    equal "$before" "$(fingerprint)" || return 1
    echo 1 >"$root/src/A/two.cs"
    [[ $before != "$(fingerprint)" ]] || return 1
    rm "$root/src/A/two.cs"
    equal "$before" "$(fingerprint)" || return 1
    echo 22 >"$root/src/A/one.cs"
    [[ $before != "$(fingerprint)" ]]
}
