#!/bin/sh
# What a committee would be misled by if it were left out: what runs do besides deposits and loans, in
# comparisons, reports and papers.
#   cli_committee.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
export COLUMNS=500
samples=$top/scenarios

# --- comparisons ---------------------------------------------------------------------------------
# pair NAME SCENARIO VARIANT: compares a sample with a variant of it.
pair() {
    try compare "$samples/$1/plan.yaml" "$samples/$1/plan.yaml#$2" --store s.db
    expect "compare__$1" 0 ''
}
pair overstaffed nobody
says compare__people_who_stay_above '^仍超编人数（人） +0 +5 +\+5'
says compare__people_who_move '^人员划转（人） +U1 +县畜牧站 → 县农技推广中心 +事业 +3 +0'
says compare__units_whose_people_move_are_touched '^涉及单位数 +5 +3'
says compare__zeros_are_answers '^其中：不予受理 +0 +0 +0'
pair across-categories apart
says compare__conversions '^跨类别统筹 +全域 +工勤 → 事业 +4 +0'
says compare__nothing_own_is_an_answer '^自有空编解决 +0 +0 +0'
pair cut-57 none
says compare__slots_that_change_owner '^机构编制调整变动归属 +57 +0 +-57'
says compare__who_loses_by_the_reorganisation 'D24 +市市场监管局 +行政 +4 +0'
says compare__units_cut_are_touched '^涉及单位数 +28 +0'
pair two-exceptions none
says compare__a_rate_of_nothing_is_an_answer '^最低的领域满足率 +0% +0%'
try compare "$samples/sample-city/baseline.yaml" "$samples/sample-city/regional.yaml" --store s.db
says compare__transfers '跨池调剂 +青禾县 → 岚谷县 +事业 +0 +[1-9]'
try compare "$samples/sample-city/baseline.yaml" "$samples/sample-city/livelihood.yaml" --store s.db
says compare__values_by_other_weights_are_no_difference '^需求价值（按各自权重） .* 权重不同，不可比'
# Two reorganisations that end in the same loans are not the same answer.
mkdir two && cp -r "$samples/cut-57/data" two/
sed 's/^as_of/reserve: {count: 60}\nas_of/' "$samples/cut-57/plan.yaml" >two/plan.yaml
try compare two/plan.yaml two/plan.yaml#none --store s.db --exit-code
expect compare__a_reorganisation_is_a_part_of_the_answer 9 ''

# Keys and choices in words, each by what it is called at its place.
pair overstaffed nobody
says compare__moves_in_words '划出范围（单位 U1、U2），划入范围（系统 农业农村）'
pair across-categories apart
says compare__conversions_in_words '范围 全部，原类别 工勤，转为类别 事业'
pair two-exceptions none
says compare__rules_lifted_by_name '放开的规则 评估等次'
try run "$samples/overstaffed/plan.yaml" --store s.db
says run__stocks_are_not_added_up '^合计 +5$'

# --- reports -------------------------------------------------------------------------------------
# report_of SCENARIO: the report of one sample, in r.html.
report_of() {
    try run "$samples/$1/plan.yaml" --store "$1.db"
    try report latest --store "$1.db" -o r.html
}
# section ID: what the section says in Chinese, a line a paragraph.
section() {
    tr '\n' ' ' <r.html | sed 's/<section id="/\n<section id="/g; s/<\/section>/<\/section>\n/g' |
        grep "^<section id=\"$1\"" |
        sed -E "s/<span class=\"en\"[^>]*>[^<]*<\/span>//g; s/<(p|li|tr|dt|h[1-6]|figcaption|text)[ >]/\n&/g; s/<[^>]*>/ /g"
}
# tells NAME SECTION PATTERN
tells() {
    { section "$2" | grep -Eq -- "$3" || echo "no line of $2 matches $3"; } | holds "report__$1"
}
report_of cut-57
tells the_reorganisation_is_in_the_conclusion conclusion '57 个编制变动归属，其中 57 个收归周转池'
tells who_can_use_fewer_after_the_cut conclusion '共 28 个；可用编制'
tells each_cut_with_its_figure others 'D01 市委办公室 .*62 × 0.03 = 1.86'
tells a_cut_is_no_opening_stock flow '机构编制调整收回'
tells a_cut_is_in_the_appendix appendix 'D01 .*62 .*62 .*−2 .*机构编制调整转出 2 个'
{ grep -q 'href="#others"' r.html || echo 'no link'; } | holds report__others_are_linked
report_of overstaffed
tells people_are_in_the_conclusion conclusion '超编人员划转 5 人，划转后仍超编 0 人'
tells who_moves others 'U1 县畜牧站 .*U3 县农技推广中心'
report_of across-categories
tells conversions_are_in_the_conclusion conclusion '其中有|有 8 个由其他类别转为'
tells which_categories others '全域 .*工勤 .*事业 .*4'

# --- papers --------------------------------------------------------------------------------------
# plain FILE: a paper's text, a row or paragraph a line, cells apart by |.
plain() {
    tr '\n' ' ' <"$1" | sed -E 's/<style[^>]*>[^<]*<\/style>//g; s/<\/t[dh]>/ | /g; s/<(p|tr|h[1-6])[ >]/\n&/g; s/<[^>]*>//g' |
        sed -E 's/^ +//; s/ +$//'
}
try propose latest --store across-categories.db --by 王 --on 2026-07-01
try approve 1 --store across-categories.db --meeting 会 --by 李 --on 2026-07-10 --yes
try export 1 --store across-categories.db -o across
expect papers__of_conversions 0 ''
for paper in across/*.html across/notices/*.html; do plain "$paper"; done >across.txt
grep -nE '(^|[| ：])all([（ |]|$)|\(null\)' across.txt | holds papers__the_one_pool_has_a_name
{ grep -q '^1 | U1 县机关事务中心 | 存入 | 工勤 | 4 ' across.txt && grep -q '各单位转出合计 | *| *| 8 ' across.txt ||
    echo 'the total is not of what units give'; } | holds papers__slots_between_pools_are_no_second_deposit
finish
