#!/bin/sh
# Several years, as an office works with them: the plan, what looking ahead is worth, one unit's years,
# the committee's decision on the first year.
#   cli_plan.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$2
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
years=$top/scenarios/sample-city/years

try run "$years/five-years.yaml" --lang zh
expect plan__runs 0 ''
says plan__lists_years '^ 1  2026-06-30 – 2027-06-29'
says plan__lists_the_last_year '^ 5  2030-06-30 – 2031-06-29  1\.778031'
says plan__says_what_falls_due '第 1 期借用的到期'
try show latest --json
says plan__horizon_in_the_document '"horizon"'
try verify latest --lang en
expect plan__verifies 0 ''

try outlook latest --tails 2 --lang en
expect outlook__runs 0 ''
says outlook__worth 'better by 1\.272 in the goal weighted need met'
says outlook__goals '^weighted need met +max +3238\.697292 +3237\.425292 +1\.272'
says outlook__tails '[Tt]ail'
try outlook latest --tails 21 --lang en
expect outlook__tails_at_most_20 2 '0 to 20'

try explain latest --unit U038 --lang zh
expect explain__unit 0 ''
says explain__its_years '各期编制'

# No data section for MathProg speaks of several periods: that is said, and nothing is written.
try model "$years/five-years.yaml" --tier need --format mod-data -o plan.dat --lang en
{ [ "$code" -ne 0 ] && grep -q 'one period' "$err" || echo "not refused"; } | holds model__mathprog_refuses_periods

# The committee grants less to one demand: the first year alone is posted, and the books are sound.
try propose latest --by 甲 --title 五年规划 --lang en
expect propose__first_year 0 ''
try approve 1 --meeting 编委会 --by 乙 --grant D052=3 --yes --lang en
expect approve__in_part 0 ''
try ledger verify --lang en
expect ledger__sound 0 ''

# One period is no plan: there is nothing to look ahead to.
try run "$years/one-year.yaml" --no-store --json
{ grep -q horizon "$out" && echo "a horizon in the document"; } | holds plan__one_year_has_no_horizon
finish
