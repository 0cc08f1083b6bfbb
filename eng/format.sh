# shellcheck shell=bash
# ./padener format, and the check of ./padener test: the same rules, applied or only asked for.

# format_whitespace ARGS..., format_style ARGS...: dotnet format with what both share.
format_whitespace() { (cd "$root" && logged format dotnet format whitespace . --folder "$@"); }

# Style needs the whole solution loaded; the build reports most of it already (EnforceCodeStyleInBuild), this finds the rest.
format_style() { (cd "$root" && logged format-style dotnet format style PaDeNer.Stream.sln --no-restore --severity error "$@"); }

apply_format() {
    step_total=4
    setup_sdk
    setup_restore "$root/PaDeNer.Stream.sln"
    step whitespace
    format_whitespace || fail 'dotnet format could not be run.' "Log: $logs/format.log"
    ended applied
    step style
    doing 'loading the solution,'
    format_style || fail 'not everything that .editorconfig asks for could be applied.' "Log: $logs/format-style.log"
    ended applied
}
