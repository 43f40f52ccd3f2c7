#!/bin/sh
# The independent checker on what the product exports: every sample, random instances, and documents
# changed in a figure, which it must object to.
#   cli_recheck.sh SOURCE-TREE BINARY RECHECK GENERATE; TP_SEEDS=n draws n instances.
set -u
top=$(realpath "$1") turnpool=$(realpath "$2") checker=$(realpath "$3") generate=$(realpath "$4") update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cp -r scenarios/sample-city scenarios/india-anm "$work" 2>/dev/null
cd "$work" || exit 1

# It ends with its document: what it holds then, it never gives back. The one in Python, written from
# the description alone, must say the same.
recheck() {
    said=0
    ASAN_OPTIONS=detect_leaks=0 "$checker" "$@" || said=$?
    command -v python3 >/dev/null 2>&1 || return $said
    other=0
    python3 "$top/tools/recheck/recheck.py" "$1" >/dev/null 2>other.err || other=$?
    [ $said -ne 0 ] && [ $other -ne 0 ] || [ $said -eq $other ] || echo "$1: recheck $said, recheck.py $other $(cat other.err)"
    return $said
}

# certified NAME SCENARIO: solved, exported and rechecked.
certified() {
    try run "$2" --store "$work/$1.db" --lang en
    [ "$code" -eq 0 ] || [ "$code" -eq 4 ] || echo "$2: run ends with $code"
    try certificate latest --store "$work/$1.db" -o "$work/$1.json"
    [ "$code" -eq 0 ] || echo "$2: certificate ends with $code"
    recheck "$work/$1.json" >"$out" 2>&1 || {
        echo "$2:"
        cat "$out"
    }
    grep 'recheck.py' "$out"
}
n=0
for file in sample-city/*.yaml india-anm/*.yaml; do
    grep -q turnpool.scenario "$file" || continue
    n=$((n + 1))
    certified "s$n" "$file"
done | holds recheck__samples_are_proven

seeds=${TP_SEEDS:-12} seed=1
while [ "$seed" -le "$seeds" ]; do
    "$generate" --out "i$seed" --units $((20 + seed % 4 * 20)) --seed "$seed" --structure random >/dev/null
    certified "i$seed" "i$seed/scenario.yaml"
    seed=$((seed + 1))
done | holds recheck__random_instances_are_proven

# A conceded goal is held by one row over a whole province's half: nothing of it is left open.
"$generate" --out conceded --units 20000 --limits >/dev/null
echo 'tiers: [{goal: statutory}, {goal: need, concede: 0.01}, {goal: burden}, {goal: transfers}]' >>conceded/scenario.yaml
try run conceded/scenario.yaml --no-store --lang en --json
{
    [ "$code" -eq 4 ] || [ "$code" -eq 0 ] || echo "run ends with $code"
    grep -c '"proven": true' "$out" | grep -vx 4
} | holds proof__after_a_concession_over_many_pools

# Cbc's own preprocessing ended the process here.
"$generate" --out shares --units 5000 --seed 38 --structure random >/dev/null
sed 's/^reserve:.*/reserve: {count: 2}/' shares/scenario.yaml >shares/count.yaml
try run shares/count.yaml --no-store --json --time-limit 2
{ [ "$code" -eq 0 ] || [ "$code" -eq 6 ] || echo "run ends with $code"; } | holds search__ends_with_an_answer

# Every figure of a proof moved by one, a row left out, a value stated better than it is.
certified base sample-city/livelihood.yaml | holds recheck__base
sed 's/"value": \([0-9]*\)\([0-9]\),/"value": \19,/; s/"final": \([0-9]*\)\([0-9]\),/"final": \19,/' base.json >worse.json
{
    cmp base.json worse.json >/dev/null && echo "nothing was changed"
    recheck worse.json 2>&1 | grep recheck.py
    recheck worse.json >/dev/null 2>&1 && echo "another value passes"
} | holds recheck__another_value
awk '/"answer"/ { sub(/\[[0-9]+/, "[1"); n = sub(/, [0-9]+, /, ", 999999, ") } { print }' base.json >moved.json
{ recheck moved.json 2>&1 | grep recheck.py
    recheck moved.json >/dev/null 2>&1 && echo "another answer passes"; } | holds recheck__another_answer
awk '/"proof": \[$/ && !done { print; getline; sub(/"scale": [0-9]+/, "\"scale\": 0"); done = 1 } { print }' \
    base.json >scale.json
{
    cmp base.json scale.json >/dev/null && echo "nothing was changed"
    recheck scale.json 2>&1 | grep recheck.py
    recheck scale.json >/dev/null 2>&1 && echo "a scale of zero passes"
} | holds recheck__scale
# What verify makes of exported documents: a figure or a name changed anywhere is found.
try verify latest --store base.db --certificate base.json --lang en
expect verify__takes_what_was_exported 0 ''
for change in 's/"dataset_sha256": "./"dataset_sha256": "x/' 's/"run": "./"run": "x/' 's/"constant": /"constant": 1/' \
    's/\["\([^"]*\)", 0/["\1x", 0/'; do
    sed "$change" base.json >changed.json
    cmp -s base.json changed.json && echo "nothing was changed: $change"
    try verify latest --store base.db --certificate changed.json --lang en
    [ "$code" -eq 1 ] || echo "$change: exit code $code"
    grep -q 'changed.json is not what this run exports (from line [0-9]' "$out" || echo "$change: not told"
done | holds verify__finds_what_was_changed
# The whole small document in the description is one.
sed -n '/^    {"schema"/,/^Minimised/p' "$top/engine/certify/CERTIFICATE.md" | grep '^ ' >described.json
{ recheck described.json >"$out" 2>&1 || cat "$out"; } | holds recheck__the_document_described
sed 's/"y": \[-2\]/"y": [-3]/' described.json >other.json
{ recheck other.json >/dev/null 2>&1 && echo "another multiplier passes"; } | holds recheck__another_multiplier
head -c 2000 base.json >short.json
recheck short.json >/dev/null 2>&1
[ $? -eq 2 ] && ok="" || ok="half a document is read"
printf '%s' "$ok" | holds recheck__half_a_document
finish
