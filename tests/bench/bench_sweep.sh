#!/bin/sh
# A sweep of 200 points against 200 separate runs, in one go, on the sample city: prints both times and
# their ratio, and fails below 10.
#   bench_sweep.sh SOURCE-TREE BINARY
set -eu
top=$1 turnpool=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
scenario=$top/scenarios/sample-city/baseline.yaml
now() { date +%s%N; }

sweep() {
    "$turnpool" sweep "$scenario" --vary reserve.share=0:0.396:0.004 --vary borrow.max_share=0.1,0.2 \
        --store "$1" >/dev/null 2>&1
}
runs() { # runs FIRST LAST: each share with both shares of borrowing
    for share in $(seq "$1" "$2"); do
        for most in 0.1 0.2; do
            "$turnpool" run "$scenario" --set "reserve.share=$(printf '0.%03d' $((share * 4)))" \
                --set "borrow.max_share=$most" --store runs.db >/dev/null 2>&1
        done
    done
}

# Halves of the one between the others, so that whatever else the machine does weighs on both.
start=$(now)
sweep first.db
spent=$(($(now) - start))
start=$(now)
runs 0 49
apart=$(($(now) - start))
start=$(now)
sweep second.db
spent=$(((spent + $(now) - start) / 2))
start=$(now)
runs 50 99
apart=$((apart + $(now) - start))
echo "sweep of 200 points: $((spent / 1000000)) ms"
echo "200 separate runs: $((apart / 1000000)) ms"
echo "ratio: $((apart / spent)).$((apart * 10 / spent % 10))"
[ $((apart / spent)) -ge 10 ]
