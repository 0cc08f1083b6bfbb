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
    expect 'An unknown backend is refused by name' refused "no backend 'tpu'" chosen_backend serve --backend tpu
    expect 'A package source without the CUDA package is told in one sentence, and other trouble is not' cuda_is_explained
    expect 'The verbs of the tools choose the tools, every other word the daemon' verbs_choose
    expect 'A build of the daemon alone claims nothing of the tools, a build of the tools claims both' builds_claim
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
    equal "$1" "$(chosen_backend "${@:2}")"
}

env_backend_is() { equal "$1" "$(PADENER__Model__Backend=$2 chosen_backend "${@:3}")"; }

cuda_is_explained() {
    echo 'Daemon.csproj : error NU1101: Unable to find package LLamaSharp.Backend.Cuda12. No packages exist with this id.' >"$scratch/cuda.log"
    echo 'Daemon.csproj : error NU1101: Unable to find package Confluent.Kafka. No packages exist with this id.' >"$scratch/other.log"
    refused 'LLamaSharp.Backend.Cuda12, the CUDA build' explain_cuda "$scratch/cuda.log" && explain_cuda "$scratch/other.log"
}

verbs_choose() {
    local verb
    for verb in "${tool_verbs[@]}"; do
        choose "$verb"
        equal "$tools" "$executable" || return 1
    done
    for verb in serve extract evla 'eval plan' --version ''; do
        choose "$verb"
        equal "$daemon" "$executable" || return 1
        equal "$root/src/Daemon/Daemon.csproj" "$project" || return 1
    done
}

builds_claim() {
    root=$scratch/built
    daemon=$root/daemon/padener.dll tools=$root/tools/padener-tools.dll
    mkdir -p "$root/src" "$root/daemon" "$root/tools"
    touch "$daemon" "$tools"
    dotnet_logged() { :; }
    build_and_stamp "$root/src/Daemon/Daemon.csproj"
    choose serve
    build_ready || return 1
    choose eval
    if build_ready; then return 1; fi
    build_and_stamp "$root/src/Tools/Tools.csproj"
    build_ready || return 1
    echo 1 >"$root/src/new.cs"
    if build_ready; then return 1; fi
    build_and_stamp "$root/PaDeNer.Stream.sln"
    build_ready || return 1
    choose serve
    build_ready
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
    [[ $before != "$(fingerprint)" ]] || return 1
    before=$(fingerprint)
    backend=cuda
    [[ $before != "$(fingerprint)" ]]
}
