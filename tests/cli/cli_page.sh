#!/bin/sh
# What the page hands out is what the command line writes, byte for byte: papers of a run, a proposal and
# an approval, reports, workbooks, comparisons.
#   cli_page.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
. tests/cli/server.sh
if ! command -v curl >/dev/null || ! command -v unzip >/dev/null; then
    skip "page__papers" "curl or unzip is not installed"
    finish
fi
export TURNPOOL_TODAY=2026-07-10
cp -r scenarios/sample-city "$work/city"
cp -r scenarios/county-turnover "$work/city/county"
cd "$work" || exit 1

run_of() { # FILE OPTION…: kept, its id is printed
    "$turnpool" run "$@" --json --store turnpool.db 2>/dev/null | sed -n 's/.*"run": *"\([0-9a-f]*\)".*/\1/p' | head -n 1
}
base=$(run_of city/baseline.yaml)
other=$(run_of city/strict.yaml)
plan=$(run_of city/county/plan.yaml)
never=$(run_of city/baseline.yaml --set 'locks+=[{demand: D001, loan: 60}]')
try remark "$base" D004 先议 --on 2026-07-01
expect remark__written 0 ''
try propose "$base" --by 王明 --on 2026-07-02
expect proposal__made 0 ''
try sweep city/baseline.yaml --vary reserve.count=0:2:1 --store turnpool.db
expect sweep__made 0 ''
up city turnpool.db --port 0
enter jar

# page PATH FILE: fetched in the language of $lang
page() {
    curl -s -b jar -f -o "$2" "$address$1" || echo "$1 is not there"
}
# same NAME PATH FILE: the page's is the file
same() {
    { page "$2" got; cmp got "$3"; } 2>&1 | holds "$1"
}
# papers NAME ADDRESS FOLDER: every file of the folder is there, and nothing else
papers() {
    (cd "$3" && find . -type f | sed 's|^\./||' | LC_ALL=C sort) >files
    page "$2" list >/dev/null
    sed 's/<a href="/\n&/g' list | sed -n "s|^<a href=\"$2/\([^\"]*\)\".*|\1|p" | grep -v '^all.zip$' |
        LC_ALL=C sort >links
    rm -rf fetched unpacked
    {
        diff files links
        [ -s files ] || echo "no papers"
        sed "s|.*|url = \"$address$2/&\"\noutput = \"fetched/&\"|" files >urls
        curl -s -S -f -b jar --create-dirs -K urls
        diff -r "$3" fetched
        page "$2/all.zip" all.zip
        unzip -q all.zip -d unpacked && diff -r "$3" unpacked
    } 2>&1 | head -n 20 | holds "$1"
}
for lang in zh en; do
    page "/?lang=$lang" /dev/null
    try export "$base" --draft --lang $lang -o "run-$lang" --store turnpool.db
    papers "papers__of_a_run_$lang" "/run/$base/papers" "run-$lang"
    try export 1 --draft --lang $lang -o "proposal-$lang" --store turnpool.db
    papers "papers__of_a_proposal_$lang" /meeting/1/papers "proposal-$lang"
    try export "$plan" --draft --lang $lang -o "plan-$lang" --store turnpool.db
    papers "papers__of_a_plan_$lang" "/run/$plan/papers" "plan-$lang"
    for one in $base $plan $never; do
        try show "$one" --all --format xlsx --lang $lang --store turnpool.db -o own.xlsx
        same "workbook__of_run_${one}_$lang" "/run/$one/workbook" own.xlsx
    done
    try report "$base" --lang $lang --store turnpool.db
    same "report__of_a_run_$lang" "/run/$base/report" "$out"
    try report "$base" "$other" --lang $lang --store turnpool.db
    same "report__of_a_comparison_$lang" "/compare/report?base=$base&run=$other" "$out"
    try compare "$base" "$other" --all --format xlsx --lang $lang --store turnpool.db -o own.xlsx
    same "workbook__of_a_comparison_$lang" "/compare/workbook?base=$base&run=$other" own.xlsx
done
# An approval, in part; and what a ledger adds to a report.
try approve 1 --yes --meeting 编委会 --by 李红 --on 2026-07-10 --defer D001 --store turnpool.db
expect approval__made 0 ''
for lang in zh en; do
    page "/?lang=$lang" /dev/null
    try export 1 --lang $lang -o "approval-$lang" --store turnpool.db
    papers "papers__of_an_approval_$lang" /meeting/1/papers "approval-$lang"
    try report "$base" "$other" --lang $lang --store turnpool.db
    same "report__with_a_ledger_$lang" "/compare/report?base=$base&run=$other" "$out"
done
{
    [ -n "$never" ] || echo "no contradiction"
    code=$(curl -s -b jar -o /dev/null -w '%{http_code}' "$address/run/$never/papers")
    [ "$code" = 409 ] || echo "a run without an answer has papers: $code"
    code=$(curl -s -b jar -o /dev/null -w '%{http_code}' "$address/run/$base/papers/notices/nothing.docx")
    [ "$code" = 404 ] || echo "a paper that is not there: $code"
    code=$(curl -s -b jar -o /dev/null -w '%{http_code}' "$address/run/$base/papers/..%2fcommittee.html")
    [ "$code" = 404 ] || echo "another way to a paper: $code"
} | holds "papers__nothing_else_is_a_paper"
kill "$server"
wait "$server" 2>/dev/null
finish
