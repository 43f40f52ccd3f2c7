#!/bin/sh
# A sweep of 200 points against 200 separate runs, in one go, on the sample city: prints times and ratios
# for two sweeps, and fails if that of reserve.count is below 10.
#   reserve.count   the points stay networks
#   reserve.share   the points need the integer search, which costs both sides the same
#   bench_sweep.sh SOURCE-TREE BINARY
set -eu
top=$1 turnpool=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
scenario=$top/scenarios/sample-city/baseline.yaml
now() { date +%s%N; }

sweep() { # sweep STORE KEY RANGE
    "$turnpool" sweep "$scenario" --vary "$2=$3" --vary borrow.max_share=0.105:0.2:0.005 \
        --store "$1" >/dev/null 2>&1
}
runs() { # runs KEY VALUE…: each with every share of borrowing
    key=$1
    shift
    for value in "$@"; do
        for most in $(seq 0.105 0.005 0.2); do
            "$turnpool" run "$scenario" --set "$key=$value" --set "borrow.max_share=$most" \
                --store "runs-$key.db" >/dev/null 2>&1
        done
    done
}
# Halves of the one between the others, so that whatever else the machine does weighs on both.
ratio() { # ratio KEY RANGE FIVE VALUES, FIVE VALUES
    key=$1 range=$2
    start=$(now)
    sweep "first-$key.db" "$key" "$range"
    spent=$(($(now) - start))
    start=$(now)
    runs "$key" "$3" "$4" "$5" "$6" "$7"
    apart=$(($(now) - start))
    start=$(now)
    sweep "second-$key.db" "$key" "$range"
    spent=$(((spent + $(now) - start) / 2))
    start=$(now)
    runs "$key" "$8" "$9" "${10}" "${11}" "${12}"
    apart=$((apart + $(now) - start))
    tenths=$((apart * 10 / spent))
    echo "$key: sweep of 200 points $((spent / 1000000)) ms," \
        "200 separate runs $((apart / 1000000)) ms, ratio $((tenths / 10)).$((tenths % 10))"
}
ratio reserve.share 0:0.36:0.04 0 0.04 0.08 0.12 0.16 0.20 0.24 0.28 0.32 0.36
ratio reserve.count 0:9:1 0 1 2 3 4 5 6 7 8 9
[ "$tenths" -ge 100 ]
