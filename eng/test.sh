# shellcheck shell=bash
# ./padener test: everything built with warnings as errors, the format checked, every test run, one line of counts at
# the end. A test project that crashes or runs nothing is a failure; whatever is left out is a skip with its reason.

passed=0
failed=0
skipped=0

# These load models or start daemons, and take most of the time.
slow_projects='(EndToEnd|Faults|LLamaSharp)\.Tests'
test_usage='Usage: ./padener test [--fast|--slow] [--require-all] [--list | --only NAME | --coverage | --mutation [SCOPE] | --fuzz [TARGET] [--minutes N] [--seed N] | --faults [--quick] | --packages]'
require_all=''

# What failed, in its own words: said again at the end, where a run of many minutes is read first.
failures=$logs/failed.log

# test_verb ARGS...: all tests, or one of the other things that can be done with tests.
test_verb() {
    # Seconds for one project: a hung test has to end some day, and a busy machine is not a hung test.
    local fast="" limit=900 task=all name="" quick="" minutes="" seed=""
    while [[ $# -gt 0 ]]; do
        case $1 in
            --fast) fast=yes ;;
            --slow)
                export PADENER_SLOW_TESTS=1
                limit=5400
                ;;
            --require-all)
                # Tests that can tell what is missing fail with it; what else is skipped is counted as failed at the end.
                export PADENER_REQUIRE=1
                require_all=yes
                ;;
            --quick) quick=yes ;;
            --list | --coverage | --faults | --packages) one_task "${1#--}" ;;
            --only | --mutation | --fuzz)
                one_task "${1#--}"
                if [[ $# -gt 1 && $2 != -* ]]; then name=$2 && shift; fi
                ;;
            --only=* | --mutation=* | --fuzz=*)
                name=${1#*=} task_given=${1%%=*}
                one_task "${task_given#--}"
                ;;
            --minutes | --seed)
                [[ ${2:-} =~ ^[0-9]+$ ]] || fail "$1 wants a whole number." "$test_usage"
                printf -v "${1#--}" '%s' "$2"
                shift
                ;;
            *) fail "test does not know '$1'." "$test_usage" ;;
        esac
        shift
    done
    [[ -z $quick || $task == faults ]] || fail '--quick goes with --faults.' "$test_usage"
    [[ -z $minutes$seed || $task == fuzz ]] || fail '--minutes and --seed go with --fuzz.' "$test_usage"
    rm -f "$failures"
    case $task in
        all) run_tests "$fast" "$limit" ;;
        list) list_tests ;;
        only) run_only "$name" "$limit" ;;
        coverage) measure_coverage "$fast" "$limit" ;;
        mutation) run_mutation "$name" ;;
        fuzz) run_fuzz "$name" "$minutes" "$seed" ;;
        faults) run_faults "$quick" ;;
        packages) run_packages ;;
    esac
}

# one_task TASK: sets the task, once.
one_task() {
    [[ $task == all ]] || fail "--$task and --$1 are two different things." "$test_usage"
    task=$1
}

run_tests() {
    local fast=$1 limit=$2 project
    # However this ends, the last line says what was seen.
    trap tests_ended EXIT
    step_total=4
    setup_sdk
    setup_restore "$root/PaDeNer.Stream.sln"
    setup_build "$root/PaDeNer.Stream.sln" -warnaserror
    check_whitespace
    test_script
    # Some compute on one core for minutes, some mostly wait for brokers, one has a compiler load the solution.
    if [[ -z $fast ]]; then
        begin_aside 'LLamaSharp.Tests training/tests' test_models "$limit"
        begin_aside format check_style
        begin_aside 'Streaming.Kafka.Tests Faults.Tests' test_brokers "$limit"
    fi
    for project in $(test_projects); do
        if [[ -n $fast && $project =~ ^$slow_projects$ ]]; then
            left_out "$project" 'left out by --fast'
        elif [[ " ${asides[*]} " != *" $project "* ]]; then
            test_project "$project" "$limit"
        fi
    done
    [[ -z $fast ]] || left_out training/tests 'left out by --fast'
    join_asides
    [[ $failed -eq 0 ]]
}

# run_faults QUICK: the tests that break things on purpose, on a real broker. What they need has to be there.
run_faults() {
    local limit=43200
    export PADENER_REQUIRE=1 PADENER_FAULTS=long
    if [[ -n $1 ]]; then
        PADENER_FAULTS=quick
        limit=1800
    fi
    prepare_tests
    trap tests_ended EXIT
    test_project Faults.Tests "$limit" -explicit only
    [[ $failed -eq 0 ]]
}

test_models() {
    test_project LLamaSharp.Tests "$1"
    test_training "$1"
}

test_brokers() {
    test_project Streaming.Kafka.Tests "$1"
    test_project Faults.Tests "$1"
}

asides=()
aside_jobs=()

# begin_aside NAMES COMMAND...: runs a check beside the others, or some one after the other; what they say and count waits for join_asides.
begin_aside() {
    local names=$1 aside=$logs/aside-${#asides[@]}
    shift
    printf '%s: running beside the others\n' "$names"
    mkdir -p "$logs"
    rm -f "$aside.counts"
    (
        trap - EXIT
        passed=0 failed=0 skipped=0
        "$@"
        printf '%d %d %d\n' "$passed" "$failed" "$skipped" >"$aside.counts"
    ) >"$aside.out" 2>&1 &
    asides+=("$names")
    aside_jobs+=("$!")
}

join_asides() {
    local index counts
    for index in "${!asides[@]}"; do
        wait "${aside_jobs[index]}" || true
        grep -v ': running$' "$logs/aside-$index.out" || true
        # Without counts it was killed, which is a failure.
        counts=(0 1 0)
        [[ ! -s $logs/aside-$index.counts ]] || read -r -a counts <"$logs/aside-$index.counts"
        passed=$((passed + counts[0])) failed=$((failed + counts[1])) skipped=$((skipped + counts[2]))
    done
}

tests_ended() {
    local status=$?
    stop_ticker
    # Nothing failed that was counted, and yet something stopped us: the set-up, the build, the user.
    [[ $status -eq 0 || $failed -gt 0 ]] || failed=1
    if [[ -n $require_all && $skipped -gt 0 ]]; then
        printf 'skipped, which --require-all makes a failure: %d\n' "$skipped"
        failed=$((failed + skipped)) skipped=0
    fi
    if [[ -s $failures ]]; then
        printf 'What failed:\n'
        cat "$failures"
    fi
    printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
    exit "$((failed > 0))"
}

left_out() {
    skipped=$((skipped + 1))
    printf '%s: skipped: %s\n' "$1" "$2"
}

# Whitespace by folder costs a second or two.
check_whitespace() {
    step format
    doing checking,
    if format_whitespace --verify-no-changes; then
        ended ready
    else
        ended 'not as .editorconfig asks'
        not_as_asked format
    fi
}

# Style has the whole solution loaded, so --fast goes without.
check_style() {
    if format_style --verify-no-changes; then
        printf 'format: style as .editorconfig asks\n'
    else
        not_as_asked format-style
    fi
}

# not_as_asked LOG: counts it as a failure and says where.
not_as_asked() {
    failed=$((failed + 1))
    {
        sed "s#^$root/##; s# \[[^]]*\]\$##" "$logs/$1.log" | awk '!seen[$0]++' | head -n 30
        printf "format: failed: run './padener format'; log: %s\n" "$logs/$1.log"
    } | tee -a "$failures"
}

# failed_tests NAME LOG: the failed tests of a project as its runner told of them, the beginning of each.
failed_tests() {
    awk -v project="$1" '
        /^    [^ ].* \[FAIL\]$/ { lines = 1; print "  " project ":"; print; next }
        /^ {0,4}[^ ]/ { lines = 0 }
        lines > 0 && lines++ <= 40' "$2" >>"$failures"
}

# counted NAME STARTED PASSED FAILED SKIPPED: one line for a project, and its share of the total.
counted() {
    passed=$((passed + $3)) failed=$((failed + $4)) skipped=$((skipped + $5))
    printf '%s: %d passed, %d failed, %d skipped (%d s)\n' "$1" "$3" "$4" "$5" "$((SECONDS - $2))"
}

# test_project NAME LIMIT ARGS...: runs a project, all of it or what the runner's arguments choose.
test_project() {
    local name=$1 limit=$2 started=$SECONDS status=0 results=$root/TestResults/$1.xml counts long=60
    printf '%s: running\n' "$name"
    # The runner takes tests that wait for their turn for running ones; here all wait but four.
    [[ $name != Faults.Tests ]] || long=1200
    mkdir -p "$root/TestResults" "$logs"
    rm -f "$results"
    # The runner's table of contents is left in the log; skips with their reasons, failures and tests that take minutes are shown.
    (cd "$root" && timeout --foreground --kill-after=10 "$limit" \
        dotnet exec "tests/$name/bin/Release/net10.0/PaDeNer.$name.dll" -noLogo -noColor -longRunning "$long" -result-xml "$results" "${@:3}") 2>&1 \
        | tee "$logs/$name.log" \
        | { grep --line-buffered -vE '^ *(Discovering|Discovered|Starting|Finished): |^=== TEST EXECUTION SUMMARY|^ +PaDeNer\.[A-Za-z.]+ +Total: ' || true; } \
        | sed -uE "s/^.*\\[Long Running Test\\] '([^']*)', Elapsed: ([0-9:]*).*/still running after \\2: \\1/" \
        || status=$?
    # Attributes of the one <assembly> element; the counts of its collections come after it.
    counts=$(grep -o '<assembly [^>]*>' "$results" 2>/dev/null | head -n 1) || true
    attribute() { sed -nE "s/.* $1=\"([0-9]+)\".*/\1/p" <<<"$counts"; }
    if [[ $status -eq 124 || $status -eq 137 ]]; then
        counted "$name" "$started" 0 1 0
        printf '%s: failed: stopped after %d s; log: %s\n' "$name" "$limit" "$logs/$name.log" | tee -a "$failures"
    elif [[ $status -gt 1 || -z $counts ]]; then
        counted "$name" "$started" 0 1 0
        printf '%s: failed: ended with exit code %d before it could report; log: %s\n' "$name" "$status" "$logs/$name.log" | tee -a "$failures"
    elif [[ $(attribute total) -eq 0 ]]; then
        counted "$name" "$started" 0 1 0
        printf '%s: failed: it has no tests\n' "$name" | tee -a "$failures"
    else
        failed_tests "$name" "$logs/$name.log"
        counted "$name" "$started" "$(attribute passed)" "$(($(attribute failed) + $(attribute errors)))" "$(attribute skipped)"
    fi
}

# test_training LIMIT TESTS...: the Python that trains models, all of its tests or those that are named. unittest, because Debian's
# Python has it without further packages.
test_training() {
    local which=(discover -s tests -t .) name=training/tests started=$SECONDS status=0 log=$logs/training.log total bad=0 skips
    if ! /usr/bin/python3 -c 'import numpy, torch, sentencepiece' 2>/dev/null; then
        left_out "$name" '/usr/bin/python3 lacks torch, numpy or sentencepiece (apt-get install python3-torch python3-numpy python3-sentencepiece)'
        return
    fi
    [[ $# -le 1 ]] || which=("${@:2}")
    printf '%s: running\n' "$name"
    (cd "$root/training" && timeout --foreground --kill-after=10 "$1" /usr/bin/python3 -B -m unittest "${which[@]}" -v) >"$log" 2>&1 || status=$?
    grep -E ' \.\.\. skipped ' "$log" || true
    total=$(sed -nE 's/^Ran ([0-9]+) tests? in .*/\1/p' "$log" | tail -n 1)
    outcome() { tail -n 1 "$log" | sed -nE "s/^(OK|FAILED) \(.*\b$1=([0-9]+).*/\2/p"; }
    skips=$(outcome skipped)
    if [[ ${total:-0} -eq 0 ]]; then
        bad=1
        printf '%s: failed: ran no tests (exit code %d); log: %s\n' "$name" "$status" "$log"
    elif [[ $status -ne 0 ]]; then
        local failures errors
        failures=$(outcome failures || true) errors=$(outcome errors || true)
        bad=$((${failures:-0} + ${errors:-0}))
        sed -n '/^======/,$p' "$log" | tee -a "$failures"
    fi
    counted "$name" "$started" "$((${total:-0} > 0 ? total - bad - ${skips:-0} : 0))" "$bad" "${skips:-0}"
}
