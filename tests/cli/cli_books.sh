#!/bin/sh
# Nothing happens in silence: which run, which store, which ledger, what would be booked, on which day.
#   cli_books.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
export TURNPOOL_TODAY=2026-07-20
mkdir "$work/office" "$work/elsewhere"
cp -r scenarios/sample-city "$work/office/city"
cd "$work/office" || exit 1

# --- which run -----------------------------------------------------------------------------------
try run city/baseline.yaml
expect store__new_one_is_announced 0 '已新建数据库'
id() { "$turnpool" show latest --json 2>/dev/null | sed -n 's/^ *"run": "\([0-9a-f]*\)".*/\1/p'; }
first=$(id)
try run city/baseline.yaml --set reserve.count=3
other=$(id)
try run city/baseline.yaml
{ [ "$(id)" = "$first" ] && [ "$first" != "$other" ] || echo "latest is $(id), not $first"; } |
    holds latest__is_what_was_run_last
try sweep city/baseline.yaml --vary reserve.count=1,2
{ [ "$(id)" = "$first" ] || echo "latest is a point of a sweep"; } | holds latest__is_no_point_of_a_sweep
try show latest
expect latest__is_said_back 0 "^.*latest：.*$first"
try runs --format csv --lang en
says runs__say_what_was_set "$other.*reserve.count=3"
says runs__say_which_sweep 'reserve.count=1,[0-9a-f]+'

# --- which store ---------------------------------------------------------------------------------
cd ../elsewhere || exit 1
try run ../office/city/baseline.yaml --set reserve.count=4 --lang en
expect store__beside_the_scenario_is_used 0 'kept in .*office/turnpool.db.*--store'
[ ! -e turnpool.db ] || echo "a new store was made" | holds store__no_new_one
try run ../office/city/baseline.yaml --no-store --lang en
expect store__unkept_says_which_ledger 0 'not kept; there was no ledger'
cd ../office || exit 1

# --- before booking ------------------------------------------------------------------------------
digest() { sha256sum turnpool.db | cut -d' ' -f1; }
try propose "$first" --by 王明 --on 2026-07-05 --title 第一批
try propose "$other" --by 王明 --on 2027-07-05
expect date__future_proposal_is_refused 8 'date.future'
try approve 1 --meeting 会 --by 李红 --on 2026-07-10
expect booking__without_an_answer_nothing 8 '没有登记任何内容'
try ledger list --format csv
{ [ "$(wc -l <"$out")" -le 1 ] || cat "$out"; } | holds booking__nothing_was_booked
try approve 1 --meeting 会 --by 李红 --on 2026-07-10 --dry-run --format json
cp "$out" preview
try approve 1 --meeting 会 --by 王​明 --on 2026-07-10 --yes
expect person__zero_width_space_is_seen_through 8 'approval.same-person'
try approve 1 --meeting 会 --by 李红 --on 2072-07-10 --yes
expect date__future_decision_is_refused 8 'date.future'
try approve 1 --meeting 会 --by 李红 --on 2026-07-10 --yes --format json
expect booking__confirmed 0 '审定号 1'
cmp preview "$out" 2>&1 | holds booking__answers_what_the_preview_said
for answer in n ''; do
    code=0
    printf '%s\n' "$answer" | "$turnpool" ledger undo 1 --by 李红 --reason 误登记 >"$out" 2>"$err" || code=$?
    [ "$code" -eq 8 ] || echo "answer '$answer': exit code $code"
done | holds booking__only_yes_is_yes
printf '是\n' | "$turnpool" ledger undo 1 --by 李红 --reason 误登记 >"$out" 2>"$err"
code=$?
expect undo__whole_posting 0 '整批冲销'
try ledger balance --table loans --format csv
{ ! grep -q ",D[0-9]" "$out" || cat "$out"; } | holds undo__no_loan_is_left
try ledger verify
expect undo__ledger_verifies 0 ''

head=$(sed -n 's/^末条校验值 *\([0-9a-f]*\).*/\1/p' "$out" | cut -c1-12)
try ledger verify --anchor "$head"
expect anchor__known_head_is_found 0 ''
try ledger verify --anchor 0123456789ab
expect anchor__unknown_head_is_told 1 '没有校验值为 0123456789ab'

# --- which ledger --------------------------------------------------------------------------------
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) drop[i] = $i == "lent" || $i == "borrowed" }
    { line = ""; for (i = 1; i <= NF; i++) if (!drop[i]) line = line (line == "" ? "" : ",") $i; print line }' \
    city/data/posts.csv >posts && cp posts city/data/posts.csv
try run city/baseline.yaml
cp "$err" run.err
expect ledger__later_than_the_data_is_warned_of 0 'books.later'
says ledger__answer_says_which '所据台账.*截至 2026-07'
try check city/baseline.yaml
expect ledger__check_stands_on_it_too 0 'books.later'
says ledger__check_says_which '所据台账 *截至 2026-07'
try run city/baseline.yaml --ledger-on 2026-06-30
{ ! grep -q books.later "$err" || cat "$err"; } | holds ledger__as_it_stood_then

# --- files ---------------------------------------------------------------------------------------
for lang in zh en; do
    for command in "compare $first $other" "show $first" runs 'ledger balance' 'ledger list' "verify $first"; do
        # shellcheck disable=SC2086 # words on purpose
        try $command -f xlsx -o "all-$lang.xlsx" --lang $lang
        [ "$code" -eq 0 ] || { echo "$command in $lang: exit code $code" && head -n 3 "$err"; }
    done
done | holds xlsx__every_command_in_both_languages
try propose "$other" --by 王明 --on 2026-07-12 --title '&G &[Picture] 第二批'
try export 2 --draft -o titled
expect xlsx__title_with_header_codes 0 '个文件到 titled'
mkdir twins && cd twins || exit 1
small it
sed -i -e 's/^U1,/B 1,/' -e 's/^U2,/B  1,/' it/data/*.csv
try run it/plan.yaml --store twins.db
try propose latest --by 王 --on 2026-07-01 --store twins.db
try approve 1 --meeting 会 --by 李 --on 2026-07-02 --yes --store twins.db
try ledger export --store twins.db
{ [ "$(grep -oE '^    usage:[^"]*  ' "$out" | sed 's/  *-*[0-9]* *$//' | sort -u | wc -l)" -eq 2 ] || cat "$out"; } |
    holds hledger__as_many_accounts_as_lines
cd .. || exit 1

# --- names ---------------------------------------------------------------------------------------
try withdraw 没有这个单位 --category 事业 --by 甲 --dry-run
expect name__unknown_unit_is_said_to_be_unknown 3 'unit.unknown'
try withdraw 中学 --category 事业 --by 甲 --dry-run
expect name__several_fit 3 'unit.several'
finish
