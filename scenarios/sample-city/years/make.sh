#!/bin/sh
# Makes the data of the plan for several years: those of the sample city, with retirements year by year
# (2 to 5 % of those in post, uneven), demands filed later, and loans that run. Deterministic.
#   ./make.sh [OUT]     OUT: folder to write to (default: ./data)
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-$here/data}
from=$here/../data
mkdir -p "$out"
for table in units vacancies outcomes issues; do
    cp "$from/$table.csv" "$out/$table.csv"
done
# The ceiling counts the running loans below.
sed 's/,5850$/,5868/' "$from/limits.csv" >"$out/limits.csv"
# Running loans of earlier years: the posts are filled.
awk -F, -v OFS=, 'NR > 1 && ($1 == "U038" || $1 == "U049" || $1 == "U052") && $2 == "事业" {
        $7 = 6; $4 += 6 } { print }' "$from/posts.csv" >"$out/posts.csv"
# 2 to 5 % of a line retire in a year, more in some years than in others; small lines every other year.
awk -F, -v OFS=, 'FNR == NR { if (FNR > 1) stated[$1 "," $2] = 1; print; next }
    FNR > 1 && !(($1 "," $2) in stated) && $4 >= 8 {
        for (year = 1; year <= 5; year++) {
            rate = 20 + (FNR * 7 + year * 13) % 31
            leave = int(($4 * rate + (FNR * 37 + year * 61) % 1000) / 1000)
            if (leave > 0) print $1, $2, (2026 + year) "-0" (1 + (FNR + year) % 6) "-15", leave
        }
    }' "$from/attrition.csv" "$from/posts.csv" >"$out/attrition.csv"
# What is known to come: openings of schools and wards, filed in the years they are due.
cat "$from/demands.csv" - >"$out/demands.csv" <<'ROWS'
D101,U038,事业,18,0,normal,,2027-03-10,36,云教人〔2027〕规划
D102,U039,事业,12,0,normal,,2027-05-20,36,云教人〔2027〕规划
D103,U049,事业,24,8,statutory,,2027-09-01,36,云卫人〔2027〕规划
D104,U052,事业,10,0,talent,,2028-02-15,60,云卫人〔2028〕规划
D105,U040,事业,15,0,normal,,2028-03-12,36,云教人〔2028〕规划
D106,U041,事业,9,0,normal,,2029-03-05,36,云教人〔2029〕规划
D107,U050,事业,16,0,normal,,2029-06-18,36,云卫人〔2029〕规划
ROWS
