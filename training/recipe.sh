#!/bin/sh
# The recipe of the default model, from a published base to a GGUF file:
#   sh training/recipe.sh [--quick] [DATA [OUT [MINUTES [SECOND]]]]
# DATA is the data's folder (default: PADENER_DATA_DIR, else shared/data beside the clone), with base/, open-labels/, english-mix/,
# silver/ and names/. OUT takes everything that is made (default: .cache/training/default). Run again with the same OUT to go
# on after an interruption: finished stages are left alone, and the run goes on from its last checkpoint.
# Two legs: MINUTES in which the model shrinks to what the repository holds, then SECOND with the small one (85; 0: none).
# --quick takes a few layers and steps, minutes in all: it shows that the way is open, not what the model can do.
set -eu
quick=
if [ "${1:-}" = --quick ]; then
    quick=yes
    shift
fi
root=$(cd "$(dirname "$0")/.." && pwd)
data=${1:-${PADENER_DATA_DIR:-$root/../shared/data}}
out=${2:-$root/.cache/training/${quick:+quick}}
out=${out%/}
[ -n "$quick" ] || [ -n "${2:-}" ] || out=$out/default
minutes=${3:-120}
second=${4:-85}
threads=${THREADS:-2}
python=${PYTHON:-/usr/bin/python3}
base=$data/base/SmolLM2-135M-Instruct.Q4_1.gguf

for needed in "$base" "$data/open-labels" "$data/english-mix/train.jsonl" "$data/silver/train.jsonl.gz" "$data/names"; do
    if [ ! -e "$needed" ]; then
        echo "recipe.sh: $needed is not there; name the data's folder: sh training/recipe.sh DATA" >&2
        exit 2
    fi
done
data=$(realpath "$data")
base=$data/base/SmolLM2-135M-Instruct.Q4_1.gguf
mkdir -p "$out"
out=$(realpath "$out")
cd "$root/training"

if [ -n "$quick" ]; then
    name=quick
    second=0
    run="--steps 20 --tokens 512 --vocabulary 8192 --layers 0-2,8,9,11,20,21,24,27-29 --held-out 0"
    held_out="--mix 2 --crossner 2"
else
    name=padener-en
    # A quarter of the run with the whole model; until three fifths of it five layers and a quarter of the inner neurons fade away: what
    # is left has 70 million weights and fits in 50 MB. SHRINK= (empty) keeps the model whole.
    shrink=${SHRINK---layers 0-13,19-29 --inner 1120 --fade-from 0.25 --fade 0.6}
    run="--minutes $minutes --tokens 1024 --vocabulary ${VOCABULARY:-24576} --held-out 12 $shrink"
    held_out="--mix 60 --crossner 500"
fi

stage() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$1"; }

# once NAME COMMAND...: a stage that came to its end is not run again. The mark is made last, so a broken one is.
once() {
    stage_name=$1
    shift
    if [ -f "$out/$stage_name.done" ]; then
        stage "$stage_name: done before"
        return
    fi
    stage "$stage_name"
    "$@"
    touch "$out/$stage_name.done"
}

scores() {
    # shellcheck disable=SC2086
    nice -n 10 "$python" -m open_labels.evaluate --data "$data" --gguf "$out/$name.gguf" --threads "$threads" $held_out >"$out/scores.new"
    mv "$out/scores.new" "$out/scores.txt"
    cat "$out/scores.txt"
}

# leg FOLDER BASE SEED OPTIONS...: a run that was stopped says so with its exit code; then the recipe stops too.
leg() {
    leg_folder=$1 leg_base=$2 leg_seed=$3
    shift 3
    # shellcheck disable=SC2086
    nice -n 10 "$python" -m open_labels.train --data "$data" --begin-with "$leg_base" --out "$out/$leg_folder" --resume --seed "$leg_seed" \
        --threads "$threads" --name "PaDeNer English" --licence cc-by-sa-4.0 --format Q4_0 --embedding-format "${EMBEDDING:-Q4_0}" "$@" ${MORE:-}
}

export_to() { "$python" -m open_labels.export --checkpoint "$out/$1/checkpoint.pt" --out "$2"; }

# shellcheck disable=SC2086
once train leg run "$base" "${SEED:-1}" $run
if [ "$second" = 0 ]; then
    once export export_to run "$out/$name.gguf"
else
    once first export_to run "$out/first.gguf"
    # What is left of the model goes on from the file, by a rate of its own; counts above zero weigh more, as the first leg says too few.
    once second leg second "$out/first.gguf" "$((${SEED:-1} + 1))" --minutes "$second" --tokens 1024 --held-out 12 --some-weight 1.2 --rate 3.5e-4 --round-from 0.5
    once export export_to second "$out/$name.gguf"
fi
once scores scores
stage "$out/$name.gguf"
