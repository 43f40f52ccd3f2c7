#!/bin/sh
# Evaluation as a planner meets it: outcomes, one unit explained, judgements mended, and the loop
# evaluate → run → close an issue → run again.
#   cli_evaluate.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$2 update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cp -r scenarios/sample-city "$work/city" || exit 1
cd "$work" || exit 1

try evaluate city/evaluation.yaml -o outcomes.csv --lang en
expect evaluate__sample_city 0 ''
says evaluate__shows_the_ranking '^ *1 +U[0-9]+ '
says evaluate__says_what_is_missing '(no score from|from any source)'
cmp outcomes.csv city/data/outcomes.csv 2>&1 | holds evaluate__gives_the_city_s_outcomes
try evaluate city/evaluation.yaml --format csv
cmp "$out" outcomes.csv 2>&1 | holds evaluate__csv_is_the_dataset_file

try evaluate city/evaluation.yaml --unit U020 --lang zh
says evaluate__explains_a_unit_zh '得分 .*名（共 116 个单位），等次'
try evaluate city/evaluation.yaml --unit U020 --lang en
says evaluate__explains_a_unit_en 'scores [0-9.]+: [0-9.]+ on its indicators'
says evaluate__names_the_heaviest_loss 'Most was lost on'
try evaluate city/evaluation.yaml --unit U020 --json
python3 -c 'import json, sys
d = json.load(open(sys.argv[1]))
leaves = d["units"][0]["leaves"]
gained = sum(round(float(l["gained"]) * 1e6) for l in leaves)
if abs(gained - round(float(d["units"][0]["before_deductions"]) * 1e6)) > len(leaves): print("gained", gained)
' "$out" 2>&1 | holds evaluate__trace_adds_up
try evaluate city/evaluation.yaml --unit U999 --lang en
expect evaluate__unknown_unit 3 'no unit whose code or name is "U999"'

# The papers to score in, and scores read back from a sheet with other columns, in another order.
try evaluate city/evaluation.yaml --papers papers --lang zh
expect evaluate__papers 0 '--read'
{
    for source in self onsite external survey; do [ -s "papers/评分-$source.xlsx" ] || echo "$source"; done
    [ -s papers/问卷-1.docx ] && [ -s papers/佐证材料.xlsx ] || echo "no questionnaire or evidence"
} | holds evaluate__papers_are_all_there
if command -v unzip >/dev/null; then
    unzip -p papers/问卷-1.docx word/document.xml | sed 's/<w:tr>/\n&/g' | grep '^<w:tr>' |
        sed 's/<\/w:tc>/|/g; s/<[^>]*>//g' | awk -F'|' '$2 == "" { print }' | holds evaluate__every_row_has_its_aspect
    { unzip -p papers/评分-self.xlsx xl/worksheets/sheet1.xml | grep -q '评分来源：self' || echo 'another head'; } |
        holds evaluate__a_scoring_sheet_says_whose_it_is
fi
try evaluate city/evaluation.yaml --read papers/评分-self.xlsx --lang en
expect evaluate__blank_workbook_reads_back 0 '0 scores read, 7711 left blank'
awk -F, 'BEGIN { print "满意度及核查评分\n评分,名称,指标,单位编码,评分来源" }
    NR > 1 { print $4 ",x," $2 "," $1 "," $3 }' city/data/scores.csv >filled.csv
try evaluate city/evaluation.yaml --read filled.csv -o scores.csv --lang en
expect evaluate__reads_scores_back 0 '15959 scores read, 0 left blank'
cmp scores.csv city/data/scores.csv 2>&1 | holds evaluate__scores_are_those_filled_in
printf '单位编码,指标,评分来源,评分\nU001,duty.legal,self,很好\nU001,perform.style,self,101\nU999,duty.legal,self,好\n' >wrong.csv
try evaluate city/evaluation.yaml --read filled.csv --read wrong.csv -o none.csv --lang en
expect evaluate__wrong_scores 3 'wrong.csv:2:4: error: 很好 is not on the menu'
expect evaluate__every_wrong_score 3 'wrong.csv:3:4: .*101'
expect evaluate__unknown_unit_scored 3 'wrong.csv:4:1: .*U999'
{ [ -e none.csv ] && echo "written all the same"; true; } | holds evaluate__nothing_half_read
printf 'a,b\n1,2\n' >other.csv
try evaluate city/evaluation.yaml --read other.csv --lang en
expect evaluate__not_a_table_of_scores 3 'no table of scores here'

printf 'order: [a, b, c]\nupper: [[3, 1/5], [3]]\n' >bad.yaml
try ahp bad.yaml --lang en
expect ahp__above_the_limit 3 ''
says ahp__names_the_judgement 'a +c +1/5 +[1-9]'
printf 'order: [a, b, c]\nupper: [[3/2, 3], [2]]\n' >good.yaml
try ahp good.yaml --lang zh
expect ahp__consistent 0 ''
says ahp__weights_are_exact 'c +0.166667'

# The loop: a scenario with computed outcomes is the scenario with written ones.
printf 'extends: city/baseline.yaml\nname: loop\noutcomes: city/evaluation.yaml\n' >loop.yaml
try run loop.yaml --no-store --json
grep dataset_sha256 "$out" >computed
try run city/baseline.yaml --no-store --json
grep dataset_sha256 "$out" >written
cmp computed written 2>&1 | holds loop__same_dataset

# Closing an overdue rectification admits the demand it barred.
try issues import city/data --lang en
expect issues__import 0 '29 issues added'
try issues overdue --on 2026-06-30
says issues__overdue W002
try run loop.yaml --json
grep -c '"rule": "rectification"' "$out" >before
try issues close W002 --on 2026-06-20 --reference 'No. 15' --lang en
expect issues__close 0 'W002 closed on 2026-06-20'
try issues close W002 --on 2026-06-21 --reference again --lang zh
expect issues__close_twice 8 'issues.closed'
try issues close W001 --on 2026-06-21
expect issues__close_needs_a_reference 2 'reference'
try run loop.yaml --json
grep -c '"rule": "rectification"' "$out" >after
{
    [ "$(cat after)" -eq $(($(cat before) - 1)) ] || echo "$(cat before) barred, then $(cat after)"
    sed -n '/"denied"/,$p' "$out" | grep -A3 '"D041"' | grep rectification
    true
} | holds issues__closing_admits_the_demand
try issues export --class reserve -o reserve.csv
{ head -n 1 reserve.csv | grep -qx 'issue,unit,class,found_on,due_on,closed_on,text' || head -n 1 reserve.csv; } |
    holds issues__reserve_list
finish
