#!/bin/sh
# What each change of the training's texts brings: the same short run with all of them, and once without each.
#   sh training/ablation.sh [DATA [OUT [STEPS]]]
# DATA is the data's folder (default: PADENER_DATA_DIR, else shared/data beside the clone), OUT takes everything that is made (default: .cache/training/ablation);
# a run that is there is not made again. STEPS are of 1,024 tokens (3000): after 400 the base has only begun to learn the questions, and the
# runs differ by chance (F1 0.05 to 0.21, measured).
# Twelve layers of the base, which learn faster than all of them; scored on development texts in seven forms, the columns of OUT/table.tsv.
set -eu
root=$(cd "$(dirname "$0")/.." && pwd)
data=$(realpath "${1:-${PADENER_DATA_DIR:-$root/../shared/data}}")
out=${2:-$root/.cache/training/ablation}
steps=${3:-3000}
python=${PYTHON:-/usr/bin/python3}
base=$data/base/SmolLM2-135M-Instruct.Q4_1.gguf
if [ ! -f "$base" ]; then
    echo "ablation.sh: $base is not there; name the data's folder: sh training/ablation.sh DATA" >&2
    exit 2
fi
mkdir -p "$out"
out=$(realpath "$out")
cd "$root/training"

# run NAME OPTIONS...: trains, scores, leaves OUT/NAME.txt.
run() {
    name=$1
    shift
    [ ! -f "$out/$name.txt" ] || return 0
    echo "$(date +%H:%M:%S)  $name"
    "$python" -m open_labels.train --data "$data" --begin-with "$base" --out "$out/$name" --resume --seed "${SEED:-1}" --threads "${THREADS:-2}" \
        --steps "$steps" --tokens 1024 --vocabulary 24576 --layers 0-2,8,9,11,20,21,24,27-29 --held-out 0 "$@" >"$out/$name.log"
    "$python" -m open_labels.evaluate --data "$data" --checkpoint "$out/$name/checkpoint.pt" --forms --mix "${MIX:-20}" --crossner "${MIX:-20}" --threads "${THREADS:-2}" >"$out/new"
    mv "$out/new" "$out/$name.txt"
    rm -r "$out/$name"
}

run all
run without-wordings --wordings 0
run without-negatives --negatives 0
run without-joined --join 0
run without-case --capitals 0 --lower 0
run without-white-space --spaces 0
run without-swapped-names --swap-names 0
"$python" - "$out" <<'END' | tee "$out/table.tsv"
import pathlib, sys
first = None
for name in ("all", *("without-" + part for part in ("wordings", "negatives", "joined", "case", "white-space", "swapped-names"))):
    lines = [line for line in (pathlib.Path(sys.argv[1]) / f"{name}.txt").read_text().splitlines() if " F1 " in line]
    if not first:
        first = [line[:24].strip() for line in lines]
        print("run", *first, sep="\t")
    print(name, *(line.split(" F1 ")[1].split()[0] for line in lines), sep="\t")
END
