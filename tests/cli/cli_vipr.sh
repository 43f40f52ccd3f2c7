#!/bin/sh
# Tiers as VIPR files, from samples and random instances, read by a checker of this test's own, and by
# viprchk where it is there; and files changed in a figure, which the checker must object to.
#   cli_vipr.sh SOURCE-TREE BINARY CHECKER GENERATE; TP_SEEDS=n draws n instances.
set -u
top=$1 turnpool=$(realpath "$2") checker=$(realpath "$3") generate=$(realpath "$4") update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cp -r scenarios/sample-city scenarios/india-anm "$work" 2>/dev/null
cd "$work" || exit 1

check_file() { ASAN_OPTIONS=detect_leaks=0 "$checker" "$1"; }

# Every tier of the run kept in STORE that has a proof; the names of the files go to `files`.
: >files
written() {
    tier=1
    while [ "$tier" -le 8 ]; do
        try certificate latest --store "$2" --vipr --tier "$tier" -o "$1.$tier.vipr" --lang en
        [ "$code" -eq 0 ] && echo "$1.$tier.vipr" >>files
        [ "$code" -eq 0 ] || [ "$code" -eq 2 ] || grep -q 'no proof to write' "$err" ||
            echo "$1: tier $tier ends with $code"
        tier=$((tier + 1))
    done
}

n=0
for file in sample-city/*.yaml india-anm/*.yaml; do
    grep -q turnpool.scenario "$file" || continue
    n=$((n + 1))
    try run "$file" --store "s$n.db"
    written "s$n" "s$n.db"
done | holds vipr__samples_are_written
seeds=${TP_SEEDS:-20} seed=1
while [ "$seed" -le "$seeds" ]; do
    "$generate" --out "i$seed" --units $((20 + seed % 4 * 20)) --seed "$seed" --structure random >/dev/null
    try run "i$seed/scenario.yaml" --store "i$seed.db"
    written "i$seed" "i$seed.db"
    seed=$((seed + 1))
done | holds vipr__random_instances_are_written
{ [ "$(wc -l <files)" -ge 100 ] || echo "only $(wc -l <files) tiers"; } | holds vipr__a_hundred_tiers
while read -r file; do
    check_file "$file" >"$out" 2>&1 || { echo "$file: $(cat "$out")"; }
done <files | holds vipr__every_file_is_proven
if command -v viprchk >/dev/null 2>&1; then
    while read -r file; do
        viprchk "$file" >"$out" 2>&1 || { echo "$file: $(tail -n 2 "$out")"; }
    done <files | holds vipr__viprchk_agrees
fi

# Another value to prove, a side of a constraint moved, a multiplier moved: no longer a proof. A row of
# the program may be moved the easy way, so what is changed is the last derivation of its bound.
changed=0
while read -r file; do
    grep -q '^RTP range' "$file" || continue
    changed=$((changed + 1))
    [ "$changed" -le 12 ] || break
    awk '/^RTP range/ { $3 = $3 + 1; $4 = $4 + 1 } { print }' "$file" >moved.vipr
    check_file moved.vipr >/dev/null 2>&1 && echo "$file: a better value passes"
    awk '/^RTP range/ { $4 = $4 - 1 } { print }' "$file" >moved.vipr
    check_file moved.vipr >/dev/null 2>&1 && echo "$file: a value that the answer does not have passes"
    awk '/ G / && /{ (rnd|lin|uns) / { at = NR } { line[NR] = $0 } END { for (i = 1; i <= NR; i++) {
        if (i == at) { $0 = line[i]; $3 = $3 + 1; line[i] = $0 } print line[i] } }' "$file" >moved.vipr
    check_file moved.vipr >/dev/null 2>&1 && echo "$file: a derivation that does not hold passes"
    sed '/^DER/,$s/{ uns \([0-9]*\) [0-9]* /{ uns \1 0 /' "$file" >moved.vipr
    cmp -s "$file" moved.vipr || { check_file moved.vipr >/dev/null 2>&1 && echo "$file: no assumption given back passes"; }
    sed 's/^answer [0-9]* \([0-9]*\) [0-9]*/answer 1 \1 99999999/' "$file" >moved.vipr
    cmp -s "$file" moved.vipr || { check_file moved.vipr >/dev/null 2>&1 && echo "$file: another answer passes"; }
done <files | holds vipr__what_is_changed_is_objected_to
finish
