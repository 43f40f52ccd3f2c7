#!/bin/sh
# The reader's test: ten questions a committee member asks of the report, each answered in the conclusion
# (first page), the figures (second) or one named section, in both languages.
#   cli_reader.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
city=$top/scenarios/sample-city
for plan in baseline strict livelihood regional; do
    try run "$city/$plan.yaml" --store s.db --json
    sed -n 's/^ *"run": *"\([0-9a-f]*\)".*/\1/p; s/^{"run": *"\([0-9a-f]*\)".*/\1/p' "$out" | head -n 1
done >runs
# shellcheck disable=SC2046
try report $(cat runs) --store s.db --no-worth -o report.html
expect reader__report_is_written 0 ''

# section ID LANGUAGE: what the section says in one language, tags gone, a line a paragraph.
section() {
    other=en
    [ "$2" = en ] && other=zh
    tr '\n' ' ' <report.html | sed 's/<section id="/\n<section id="/g; s/<\/section>/<\/section>\n/g' |
        grep "^<section id=\"$1\"" |
        sed -E "s/<span class=\"$other\"[^>]*>[^<]*<\/span>//g; s/<text[^>]*class=\"[^\"]*$other\"[^>]*>[^<]*<\/text>//g
            s/<title>[^<]*<\/title>//g; s/<(p|li|tr|dt|h[1-6]|figcaption)[ >]/\n&/g; s/<[^>]*>//g"
}
ask() { # ask NAME SECTION PATTERN-ZH PATTERN-EN
    {
        section "$2" zh | grep -Eq -- "$3" || echo "zh: no line of $2 matches $3"
        section "$2" en | grep -Eq -- "$4" || echo "en: no line of $2 matches $4"
        [ "$2" = conclusion ] || grep -q "href=\"#$2\"" report.html || echo "no link leads to $2"
    } | holds "reader__$1"
}
ask what_is_asked_and_what_becomes_of_it conclusion \
    '63 件申请共需 955 个编制，自有空编解决 190 个，周转池投放 442 个，尚缺 154 个，不予受理 169 个' \
    '63 demands ask for 955 slots; own vacancies cover 190, the pools lend 442; short: 154, refused: 169'
ask what_if_nothing_is_done conclusion '若不调剂，尚缺 596 个' 'If nothing is done, 596 are short'
ask what_gets_worse_and_what_better conclusion '“A 从严收储”变好的：.*变差的：未解决的多 60 个' \
    'A Strict collection.* Better: .*Worse: 60 slots more unresolved'
ask who_loses_most conclusion '可用编制减少（最多：[^）]* −[0-9]+）' 'can use fewer \(most: .* −[0-9]+\)'
ask is_this_the_best conclusion '是否最好：各方案都已证明' 'Is this the best\? Each is proven best'
ask whom_does_the_law_bind figures '法定保障缺口（尚缺与不予受理合计）.*23.*30' 'Statutory shortfall \(short and refused\).*23.*30'
ask which_demands_are_refused_and_on_what_basis refusals 'D036 .*不予受理：.*依据：《' 'D036 .*Refused: .*basis: 《'
ask when_may_they_ask_again refusals '2027-05-31 起可再申请' 'may ask again from 2027-05-31'
ask what_stands_in_the_way_of_the_rest refusals '解决 [0-9]+ 个，尚缺 [0-9]+ 个：' 'Gets [0-9]+, [0-9]+ short: '
ask what_became_of_earlier_loans past '已有存入 10 个、借用 16 个仍在进行' '10 deposited and 16 borrowed slots were running'
ask what_was_set_differently moves '借用：最低饱满度' 'borrowing: least saturation'
ask which_ceilings_bind limits '■ 已顶格' '■ binds'

# The conclusion, the figures and the refusals come first, in this order.
grep -o '<section id="[a-z]*"' report.html | head -n 3 | tr -d '\n' |
    grep -v 'conclusion"<section id="figures"<section id="refusals"' | holds reader__the_answers_come_first
# No raw key of a scenario in what is read.
for lang in zh en; do
    for id in conclusion figures refusals moves flow units limits sectors steps curve past; do
        section "$id" "$lang" | grep -oE '\b[a-z]+(\.[a-z]+)?_[a-z_]+\b|\b(borrow|reserve|grades|pools|release)\.[a-z]+' |
            sed "s/^/$lang $id: /"
    done
done | LC_ALL=C sort -u | holds reader__no_raw_keys

# In the pictures of the sample city nothing is cut off, on paper and on a telephone.
grep -o '<title>[^<]*</title>[^<]*…[^<]*</text>' report.html | holds reader__no_label_is_cut_off

# --- the papers of a decision with cuts, refusals and a deferral -----------------------------------
export TURNPOOL_TODAY=2026-07-20
try propose "$(head -n 1 runs)" --by 王明 --on 2026-07-01 --store s.db
try approve 1 --meeting 第三次会议 --by 李红 --on 2026-07-10 --grant D002=20 --disagree D007 --defer D009 \
    --trim-deposits --yes --store s.db
expect papers__cuts_and_trimmed_deposits_are_booked 0 ''
for lang in zh en; do try export 1 -o "papers-$lang" --lang $lang --store s.db; done
csv() { sed -e 's/^\xef\xbb\xbf//' -e 's/\r$//' "papers-zh/csv/$1.csv" | sed 's/"\([^",]*\),\([^",]*\)"/\1\2/g'; }
# plain FILE: a paper's text, a cell or paragraph a line.
plain() { tr '\n' ' ' <"$1" | sed -E 's/<style[^>]*>[^<]*<\/style>//g; s/<(p|td|th|tr|h[1-6])[ >]/\n&/g; s/<[^>]*>//g' | sed -E 's/^ +//; s/ +$//'; }
# Whatever is not settled is told to its unit, in a notice or in a reply, with a reason and what follows.
csv open | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next } $at["申请编号"] != "" { print $at["申请编号"], $at["单位编码"] }' >open.txt
{ [ "$(wc -l <open.txt)" -ge 40 ] || echo "$(wc -l <open.txt) open demands"; } | holds papers__open_demands_are_listed
while read -r demand unit; do
    cat papers-zh/notices/*-"$unit".html papers-zh/replies/*-"$unit".html >of-unit.html 2>/dev/null
    plain of-unit.html | grep -E -A 1 "申请$demand（.*(理由|原因|不同意|暂缓)" | grep -q '后续办理：..' || echo "$demand of $unit"
done <open.txt | holds papers__every_open_demand_is_answered
# The committee table has every movement proposed and what was decided of it.
plain papers-zh/committee.html >committee.txt
csv movements | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["业务"] == "存入" { print $at["单位编码"], $at["建议数"], $at["意见"], $at["批准数"] }' >deposits.txt
try show "$(head -n 1 runs)" --store s.db --table deposits --format csv
{ [ "$(wc -l <deposits.txt)" -eq "$(grep -c '^U' "$out")" ] ||
    echo "$(wc -l <deposits.txt) of $(grep -c '^U' "$out") deposits"; } | holds papers__every_deposit_proposed_is_listed
while read -r unit proposed opinion approved; do
    said=$(grep -A 4 "^$unit " committee.txt | tail -n 1)
    [ "$said" = "$opinion" ] || [ "$said" = "$opinion $approved" ] || echo "$unit $proposed: $opinion $approved, the table says $said"
done <deposits.txt | holds papers__the_table_says_what_was_decided_of_deposits
# Whose slots stand behind a loan adds up to what was approved, not to what was proposed.
csv movements | awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    $at["业务"] == "借用" {
        line = $at["单位编码"] " " $at["编制类别"]; approved[line] += $at["批准数"]; backed[line] = 0
        n = split($at["编制来源"], part, "，")
        for (i = 1; i <= n; i++) { sub(/.* /, "", part[i]); backed[line] += part[i] }
    }
    END { for (line in approved) if (approved[line] != backed[line]) print line ": " approved[line] " approved, " backed[line] " backed" }' |
    holds papers__sources_add_up_to_what_was_approved

# --- no raw keys where officials read --------------------------------------------------------------
vary='--vary reserve.share=0:0.1:0.1 --vary borrow.max_share=0.1:0.2:0.1'
{
    for lang in zh en; do
        try compare "$city/baseline.yaml" "$city/strict.yaml" "$city/reduction.yaml" --lang $lang
        sed "s/^/$lang compare: /" "$out"
        # shellcheck disable=SC2086
        try sweep "$city/baseline.yaml" $vary --lang $lang --store sweep.db
        sed "s/^/$lang sweep: /" "$out"
        try runs --lang $lang --store sweep.db
        sed "s/^/$lang runs: /" "$out"
        for paper in "papers-$lang"/*.html "papers-$lang"/notices/*.html "papers-$lang"/replies/*.html; do
            plain "$paper" | sed "s/^/$lang ${paper##*/}: /"
            echo
        done
    done
} >read.txt
grep -E '[^a-z_.][a-z]+(\.[a-z]+)?_[a-z_]+|(borrow|reserve|grades|pools|release|reclaim|idle|basis)\.[a-z]+|本线' read.txt |
    LC_ALL=C sort -u | head -n 20 | holds papers__no_raw_keys
# No English word in the Chinese papers: names, codes, days and signs only.
grep '^zh ' read.txt | sed -E 's/^zh [^:]*: //; s/^ +//' | grep -E '[a-z]{3,}' |
    grep -vE 'baseline|strict|reduction|sha256|[0-9a-f]{8}|([0-9a-f]{4} ){3}|--all' | LC_ALL=C sort -u | head -n 20 | holds papers__chinese_is_chinese
finish
