#!/bin/sh
# What an answer claims and what verify makes of it: searches whose multipliers prove nothing, stopped
# runs, contradictions told from each other.
#   cli_proof.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2") update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1

# Multipliers that prove nothing are no fault of the input: fair with shares that cannot be kept.
mkdir -p fair
cat >fair/units.csv <<'DATA'
unit,system
U007,
U013,
U019,卫生健康
U048,教育
DATA
cat >fair/posts.csv <<'DATA'
unit,category,authorised,in_post
U007,政法专项,343,330
U013,政法专项,481,409
U019,事业,60,52
U048,事业,37,32
DATA
cat >fair/demands.csv <<'DATA'
demand,unit,category,quantity,sector
D005,U019,事业,26,教育
D007,U007,政法专项,117,
D019,U048,事业,17,
DATA
cat >fair/s.yaml <<'DATA'
schema: turnpool.scenario/1
name: fair-with-shares
data: .
as_of: 2026-03-31
pools: {ring_fenced: [教育]}
tiers: [{goal: fair, by: sector}]
shares:
  - {name: s1, of: loans, where: {class: talent}, at_least: 1}
  - {name: s2, of: loans, at_least: 0.333333}
DATA
try run fair/s.yaml --lang en --json
expect fair__failing_to_prove_is_not_failing_to_answer 0 ''
says fair__the_ratio_is_found '"goal": "fair", .*"value": "0.111111"'
try verify latest --lang en
expect fair__verified 0 ''

# A stopped run: the figures are those of its movements.
mkdir -p stopped
cat >stopped/units.csv <<'DATA'
unit,region
U035,市本级
U039,市本级
U053,甲县
U060,甲县
U061,甲县
U063,甲县
DATA
cat >stopped/posts.csv <<'DATA'
unit,category,authorised,in_post
U035,事业,16,14
U039,事业,34,26
U053,行政,31,20
U060,行政,51,43
U061,行政,27,21
U063,事业,46,44
DATA
cat >stopped/demands.csv <<'DATA'
demand,unit,category,quantity,class
D015,U060,行政,25,normal
D051,U035,事业,4,talent
DATA
cat >stopped/s.yaml <<'DATA'
schema: turnpool.scenario/1
name: stopped
data: .
as_of: 2026-06-30
classes: {talent: {weight: 2}}
tranches: [{up_to: 0.7, value: 0.75}, {up_to: 1, value: 0.333333}]
tiers: [{goal: need, concede: 0.1}, {goal: touched}]
limits: [{measure: loans, at_most: 1, where: {region: 市本级}}]
DATA
for gap in 0.9 0.5 0.1; do
    try run stopped/s.yaml --gap $gap --lang en
    [ "$code" -eq 6 ] || [ "$code" -eq 0 ] || echo "gap $gap: exit code $code"
    try verify latest --lang en
    grep -E 'does not hold|differ' "$out"
done | holds stopped__figures_are_those_of_the_movements

# A contradiction that names a row of the data is found again there.
mkdir -p minimum
printf 'unit,region\nA,r\nB,r\n' >minimum/units.csv
printf 'unit,category,authorised,in_post\nA,事业,10,5\nB,事业,10,10\n' >minimum/posts.csv
printf 'demand,unit,category,quantity,minimum\nD1,B,事业,3,2\n' >minimum/demands.csv
cat >minimum/s.yaml <<'DATA'
schema: turnpool.scenario/1
name: minimum
data: .
as_of: 2026-06-30
limits: [{name: one, measure: loans, at_least: 1, at_most: 1}]
DATA
try run minimum/s.yaml --lang en
expect conflict__named 4 ''
try verify latest --lang en
expect conflict__with_a_row_of_the_data_is_verified 0 ''

# Contradictions that have nothing to do with each other are told apart.
mkdir -p two
printf 'unit,region\nA,r\nB,r\n' >two/units.csv
printf 'unit,category,authorised,in_post\nA,事业,10,10\nB,事业,10,10\n' >two/posts.csv
printf 'demand,unit,category,quantity\nD1,A,事业,4\nD2,B,事业,4\n' >two/demands.csv
cat >two/s.yaml <<'DATA'
schema: turnpool.scenario/1
name: two
data: .
as_of: 2026-06-30
exclude: [{unit: [A, B]}]
locks:
  - {demand: D1, loan_at_least: 1}
  - {demand: D2, loan_at_least: 1}
limits:
  - {name: most, measure: loans, at_most: 3}
  - {name: least, measure: loans, at_least: 4}
DATA
try run two/s.yaml --lang en
says conflict__first_set '^ *1 .*D1: locked'
says conflict__second_set '^ *2 .*D2: locked'
says conflict__what_contradicts_itself_is_a_set '^ *3 .*limit'
try run two/s.yaml --lang en --json
says conflict__sets_in_the_document '"set": 2, "rule": "locks"'
try verify latest --lang en
expect conflict__sets_are_verified 0 ''
finish
