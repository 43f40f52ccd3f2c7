#!/bin/sh
# Why, why not, what contradicts, what it is worth: on the sample city, in both languages.
#   cli_why.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$2
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
city=$top/scenarios/sample-city

try run "$city/baseline.yaml" --json
expect city__runs 0 ''

# D001: the cap of U049 is 960, its usage 932, so 28 of the 54 it still needs.
try explain latest --demand D001 --lang zh
expect explain__demand_zh 0 ''
says explain__cap_decides_zh '使用上限 960 − 现有使用权 932 = 28.*★ 决定'
says explain__cap_961_zh '使用上限由 960 改为 961，则可得 47 个'
try explain latest --demand D001 --lang en
says explain__cap_decides_en 'cap on usage of 市人民医院, 事业 from 960 to 961; then it gets 47'
try explain latest --demand D036 --lang en --json
expect explain__json 0 ''
says explain__frozen_until '"until|2027-05-31'
try explain latest --unit U064 --lang zh
expect explain__unit 0 ''
says explain__deposits '可收储 7，收储 7'
try explain latest --pool 岚谷县/事业 --lang en
expect explain__pool 0 ''
says explain__next_slot 'One more slot in the pool would go to demand D015'
try explain latest --lang en
expect explain__says_what_it_needs 2 'one of --unit, --demand and --pool'
try explain latest --demand D999 --lang en
expect explain__unknown_demand 3 'D999'

# U099 has 0.610168, the line is 0.60; a month before the same vacancies were filled.
cp -r "$city/data" before && awk -F, -v OFS=, '$1 == "U064" && NR > 1 { $4 = $3 } 1' \
    "$city/data/posts.csv" >before/posts.csv && : >before/vacancies.csv && rm -f before/scores.csv before/workload.csv
try anomalies latest --all --lang zh
expect anomalies__without_registers 0 ''
says anomalies__just_past_a_line '饱满度贴线.*U099|没有给出其他日期的台账'
try anomalies latest --register 2026-05:before --lang en --json
expect anomalies__with_a_register 0 ''
python3 -c 'import json, sys
tables = json.load(open(sys.argv[1]))["tables"]
print(*[k for k in ("anomalies", "thresholds") if k not in tables])' "$out" 2>&1 | grep . |
    holds anomalies__tables
try anomalies latest --register 2026:before --lang en
expect anomalies__needs_a_day 2 '2026-05:DATA'

try whynot latest --demand D004 --grant 9 --lang en
expect whynot__beyond_a_hard_bound 4 ''
says whynot__names_the_bound '44 authorised × 0.2'
try whynot latest --demand D026 --grant 12 --lang zh
expect whynot__can_be_had 0 ''
says whynot__who_pays 'D016 .*25 +21 +-4'

try conflict "$city/baseline.yaml" --lang en
expect conflict__none 0 ''
says conflict__none_said 'does not contradict itself'
printf 'extends: %s/baseline.yaml\nname: torn\nlocks+: [{demand: D004, loan: 14}]\n' "$city" >torn.yaml
try conflict torn.yaml --lang zh
expect conflict__one 4 ''
says conflict__repair '对 D004 的锁定（至少） +14 +8'
try conflict torn.yaml --lang en --json
says conflict__repair_json '"from": 14, "to": 8'
try run torn.yaml --no-store --lang en
expect run__shows_the_repair 4 ''
says run__repair_table 'The cheapest repair'

try sensitivity latest --lang zh --jobs 2
expect sensitivity__runs 0 ''
says sensitivity__cap '960 +961 +加权满足改善'
cp "$out" two.txt
try sensitivity latest --lang zh --jobs 1
cmp two.txt "$out" 2>&1 | holds sensitivity__same_for_any_number_of_threads
finish
