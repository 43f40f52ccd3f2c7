#!/bin/sh
# What-if from the command line: compare, sweep (killed and resumed), alternatives, robust; families.
#   cli_whatif.sh SOURCE-TREE BINARY [--update]     --update: rewrite tests/cli/golden deliberately
set -u
top=$1 turnpool=$(realpath "$2") update=no
[ "${3:-}" = --update ] && update=yes
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
city=$top/scenarios/sample-city
small small

# --- compare
try run "$city/baseline.yaml" --json
base=$(grep -o '"run": "[0-9a-f]*"' "$out" | head -n 1 | cut -d'"' -f4)
for lang in zh en; do
    try compare "$base" "$city/strict.yaml" --lang $lang
    golden "compare.$lang.txt" "$out"
    awk -v lang=$lang 'length($0) > 400 { print "a line of " length($0) " bytes" }' "$out" |
        holds "compare__fits_the_terminal_$lang"
done
for format in md csv json; do
    try compare "$base" "$city/strict.yaml" --format $format --lang en
    { [ "$code" -eq 0 ] && [ -s "$out" ] || echo "$format: exit code $code"; } |
        holds "compare__writes_$format"
done
try compare "$base" "$city/baseline.yaml" --exit-code --lang en
expect compare__same_answer_ends_with_0 0 ''
says compare__says_that_it_is_the_same 'The answer is the same'
try compare "$base" "$city/strict.yaml" --exit-code
expect compare__other_answer_ends_with_9 9 ''
try compare "$base" "$city/strict.yaml" --format xlsx -o book.xlsx
expect compare__writes_a_workbook 0 ''
{ head -c 2 book.xlsx | grep -q PK || echo "no workbook"; } | holds compare__workbook_is_one
try compare "$base" "$city/strict.yaml" --format xlsx --lang en
expect compare__workbook_needs_a_file 2 '-o'
try compare "$base" nowhere.yaml --lang en
expect compare__missing_file 3 'nowhere.yaml'
try compare "$base" --lang en
expect compare__one_is_not_enough 2 'BASE RUN'

# --- sweep
vary='--vary reserve.share=0:0.2:0.05 --vary borrow.max_share=0.1,0.2'
for lang in zh en; do
    # shellcheck disable=SC2086
    try sweep "$city/baseline.yaml" $vary --store whole.db --lang $lang
    golden "sweep.$lang.txt" "$out"
done
# shellcheck disable=SC2086
# In the list of runs, points are told apart by what was set; a run kept still names file and data.
try runs --store whole.db --format csv
grep -c '周转储备：比例 ' "$out" | awk '$1 < 5 { print $1 " runs say what was set" }' | holds sweep__runs_tell_points_apart
try show "$(awk -F, '/reserve.share=0.05/ { print $1; exit }' "$out")" --store whole.db
if ! grep -q 'baseline.yaml' "$out" || ! grep -qE '^数据 +.*data +sha256:' "$out"; then sed -n 1,8p "$out"; fi |
    holds show__names_file_and_data_of_a_kept_run
try sweep "$city/baseline.yaml" $vary --store whole.db --json
cp "$out" whole.json
# shellcheck disable=SC2086
try sweep "$city/baseline.yaml" $vary --store whole.db --csv --lang en
expect sweep__suggests_options 2 'no option --csv'
# Killed in the middle, again and again: the same command ends with the same table.
n=0
while :; do
    n=$((n + 1))
    code=0
    # shellcheck disable=SC2086
    timeout -s KILL "0.0$n" "$turnpool" sweep "$city/baseline.yaml" $vary --jobs 1 --store part.db \
        --json >"$out" 2>"$err" </dev/null || code=$?
    if [ "$code" -ne 137 ] || [ "$n" -ge 9 ]; then break; fi
done
# shellcheck disable=SC2086
try sweep "$city/baseline.yaml" $vary --store part.db --json
{
    [ "$n" -gt 1 ] || echo "it was never killed"
    cmp "$out" whole.json
} 2>&1 | holds sweep__killed_and_resumed_gives_the_same_table
# Points of an earlier sweep are not solved again: a store taken back by some points.
sqlite3 -batch part.db 'SELECT count(*) FROM sweep_point' >count
{ [ "$(cat count)" = 10 ] || cat count; } | holds sweep__stores_each_point_once
cp whole.db half.db
sqlite3 -batch half.db 'DROP TRIGGER sweep_point_held; DELETE FROM sweep_point WHERE point % 2' ||
    echo "sqlite3 failed"
# shellcheck disable=SC2086
try sweep "$city/baseline.yaml" $vary --store half.db --json
cmp "$out" whole.json 2>&1 | holds sweep__missing_points_are_solved
try sweep "$city/baseline.yaml" --vary reserve.share=0,7 --lang en
expect sweep__value_out_of_range 3 'reserve.share should be 0 to 1'
try sweep "$city/baseline.yaml" --lang en
expect sweep__nothing_varies 3 'nothing varies'
try sweep "$city/baseline.yaml" --vary reserve.share=0,0.1 --set reserve.count=4 --store set.db --json
try verify "$(grep -o '"run": "[0-9a-f]*"' "$out" | tail -n 1 | cut -d'"' -f4)" --store set.db
expect sweep__points_verify 0 ''

# --- alternatives, robust
for lang in zh en; do
    try alternatives "$base" --within 1% --count 3 --lang $lang
    golden "alternatives.$lang.txt" "$out"
    try robust "$base" --draws 40 --seed 1 --lang $lang
    golden "robust.$lang.txt" "$out"
done
try robust "$base" --draws 30 --seed 5 --json --jobs 1
cp "$out" one.json
try robust "$base" --draws 30 --seed 5 --json --jobs 5
cmp "$out" one.json 2>&1 | holds robust__the_same_on_any_number_of_threads
try alternatives "$base" --within 200% --lang en
expect alternatives__within_is_a_share 2 '200%'
try run small/plan.yaml --set 'locks=[{demand: D1, loan: 6}]' --store none.db
expect infeasible__is_stored 4 ''
for command in alternatives robust; do
    try $command latest --store none.db --lang en
    expect "${command}__needs_an_answer" 4 'no answer'
done

# --- families: fragments, combinations, lists, where each value comes from, cycles
cat >family.yaml <<'DATA'
extends: [small/plan.yaml, more.yaml]
overrides:
  tight: {reserve: {count: 3}}
  kind: {protect+: [{unit: [U2]}], release.keep_count: 1}
scenarios:
  both: [tight, kind]
DATA
cat >more.yaml <<'DATA'
data: small/data
protect: [{unit: [U1]}]
reserve: {count: 1}
DATA
try resolve family.yaml#both --origin
expect family__resolves 0 ''
says family__names_the_fragment "count: 3 *# .*family.yaml:3$"
says family__appends "U2 *# .*family.yaml:4$"
says family__keeps_what_was_there "U1.*more.yaml:2$"
says family__merges_key_by_key "keep_count: 1 *# .*family.yaml:4$"
try compare family.yaml family.yaml#both --table inputs --lang en
expect family__members_compare 0 ''
says family__members_differ 'reserve.count +1 +3'
try sweep family.yaml#both --vary reserve.count=0,1 --lang en
expect family__members_sweep 0 ''
cp family.yaml twice.yaml
echo 'release.keep_count: 2' >>twice.yaml
echo 'release: {keep_count: 3}' >>twice.yaml
try check twice.yaml --lang en
expect family__a_key_stated_both_ways 3 'twice.yaml:7:1: error: release.keep_count is stated twice'
printf 'extends: cycle.yaml\n' >cycle2.yaml
printf 'extends: cycle2.yaml\n' >cycle.yaml
try resolve cycle.yaml --lang en
expect family__cycles_are_named 3 'cycle2?.yaml.*cycle'
finish
