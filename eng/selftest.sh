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
        {
            printf '    %s [FAIL]\n' "$sentence"
            sed 's/^/      /' "$logs/script.log"
        } | tee -a "$failures"
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
    expect 'An edit of a test makes the tests be built again and leaves the daemon as it is' tests_are_built_when_they_change
    expect 'A clone that cannot be written to is a sentence, and so is a cache' read_only_is_told
    expect 'The notices have the licence, the authors and the texts of every package in the bill of materials' notices_are_whole
    expect 'What is missing of licences and notices beside a bill of materials is named' notices_are_checked
    expect 'A published folder has parts for one processor, and those that it needs' processors_are_told_apart
    expect 'Cleaning removes what was built of sources, tests, benchmarks and samples, and nothing else' outputs_are_removed
    expect 'A test is found by a part of its class or its sentence, in any case, with spaces and with wildcards' names_match
    expect 'A name that no test has is not found, and no name is no name' names_do_not_match
    expect 'The tests of the trainer are listed by file, class and name' python_tests_are_listed
    expect 'What a test run does not know is refused, and so are two things at once' arguments_are_refused
    expect 'Every argument reaches what it asks for' arguments_arrive
    expect 'What failed is said again at the end, the beginning of each test' failures_are_repeated
    expect 'A skip is a failure where every test has to run, and only there' skips_count
    expect 'The table of coverage has a line for each project, and their sum' coverage_is_summed
    expect 'Every scope of mutation names a project, its tests and files that there are' scopes_exist
    expect 'An unknown scope of mutation is refused with those that there are' refused 'Scopes: ' run_mutation nothing
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

tests_are_built_when_they_change() {
    root=$scratch/tested
    daemon=$root/daemon/padener.dll tools=$root/tools/padener-tools.dll
    mkdir -p "$root/src" "$root/tests/A.Tests" "$root/daemon" "$root/tools"
    touch "$daemon" "$tools"
    dotnet_logged() { :; }
    if tests_ready; then return 1; fi
    build_and_stamp "$root/PaDeNer.Stream.sln"
    tests_ready || return 1
    echo 1 >"$root/tests/A.Tests/new.cs"
    if tests_ready; then return 1; fi
    choose serve
    build_ready
}

read_only_is_told() {
    root=$scratch/read-only cache=$scratch/cache
    mkdir -p "$root"
    can_write() { [[ $1 != "$unwritable" ]]; }
    unwritable=$root
    refused "$root cannot be written to" setup_sdk && refused "$root cannot be written to" remove_outputs || return 1
    unwritable=$cache
    refused 'PADENER_CACHE=' setup_sdk || return 1
    unwritable='' cache=/proc/none
    refused 'PADENER_CACHE=' setup_sdk
}

notices_are_whole() {
    local packages=$scratch/packages
    mkdir -p "$packages/some.library/1.2.3" "$packages/bare/2.0.0-beta"
    echo '<package><metadata><license type="file">LICENSES.txt</license><licenseUrl>https://aka.ms/deprecateLicenseUrl</licenseUrl><copyright>(c) Ada &amp; Bo</copyright></metadata></package>' \
        >"$packages/some.library/1.2.3/some.library.nuspec"
    printf 'You may use it.\r\n' >"$packages/some.library/1.2.3/LICENSES.txt"
    echo '<package><metadata><license type="expression">MIT</license><authors>Cy</authors></metadata></package>' >"$packages/bare/2.0.0-beta/bare.nuspec"
    printf '%s\n' '"purl": "pkg:nuget/Some.Library@1.2.3"' '"purl": "pkg:nuget/Bare@2.0.0-beta"' '"purl": "pkg:nuget/Bare@2.0.0-beta"' >"$scratch/sbom.json"
    equal 'Bare 2.0.0-beta;Some.Library 1.2.3' "$(packages_of "$scratch/sbom.json" | paste -sd';')" || return 1
    equal 'Some.Library 1.2.3;Licence: see below;(c) Ada & Bo;;--- LICENSES.txt ---;;You may use it.' \
        "$(package_notice Some.Library 1.2.3 "$packages/some.library/1.2.3" | tail -n +3 | paste -sd';')" || return 1
    equal 'Bare 2.0.0-beta;Licence: MIT;Copyright (c) Cy;' "$(package_notice Bare 2.0.0-beta "$packages/bare/2.0.0-beta" | sed -n '3,6p' | paste -sd';')" \
        && package_notice Bare 2.0.0-beta "$packages/bare/2.0.0-beta" | grep -q 'WITHOUT WARRANTY OF ANY KIND'
}

notices_are_checked() {
    local folder=$scratch/noted files=(LICENSE NOTICE THIRD-PARTY-NOTICES sbom.cdx.json)
    mkdir -p "$folder"
    echo text | tee "$folder/LICENSE" >"$folder/NOTICE"
    printf '%s\n' '"purl": "pkg:nuget/Some.Library@1.2.3"' '"purl": "pkg:nuget/Bare@2.0.0-beta"' >"$folder/sbom.cdx.json"
    printf '%s\n' 'Bare 2.0.0-beta' 'Some.Library 1.2.3' "$llama_heading" >"$folder/THIRD-PARTY-NOTICES"
    has_notices "$folder" "${files[@]}" || return 1
    touch "$folder/libcoreclr.so"
    refused "without a notice: $runtime_heading" has_notices "$folder" "${files[@]}" || return 1
    rm "$folder/libcoreclr.so"
    sed -i '/^Some/d' "$folder/THIRD-PARTY-NOTICES"
    refused 'without a notice: Some.Library 1.2.3' has_notices "$folder" "${files[@]}" || return 1
    : >"$folder/NOTICE"
    refused 'missing or empty: NOTICE' has_notices "$folder" "${files[@]}"
}

# binary FILE MACHINE: the first bytes of a program, ELF's machine at 18; with a third word .NET's library, whose machine stands after its second head.
binary() {
    mkdir -p "$(dirname "$1")"
    if [[ -z ${3:-} ]]; then
        { printf '\x7fELF\x02\x01\x01%011d' 0 && printf '%b' "$2" && printf '%060d' 0; } >"$1"
    else
        { printf 'MZ%058d\x80\0\0\0%064dPE\0\0' 0 0 && printf '%b' "$2"; } >"$1"
    fi
}

processors_are_told_apart() {
    local folder=$scratch/published x64='\x3e\0' arm64='\xb7\0' any='\x4c\x01' ahead_x64='\x1d\xfd' file
    for file in padener librdkafka.so runtimes/linux-arm64/native/libllama.so runtimes/linux-arm64/native/libggml-cpu.so; do binary "$folder/$file" "$arm64"; done
    binary "$folder/padener.dll" "$any" library
    echo 'MZ is no program' >"$folder/notes.txt"
    equal '' "$(foreign_files "$folder" linux-arm64)" || return 1
    binary "$folder/runtimes/linux-x64/native/avx2/libllama.so" "$x64"
    binary "$folder/System.dll" "$ahead_x64" library
    rm "$folder/runtimes/linux-arm64/native/libllama.so"
    equal 'missing: runtimes/linux-arm64/native/*libllama.so;System.dll;runtimes/linux-x64/native/avx2/libllama.so' "$(foreign_files "$folder" linux-arm64 | paste -sd';')" || return 1
    equal 'missing: runtimes/linux-x64/native/*libggml-cpu.so;librdkafka.so;padener;runtimes/linux-arm64/native/libggml-cpu.so' \
        "$(foreign_files "$folder" linux-x64 | paste -sd';')"
}

outputs_are_removed() {
    local kept built
    root=$scratch/cleaned
    for built in src/A tests/B benchmarks/C docs/samples/D; do
        mkdir -p "$root/$built/bin/Release" "$root/$built/obj"
        touch "$root/$built/bin/Release/a.dll" "$root/$built/a.cs"
    done
    mkdir -p "$root/docs/bin" "$root/TestResults" "$root/.cache/logs"
    remove_outputs
    kept=$(cd "$root" && find . -type f -o -type d -empty | LC_ALL=C sort | paste -sd' ')
    equal './benchmarks/C/a.cs ./docs/bin ./docs/samples/D/a.cs ./src/A/a.cs ./tests/B/a.cs' "$kept"
}

names_match() {
    local pattern name=PaDeNer.Decoding.Tests.Documents.LabelSetTests.Empty_nameless_and_double_sets_are_refused
    for pattern in LabelSetTests labelset 'empty nameless' 'LabelSet*refused' Documents.LabelSetTests.Empty "$name" 'nameless?and'; do
        name_matches "$pattern" "$name" || { printf 'not found: %s\n' "$pattern" && return 1; }
    done
}

names_do_not_match() {
    local pattern name=PaDeNer.Decoding.Tests.Documents.LabelSetTests.Empty_nameless_and_double_sets_are_refused
    for pattern in LabelSets 'refused*LabelSet' 'LabelSet?refused'; do
        if name_matches "$pattern" "$name"; then printf 'found: %s\n' "$pattern" && return 1; fi
    done
    for pattern in '' '*' '* *'; do
        refused 'needs a part of the name' run_only "$pattern" 1 || return 1
    done
}

python_tests_are_listed() {
    root=$scratch/python
    mkdir -p "$root/training/tests"
    printf '%s\n' 'class Words(unittest.TestCase):' '    def test_one(self):' '        def test_inside(): pass' '    def helper(self):' \
        'class Spans(unittest.TestCase):' '    def test_two(self):' >"$root/training/tests/test_words.py"
    printf '%s\n' 'class Tree(unittest.TestCase):' '    def test_three(self):' >"$root/training/tests/test_tree.py"
    equal 'tests.test_tree.Tree.test_three tests.test_words.Words.test_one tests.test_words.Spans.test_two' "$(tests_of training/tests | paste -sd' ')"
}

arguments_are_refused() {
    refused "does not know '--brief'" test_verb --brief \
        && refused '--quick goes with --faults' test_verb --quick \
        && refused '--coverage and --faults are two different things' test_verb --coverage --faults \
        && refused '--list and --only are two different things' test_verb --list --only a \
        && refused '--only and --mutation are two different things' test_verb --only=a --mutation=b \
        && refused '--minutes and --seed go with --fuzz' test_verb --minutes 3 \
        && refused '--minutes wants a whole number' test_verb --fuzz --minutes long \
        && refused "no native libraries for 'win-x64'" publish --output "$scratch/out" --runtime win-x64
}

arguments_arrive() {
    unset PADENER_SLOW_TESTS
    run_tests() { printf 'all %s %s' "$@"; }
    list_tests() { printf 'list'; }
    run_only() { printf 'only %s %s %s' "$1" "$2" "${PADENER_SLOW_TESTS:-}"; }
    measure_coverage() { printf 'coverage %s' "$1"; }
    run_mutation() { printf 'mutation %s' "$1"; }
    run_faults() { printf 'faults %s' "$1"; }
    run_fuzz() { printf 'fuzz %s %s %s' "$@"; }
    run_packages() { printf 'packages'; }
    equal 'all  900' "$(test_verb)" \
        && equal 'all yes 900' "$(test_verb --fast)" \
        && equal list "$(test_verb --list)" \
        && equal 'only a b 5400 1' "$(test_verb --only 'a b' --slow)" \
        && equal 'only a=b 900 ' "$(test_verb --only=a=b)" \
        && equal 'coverage yes' "$(test_verb --coverage --fast)" \
        && equal 'faults ' "$(test_verb --faults)" \
        && equal 'faults yes' "$(test_verb --faults --quick)" \
        && equal packages "$(test_verb --packages)" \
        && equal 'fuzz   ' "$(test_verb --fuzz)" \
        && equal 'fuzz gguf 5 7' "$(test_verb --fuzz gguf --minutes 5 --seed 7)" \
        && equal 'mutation ' "$(test_verb --mutation)" \
        && equal 'mutation ledger' "$(test_verb --mutation ledger)"
}

failures_are_repeated() {
    failures=$scratch/failed.log
    {
        printf '    PaDeNer.A.Tests.B.Passes [PASS]\n      Output:\n        fine\n'
        printf '    PaDeNer.A.Tests.B.Fails(x: 1) [FAIL]\n      Assert.Equal() Failure\n'
        printf '        line %d\n' {1..60}
        printf '    PaDeNer.A.Tests.B.Waits [SKIP]\n      later\n'
    } >"$scratch/runner.log"
    failed_tests A.Tests "$scratch/runner.log"
    passed=2 failed=1 skipped=1 require_all=''
    local said
    said=$(tests_ended || true)
    equal 'What failed:;  A.Tests:;    PaDeNer.A.Tests.B.Fails(x: 1) [FAIL];      Assert.Equal() Failure;        line 1' \
        "$(head -n 5 <<<"$said" | paste -sd';')" || return 1
    equal '        line 39;2 passed, 1 failed, 1 skipped' "$(tail -n 2 <<<"$said" | paste -sd';')"
}

skips_count() {
    failures=$scratch/none.log
    passed=2 failed=0 skipped=1 require_all=''
    equal '2 passed, 0 failed, 1 skipped' "$(tests_ended)" || return 1
    require_all=yes
    if (tests_ended >/dev/null); then return 1; fi
    equal '2 passed, 1 failed, 0 skipped' "$( (tests_ended || true) | tail -n 1)"
}

coverage_is_summed() {
    cat >"$scratch/summary.json" <<'END'
{
  "summary": { "coveredlines": 9, "coverablelines": 9 },
  "coverage": {
    "assemblies": [
      { "name": "PaDeNer.A", "classes": 1, "coverage": 75, "coveredlines": 3, "coverablelines": 4, "totallines": 9, "branchcoverage": 50, "coveredbranches": 1, "totalbranches": 2, "methodcoverage": 0, "coveredmethods": 0, "totalmethods": 1, "classesinassembly": [
        { "name": "One", "coverage": 75, "coveredlines": 3, "coverablelines": 4, "totallines": 9, "branchcoverage": 50, "coveredbranches": 1, "totalbranches": 2 }
      ] },
      { "name": "padener", "classes": 1, "coverage": 0, "coveredlines": 0, "coverablelines": 4, "totallines": 9, "branchcoverage": null, "coveredbranches": 0, "totalbranches": 0, "classesinassembly": [
      ] }
    ]
  }
}
END
    equal 'PaDeNer.A 75.0 % 3 of 4 50.0 % 1 of 2;padener 0.0 % 0 of 4 - 0 of 0;all 37.5 % 3 of 8 50.0 % 1 of 2' \
        "$(coverage_table "$scratch/summary.json" | tail -n +2 | tr -s ' ' | paste -sd';')"
}

are_there() { ls -d -- "$@" >/dev/null 2>&1; }

scopes_exist() {
    local scope folder pattern patterns tests
    [[ $(mutation_scopes | wc -l) -gt 0 ]] || return 1
    for scope in $(mutation_scopes); do
        folder=$(source_folder "$scope")
        tests=$(sed -nE 's/^ *"test-projects": \[ "([^"]+)" \].*/\1/p' "$root/eng/mutation/$scope.json")
        [[ -f $root/$folder/${folder##*/}.csproj && -f $root/$folder/$tests ]] || { printf '%s: no project or no tests\n' "$scope" && return 1; }
        mapfile -t patterns < <(sed -nE 's/^ *"mutate": \[ (.*) \].*/\1/p' "$root/eng/mutation/$scope.json" | tr -d ' "' | tr ',' '\n')
        [[ ${#patterns[@]} -gt 0 ]] || return 1
        for pattern in "${patterns[@]}"; do
            # Without an exclamation mark in front, a pattern is one of files that have to be there.
            [[ $pattern == '!'* ]] || (cd "$root/$folder" && shopt -s globstar && are_there $pattern) \
                || { printf '%s: no file is %s\n' "$scope" "$pattern" && return 1; }
        done
    done
}
