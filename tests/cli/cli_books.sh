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
expect latest__is_said_back 0 "^.*latest：.*$first.*，2026-07-20 12:00:00 UTC，最优"
try runs --format csv --lang en
says runs__say_what_was_set "$other.*reserve: count 3"
says runs__say_which_sweep 'reserve: count 1,[0-9a-f]+'

# --- which store ---------------------------------------------------------------------------------
cd ../elsewhere || exit 1
try run ../office/city/baseline.yaml --set reserve.count=4 --lang en
expect store__beside_the_scenario_is_used 0 'kept in .*office/turnpool.db.*--store'
{ [ ! -e turnpool.db ] || echo "a new store was made"; } | holds store__no_new_one
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

for list in proposals runs; do
    try "$list"
    grep -q 已冲销 "$out" || echo "$list says nothing of it"
    try "$list" --lang en --format csv
    grep -q ',undone' "$out" || echo "$list says nothing of it in English"
done | holds undo__is_marked_in_lists
try report "$first" --no-worth -o undone.html
{ { grep -q '✕ 审定后已冲销（审定第 1 号）' undone.html && grep -q 'undone (approval no. 1)' undone.html; } ||
    echo "the report says nothing: $(cat "$err")"; } | holds undo__is_marked_in_the_report
try export 1 -o undone
for file in undone/*.html undone/notices/*.html; do
    grep -q 'class="draft">已冲销' "$file" || echo "$file"
done | holds undo__is_marked_on_every_paper
for file in undone/*.docx undone/notices/*.docx; do
    unzip -p "$file" word/header1.xml | grep -q 已冲销 || echo "$file"
done | holds undo__is_marked_on_every_page
{ unzip -p undone/*.xlsx xl/worksheets/sheet1.xml | grep -q UNDONE || echo "the workbook says nothing"; } |
    holds undo__is_marked_in_the_workbook

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

# --- loans by what is at hand ---------------------------------------------------------------------
mkdir "$work/loans"
cd "$work/loans" || exit 1
small it
printf 'D2,U2,事业,1,normal,卫生健康,2026-04-02\n' >>it/data/demands.csv
try run it/plan.yaml
try propose latest --by 王 --on 2026-07-01
try approve 1 --meeting 会 --by 李 --on 2026-07-10 --yes
try ledger balance --table loans --format csv --lang en
notice=$(grep -oE '2026-[0-9]+,?$|,2026-[0-9]+,' "$out" | tr -d , | head -1)
try return D1 --by 甲 --count 1 --dry-run
expect loan__by_its_demand 0 ''
for name in "$notice" "编周转〔2026〕${notice#2026-}号" U2 市人民医院; do
    try return "$name" --by 甲 --count 1 --dry-run
    { [ "$code" -eq 3 ] && grep -q 'loan.several' "$err" && grep -q '#[0-9]* U2 .*#[0-9]* U2 ' "$err"; } ||
        echo "$name: $code $(cat "$err")"
done | holds loan__several_fit
try return D77 --by 甲 --dry-run
expect loan__unknown_is_said_to_be_unknown 3 'loan.unknown'
try return D2 --by 甲 --yes
try return D2 --by 甲 --dry-run
expect loan__gone_back_is_said 8 'loan.settled'
try recall U2 --by 甲 --yes
expect loan__by_its_unit_when_one_is_left 0 ''

# --- a unit in the place of another ----------------------------------------------------------------
mkdir "$work/heir"
cd "$work/heir" || exit 1
small it
sed -i 's/^pools: .*/&\npapers: {prefix: 云编周转, issuer: 云汀市委编办}/' it/plan.yaml
printf 'U3,市图书馆,事业单位,文化,市级,市本级,\nU4,市肿瘤医院,事业单位,卫生健康,市级,市本级,\n' >>it/data/units.csv
printf 'U3,事业,10,10,0\nU4,事业,30,30,0\n' >>it/data/posts.csv
try run it/plan.yaml
try propose latest --by 王 --on 2026-07-01
try approve 1 --meeting 会 --by 李 --on 2026-07-10 --yes
number() { "$turnpool" ledger list --lang en --format csv | awk -F, -v kind="$1" '$3 == kind { print $5 }'; }
lent=$(number deposit)
borrowed=$(number loan)
try ledger succeed U9 U3 --by 李 --reason 云编〔2026〕8号 --dry-run
expect succeed__unknown_unit 3 'unit.unknown'
try ledger succeed U1 U9 --by 李 --reason 云编〔2026〕8号 --dry-run
expect succeed__unknown_heir 3 'unit.unknown'
try ledger succeed U1 U3 --by 李 --dry-run
expect succeed__wants_its_document 2 '--reason'
try ledger succeed U1 U1 --by 李 --reason 云编〔2026〕8号 --dry-run
expect succeed__not_itself 8 'ledger.succeed-itself'
try ledger succeed 文化馆 医院 --by 李 --reason 云编〔2026〕8号 --dry-run
expect succeed__several_fit 3 'unit.several'
try ledger succeed U1 U2 --by 李 --reason 云编〔2026〕8号 --dry-run
expect succeed__no_deposits_and_loans_at_once 8 'ledger.succeed-both'
# The sheet without the unit is refused, and says what to do.
sed -i '/^U1,/d' it/data/units.csv it/data/posts.csv it/data/outcomes.csv
try run it/plan.yaml
expect succeed__is_advised 8 'ledger succeed U1'
try ledger succeed 文化馆 图书馆 --by 李 --reason 云编〔2026〕8号 --on 2026-07-15 --yes
says succeed__deposits "U1 的核定编制 20 个、存入 $lent 个、在借 0 笔 0 个由 U3 承接"
try ledger succeed U2 U8 --new --by 李 --reason 云编〔2026〕9号 --on 2026-07-15 --yes
{ { [ "$code" -eq 0 ] && grep -q "在借 1 笔 $borrowed 个由 U8 承接" "$out"; } || cat "$out" "$err"; } |
    holds succeed__loans
try ledger verify
expect succeed__ledger_verifies 0 ''
try ledger balance --format csv --lang en --table lines
{ { grep -q "^U3,事业,20,$lent,0," "$out" && grep -q 'U3,.*heir of U1 市文化馆' "$out" &&
    grep -q "^U8,事业,50,0,$borrowed," "$out" && grep -q '^U1,事业,0,0,0,' "$out"; } || cat "$out"; } |
    holds succeed__books_name_both
sed -i -e 's/^U2,/U8,/' -e 's/,U2,/,U8,/' -e 's/^U3,事业,10,/U3,事业,30,/' it/data/*.csv
try run it/plan.yaml
expect succeed__the_next_run_stands_on_it 0 'again.left-out'
# What is authorised is cut below what the line has deposited.
cp it/data/posts.csv posts.kept
sed -i 's/^U3,事业,30,10,/U3,事业,2,0,/' it/data/posts.csv
for command in check run; do
    try "$command" it/plan.yaml
    { [ "$code" -ne 0 ] && grep -q "U3／事业：核定编制数为 2，台账已存入 $lent，超出 $((lent - 2)).*withdraw" "$err"; } ||
        echo "$command: $code $(cat "$err")"
done | holds cut__below_what_is_deposited_is_said_at_once
cp posts.kept it/data/posts.csv
try return D1 --count 1 --by 肿瘤 --on 2026-07-16 --yes
expect succeed__the_loan_goes_on 0 ''
try recall U8 --count 1 --by 李 --on 2026-07-17 --yes
entry=$("$turnpool" ledger list --lang en --format csv | awk -F, '$3 == "recall" { print $1 }')
try ledger notice "$entry" -o recall
{ { grep -q '（承接市人民医院（U2））' recall.html && grep -q '云编周转〔2026〕' recall.html &&
    grep -q 云汀市委编办 recall.html; } || cat "$err" recall.html; } |
    holds succeed__papers_name_both
try export 1 -o papers
{ grep -rq '云编周转〔2026〕1号' papers || echo "the prefix is not there"; } | holds papers__prefix_is_a_setting
try ledger export -o books.journal
if command -v hledger >/dev/null; then
    LC_ALL=C.UTF-8 hledger -f books.journal balance usage --flat 2>&1 |
        awk '/usage:U1/ { bad = 1 } /usage:U3/ { three = $1 } /usage:U8/ { eight = $1 }
            END { if (bad || three != 20 - '"$lent"' || eight != 50 + '"$borrowed"' - 2) print three, eight, bad }' |
        holds succeed__hledger_agrees
fi
posting=$("$turnpool" ledger list --lang en --format csv | awk -F, '$3 == "succession" && $6 == "U1" { print $(NF - 1); exit }')
try ledger undo "$posting" --by 李 --reason 误记 --on 2026-07-18 --yes
expect succeed__can_be_undone 0 ''
try ledger balance --format csv --lang en --table lines
{ { grep -q "^U1,事业,20,$lent,0," "$out" && ! grep -q 'heir of U1' "$out"; } || cat "$out"; } |
    holds succeed__undone_is_as_before
try ledger verify
expect succeed__undone_verifies 0 ''
cd "$work/office" || exit 1

# --- names ---------------------------------------------------------------------------------------
try withdraw 没有这个单位 --category 事业 --by 甲 --dry-run
expect name__unknown_unit_is_said_to_be_unknown 3 'unit.unknown'
try withdraw 中学 --category 事业 --by 甲 --dry-run
expect name__several_fit 3 'unit.several'
try explain "$first" --unit 市第二中学
expect name__explains_a_unit_by_its_name 0 ''
try explain "$first" --unit 中学
expect name__explains_no_unit_of_several 3 'unit.several'
try explain "$first" --unit 没有这个单位
expect name__explains_no_unknown_unit 3 'unit.unknown'
try issues import city/data
try issues list --unit 没有这个单位
expect name__issues_of_an_unknown_unit 3 'unit.unknown'
for command in ledger issues; do
    for how in "help $command" "$command --help" "$command -h"; do
        # shellcheck disable=SC2086
        try $how --lang en
        { [ "$code" -eq 0 ] && grep -q "^  $command list  *[a-zA-Z]" "$out"; } || echo "$how: $code"
    done
    try "$command" --lang en
    { [ "$code" -eq 2 ] && grep -q 'needs a subcommand' "$err"; } || echo "$command: $code"
    try "$command" nonsense --help
    { [ "$code" -eq 2 ] && grep -q 没有子命令 "$err"; } || echo "$command nonsense: $code"
done | holds name__families_list_their_subcommands

# --- figures that are hardly meant, and pools with nothing in them ----------------------------------
mkdir "$work/doubts"
cd "$work/doubts" || exit 1
small it
sed -i 's/,0\.5$/,93/' it/data/outcomes.csv
sed -i '/^as_of/a idle: {min_months: 6}' it/plan.yaml
printf 'unit,category,count,since\nU1,事业,8,2026-06-01\n' >it/data/vacancies.csv
try check it/plan.yaml
expect doubt__check_warns 0 data.doubt-saturation
try run it/plan.yaml
expect doubt__run_warns 0 data.doubt-saturation
says pool__says_why_it_is_empty '没有可用的编制，尚缺 5 个：空编 8 个，闲置满 6 个月的没有'
try run it/plan.yaml --lang en
says pool__says_why_it_is_empty_in_english 'nothing to lend, 5 still lacking: 8 slots are vacant, none for 6 months'
try report latest -o report.html
{ { grep -q '数据存疑' report.html && grep -q 'U1 市文化馆' report.html && grep -q '工作饱满度 93 高得不合常理' report.html &&
    grep -q 'a saturation of 93 is hardly meant' report.html; } || echo "the report says nothing"; } |
    holds doubt__report_lists_it
sed -i 's/,93$/,0.5/' it/data/outcomes.csv
try run it/plan.yaml
try report latest -o report.html
{ ! grep -q '数据存疑' report.html || echo "a doubt where there is none"; } | holds doubt__report_has_no_section_without_any
finish
