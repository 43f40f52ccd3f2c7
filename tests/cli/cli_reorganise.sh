#!/bin/sh
# Reorganisation as an office meets it: the figures, the same as if the tables had been edited by hand,
# and the ledger from approval to the next run and back.
#   cli_reorganise.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
TURNPOOL_TODAY=2026-07-01
export TURNPOOL_TODAY
is() { # is NAME WANTED FOUND
    { [ "$2" = "$3" ] || echo "is $3, not $2"; } | holds "$1"
}

mkdir -p data edited
cat >data/units.csv <<'DATA'
unit,name,level,region,parent
U1,一局,市,本市,
U2,二局,市,本市,U1
U3,三局,市,本市,
U4,四局,市,本市,U3
U5,五局,市,本市,U4
U9,九局,市,本市,
DATA
cat >data/posts.csv <<'DATA'
unit,category,authorised,in_post,lent,borrowed
U1,行政,50,40,0,0
U2,行政,33,30,0,0
U3,行政,20,25,0,5
U4,行政,17,18,0,2
U4,事业,10,8,1,0
U5,行政,0,0,0,0
U9,行政,7,0,0,0
DATA
cat >data/demands.csv <<'DATA'
demand,unit,category,quantity,filed_on
D1,U4,行政,3,2026-01-01
D2,U2,行政,6,2026-02-01
DATA
cat >data/vacancies.csv <<'DATA'
unit,category,count,since
U1,行政,5,2020-01-01
U4,事业,1,2025-01-01
DATA
cat >plan.yaml <<'DATA'
schema: turnpool.scenario/1
name: plan
data: data
as_of: 2026-06-30
borrow: {overstaffed: allow}
reorganise:
  - {merge: [U3, U4], into: U3, basis: 某委〔2026〕1号}
  - {abolish: U9}
  - {cut: 0.03}
  - {transfer: U1, to: U2, category: 行政, count: 2, people: 1}
DATA

# By hand: the merger gives U3 37 行政 and 10 事业; 3 % of 50 + 33 + 37 + 10 is 3.9: 4, the parts 1.5, 0.99,
# 1.11, 0.3 give 1 + 0 + 1 + 0, and one more each to 0.99 (U2) and 1.5 (U1). The pool gets 7 + 4.
cat >edited/posts.csv <<'DATA'
unit,category,authorised,in_post,lent,borrowed
U1,行政,46,39,0,0
U2,行政,34,31,0,0
U3,行政,36,43,0,7
U3,事业,10,8,1,0
U4,行政,0,0,0,0
U4,事业,0,0,0,0
U5,行政,0,0,0,0
U9,行政,0,0,0,0
DATA
sed 's/^U5,五局,市,本市,U4/U5,五局,市,本市,U3/' data/units.csv >edited/units.csv
sed 's/,U4,/,U3,/' data/demands.csv >edited/demands.csv
sed 's/^U4,/U3,/' data/vacancies.csv >edited/vacancies.csv
sed -e '/^reorganise:/,$d' -e 's/data: data/data: edited/' plan.yaml >edited.yaml
echo 'pools: {opening: [{scope: 本市, category: 行政, count: 11}]}' >>edited.yaml

try run plan.yaml --json
cp "$out" document
grep -v -e '"run":' -e sha256 -e '"scenario":' -e '"reorganised": ' -e '"item":' document |
    sed '/^  \],$/{N;}' >one
try run edited.yaml --json
grep -v -e '"run":' -e sha256 -e '"scenario":' "$out" >two
grep -e '"demand"' -e '"scope"' -e '"goal"' -e '"from": "[^"]*", "to": "[^"]*", "category": "[^"]*", "count": [0-9]*}' one >one.rows
grep -e '"demand"' -e '"scope"' -e '"goal"' -e '"from": "[^"]*", "to": "[^"]*", "category": "[^"]*", "count": [0-9]*}' two >two.rows
diff one.rows two.rows 2>&1 | holds reorganise__as_if_the_tables_had_been_edited
is reorganise__moves_stand_in_the_document '10 17 7 2 1 1 2 ' \
    "$(grep '"item":' document | sed 's/.*"count": \([0-9]*\).*/\1/' | tr '\n' ' ')"

try run plan.yaml
says reorganise__the_run_tells_first '40 个编制变动归属，其中 11 个收归周转池'
try verify latest
expect reorganise__verifies 0 ''
try explain latest --unit U3
says reorganise__explain_says_what_a_unit_gave '37 × 0.03 = 1.11，余数不进'
try check plan.yaml
says reorganise__check_tells_it '50 × 0.03 ='
says reorganise__check_counts_what_the_files_have '核定编制 +137'

try propose latest --by 甲 --title 撤并
try approve 1 --meeting 编委会 --by 乙 --on 2026-07-01 --yes
expect reorganise__is_booked 0 ''
says reorganise__successions_carry_loans '承接借用 +U4 四局 +U3 三局 +行政 +2'
says reorganise__cuts_go_to_the_pool '撤并核减 +U1 一局 +周转池 本市 +行政 +2'
try ledger verify
expect reorganise__the_ledger_is_sound 0 ''
try ledger balance --unit U3
says reorganise__the_heir_has_it_all 'U3 +行政 +36 +0 +10 +46'
try ledger export
cp "$out" journal
{
    if command -v hledger >/dev/null; then
        LC_ALL=C.UTF-8 hledger -f journal check 2>&1
        LC_ALL=C.UTF-8 hledger -f journal bal owner:U1 | grep -q -- '-46' || echo 'owner:U1 is not -46'
    fi
} | holds reorganise__hledger_agrees
try export 1 -o papers
expect reorganise__papers_are_made 0 ''
{
    cat papers/*/*.html papers/*.html 2>/dev/null | grep -q '机构编制调整' || echo 'no paper says so'
} | holds reorganise__notices_say_it

try run plan.yaml --lang en
expect reorganise__tables_of_before_are_refused 8 'U1/行政: the data have 50 authorised, as before the reorganisation; the ledger has 46'
cp edited/units.csv edited/demands.csv edited/vacancies.csv data/
cut -d, -f1-4 edited/posts.csv >data/posts.csv
try run plan.yaml --lang en
expect reorganise__what_is_booked_is_not_done_again 0 'plan.yaml:7:5: warning: this item was booked on .* \(approval 1\) and is not done again'
{ ! grep -q 'change owner' "$out" || echo 'it was done again'; } | holds reorganise__once
sed -i 's/- {cut: 0.03}/- {cut: 0.03, basis: 再减}/' plan.yaml
try run plan.yaml --lang en
says reorganise__another_basis_does_it_once_more '4 slots change owner, 4 of them for the pools'

try ledger undo --approval 1 --by 乙 --reason 会议撤销 --on 2026-07-01 --yes
expect reorganise__can_be_undone 0 ''
try ledger verify
expect reorganise__sound_after_undoing 0 ''
try ledger balance
{ ! grep -Eq 'U3 +行政 +36' "$out" || echo 'U3 still has 36'; } | holds reorganise__undone
finish
