#!/bin/sh
# The whole recipe of the default model: sh training/recipe.sh DATA OUT [MINUTES]
# DATA holds silver/, english-mix/, names/ and pretrain/ (see README.md). Run again to go on after an interruption.
set -eu
data=$1
out=$2
minutes=${3:-102}
cd "$(dirname "$0")"
python=${PYTHON:-/usr/bin/python3}
mkdir -p "$out"

if [ ! -f "$out/vocab/embeddings-256.npy" ]; then
    "$python" -m padener_training.vocabulary "$data" "$out/vocab" 256
fi

# Silver texts first, gold ones join after a fifth of the time; a cosine over all of it.
nice -n 19 "$python" -m padener_training.train --data "$data" --vocab "$out/vocab" --out "$out/run" \
    --minutes "$minutes" --seed 1 --resume

for format in Q8_0 Q4_0; do
    "$python" -m padener_training.export --vocab "$out/vocab" --checkpoint "$out/run/checkpoint.pt" \
        --format "$format" --out "$out/padener-en-small-$format.gguf"
    "$python" -m padener_training.evaluate --data "$data" --vocab "$out/vocab" \
        --gguf "$out/padener-en-small-$format.gguf" | tee "$out/scores-$format.txt"
done
