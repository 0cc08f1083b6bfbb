# shellcheck shell=bash
# ./padener test --fuzz [TARGET] [--minutes N] [--seed N]: changes inputs of the readers by what they pass through, and sees whether one
# breaks a reader's promise. docs/design/fuzzing.md says what is promised.

# run_fuzz TARGET MINUTES SEED: all targets, or one; so long each.
run_fuzz() {
    local arguments=(--minutes "${2:-1}")
    [[ -z $1 ]] || arguments+=("$1")
    [[ -z $3 ]] || arguments+=(--seed "$3")
    prepare_tests
    # exec would leave the traps of this script behind; the exit code is the run's.
    (cd "$root" && dotnet exec tests/Fuzzing/bin/Release/net10.0/PaDeNer.Fuzzing.dll "${arguments[@]}" --output "$root/TestResults/fuzz")
}
