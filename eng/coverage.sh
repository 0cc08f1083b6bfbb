# shellcheck shell=bash
# ./padener test --coverage: which lines and branches of the product the tests pass through, as a table and as pages.
# Counted are tests that call the code; a process that a test starts counts nothing.

coverage=$root/TestResults/coverage

measure_coverage() {
    local fast=$1 limit=$2 project
    trap tests_ended EXIT
    step_total=4
    setup_sdk
    step 'packages and tools'
    doing restoring,
    # A property of its own: only this build has the counter in it. Debug, because optimised code has fewer lines and branches
    # than its source, and because what is built here then never lies in the way of Release.
    dotnet_logged restore 'NuGet packages could not be restored.' restore PaDeNer.Stream.sln -p:PadenerCoverage=true
    restore_tools
    ended ready
    step 'build for coverage'
    doing compiling,
    locked "$build_lock" dotnet_logged build 'the build failed.' build PaDeNer.Stream.sln --configuration Debug --no-restore -p:PadenerCoverage=true \
        -nodeReuse:false -verbosity:minimal --tl:off
    ended ready
    rm -rf "$coverage"
    mkdir -p "$coverage"
    while read -r project; do
        if [[ -n $fast && $project =~ ^$slow_projects$ ]]; then
            left_out "$project" 'left out by --fast'
        else
            cover_project "$project" "$limit"
        fi
    done < <(test_projects)
    step report
    doing writing,
    (cd "$root" && logged report dotnet reportgenerator "-reports:$coverage/*/*.cobertura.*xml" "-targetdir:$coverage/report" '-reporttypes:Html;JsonSummary' -verbosity:Warning) \
        || fail 'the report could not be written.' "Log: $logs/report.log"
    ended ready
    coverage_table "$coverage/report/Summary.json"
    printf 'Line by line: %s\n' "$coverage/report/index.html"
    [[ $failed -eq 0 ]]
}

restore_tools() { dotnet_logged tools 'the tools in .config/dotnet-tools.json could not be restored.' tool restore; }

# cover_project NAME LIMIT: runs a project with the counter inside. A test that fails here and not elsewhere was disturbed by the
# counting (allocations, times); it is shown and counted all the same.
cover_project() {
    local name=$1 limit=$2 started=$SECONDS status=0 log=$logs/coverage-$1.log
    printf '%s: running\n' "$name"
    (cd "$root" && timeout --foreground --kill-after=10 "$limit" dotnet exec "tests/$name/bin/Debug/net10.0/PaDeNer.$name.dll" \
        --results-directory "$coverage/$name" --no-ansi --progress off --show-test-results failed --show-stdout None \
        --coverlet --coverlet-output-format cobertura --coverlet-include '[PaDeNer.*]*' '[padener*]*' \
        --coverlet-exclude '[PaDeNer.Testing]*' '[PaDeNer.*.Tests]*' --coverlet-exclude-by-file '**/obj/**') >"$log" 2>&1 || status=$?
    outcome() { sed -nE "s/^  $1: ([0-9]+)\$/\1/p" "$log" | tail -n 1; }
    if [[ -z $(outcome total) ]]; then
        counted "$name" "$started" 0 1 0
        printf '%s: failed: ended with exit code %d before it could report; log: %s\n' "$name" "$status" "$log"
    else
        grep -E '^failed ' "$log" || true
        counted "$name" "$started" "$(outcome succeeded)" "$(outcome failed)" "$(outcome skipped)"
    fi
}

# coverage_table SUMMARY: the report's summary as lines of a terminal. The report writes one line for each project.
coverage_table() {
    awk '
        function text(key) { match($0, "\"" key "\": \"[^\"]*"); return substr($0, RSTART + length(key) + 5, RLENGTH - length(key) - 5) }
        function number(key) { match($0, "\"" key "\": [0-9]+"); return substr($0, RSTART + length(key) + 4, RLENGTH - length(key) - 4) + 0 }
        function share(part, whole) { return whole > 0 ? sprintf("%.1f %%", 100 * part / whole) : "-" }
        function row(title, lines, of_lines, branches, of_branches) {
            printf "%-28s %8s %16s %8s %16s\n", title, share(lines, of_lines), lines " of " of_lines, share(branches, of_branches), branches " of " of_branches
        }
        BEGIN { printf "%-28s %25s %25s\n", "project", "lines", "branches" }
        /"classesinassembly":/ {
            row(text("name"), number("coveredlines"), number("coverablelines"), number("coveredbranches"), number("totalbranches"))
            lines += number("coveredlines"); of_lines += number("coverablelines")
            branches += number("coveredbranches"); of_branches += number("totalbranches")
        }
        END { row("all", lines, of_lines, branches, of_branches) }' "$1"
}
