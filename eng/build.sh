# shellcheck shell=bash
# The build, and the question whether one is needed.

daemon=$root/src/Daemon/bin/Release/net10.0/padener.dll
tools=$root/src/Tools/bin/Release/net10.0/padener-tools.dll
# Verbs of the tools; all others are the daemon's, which does not need the tools built.
tool_verbs=(reformulate eval plan bench)
# One build at a time in a clone; other clones on the machine have locks of their own.
build_lock=build-$(cksum <<<"$root" | cut -d' ' -f1)

# choose VERB: the executable that has the verb, and its project. A verb that nobody has goes to the daemon, which knows all names.
choose() {
    local verb
    executable=$daemon project=$root/src/Daemon/Daemon.csproj
    for verb in "${tool_verbs[@]}"; do
        [[ $verb != "$1" ]] || executable=$tools project=$root/src/Tools/Tools.csproj
    done
}

# stamp_of EXECUTABLE: the file that says what it was built from. Beside it, so that deleting the outputs deletes the claim that they
# are current.
stamp_of() { echo "${1%/*}/.padener-build"; }

# chosen_backend ARGS...: cpu, unless the arguments or the environment say otherwise. CUDA is a package of its own, so the
# build has to know.
chosen_backend() {
    local chosen=${PADENER__Model__Backend:-cpu} previous="" argument
    for argument in "$@"; do
        case $argument in
            --backend=*) chosen=${argument#--backend=} ;;
            [Mm]odel:[Bb]ackend=*) chosen=${argument#*=} ;; # after --set
            *) [[ $previous != --backend ]] || chosen=$argument ;;
        esac
        previous=$argument
    done
    # Configuration values are read without regard to case, so the script does the same.
    chosen=${chosen,,}
    [[ $chosen == cpu || $chosen == cuda ]] || fail "there is no backend '$chosen': cpu and cuda are known."
    echo "$chosen"
}

# fingerprint FOLDERS...: one line for everything the executables are made from, the same for both, and for what else is named: the
# backend, and names, sizes and times of files, so an edit, a new file and a deleted one are all seen, and so is a checkout that goes
# back in time.
fingerprint() {
    (
        cd "$root" || exit
        echo "$backend"
        # What is not there is no part of the build: find complains about it and goes on.
        { find "$@" src config Directory.Build.props Directory.Build.targets Directory.Packages.props global.json .editorconfig BannedSymbols.txt \
            \( -name bin -o -name obj \) -prune -o -type f -printf '%p %s %T@\n' 2>/dev/null || true; } | LC_ALL=C sort
    ) | sha256sum
}

build_ready() {
    local stamp
    stamp=$(stamp_of "$executable")
    [[ -f $executable && -f $stamp && $(<"$stamp") == "$(fingerprint)" ]]
}

# Beside what the executables are made from, the solution holds these.
solution_folders=(tests benchmarks docs/samples PaDeNer.Stream.sln)
tests_ready() {
    local stamp=$root/.cache/tests-build
    [[ -f $stamp && $(<"$stamp") == "$(fingerprint "${solution_folders[@]}")" ]]
}

# prepare: everything the executable that was chosen needs. Says nothing and returns at once when everything is in place.
prepare() {
    if build_ready; then return; fi
    step_total=3
    setup_sdk
    setup_restore "$project"
    setup_build "$project"
}

setup_sdk() {
    local version
    require_writable
    step '.NET SDK'
    command -v dotnet >/dev/null || fail 'the .NET SDK 10 is not installed, or dotnet is not on the PATH.' \
        "Install the package dotnet-sdk-10.0, or run Microsoft's dotnet-install script with --channel 10.0."
    # In the repository's folder, because global.json there has a say.
    version=$(cd "$root" && logged sdk dotnet --version && tail -n 1 "$logs/sdk.log") || fail 'no .NET SDK that global.json accepts is installed (10.0.100 or later within 10.0).' \
        "Installed: $(dotnet --list-sdks 2>/dev/null | cut -d' ' -f1 | paste -sd' ')" "Log: $logs/sdk.log"
    ended "$version"
}

# dotnet_logged NAME SENTENCE COMMAND...: runs dotnet in the repository; on failure the first few errors, not all the output.
dotnet_logged() {
    local name=$1 sentence=$2 errors=() line
    shift 2
    if (cd "$root" && logged "$name" dotnet "$@"); then return; fi
    explain_cuda "$logs/$name.log"
    while IFS= read -r line; do errors+=("$line"); done \
        < <(grep -E '(error|warning) [A-Z]+[0-9]+' "$logs/$name.log" | sed -E "s#^ *$root/##; s# \[[^]]*\]\$##" | awk '!seen[$0]++' | head -n 8)
    fail "$sentence" "${errors[@]}" "Log: $logs/$name.log"
}

# explain_cuda LOG: the one package that a package source may well lack, in a sentence of its own.
explain_cuda() {
    grep -qE 'NU110[123].*LLamaSharp\.Backend\.Cuda12' "$1" || return 0
    fail "this machine's package sources do not have LLamaSharp.Backend.Cuda12, the CUDA build of llama.cpp: add a source that has it ('dotnet nuget list source' shows yours), or use --backend cpu." \
        "Log: $1"
}

setup_restore() {
    step 'NuGet packages'
    doing restoring,
    locked "$build_lock" dotnet_logged restore 'NuGet packages could not be restored.' restore "$1" -p:PadenerBackend="$backend"
    ended ready
}

# setup_build PROJECT ARGS...: Release, and warnings are errors as Directory.Build.props says.
setup_build() {
    step "build of ${1##*/}"
    doing compiling,
    locked "$build_lock" build_and_stamp "$@"
    ended ready
}

build_and_stamp() {
    local made_from tests_made_from
    # Taken before the build: a file saved while the compiler runs makes the next call build again.
    made_from=$(fingerprint)
    tests_made_from=$(fingerprint "${solution_folders[@]}")
    # No build nodes left behind: they would outlive a test run and keep its folders busy. One compiler for all projects halves the time,
    # whatever the environment says of it; it would stay for ten minutes, so it goes as well.
    dotnet_logged build 'the build failed.' build "$1" --configuration Release --no-restore -p:PadenerBackend="$backend" -p:UseSharedCompilation=true -nodeReuse:false \
        -verbosity:minimal --tl:off "${@:2}"
    dotnet build-server shutdown --vbcscompiler >/dev/null 2>&1 || true
    # Whoever builds the tools or everything builds the daemon too.
    [[ ! -f $daemon ]] || echo "$made_from" >"$(stamp_of "$daemon")"
    [[ $1 == */Daemon.csproj || ! -f $tools ]] || echo "$made_from" >"$(stamp_of "$tools")"
    [[ $1 != *.sln ]] || { mkdir -p "$root/.cache" && echo "$tests_made_from" >"$root/.cache/tests-build"; }
}

remove_outputs() {
    local folder
    require_writable
    for folder in src tests benchmarks docs/samples; do
        [[ ! -d $root/$folder ]] || find "$root/$folder" -type d \( -name bin -o -name obj \) -prune -exec rm -rf {} +
    done
    rm -rf "$root/TestResults" "$root/.cache"
    note "Build outputs removed; packages stay in NuGet's own folder."
}
