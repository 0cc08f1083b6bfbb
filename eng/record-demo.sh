#!/usr/bin/env bash
# docs/images/demo.svg: the commands below, run in a terminal and drawn as they looked. Anew whenever the default model or the demo
# changes: eng/record-demo.sh. Wants python3, and script (Debian: bsdutils, part of every installation).
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cat >"$work/commands" <<'END'
./padener demo --documents 5
echo "Nurse Ada Okoro gave the patient 200 mg of ibuprofen after the operation." |\
  ./padener extract -i - -o - --show -q --labels "nurse,drug"
END
cat >"$work/session" <<'END'
stty cols 110 rows 60
command=
while IFS= read -r line <&3; do
    [[ -n $command ]] && prompt='>' || prompt='$'
    printf '\e[1;38;5;10m%s\e[0m \e[1m%s\e[0m\n' "$prompt" "$line"
    command+=$line$'\n'
    [[ $line != *\\ ]] || continue
    eval "$command" || exit
    command=
    echo
done 3<"$1"
END

cd "$root"
./padener build
# Not at a user's settings: the picture is of what everybody gets.
env -u NO_COLOR TERM=xterm-256color script --quiet --return --log-out "$work/terminal" --command "bash $work/session $work/commands" >/dev/null
# Without script's own first and last line.
sed -e '1{/^Script started/d}' -e '${/^Script done/d}' "$work/terminal" |
    python3 eng/terminal-picture.py 'padener demo: sentences with people, organisations and places in colour, and the figures of the run' >docs/images/demo.svg
