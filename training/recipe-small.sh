#!/bin/sh
# The whole recipe of the small model: sh training/recipe-small.sh DATA OUT [MINUTES [OF THE SECOND LEG [OF THE THIRD]]]
# DATA holds silver/, english-mix/, names/ and pretrain/ (see README.md). Run again with the same OUT to go on after an
# interruption: finished stages are left alone, and a leg goes on from its last checkpoint.
set -eu
data=$(realpath "$1")
mkdir -p "$2"
out=$(realpath "$2")
minutes=${3:-102}
more=${4:-100}
last=${5:-75}
cd "$(dirname "$0")"
python=${PYTHON:-/usr/bin/python3}

stage() { printf '%s  %s\n' "$(date +%H:%M:%S)" "$1"; }

# once NAME COMMAND...: a stage that came to its end is not run again. The mark is made last, so a broken one is.
once() {
    name=$1
    shift
    if [ -f "$out/$name.done" ]; then
        stage "$name: done before"
        return
    fi
    stage "$name"
    "$@"
    touch "$out/$name.done"
}

# leg FOLDER MINUTES OPTIONS...: a leg that was stopped says so with its exit code; then the recipe stops too.
leg() {
    folder=$1
    length=$2
    shift 2
    nice -n 19 "$python" -m padener_training.train --data "$data" --vocab "$out/vocab" --out "$out/$folder" \
        --minutes "$length" --resume "$@"
}

scored() {
    "$python" -m padener_training.export --vocab "$out/vocab" --checkpoint "$out/mean.pt" \
        --format "$1" --out "$out/padener-en-small-$1.gguf"
    "$python" -m padener_training.evaluate --data "$data" --vocab "$out/vocab" --split "${SPLIT:-test}" \
        --per-source "${PER_SOURCE:-150}" --gguf "$out/padener-en-small-$1.gguf" >"$out/scores-$1.new"
    mv "$out/scores-$1.new" "$out/scores-$1.txt"
    cat "$out/scores-$1.txt"
}

once vocabulary "$python" -m padener_training.vocabulary "$data" "$out/vocab" 256
# Silver texts first, gold ones join after a fifth of the time; a cosine over all of it.
once leg1 leg leg1 "$minutes" --seed 1
# From those weights again: mostly gold texts, drawn by their mentions, and fragments made of names.
once leg2 leg leg2 "$more" --seed 2 --leg 2 --begin-with "$out/leg1/checkpoint.pt" --rate 1.2e-3
# The same once more: it was still getting better.
once leg3 leg leg3 "$last" --seed 3 --leg 2 --begin-with "$out/leg2/checkpoint.pt" --rate 1.2e-3
# The third leg begins to learn its texts by heart; the mean of both knows more than either.
once mean "$python" -m padener_training.average --checkpoints "$out/leg2/checkpoint.pt" "$out/leg3/checkpoint.pt" \
    --weights 0.4 0.6 --out "$out/mean.pt"
once scores-Q8_0 scored Q8_0
once scores-Q4_0 scored Q4_0
