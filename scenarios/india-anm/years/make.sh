#!/bin/sh
# The published figures with an ASSUMED attrition of 3 % of those in post a year, on 31 March, for five
# years; an assumption for the sake of the example, published nowhere. Deterministic.
#   ./make.sh [OUT]     OUT: folder to write to (default: ./data)
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-$here/data}
from=$here/../data
mkdir -p "$out"
for table in units posts outcomes demands; do
    cp "$from/$table.csv" "$out/$table.csv"
done
awk -F, -v OFS=, 'NR == 1 {
        for (i = 1; i <= NF; i++) column[$i] = i
        print "unit", "category", "on", "count"
        next
    }
    {
        left = $column["in_post"]
        for (year = 1; year <= 5; year++) {
            leave = int(left * 3 / 100)
            left -= leave
            if (leave > 0) print $column["unit"], $column["category"], (first + year) "-03-31", leave
        }
    }' first="${FIRST_YEAR:-2011}" "$from/posts.csv" >"$out/attrition.csv"
