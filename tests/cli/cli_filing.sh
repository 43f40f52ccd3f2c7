#!/bin/sh
# Filing instead of approval, as an office meets it: what of a run is filed, by whom, how the books and
# the next run know it, when it is refused, and back.
#   cli_filing.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
. tests/cli/server.sh
cd "$work" || exit 1
TURNPOOL_TODAY=2026-07-01
export TURNPOOL_TODAY

mkdir -p data
cat >data/units.csv <<'DATA'
unit,name,system,level,region,parent
U1,一中,教育,市,市直,
U2,二中,教育,市,市直,
U3,三中,教育,市,市直,
U4,卫健委,卫生,市,市直,
U5,医院,卫生,市,市直,
DATA
cat >data/posts.csv <<'DATA'
unit,category,authorised,in_post
U1,事业,20,12
U2,事业,10,10
U3,事业,12,12
U4,事业,10,6
U5,事业,8,8
DATA
cat >data/demands.csv <<'DATA'
demand,unit,category,quantity,filed_on
D1,U2,事业,5,2026-01-01
D2,U3,事业,4,2026-02-01
D3,U5,事业,3,2026-03-01
DATA
cat >data/vacancies.csv <<'DATA'
unit,category,count,since
U1,事业,8,2020-01-01
U4,事业,4,2020-01-01
DATA
cat >plan.yaml <<'DATA'
schema: turnpool.scenario/1
name: plan
data: data
as_of: 2026-06-30
release: {unevaluated_share: 1}
filing:
  - name: 教育系统三年总量
    where: {system: [教育]}
    total: 8
    from: 2026-01-01
    until: 2028-12-31
    basis: 某编委〔2026〕3号
DATA

# By hand: U1 gives 8 and U4 4, all 12 wanted are lent. Of U1's 8, U2 takes 5 (D1) and U3 3, so of D2 one
# comes from another system: D1 alone is filed, 3 of the total are left.
try check plan.yaml
says filing__check_says_what_is_left '教育系统三年总量 +2026-01-01 +2028-12-31 +有效 +8 +0 +8 '
try run plan.yaml
says filing__the_run_says_which_loans 'D1 +U2 二中 +事业 +5 +教育系统三年总量'
says filing__and_what_is_left '有效 +8 +0 +5 +3 '
{ ! grep -Eq 'D2 +U3 三中 +事业 +4 +教育' "$out" || echo 'D2 is filed'; } | holds filing__what_crosses_is_not
try verify latest
expect filing__verifies 0 ''
try explain latest --demand D1
says filing__explain_says_it '备案 +属于“教育系统三年总量”（某编委〔2026〕3号）：总量'
try run plan.yaml --json
{
    sed 's/"filed": 1}/"filed": 0}/' "$out" >wrong.json
    cmp -s "$out" wrong.json && echo 'nothing was changed'
} | holds filing__the_document_names_it

try propose latest --by 甲 --title 年中调剂
try export --draft 1 -o draft
{
    grep -q '供会议知悉' draft/committee.html || echo 'the committee is not told'
    grep -q '此前已备案 0 个，本次备案 5 个，尚余 3 个' draft/filing/1.html || echo 'no filing sheet'
    [ -s draft/filing/1.docx ] || echo 'no filing sheet to sign'
} | holds filing__papers_of_the_draft
try file 1 --by 甲 --yes --lang en
expect filing__nobody_files_his_own 8 'whoever files must not be the proposer'
try file 1 --by 乙 --dry-run
says filing__is_shown_first '借用 +1 +5'
try ledger list
{ ! grep -q 借用 "$out" || echo 'a rehearsal was booked'; } | holds filing__a_rehearsal_books_nothing
try file 1 --by 乙 --yes
expect filing__is_booked 0 '已备案，编号 1'
says filing__the_pool_stays_as_it_was '市直 +事业 +0 +0 +0'
try file 1 --by 乙 --yes --lang en
expect filing__once 8 'proposal 1 is decided already \(filed\)'
try proposals --lang en
says filing__proposals_say_it '甲 +2026-07-01 +filed +1'
try ledger verify
expect filing__the_ledger_is_sound 0 ''
try ledger export
cp "$out" journal
{
    if command -v hledger >/dev/null; then
        LC_ALL=C.UTF-8 hledger -f journal check 2>&1
    fi
} | holds filing__hledger_agrees
try export 1 -o papers
{
    [ ! -e papers/committee.html ] || echo 'a table for a committee that did not decide'
    grep -q '备案人：乙' papers/filing/1.html || echo 'the sheet does not say who filed'
    cat papers/notices/*U2.html | grep -q '已于2026年7月1日备案' || echo 'the notice does not say so'
    [ ! -e papers/replies ] || echo 'replies to those nobody decided on'
} | holds filing__papers_of_the_filing

# The next run starts from it: 5 of 8 are filed, and D2's 4 no longer fit.
sed -i 's/^U2,事业,10,10/U2,事业,10,15/' data/posts.csv
try run plan.yaml
says filing__the_next_run_knows_it '有效 +8 +5 +0 +3 '
try propose latest --by 甲
try file 2 --by 乙 --yes --lang en
expect filing__nothing_fits 8 'has 3 left: no loan inside the system fits into it as a whole'
try approve 2 --meeting 编委会 --by 丙 --on 2026-07-01 --yes
expect filing__the_rest_is_approved 0 ''
try ledger balance --unit U3
says filing__approved_beside_it 'U3 +事业 +12 +0 +4 +16'

# Used up, ended, not stated.
sed -i 's/^U3,事业,12,12/U3,事业,12,16/;s/^U5,事业,8,8/U5,事业,8,11/' data/posts.csv
sed -i 's/total: 8/total: 5/' plan.yaml
echo D4,U2,事业,1,2026-06-01 >>data/demands.csv
sed -i 's/^U1,事业,20,12/U1,事业,20,11/' data/posts.csv
try run plan.yaml --lang en
expect filing__used_up_is_told 0 'the total of 教育系统三年总量, 5, is used up'
try propose latest --by 甲
try file 3 --by 乙 --yes --lang en
expect filing__used_up_is_refused 8 'of the total of 教育系统三年总量, 5, 5 are filed: nothing is left'
sed -i 's/total: 5/total: 9/;s/until: 2028-12-31/until: 2026-07-15/' plan.yaml
try run plan.yaml
try propose latest --by 甲
TURNPOOL_TODAY=2026-08-01 try file 4 --by 乙 --yes --lang en
expect filing__ended_is_refused 8 '教育系统三年总量 holds from 2026-01-01 to 2026-07-15: nothing is filed under it on 2026-08-01'
sed -i '/^filing:/,$d' plan.yaml
try run plan.yaml
try propose latest --by 甲
try file 5 --by 乙 --yes --lang en
expect filing__without_a_total_is_refused 8 'states no total to file under'

try ledger undo --approval 1 --by 乙 --reason 误报 --on 2026-07-01 --yes
expect filing__can_be_undone 0 ''
try ledger verify
expect filing__sound_after_undoing 0 ''

# In the page: shown first, entered with the books' head as it was seen, once.
if command -v curl >/dev/null; then
    mkdir page
    cp -r data page
    cat >page/plan.yaml <<'DATA'
schema: turnpool.scenario/1
name: plan
data: data
as_of: 2026-06-30
release: {unevaluated_share: 1}
filing:
  - {name: 三年总量, where: {system: [教育]}, total: 9, from: 2026-01-01, until: 2028-12-31, basis: 3号}
DATA
    cat >page/data/posts.csv <<'DATA'
unit,category,authorised,in_post
U1,事业,20,12
U2,事业,10,10
U3,事业,12,12
U4,事业,10,6
U5,事业,8,8
DATA
    try run page/plan.yaml --store page.db
    try propose latest --by 甲 --store page.db
    up page page.db --port 0
    enter jar
    curl -s -b jar "$address/proposals" >list
    curl -s -b jar "$address/meeting/1/minutes" | grep -q '/filing/1' || echo 'no way there' >missing
    curl -s -b jar "$address/filing/1" >shown
    {
        cat missing 2>/dev/null
        grep -q '三年总量' shown || echo 'the total is not shown'
        grep -q 'name="head"' shown || echo 'no form'
    } | holds filing__the_page_shows_it
    head=$(sed -n 's/.*name="head" value="\([0-9a-f]*\)".*/\1/p' shown)
    post() { curl -s -b jar -o answer -w '%{http_code}' -H "Origin: $address" --data-urlencode "token=$token" "$@" "$address/filing/1"; }
    {
        [ "$(post --data-urlencode "head=0000$head" --data-urlencode by=乙)" = 409 ] || echo 'books that moved are not noticed'
        [ "$(post --data-urlencode "head=$head" --data-urlencode by=甲)" != 303 ] || echo 'the proposer filed'
        [ "$(post --data-urlencode "head=$head" --data-urlencode by=乙)" = 303 ] || echo 'it was not filed'
        [ "$(post --data-urlencode "head=$head" --data-urlencode by=乙)" != 303 ] || echo 'it was filed twice'
    } | holds filing__the_page_files_it
    kill -INT "$server"
    wait "$server" 2>/dev/null
    try proposals --store page.db --lang en
    says filing__from_the_page_it_is_booked 'filed +1'
    try ledger verify --store page.db
    expect filing__sound_after_the_page 0 ''
fi

# With accounts a clerk files; a planner and the committee's secretary do not.
mkdir office
cp -r data office
cd office || exit 1
printf 'a long word\n' >pw
export TURNPOOL_PASSWORD_FILE=pw
try user add admin --role administrator --new-password-file pw --store turnpool.db
for pair in 测:planner 秘:approver 账:clerk; do
    try user add "${pair%:*}" --role "${pair#*:}" --new-password-file pw --store turnpool.db --as admin
done
expect filing__accounts 0 ''
cat >plan.yaml <<'DATA'
schema: turnpool.scenario/1
name: plan
data: data
as_of: 2026-06-30
release: {unevaluated_share: 1}
filing:
  - {name: 三年总量, where: {system: [教育]}, total: 9, from: 2026-01-01, until: 2028-12-31, basis: 3号}
DATA
cat >data/posts.csv <<'DATA'
unit,category,authorised,in_post
U1,事业,20,12
U2,事业,10,10
U3,事业,12,12
U4,事业,10,6
U5,事业,8,8
DATA
try run plan.yaml --as 测 --store turnpool.db
try propose latest --as 测 --store turnpool.db
try file 1 --as 秘 --store turnpool.db --yes --lang en
expect filing__the_secretary_may_not 8 'may not post to the ledger'
try file 1 --as 账 --store turnpool.db --yes
expect filing__a_clerk_may 0 ''
try ledger verify --store turnpool.db
expect filing__signed_by_a_clerk 0 ''
finish
