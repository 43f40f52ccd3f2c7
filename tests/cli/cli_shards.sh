#!/bin/sh
# Work in shards: sweep, batch, robust, sensitivity, alternatives cut into files of their own and joined.
#   cli_shards.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2") update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
city=$top/scenarios/sample-city
export TURNPOOL_TODAY=2026-07-01
vary='--vary reserve.share=0:0.2:0.02 --vary borrow.max_share=0.1,0.2'
mkdir apart tmp
export TMPDIR=$work/tmp

# --- a sweep of 22 points, cut into 1, 3 and 40 shards, in any order
# shellcheck disable=SC2086
(cd apart && "$turnpool" sweep "$city/baseline.yaml" $vary --store local.db --json >local.json 2>"$err")
try merge apart/local.db -o canon.db
expect merge__of_one_store 0 '[0-9a-f]{64}'
digest=$("$turnpool" store digest --store apart/local.db)
for n in 1 3 40; do
    for i in $(seq "$n" | sort -R); do
        # shellcheck disable=SC2086
        try sweep "$city/baseline.yaml" $vary --shard "$i/$n" --store "part-$n-$i.db"
        [ "$code" -eq 0 ] || echo "shard $i/$n: exit code $code"
    done | holds "shards__solved_$n"
    try merge "part-$n-"*.db -o "whole-$n.db" --lang en
    expect "merge__of_$n" 0 '22 of 22 items'
    cmp "whole-$n.db" canon.db 2>&1 | holds "merge__of_${n}_gives_the_bytes_of_the_local_sweep"
    { [ "$("$turnpool" store digest --store "whole-$n.db")" = "$digest" ] || echo differs; } |
        holds "digest__of_${n}_is_that_of_the_local_sweep"
    # shellcheck disable=SC2086
    try sweep "$city/baseline.yaml" $vary --store "whole-$n.db" --json
    cmp "$out" apart/local.json 2>&1 | holds "merge__of_${n}_gives_the_table"
done
ls tmp | holds "shards__leave_nothing_behind"
ls -- part-3-*.db-* ./*aside* 2>/dev/null | holds "shards__are_one_file_each"
# shellcheck disable=SC2086
try sweep "$city/baseline.yaml" $vary --shard 2/3 --store part-3-2.db --lang en
expect shard__finished_is_recognised 0 'shard 2/3 was finished'
try sweep "$city/baseline.yaml" --vary reserve.share=0,0.1 --shard 2/3 --store part-3-2.db --lang en
expect shard__of_other_work_is_refused 8 'part-3-2.db exists and is not this shard'

# --- what is missing is named, and can be gone on with
rm part-3-1.db
try merge part-3-*.db -o less.db --lang en
expect merge__missing_is_named 8 'of 22 items, 8 are missing: shard 1 of 3'
try merge part-3-*.db -o less.db
expect merge__missing_is_named_in_chinese 8 '共 22 项，缺 8 项：共 3 片，缺第 1 片'
try merge part-3-*.db -o less.db --allow-missing --lang en
expect merge__missing_may_be_allowed 0 '14 of 22 items'
cp less.db more.db
# shellcheck disable=SC2086
try sweep "$city/baseline.yaml" $vary --store more.db --json
cmp "$out" apart/local.json 2>&1 | holds merge__with_gaps_is_gone_on_with
# shellcheck disable=SC2086
"$turnpool" sweep "$city/baseline.yaml" $vary --shard 1/3 --store part-3-1.db >/dev/null 2>&1
try merge less.db part-3-1.db -o less.db
cmp less.db canon.db 2>&1 | holds merge__gaps_are_filled_later

# --- stopped by a limit: an unfinished part is named, and gone on with
# shellcheck disable=SC2086
try sweep "$city/baseline.yaml" $vary --shard 1/2 --store part-2-1.db --time-limit 0 --lang en
expect shard__without_a_base_writes_nothing 7 'a limit ended the base run'
ls part-2-1.db 2>/dev/null | holds shard__without_a_base_has_no_part
for i in 1 2; do
    # shellcheck disable=SC2086
    "$turnpool" sweep "$city/baseline.yaml" $vary --shard $i/2 --store part-2-$i.db >/dev/null 2>&1
done
sqlite3 -batch part-2-1.db 'DROP TRIGGER sweep_point_held; DELETE FROM sweep_point WHERE point % 2'
try merge part-2-1.db part-2-2.db -o two.db --lang en
expect merge__unfinished_is_named 8 'unfinished: shards 1 of 2'
# shellcheck disable=SC2086
try sweep "$city/baseline.yaml" $vary --shard 1/2 --store part-2-1.db --lang en
expect shard__unfinished_is_gone_on_with 0 '11 of 11 items'
try merge part-2-1.db part-2-2.db -o two.db
cmp two.db canon.db 2>&1 | holds merge__after_going_on

# --- killed in the middle: nothing half-written stands under the part's name
for n in 1 2 3 4 5; do
    # shellcheck disable=SC2086
    timeout -s KILL "0.0$n" "$turnpool" sweep "$city/baseline.yaml" $vary --shard 1/2 --jobs 1 \
        --store killed.db >/dev/null 2>&1
    [ ! -e killed.db ] || { "$turnpool" merge killed.db -o seen.db --allow-missing >/dev/null 2>&1 ||
        echo "half a part after 0.0$n s"; rm -f seen.db killed.db; }
done 2>/dev/null | holds shard__killed_leaves_no_half
rm -rf tmp && mkdir tmp

# --- of a stored run; other work about it
try run "$city/baseline.yaml" --store office.db --json
run=$(grep -o '"run": "[0-9a-f]*"' "$out" | head -n 1 | cut -d'"' -f4)
for i in 1 2; do
    # shellcheck disable=SC2086
    try sweep "$run" $vary --shard $i/2 --from office.db --store "stored-$i.db"
done
try merge stored-1.db stored-2.db -o stored.db
cmp stored.db canon.db 2>&1 | holds sweep__of_a_stored_run_is_the_same
try sweep "$run" --vary reserve.share=0 --set reserve.count=1 --store office.db --lang en
expect sweep__of_a_stored_run_takes_no_settings 2 'takes no --set'
for work in 'robust --draws 25' sensitivity 'alternatives --count 3'; do
    name=${work%% *}
    # shellcheck disable=SC2086
    "$turnpool" $work "$run" --store office.db --json >"$name.json" 2>/dev/null
    for i in 3 1 2; do
        # shellcheck disable=SC2086
        try $work "$run" --shard $i/3 --from office.db --store "$name-$i.db"
        [ "$code" -eq 0 ] || cat "$err"
    done | holds "${name}__shards"
    try merge "$name"-[123].db -o "$name.db"
    expect "${name}__joined" 0 ''
    # Every result is taken from the parts: one changed there is seen in the table.
    # shellcheck disable=SC2086
    try $work "$run" --store "$name.db" --json
    cmp "$out" "$name.json" 2>&1 | holds "${name}__joined_gives_the_table"
done
sqlite3 -batch robust.db "DROP TRIGGER work_item_kept;
    UPDATE work_item SET result = (SELECT result FROM work_item WHERE item = 3)" || echo "sqlite3 failed"
try robust --draws 25 "$run" --store robust.db --json
{ ! cmp -s "$out" robust.json || echo "solved anew"; } | holds robust__joined_is_not_solved_again
try robust "$run" --draws 9 --shard 1/3 --from office.db --lang en
expect shard__needs_a_file 2 'needs --store'
try robust "$run" --shard 4/3 --from office.db --store x.db --lang en
expect shard__number_within_range 2 '4/3'
try robust "$run" --from office.db --lang en
expect shard__from_alone_is_refused 2 'goes with --shard only'
try alternatives "$run" --skip-proof --shard 1/2 --store x.db --lang en
expect alternatives__proofs_are_what_is_shared_out 2 'skip-proof'

# --- a list of runs, of two folders
small small
printf 'scenario,set\n%s,\n%s,reserve.count=2\nsmall/plan.yaml,\nsmall/plan.yaml,reserve.count=1;borrow.max_share=0.5\n' \
    "$city/baseline.yaml" "$city/strict.yaml" >list.csv
try batch list.csv --store list.db --json
expect batch__solves 0 ''
cp "$out" list.json
for i in 1 2 3; do
    try batch list.csv --shard $i/3 --store "list-$i.db"
    [ "$code" -eq 0 ] || cat "$err"
done | holds batch__shards
try merge list-[123].db -o lists.db
expect batch__joined 0 ''
"$turnpool" merge list.db -o list.canon >/dev/null 2>&1
cmp lists.db list.canon 2>&1 | holds batch__joined_gives_the_bytes
try batch list.csv --store lists.db --json
cmp "$out" list.json 2>&1 | holds batch__joined_gives_the_table
# A list of stored runs reads no file; --slurm makes one of any list, with a run for each item.
try batch list.csv --slurm --dry-run --folder job --lang en
expect batch__for_a_cluster 0 ''
mv small small.away
for i in 2 1; do
    try batch job/list.csv --from job/inputs.db --shard $i/2 --store "stored-list-$i.db"
    [ "$code" -eq 0 ] || cat "$err"
done | holds batch__of_stored_runs_shards_without_files
try merge stored-list-1.db stored-list-2.db -o stored-lists.db
cmp stored-lists.db list.canon 2>&1 | holds batch__of_stored_runs_gives_the_bytes
try batch job/list.csv --from job/inputs.db --store stored-lists.db --json
cmp "$out" list.json 2>&1 | holds batch__of_stored_runs_gives_the_table
mv small.away small
printf 'scenario,set,run\nx,,00112233\n' >unknown.csv
try batch unknown.csv --from job/inputs.db --store x.db --lang en
expect batch__run_must_be_there 3 '00112233'
# Files that changed are solved anew, the others not.
sed -i 's/^D1,U2,事业,5/D1,U2,事业,4/' small/data/demands.csv
try batch list.csv --store lists.db --json
{ [ "$(grep -c '"lent": 4,' "$out")" -eq 2 ] || cat "$out"; } | holds batch__changed_files_are_solved_anew
printf 'scenario,set\nnowhere.yaml,reserve\n' >bad.csv
try batch bad.csv --store x.db --lang en
expect batch__faults_have_their_place 3 'bad.csv:2:14.*key=value'

# --- what must not be joined
try merge office.db part-2-1.db part-2-2.db -o mixed.db
expect merge__runs_of_an_office_may_be_joined 0 ''
try propose "$run" --title 甲 --by 张三 --store office.db
try merge office.db part-2-1.db -o mixed2.db --lang en
expect merge__decisions_are_refused 8 'office.db holds decisions'
try merge part-2-1.db part-2-2.db -o office.db --lang en
expect merge__replaces_nothing 8 'exists and is not one of the parts'
try merge part-2-1.db --lang en
expect merge__needs_a_file 2 '-o'
try merge nowhere.db -o y.db --lang en
expect merge__missing_file 1 'nowhere.db'
finish
