#!/bin/sh
# Names, parts of names and notice numbers work wherever codes do; what fits several is a choice, what
# fits nothing is said to be unknown, and names what there is.
#   cli_names.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
export TURNPOOL_TODAY=2026-07-20
cd "$work" || exit 1
small it
printf 'D2,U2,事业,1,normal,卫生健康,2026-04-02\nD3,U3,事业,1,normal,卫生健康,2026-04-02\n' >>it/data/demands.csv
printf 'U3,市肿瘤医院,事业单位,卫生健康,市级,市本级,\n' >>it/data/units.csv
printf 'U3,事业,30,30,0\n' >>it/data/posts.csv
printf 'U3,2026-05-31,良好,88,1.1\n' >>it/data/outcomes.csv
try run it/plan.yaml
expect names__run 0 ''

# --- a run ---------------------------------------------------------------------------------------
for how in '肿瘤 0 D3' '市肿瘤医院 0 D3' 'D3 0 D3' '人民医院 3 D1.*D2' '医院 3 U2.*U3' '文化馆 3 U1.*没有用编申请' \
    'D9 3 没有编号为“D9”的申请.*D[123]' '图书馆 3 没有编号为“图书馆”的申请'; do
    # shellcheck disable=SC2086 # words on purpose
    set -- $how
    for command in explain 'whynot --grant 0'; do
        # shellcheck disable=SC2086
        try $command latest --demand "$1"
        { [ "$code" -eq "$2" ] && cat "$out" "$err" | grep -Eq "$3"; } || echo "$command $1: $code: $(cat "$err")"
    done
done | holds names__a_demand_by_its_unit
try propose latest --by 王 --on 2026-07-01
approve() { try approve 1 --meeting 会 --by 李 --on 2026-07-10 "$@"; }
approve --dry-run --deposit 文化馆/事业=7 --disagree 肿瘤 --format json
cp "$out" by-name
approve --dry-run --deposit U1/事业=7 --disagree D3 --format json
{ { [ "$code" -eq 0 ] && [ -s by-name ] && cmp by-name "$out"; } 2>&1 || echo "code $code"; } | holds names__decisions_by_name
approve --dry-run --deposit 医院/事业=0 --disagree 人民医院 --grant 图书馆=1
expect names__decisions_are_all_told 8 'unit.several'
expect names__decisions_on_several_demands 8 'demand.several.*|D1 .*D2 .*demand.several'
expect names__decisions_on_nobody 8 'demand.unknown'
approve --yes
expect names__approved 0 ''

# --- the ledger ------------------------------------------------------------------------------------
try ledger balance --table loans --format csv --lang en
notice=$(grep 'U3,' "$out" | grep -oE '2026-[0-9]+' | grep -vE '2026-[0-9]{2}$' | head -n 1)
several=$(grep 'U2,' "$out" | grep -oE '2026-[0-9]+' | grep -vE '2026-[0-9]{2}$' | head -n 1)
for name in "$notice" "编周转〔2026〕${notice#2026-}号" D3; do
    try ledger correct "$name" --by 李 --reason 误 --dry-run
    { [ "$code" -eq 0 ] && grep -q D3 "$out"; } || echo "$name: $code $(cat "$err")"
done | holds names__correct_by_notice
try ledger correct "$several" --by 李 --reason 误 --dry-run
expect names__correct_chooses 3 '#[0-9]+ 2026-07-10 借用 U2 市人民医院 ×.*#[0-9]+ 2026-07-10 借用 .*entry.several'
try ledger correct 2026-77 --by 李 --reason 误 --dry-run
expect names__correct_unknown 3 'entry.unknown'
try ledger notice "$notice" -o none
expect names__no_recall_yet 3 'entry.unknown'
try recall D3 --by 李 --reason 急需 --yes
for name in "$notice" D3 肿瘤; do
    rm -f paper.html
    try ledger notice "$name" -o paper
    grep -q 召回通知单 paper.html || echo "$name: $code $(cat "$err")"
done 2>&1 | holds names__recall_paper_by_notice
for command in balance list; do
    for option in category pool; do
        for lang in zh en; do
            try ledger $command --$option 没有 --lang $lang
            { [ "$code" -eq 3 ] && grep -Eq '(有：|it has: )(事业|all)' "$err" && [ ! -s "$out" ]; } ||
                echo "$command --$option: $code $(cat "$err")"
        done
    done
    try ledger $command --category 事业
    [ "$code" -eq 0 ] || echo "$command: $code"
done | holds names__what_the_ledger_does_not_have_is_no_empty_table
try withdraw 文化馆 --category 行政 --by 李 --dry-run
expect names__withdraw_says_what_there_is 8 '行政.*没有存入；该单位存入的有：事业 ×[1-9]'

# --- when ----------------------------------------------------------------------------------------------
try recall U2 --by 李 --dry-run
loan=$(grep -oE '#[0-9]+' "$err" | head -n 1 | tr -d '#')
try return "$loan" --by 李 --on 2026-07-09 --dry-run
expect names__not_before_the_loan 8 "借用第 $loan 号 2026-07-10 才借出，记账日期 2026-07-09 早于它"
try expire --all --by 李 --dry-run
says names__nothing_is_due_is_said '没有已到期而未收回的借用'
try ledger year 2027 -o year
expect names__a_year_to_come_has_no_report 2 '还没有到'
{ [ ! -e year.docx ] || echo "it has"; } | holds names__no_report_of_a_year_to_come
try propose latest --by 王 --on 2026-07-12
expect names__a_stale_run_is_said_to_be_one 0 '台账又有变动，审定时会被拒绝'

# --- names of files ------------------------------------------------------------------------------------
small twins
sed -i -e 's/^U1,/A\/1,/' -e 's/^U2,/A:1,/' -e 's/,U2,/,A:1,/' twins/data/*.csv
printf 'a_1,市图书馆,事业单位,文化,市级,市本级,\n' >>twins/data/units.csv
printf 'a_1,事业,9,9,0\n' >>twins/data/posts.csv
printf 'a_1,2026-05-31,良好,88,1.1\n' >>twins/data/outcomes.csv
printf 'D2,a_1,事业,1,normal,文化,2026-04-02\n' >>twins/data/demands.csv
try run twins/plan.yaml --store twins.db
try export latest --draft -o papers --store twins.db
expect files__exported 0 ''
{ { [ "$(find papers/notices -name '*.docx' | wc -l)" -eq 3 ] &&
    [ "$(cat papers/notices/*.html | grep -o '市文化馆\|市图书馆\|市人民医院' | sort -u | wc -l)" -eq 3 ]; } ||
    find papers/notices; } | holds files__no_unit_takes_the_place_of_another
{ ! grep -q 注意 "$err" || cat "$err"; } | holds files__nothing_else_is_there
: >papers/notices/2025-1-U9.docx
try export latest --draft -o papers --store twins.db
expect files__what_lies_there_from_before_is_told 0 '另有 1 个文件不是这次写出的，如 papers/notices/2025-1-U9.docx'

# --- a contradiction that is kept --------------------------------------------------------------------
cp it/plan.yaml it/no.yaml
printf 'locks: [{demand: D3, loan: 2}]\n' >>it/no.yaml
try run it/no.yaml --store no.db
for run in latest "$("$turnpool" runs --store no.db --format csv --lang en 2>/dev/null | tail -n 1 | cut -c1-8)"; do
    try conflict "$run" --store no.db
    { [ "$code" -eq 4 ] && grep -q '相互矛盾的要求' "$out"; } || echo "$run: $code $(cat "$err")"
done | holds names__a_contradiction_that_is_kept
try conflict latest --store no.db --set reserve.count=1
expect names__what_is_kept_takes_no_setting 2 'FILE|文件'
try conflict latst --store no.db
expect names__no_such_run 3 'store.no-run'

# --- an evaluation -----------------------------------------------------------------------------------
cp -r "$top/scenarios/sample-city" city
try evaluate city/evaluation.yaml --unit U038 --json
cp "$out" by-code
try evaluate city/evaluation.yaml --unit 市第一中学 --json
{ { [ "$code" -eq 0 ] && [ -s by-code ] && cmp by-code "$out"; } 2>&1 || echo "code $code"; } | holds names__evaluation_by_name
try evaluate city/evaluation.yaml --unit 中学
expect names__evaluation_of_several 3 'U038 市第一中学.*unit.several'
finish
