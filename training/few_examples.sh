#!/bin/sh
# How far a few annotated texts go: tunes a model with the first 20, 100 and 500 of them and measures each on held-out texts.
#   sh training/few_examples.sh MODEL.gguf TRAIN.jsonl TEST.jsonl OUT [SIZES]
# TRAIN and TEST are JSON lines with text and entities (label, start, end), and labels where a text was annotated for a part of
# them. OUT takes everything that is made; a size that is there is not made again. SIZES are "20 100 500". LABEL_WORDS=NAME=WORDS,...
# says what labels are asked by, SEED draws other texts, THREADS is 2.
# Measured by ./padener eval, the daemon's own engine. OUT/table.tsv has F1 by size; size 0 is the model as it is.
set -eu
if [ $# -lt 4 ]; then
    sed -n '2,7s/^# //p' "$0" >&2
    exit 2
fi
root=$(cd "$(dirname "$0")/.." && pwd)
model=$(realpath "$1") train=$(realpath "$2") test=$(realpath "$3")
mkdir -p "$4"
out=$(realpath "$4")
sizes=${5:-20 100 500}
python=${PYTHON:-/usr/bin/python3}
cd "$root/training"

# steps SIZE: of 1,024 tokens, so that a text with its questions is seen many times where there are few, and several times where there are
# hundreds. With 40 + SIZE / 3 steps of 512 tokens, 100 texts of 15 labels gave F1 0.455 where 200 steps of 1,024 gave 0.534.
steps() { echo $((80 + $1)); }

# drawn SIZE: as many lines of TRAIN, drawn by SEED.
drawn() {
    "$python" - "$train" "$1" "${SEED:-1}" <<'END'
import random, sys
with open(sys.argv[1], encoding="utf-8") as file:
    lines = [line for line in file if line.strip()]
random.Random(int(sys.argv[3])).shuffle(lines)
sys.stdout.reconfigure(encoding="utf-8")
sys.stdout.writelines(lines[:int(sys.argv[2])])
END
}

# measured SIZE MODEL SECONDS: a line of the table.
measured() {
    "$root/padener" eval --model "$2" --data "$test" --quiet --json >"$out/$1.json"
    "$python" - "$out/$1.json" "$1" "$3" <<'END' >"$out/$1.tsv"
import json, sys
with open(sys.argv[1]) as file:
    found = json.load(file)["strings"]["micro"]
print("\t".join([sys.argv[2], *(f"{found[key] or 0:.4f}" for key in ("precision", "recall", "f1")), sys.argv[3]]))
END
}

[ -f "$out/0.tsv" ] || measured 0 "$model" 0
for size in $sizes; do
    [ ! -f "$out/$size.tsv" ] || continue
    drawn "$size" >"$out/$size.jsonl"
    began=$(date +%s)
    "$python" -m open_labels.train --examples "$out/$size.jsonl" --begin-with "$model" --out "$out/$size.run" --resume \
        --steps "$(steps "$size")" --tokens 1024 --rate 3e-4 --threads "${THREADS:-2}" ${LABEL_WORDS:+--label-words "$LABEL_WORDS"}
    "$python" -m open_labels.export --checkpoint "$out/$size.run/checkpoint.pt" --out "$out/$size.gguf"
    measured "$size" "$out/$size.gguf" "$(($(date +%s) - began))"
done
{
    printf 'texts\tprecision\trecall\tF1\tseconds\n'
    for size in 0 $sizes; do cat "$out/$size.tsv"; done
} | tee "$out/table.tsv"
