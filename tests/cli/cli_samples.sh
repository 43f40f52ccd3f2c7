#!/bin/sh
# The samples: their answers, told apart from how we compute them; and the same facts in other clothes.
#   cli_samples.sh SOURCE-TREE BINARY WORKBOOK-WRITER
set -u
top=$1 turnpool=$(realpath "$2") workbook=$(realpath "$3")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1

# flat FILE: a JSON document on one line, one blank after a colon or comma
flat() {
    tr -d '\n' <"$1" | sed 's/: */: /g; s/, */, /g'
}
# list KEY FILE: the objects of a list, one a line
list() {
    flat "$2" | sed "s/.*\"$1\": \[//; s/\].*//; s/} *, *{/}\n{/g; s/^ *//; s/ *\$//"
}
figure() { # figure KEY: the number or text of a key, from objects on standard input
    sed "s/.*\"$1\": \"*\([^\",}]*\).*/\1/"
}

for sample in india-anm/baseline india-anm/gentler india-anm/ceiling sample-city/baseline \
    sample-city/livelihood sample-city/strict sample-city/retain sample-city/regional \
    sample-city/reduction sample-city/years/five-years sample-city/years/education \
    sample-city/years/one-year india-anm/years/five-years; do
    plain=$(echo "$sample" | tr '/' '-')
    try run "$top/scenarios/$sample.yaml" --json
    cp "$out" "$plain.json"
    expect "${plain}__runs" 0 ''
    says "${plain}__optimal" '"status": *"optimal"'
    grep "^$sample|" "$top/tests/cli/samples.txt" | while IFS='|' read -r _ goal value; do
        found=$(flat "$plain.json" | grep -o "{\"goal\": \"$goal\"[^}]*}" | figure value)
        [ "$found" = "$value" ] || echo "$goal is $found, not $value"
    done | holds "${plain}__tiers_as_another_solver_found"
    try run "$top/scenarios/$sample.yaml" --json --no-store
    cmp "$out" "$plain.json" 2>&1 | holds "${plain}__twice_the_same_bytes"
    run=$(flat "$plain.json" | figure run)
    try verify "$run" --lang en
    expect "${plain}__verifies" 0 ''
done

# India, by hand: README.md of the sample.
list loans india-anm-baseline.json | awk '
    { gsub(/[{}",:]/, " ") }
    { for (i = 1; i < NF; i++) f[$i] = $(i + 1); need[f["unit"]] = f["asked"] - f["own"]
      if (f["count"] != need[f["unit"]]) print f["unit"] " lacks " need[f["unit"]] - f["count"] }
    END { if (need["GJ"] != 1149 || need["KL"] != 1152 || need["HP"] != 307)
              print "need: GJ " need["GJ"] " KL " need["KL"] " HP " need["HP"] }' |
    holds "india_baseline__need_as_published"
{
    echo 'AP 2222'
    echo 'HR 386'
} >want
list deposits india-anm-baseline.json | sed 's/.*"unit": "\([^"]*\)".*"count": \([0-9]*\).*/\1 \2/' |
    LC_ALL=C sort | diff want - | holds "india_baseline__by_andhra_pradesh_and_haryana"

# The city's README: every figure of its table, and what its story says, from the answers themselves.
city=$top/scenarios/sample-city
try compare "$city/baseline.yaml" "$city/livelihood.yaml" "$city/strict.yaml" "$city/retain.yaml" \
    "$city/regional.yaml" "$city/reduction.yaml" --table figures --format csv
cp "$out" figures.csv
figures_of() { # figures_of ROW: the six runs' figures of a row of the comparison, one a line
    awk -F, -v row="$1" '$1 == row { print $2; for (i = 3; i <= NF; i += 2) print $i }' figures.csv
}
figures_of 周转池投放 >lent
figures_of 其中：受理后尚缺 >short
figures_of 其中：不予受理 >refused
figures_of 收储（存入） >deposits
figures_of 法定保障缺口（尚缺与不予受理合计） >statutory
figures_of 周转池期末余额 >closing
for plan in baseline livelihood strict retain regional reduction; do
    list deposits "sample-city-$plan.json" | grep -o '"unit": "[^"]*"' | LC_ALL=C sort -u | grep -c .
done >givers
paste -d '|' lent short refused deposits givers statutory closing | tr -d ' ' >want
[ "$(grep -c . want)" -eq 6 ] || echo broken >>want
grep -E '^\| (基准方案|民生优先|从严收储|保留周转储备|跨县统筹|压减总量) \| [0-9]' "$city/README.md" |
    sed -E 's/^\| [^|]* \| //; s/ \|$//; s/（/|/; s/）//; s/ //g' | diff want - |
    holds "sample_city__readme_table_is_what_is_answered"
# What the prose says, written anew from the answers: each phrase must stand in the README.
denied_of() { flat "$1" | sed 's/.*"denied": \[//; s/\], *"pools":.*//' | grep -o '"demand": "[^"]*"' | cut -d'"' -f4 | LC_ALL=C sort; }
denied_of sample-city-baseline.json >before
denied_of sample-city-strict.json | LC_ALL=C comm -23 - before >newly
list loans sample-city-baseline.json | grep -F -f newly |
    awk '{ match($0, /"own": [0-9]+/); n += substr($0, RSTART + 7, RLENGTH - 7)
        match($0, /"count": [0-9]+/); n += substr($0, RSTART + 9, RLENGTH - 9) } END { print n + 0 }' >settled
try compare "$city/baseline.yaml" "$city/livelihood.yaml" --table sectors --format csv
sed "s/'//" "$out" >sectors.csv
awk -F, -v settled="$(cat settled)" '
    function plus(n) { return n < 0 ? "−" (-n) : "+" n }
    function percent(x) { return sprintf("%.1f", x * 100 + 0.00001) + 0 }
    FILENAME == "sectors.csv" { d[$1] = $4 + 0; next }
    { for (i = 1; i <= NF; i++) v[$1, i] = $i + 0 }
    function f(row, run) { return v[row, run == 0 ? 2 : 1 + 2 * run] }
    function more(row, run) { return f(row, run) - f(row, 0) }
    END {
        gap = "法定保障缺口（尚缺与不予受理合计）"; open = "未解决（尚缺与不予受理合计）"; lent = "周转池投放"
        print "教育多借 " d["教育"] " 个，卫生健康多 " d["卫生健康"] " 个，应急监管多 " d["应急监管"] " 个，法定保障缺口少 " (-more(gap, 1)) " 个"
        print "综合政务（" plus(d["综合政务"]) "）、党群（" plus(d["党群"]) "）、城建交通（" plus(d["城建交通"]) "）"
        print "最低的领域满足率从 " percent(f("最低的领域满足率", 0)) "% 降到 " percent(f("最低的领域满足率", 1)) "%"
        print "多收 " more("收储（存入）", 2) " 个，另有 " f("硬性收储", 2) " 个转归周转池"
        print more("其中：不予受理", 2) " 个编制的申请新成为不予受理，其中 " settled " 个在基准中本已解决"
        print "池里多出来的 " more("周转池期末余额", 2) " 个是留给以后的"
        print "池里多留 " more("周转池期末余额", 3) " 个，眼下少解决 " more(open, 3) " 个，其中法定保障 " more(gap, 3) " 个"
        print f("跨池调剂", 4) " 个编制跨池调剂，多解决 " (-more(open, 4)) " 个，法定保障缺口少 " (-more(gap, 4)) " 个"
        print "存入比投放多出 " (f("收储（存入）", 5) - f(lent, 5)) " 个，多缺 " more(open, 5) " 个"
        print "lends as much as the baseline (" f(lent, 0) ") to others: education " plus(d["教育"]) ", health " plus(d["卫生健康"]) ", statutory shortfall " plus(more(gap, 1))
        print "general administration (" plus(d["综合政务"]) "), party and mass bodies (" plus(d["党群"]) ") and works (" plus(d["城建交通"]) ")"
        print "takes in " more("收储（存入）", 2) " more and lends " (-more(lent, 2)) " fewer"
        print "holds " more("周转池期末余额", 3) " more in the pools and settles " more(open, 3) " fewer today"
        print "settles " (-more(open, 4)) " more with " f("跨池调剂", 4) " transfers"
        print "leaves " more(open, 5) " more unsettled"
        if (f(lent, 1) != f(lent, 0)) print "another number is lent in all"
    }' sectors.csv figures.csv >phrases
awk '{ sub(/^  /, ""); text = text (text ~ /[a-z,)(;:.*0-9]$/ && /^[a-z0-9(*]/ ? " " : "") $0 } END { print text }' "$city/README.md" |
    tr -d '*' >prose
while read -r phrase; do
    grep -Fq -- "$phrase" prose || echo "the README does not say: $phrase"
done <phrases | holds "sample_city__readme_prose_is_what_is_answered"
{ [ "$(grep -c . phrases)" -eq 15 ] || cat phrases; } | holds "sample_city__readme_prose_is_looked_at"
try compare "$city/baseline.yaml" "$city/livelihood.yaml" --table sectors --format csv
sed "s/'//" "$out" | awk -F, '{ d[$1] = $4 + 0 }
    END { if (d["教育"] <= 0 || d["卫生健康"] <= 0) print "livelihood first gives education " d["教育"] ", health " d["卫生健康"]
        if (d["教育"] != 11 || d["卫生健康"] != 3 || d["应急监管"] != 4 || d["综合政务"] != -8 || d["党群"] != -5 ||
            d["城建交通"] != -5) print "the README tells another story" }' |
    holds "sample_city__livelihood_first_holds_its_title"
awk -F, '{ for (i = 1; i <= 12; i++) v[$1, i] = $i + 0 }
    function f(row, run) { return v[row, run == 0 ? 2 : 1 + 2 * run] }
    END {
        if (f("周转池投放", 1) < f("周转池投放", 0)) print "livelihood first lends fewer in all"
        if (f("收储（存入）", 2) <= f("收储（存入）", 0) || f("硬性收储", 2) <= 0) print "strict does not collect more"
        if (f("周转池期末余额", 3) <= f("周转池期末余额", 0)) print "retain keeps no more"
        if (f("跨池调剂", 4) <= 0 || f("周转池投放", 4) <= f("周转池投放", 0)) print "regional moves nothing"
        if (f("收储（存入）", 5) <= f("周转池投放", 5)) print "reduction reduces nothing"
    }' figures.csv | holds "sample_city__titles_hold"

# Every kind of refusal occurs in the sample city.
for rule in categories exclude grades rectification borrow.min_saturation borrow.max_vacancy_share \
    borrow.overstaffed lent filed_on; do
    flat sample-city-baseline.json | grep -q "\"rule\": \"$rule\"" || echo "nobody is refused by $rule"
done | holds "sample_city__refusals_of_every_kind"

# Tables: both languages, every format.
for lang in zh en; do
    for format in table csv md; do
        try run "$top/scenarios/sample-city/baseline.yaml" --no-store --lang "$lang" --format "$format"
        [ "$code" -eq 0 ] && [ -s "$out" ] || echo "$lang $format: exit code $code"
    done
done | holds "sample_city__every_format_in_both_languages"

# The outcomes are computed from the evidence, not written by hand.
try evaluate "$top/scenarios/sample-city/evaluation.yaml" -o outcomes.csv
diff outcomes.csv "$top/scenarios/sample-city/data/outcomes.csv" 2>&1 | head |
    holds "sample_city__outcomes_from_evidence"

# The same facts: rows shuffled; GB18030 with Chinese headers, CR LF and semicolons; a workbook.
# Computed on the spot they give the same dataset and so the same movements.
for name in baseline evaluated; do
    try run "$top/scenarios/sample-city/$name.yaml" --no-store --json
    grep -vE '"(run|scenario|scenario_sha256)":' "$out" >"$name.json"
done
{ [ -s evaluated.json ] || echo "no answer"; diff baseline.json evaluated.json 2>&1; } | head |
    holds sample_city__outcomes_computed_in_the_run_give_the_same_answer

city=$top/scenarios/sample-city/data
tables='units posts vacancies outcomes issues demands attrition limits'
mkdir shuffled chinese
for table in $tables; do
    { sed -n 1p "$city/$table.csv" && sed 1d "$city/$table.csv" | LC_ALL=C sort -t, -k2,2r -k3; } \
        >"shuffled/$table.csv"
    sed '1{
        s/\bunit\b/单位编码/; s/\bname\b/名称/; s/\bkind\b/机构性质/; s/\bsystem\b/系统/
        s/\blevel\b/层级/; s/\bregion\b/地区/; s/\bparent\b/主管部门/; s/\bcategory\b/编制类别/
        s/\bauthorised\b/核定编制数/; s/\bin_post\b/实有人数/; s/\bcommitted\b/在途用编/
        s/\blent\b/已存入/; s/\bborrowed\b/已借用/; s/\bcap\b/使用上限/; s/\bcount\b/数量/
        s/\bsince\b/空编起始日期/; s/\bevaluated_on\b/评估日期/; s/\bgrade\b/等次/; s/\bscore\b/得分/
        s/\bsaturation\b/工作饱满度/; s/\bfound_on\b/发现日期/; s/\bdue_on\b/整改期限/
        s/\bclosed_on\b/销号日期/; s/\btext\b/内容/; s/\bquantity\b/申请数/; s/\bminimum\b/最低数/
        s/\bsector\b/投放领域/; s/\bfiled_on\b/申请日期/; s/\bterm_months\b/借用期限/
        s/\bdocument\b/来文字号/; s/\bmeasure\b/指标/; s/\bat_least\b/下限/; s/\bat_most\b/上限/
        }
        s/,/;/g' "$city/$table.csv" | LC_ALL=C awk '{ printf "%s\r\n", $0 }' >"chinese/$table.csv"
done
sed -i '1s/demand/编号/; 1s/class/申请类别/; s/;normal;/;一般;/; s/;talent;/;高层次人才;/; s/;statutory;/;法定保障;/' \
    chinese/demands.csv
sed -i '1s/issue/编号/; 1s/class/类别/; s/;rectify;/;单位整改;/; s/;office;/;编办解决;/; s/;reserve;/;政策储备;/' \
    chinese/issues.csv
sed -i '1s/名称/控制项/; s/;usage;/;使用数;/' chinese/limits.csv
sed -i '1s/on;/日期;/' chinese/attrition.csv
for table in $tables; do
    iconv -f UTF-8 -t GB18030 "chinese/$table.csv" >"chinese/$table.new" &&
        mv "chinese/$table.new" "chinese/$table.csv"
done
"$workbook" city.xlsx "$city" $tables || echo "no workbook"
identity=$(flat sample-city-baseline.json | figure dataset_sha256)
tiers=$(list tiers sample-city-baseline.json)
for form in shuffled chinese city.xlsx; do
    try run "$top/scenarios/sample-city/baseline.yaml" --set "data=$work/$form" --json --no-store --lang en
    {
        [ "$code" -eq 0 ] || head -n 5 "$err"
        found=$(flat "$out" | figure dataset_sha256)
        [ "$found" = "$identity" ] || echo "identity $found, not $identity"
        [ "$(list tiers "$out")" = "$tiers" ] || echo "other tiers"
        for part in deposits loans; do
            list $part "$out" | LC_ALL=C sort >a
            list $part sample-city-baseline.json | LC_ALL=C sort >b
            cmp -s a b || echo "other $part"
        done
    } | holds "sample_city__same_answer_from_$form"
done
finish
