# shellcheck shell=bash
# ./padener test --list and --only NAME: which tests there are, and a few of them instead of all.

# prepare_tests: every test project built, at once where nothing has changed since.
prepare_tests() {
    if tests_ready; then return; fi
    step_total=3
    setup_sdk
    setup_restore "$root/PaDeNer.Stream.sln"
    setup_build "$root/PaDeNer.Stream.sln"
}

test_projects() {
    local folder
    for folder in "$root"/tests/*.Tests; do echo "${folder##*/}"; done
}

# tests_of PROJECT: full names of its tests, one a line. The Python that trains is a project like the others.
tests_of() {
    if [[ $1 == training/tests ]]; then
        awk 'FNR == 1 { module = FILENAME; sub(/.*\//, "", module); sub(/\.py$/, "", module) }
            match($0, /^class [A-Za-z0-9_]+/) { class = substr($0, 7, RLENGTH - 6) }
            match($0, /^    def test_[A-Za-z0-9_]+/) { print "tests." module "." class "." substr($0, 9, RLENGTH - 8) }' "$root"/training/tests/test_*.py
    else
        # It writes who it is above the names.
        dotnet exec "$root/tests/$1/bin/Release/net10.0/PaDeNer.$1.dll" -noColor -list methods | grep '^PaDeNer\.'
    fi
}

# name_matches PATTERN NAME: a part of class or method in any case, * and ? stand for what may come between, and a sentence may be
# written with spaces.
name_matches() {
    local pattern=${1// /_} name=$2
    # Unquoted on the right: the pattern is one.
    # shellcheck disable=SC2053
    [[ ${name,,} == *${pattern,,}* ]]
}

# matching PROJECT PATTERN: its tests that match.
matching() {
    local name
    while IFS= read -r name; do
        if name_matches "$2" "$name"; then printf '%s\n' "$name"; fi
    done < <(tests_of "$1")
}

list_tests() {
    local project names prefix total=0
    prepare_tests
    for project in $(test_projects) training/tests; do
        mapfile -t names < <(tests_of "$project")
        total=$((total + ${#names[@]}))
        [[ ${#names[@]} -gt 0 ]] || fail "$project could not be asked for its tests."
        # What every name of a project starts with says nothing.
        prefix=PaDeNer.$project.
        [[ $project != training/tests ]] || prefix=tests.
        printf '%s (%d)\n' "$project" "${#names[@]}"
        printf '  %s\n' "${names[@]#"$prefix"}"
    done
    note "$total tests. Run some of them: ./padener test --only NAME"
}

# run_only PATTERN LIMIT: as the whole run would run them; nothing that matches is a failure.
run_only() {
    local pattern=$1 limit=$2 project name chosen arguments found=""
    [[ -n ${pattern//[*? ]/} ]] || fail '--only needs a part of the name of a class or a test.' "They have names like these: ./padener test --list"
    prepare_tests
    for project in $(test_projects) training/tests; do
        mapfile -t chosen < <(matching "$project" "$pattern")
        [[ ${#chosen[@]} -gt 0 ]] || continue
        # From here on the last line says what was seen; before, there was nothing to see.
        [[ -n $found ]] || trap tests_ended EXIT
        found=yes
        if [[ $project == training/tests ]]; then
            test_training "$limit" "${chosen[@]}"
        else
            # A test that only runs when it is asked for is asked for by its name.
            arguments=(-explicit on)
            for name in "${chosen[@]}"; do arguments+=(-method "$name"); done
            test_project "$project" "$limit" "${arguments[@]}"
        fi
    done
    [[ -n $found ]] || fail "no test matches '$pattern'." "All names: ./padener test --list"
    [[ $failed -eq 0 ]]
}
