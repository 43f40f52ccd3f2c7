#!/bin/sh
# The samples' data are what their scripts derive.
set -u
cd "$1" || exit 1
generate=$3
. tests/style/tap.sh
work=$(mktemp -d)
scenarios/india-anm/derive.sh "$work/india" 2>/dev/null
diff -r "$work/india" scenarios/india-anm/data 2>&1 | holds "india_anm__data_as_derived"

scenarios/sample-city/source/make.sh "$work/city"
diff -r -x outcomes.csv "$work/city" scenarios/sample-city/data 2>&1 |
    holds "sample_city__data_as_made"

for sample in sample-city india-anm; do
    scenarios/$sample/years/make.sh "$work/$sample-years"
    diff -r "$work/$sample-years" scenarios/$sample/years/data 2>&1
done | holds "years__data_as_made"

# The generator: same options, same bytes; another seed, another instance; every option understood.
"$generate" --units 1500 --shares --minimum --limits --reserve --out "$work/a" &&
    "$generate" --units 1500 --shares --minimum --limits --reserve --out "$work/b" &&
    "$generate" --units 1500 --seed 2 --out "$work/c" || echo failed >"$work/a/failed"
diff -r "$work/a" "$work/b" 2>&1 | holds "generate__same_options_same_bytes"
if cmp -s "$work/a/data/posts.csv" "$work/c/data/posts.csv"; then echo same; fi |
    holds "generate__other_seed_other_instance"
for seed in 1 2 3 4 5 6; do
    "$generate" --structure random --seed $seed --units 400 --out "$work/s$seed" &&
        "$generate" --structure random --seed $seed --units 400 --out "$work/again" || echo "$seed failed"
    diff -r "$work/s$seed" "$work/again"
    [ $seed = 1 ] || ! diff -q "$work/s1/scenario.yaml" "$work/s$seed/scenario.yaml" >/dev/null || echo "$seed is 1"
    rm -rf "$work/again"
done 2>&1 | holds "generate__structure_follows_the_seed"
{ "$generate" --structure fixed --out "$work/d" 2>/dev/null && echo "an unknown structure was accepted"; } |
    holds "generate__refuses_an_unknown_structure"
{ "$generate" --units 0 --out "$work/d" 2>/dev/null && echo "0 units were accepted"; } |
    holds "generate__refuses_an_impossible_size"
finish
