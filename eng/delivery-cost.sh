#!/usr/bin/env bash
# What exactly-once costs against at-least-once, with a real model and a real Kafka on one machine: the same documents in both modes, one
# after the other, several times. usage: PADENER_KAFKA_DIR=DIR eng/delivery-cost.sh TEXTS [PAIRS] [MODEL]
# TEXTS is a file of documents, JSON lines; half of them warm the daemon up. DIR holds start.sh and tool.sh; wants Java and curl.
set -euo pipefail
root=$(dirname -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")")
kafka=${PADENER_KAFKA_DIR:?the folder of an Apache Kafka} texts=${1:?usage: eng/delivery-cost.sh TEXTS [PAIRS] [MODEL]} pairs=${2:-3} model=${3:-default}
work=$(mktemp -d)
trap 'kill $(jobs -p) 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT
count=$(wc -l <"$texts")
port=29292 http=29299

"$kafka/start.sh" "$work/kafka" "$port" >"$work/kafka.log" 2>&1 &
broker=$!
# runs PROCESS LOG: it does; otherwise what it said last, and the end.
runs() { kill -0 "$1" 2>/dev/null || { tail -n 20 "$2" >&2 && exit 1; }; }
until grep -q 'Kafka Server started' "$work/kafka.log"; do runs "$broker" "$work/kafka.log" && sleep 0.2; done

completed() { curl -sf "http://127.0.0.1:$http/metrics" | awk '/^padener_stream_document_completed_total/ { n += $NF } END { print n + 0 }'; }

# rate MODE RUN: documents a second between half of them and all.
rate() {
    local mode=$1 name=cost-$2-$1 begun ended half seen daemon topic
    for topic in "$name" "$name-out" "$name-letters"; do
        "$kafka/tool.sh" topics --bootstrap-server "127.0.0.1:$port" --create --topic "$topic" --partitions 3 >/dev/null 2>&1
    done
    "$kafka/tool.sh" console-producer --bootstrap-server "127.0.0.1:$port" --topic "$name" <"$texts" >/dev/null 2>&1
    "$root/padener" serve --set Model:Path="$model" --set Kafka:BootstrapServers="127.0.0.1:$port" --set Kafka:InputTopic="$name" \
        --set Kafka:OutputTopic="$name-out" --set Kafka:DeadLetterTopic="$name-letters" --set Kafka:GroupId="$name" \
        --set Delivery:Mode="$mode" --set Http:Port="$http" --set Api:Port=0 --set Host:StateDirectory="$work/$name" >"$work/$name.log" 2>&1 &
    daemon=$!
    # This runs in a shell of its own, whose end is not that of the daemon.
    trap 'kill "$daemon" 2>/dev/null || true' EXIT
    until seen=$(completed) && ((seen >= count / 2)); do runs "$daemon" "$work/$name.log" && sleep 0.2; done
    begun=$(date +%s.%N) half=$seen
    until seen=$(completed) && ((seen >= count)); do runs "$daemon" "$work/$name.log" && sleep 0.1; done
    ended=$(date +%s.%N)
    kill -TERM "$daemon"
    wait "$daemon"
    awk -v n="$((seen - half))" -v s="$begun" -v e="$ended" 'BEGIN { printf "%.2f\n", n / (e - s) }'
}

"$root/padener" build >/dev/null
for ((pair = 1; pair <= pairs; pair++)); do
    once=$(rate exactly-once "$pair")
    least=$(rate at-least-once "$pair")
    printf 'pair %d: exactly-once %s, at-least-once %s documents/s\n' "$pair" "$once" "$least"
done | awk '{ print; a += $4; b += $6 } END { printf "in all: %.3f\n", a / b }'
