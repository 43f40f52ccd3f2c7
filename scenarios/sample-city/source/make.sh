#!/bin/sh
# Makes the tables of ../data from the cast and the lists beside this script. Deterministic.
#   ./make.sh [OUT]     OUT: folder to write to (default: ../data)
# outcomes.csv is not made here: `turnpool evaluate` computes it from the evidence (../evaluation.yaml).
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-$here/../data}
mkdir -p "$out"
cd "$here"
for step in facts evidence; do
    LC_ALL=C awk -v out="$out" -f names.awk -f "$step.awk" \
        cast.txt demands.txt rectify.txt departures.txt indicators.txt
done
