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
expect evaluate__unknown_unit 3 'no unit U999'

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
