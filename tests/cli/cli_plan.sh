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
says plan__lists_years '^ 1  2026-06-30  2027-06-29'
says plan__lists_the_last_year '^ 5  2030-06-30  2031-06-29  1\.778031'
says plan__says_what_looking_ahead_is_worth '比逐期单独测算好 1\.272'
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
try explain latest --demand D002 --lang en
says explain__names_the_year 'In 2027, when 8 of its people leave, from 2027-06-30 on'

try whynot latest --demand D002 --grant 10 --period 3 --lang en
expect whynot__of_a_later_period 0 ''
says whynot__names_the_period 'period 3: why not lend it 10 \(it has 26\)'
try whynot latest --demand D002 --grant 60 --period 3 --lang en
expect whynot__not_to_be_had 4 ''
says whynot__contradicts_in_its_period 'period 3: demand D002: locked'
try whynot latest --demand D002 --grant 1 --period 6 --lang en
expect whynot__no_such_period 2 'no period 6'
try robust latest --draws 10 --lang en
says robust__of_period_one '\(100%\) period 1 stands unchanged'
try sensitivity latest --lang en
says sensitivity__names_the_years 'Reached in'
try run "$years/one-year.yaml" --lang en
try compare "$years/five-years.yaml" "$years/one-year.yaml" --lang en
says compare__year_by_year '^ *5  five-years +2030-06-30'

# A year later with the data of the year before: nobody has left or been taken on, which is named.
try run "$years/five-years.yaml" --lang en
plan=$(sed -n 's/.* as \([0-9a-f]*\)\..*/\1/p' "$err")
try run "$years/five-years.yaml" --set as_of=2027-06-30 --set horizon.periods=4 --lang en
later=$(sed -n 's/.* as \([0-9a-f]*\)\..*/\1/p' "$err")
try compare "$plan" "$later" --format md --lang en
says compare__names_what_made_the_difference 'things that went otherwise than foreseen: '
says compare__says_who_did_not_leave 'U050 \| 事业 \| 489 \| 476'

# The papers: the office's plan and one for each unit, and what the report shows of it.
try run "$years/five-years.yaml" --lang zh
try export latest --draft --only plan -o papers --lang zh
expect papers__plan 0 ''
{ for paper in plan.docx plan.xlsx U050.docx U050.xlsx; do
        [ -s "papers/plan/$paper" ] || echo "no $paper"
    done
    grep -q '五年用编规划' papers/plan/plan.html || echo "no title"
    grep -q '用编进人计划表' papers/plan/U050.html || echo "no title of a unit's"; } | holds papers__of_office_and_unit
try report latest --lang zh -o report.html
{ grep -q '各周转池逐期结余' report.html && grep -q '↩ 6' report.html || echo "no pictures"
    grep -q '统筹各期与逐期单独测算' report.html || echo "no worth"; } | holds report__years

# What saturations carried on along their trend decide is shown as projected, wherever the plan is.
cp -r "$top/tests/cli/plans/trend" .
try run trend/scenario.yaml --lang en
expect trend__warned_of 0 'projected saturations cross 3 thresholds \(such as B: 0\.7 from period 2 on, evaluated 0\.8; .*evaluation\.trend'
says trend__listed_as_projected '^B +2  2027-06-30 +0\.7 +0\.8  2026-05-31 +0\.9  2025-05-31  least saturation  0\.75'
try explain latest --demand d1 --lang en
says trend__explained 'Projected: the saturation of B \(0\.9 on 2025-05-31, 0\.8 on 2026-05-31\), carried on to period 2'
try export latest --draft --only plan -o projected --lang zh
{ for paper in plan B; do
        grep -q '推算：B的工作饱满度（2025-05-31评估0.9，2026-05-31评估0.8）按直线推至第2期（2027-06-30）为0.7，越过“最低饱满度”的界限0.75' "projected/plan/$paper.html" ||
            echo "not in $paper"
    done
    grep -q '推算：C' projected/plan/B.html && echo 'B is told of C'; } | holds trend__on_the_papers
try run "$years/five-years.yaml" --lang zh

# The program as text has every period: glpsol finds the same need.
try model "$years/education.yaml" --tier need --format mod-data -o plan.dat --lang en
expect model__mathprog_of_periods 0 ''
{ grep -q '^param periods := 3;' plan.dat || echo "no periods"
    if command -v glpsol >/dev/null; then
        "$turnpool" run "$years/education.yaml" --no-store --json 2>/dev/null >education.json
        want=$(sed -n 's/.*"need", "sense": "max", "value": "\([0-9.]*\)".*/\1/p' education.json)
        glpsol -m "$top/models/turnover.mod" -d plan.dat | grep -qx "tier need $want" || echo "glpsol does not find $want"
    fi; } | holds model__mathprog_finds_the_same

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
