# shellcheck shell=bash
# ./padener test --mutation [SCOPE]: Stryker changes the code of a scope, one place at a time, and runs the tests on each change. A scope
# is a file in eng/mutation: the project, its tests, the files that are changed, the least score.

mutation_scopes() {
    local file
    for file in "$root"/eng/mutation/*.json; do
        file=${file##*/}
        echo "${file%.json}"
    done
}

# source_folder SCOPE: where Stryker has to stand: in the folder of the project that it changes.
source_folder() { sed -nE 's/^ *"project": *"([^"]+)\.csproj".*/src\/\1/p' "$root/eng/mutation/$1.json"; }

run_mutation() {
    local scope chosen below=()
    mapfile -t chosen < <(mutation_scopes)
    if [[ -n $1 ]]; then
        [[ -f $root/eng/mutation/$1.json ]] || fail "there is no scope '$1'." "Scopes: ${chosen[*]}"
        chosen=("$1")
    fi
    step_total=$((${#chosen[@]} + 2))
    setup_sdk
    step 'packages and tools'
    doing restoring,
    dotnet_logged restore 'NuGet packages could not be restored.' restore PaDeNer.Stream.sln
    restore_tools
    ended ready
    for scope in "${chosen[@]}"; do
        mutate "$scope" || below+=("$scope")
    done
    [[ ${#below[@]} -eq 0 ]] || fail "below the score that eng/mutation asks for, or failed: ${below[*]}."
}

# mutate SCOPE: Debug, so that nothing of it lies in the way of what is built for use.
mutate() {
    local log=$logs/mutation-$1.log output=$root/TestResults/mutation/$1 status=0
    step "mutation of $1"
    doing 'changing and testing,'
    rm -rf "$output"
    (cd "$root/$(source_folder "$1")" && export PADENER_MUTATION=1 && logged "mutation-$1" dotnet stryker --config-file "$root/eng/mutation/$1.json" --output "$output" \
        --configuration Debug --skip-version-check) || status=$?
    if [[ -f $output/reports/mutation-report.html ]]; then
        ended "$(sed -nE 's/.*The final mutation score is ([0-9.]+) %.*/score \1 %/p' "$log" | tail -n 1)"
        mutation_table "$output/reports/mutation-report.md"
        printf 'Change by change: %s\n' "$output/reports/mutation-report.html"
    else
        ended failed
        tail -n 5 "$log"
        printf 'log: %s\n' "$log"
    fi
    return "$status"
}

# mutation_table REPORT: the files of a scope, out of a report that lists all files of the project.
mutation_table() {
    awk -F' *[|] *' '
        BEGIN { printf "%-28s %8s %8s %10s %10s %12s\n", "file", "score", "killed", "timed out", "survived", "not reached" }
        # A file with nothing that was tried has no score.
        $3 ~ /^[0-9.]+%?$/ {
            file = $2
            gsub(/.*\//, "", file)
            sub(/%$/, "", $3)
            printf "%-28s %8s %8d %10d %10d %12d\n", file, $3 " %", $4, $6, $5, $7
        }' "$1"
}
