#!/bin/sh
# The office's own registers, as a user imports them. Arguments: source tree, binary.
set -u
top=$1
turnpool=$2
update=${3:-}
. "$top/tests/style/tap.sh"
. "$top/tests/cli/lib.sh"
cd "$work" || exit 1

cat >register.csv <<'DATA'
云州市机构编制台账,,,,,,,,
填报单位：云州市委编办,,,,,,单位：人,,
序号,单位名称,机构性质,行政编制,,事业编制,,合计,
,,,核定,实有,核定,实有,核定,实有
1,市委办公室,党委部门,62,60,,,62,60
2,市教育局,政府部门,30,31人,5,4,35,35
3,市第一中学,事业单位,—,—,"1,200",1180,1200,1180
,合计,,92,91,1205,1184,1297,1275
注：数据截至2026年6月30日,,,,,,,,
DATA
try import register.csv -o data --lang zh
expect import__a_register_becomes_a_dataset 0 '数据已写入 data'
says import__what_was_altered_is_listed 'register.csv\[E6\].*31人'
grep -q '^U0003,事业,1200,1180$' data/posts.csv 2>&1 | holds import__posts_are_written
grep -q '行政编制/核定: 核定 行政' data/map.yaml 2>&1 | holds import__a_map_is_proposed
id=$(sed -n 's/.*身份 //p' "$err")

# Several text files at once: their map serves the next month, each file by its name.
printf '申请编号,单位名称,编制类别,申请数,申请类型\nS1,市教育局,行政,2,一般\n' >requests.csv
try import register.csv requests.csv -o several --lang zh
expect import__several_text_files 0 '数据已写入 several'
try import register.csv requests.csv -o several-again --map several/map.yaml --lang zh
expect import__their_map_serves_again 0 '数据已写入 several-again'

# The same in other forms is the same dataset.
same() { # same NAME FILE
    rm -rf again
    try import "$2" -o again --lang zh
    [ "$(sed -n 's/.*身份 //p' "$err")" = "$id" ] || {
        echo "another identity"
        cat "$err"
    }
}
iconv -f UTF-8 -t GB18030 register.csv >gb.csv
same gb gb.csv | holds import__gb18030_gives_the_same
{
    printf '\377\376'
    iconv -f UTF-8 -t UTF-16LE register.csv
} >wide.txt
same wide wide.txt | holds import__utf16_gives_the_same
{
    echo 'sep=;'
    sed -e 's/"1,200"/1200/' -e 's/,/;/g' register.csv
} >semicolon.csv
same semicolon semicolon.csv | holds import__a_stated_separator_gives_the_same
sed -e 's/"1,200"/1200/' register.csv | tr ',' '\t' >tabs.tsv
same tabs tabs.tsv | holds import__tabs_give_the_same
if command -v soffice >/dev/null; then
    for form in xlsx xls ods; do
        timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to "$form" \
            --infilter='CSV:44,34,76,1' register.csv >/dev/null 2>&1
        if [ -f "register.$form" ]; then
            same "$form" "register.$form" | holds "import__${form}_gives_the_same"
        else
            skip "import__${form}_gives_the_same" "soffice did not write it"
        fi
    done
else
    skip "import__other_workbooks_give_the_same" "soffice is not installed"
fi

# Next month, through the map and the register of codes.
sed -e 's/62,60/62,61/g' -e 's/92,91/92,92/' -e 's/,1275$/,1276/' register.csv >july.csv
try import july.csv -o data --lang zh
expect import__next_month_uses_the_map 0 '数据已写入 data'
grep -q '^U0001,行政,62,61$' data/posts.csv 2>&1 | holds import__codes_stay
sed -e 's/市教育局/市教育体育局/' july.csv >renamed.csv
try import renamed.csv -o data --lang zh
expect import__a_new_name_is_asked 3 ''
says import__with_the_old_one_and_its_code '市教育体育局.*市教育局.*U0002'
{
    cat data/map.yaml
    echo 'units: {市教育体育局: U0002}'
} >map2.yaml
try import renamed.csv -o data --map map2.yaml --lang zh
expect import__and_the_answer_is_taken 0 '数据已写入'
grep -q '^U0002,市教育体育局' data/units.csv 2>&1 | holds import__a_renamed_unit_keeps_its_code
sed -e 's/备注/备注/' -e 's/机构性质/单位类型/' july.csv >header.csv
try import header.csv -o data --lang zh
expect import__a_new_header_is_asked 3 ''
says import__at_its_cell 'header.csv\[C3\].*单位类型'

# Errors name the office's own cell.
sed -e 's/1180,1200,1180/1500000,1200,1500000/' register.csv >large.csv
try import large.csv -o large --lang zh
expect import__check_names_the_own_cell 3 'posts.csv:5:.*\(large.csv\[G7\]\)'
# Two text files, which have no sheets: next month each table finds its own words in the map.
printf '%s\n' '单位名称,单位编码,编制类别,核定编制,实有人数' '市教育局,U1,行政,20,12' '市财政局,U2,行政,10,10' >books.csv
printf '%s\n' '申请编号,单位,类别,申请数' 'D1,市财政局,行政,3' >asked.csv
try import books.csv asked.csv -o two --lang zh
says import__what_stands_in_a_column_tells_its_meaning '类别 +编制类别 +较有把握'
try import books.csv asked.csv -o two --lang zh
expect import__files_without_sheets_find_their_words 0 '数据已写入 two'
printf 'schema: turnpool.scenario/1\nname: two\ndata: two\nas_of: 2026-06-30\nborrow: {unevaluated: allow}\n' >two.yaml
"$turnpool" run two.yaml --lang zh >/dev/null 2>&1
rm -r two books.csv asked.csv
try explain latest --demand D1 --lang zh
says import__a_stored_run_still_names_the_cells 'asked.csv\[D2\]'
says import__of_lines_too 'books.csv\[D3\]'
rm -f turnpool.db*

try import register.csv --dry-run --lang en
expect import__dry_run_writes_nothing 0 ''
try import register.csv
expect import__needs_a_folder 2 'dry-run'
printf 'PK\003\004broken' >broken.xlsx
try import broken.xlsx -o broken
expect import__a_broken_file_is_refused 3 'broken.xlsx'
try import nowhere.xlsx -o nowhere
expect import__a_missing_file_is_refused 3 'nowhere.xlsx'

# ---- the sample city as an office would keep it: kinds of slots side by side, all tables on one sheet ----
city=$top/scenarios/sample-city/data
# wide DAY: the register of that day; vacancies that began later were still filled.
wide() {
    awk -F, -v day="$1" '
        FILENAME ~ /vacancies/ && FNR > 1 && $4 > day { later[$1 "," $2] += $3 }
        FILENAME ~ /posts/ && FNR > 1 {
            if (!($2 in seen)) { seen[$2]; kinds[++n] = $2 }
            has[$1 "," $2]; a[$1 "," $2] = $3; i[$1 "," $2] = $4 + later[$1 "," $2]
            c[$1 "," $2] = $5; l[$1 "," $2] = $6; b[$1 "," $2] = $7; m[$1 "," $2] = $8
        }
        FILENAME ~ /units/ && FNR > 1 { unit[++u] = $0 }
        END {
            print "云州市机构编制台账"
            one = "序号,单位编码,单位名称,机构性质,系统,层级,地区,主管部门"
            two = ",,,,,,,"
            for (k = 1; k <= n; k++) {
                one = one "," kinds[k] "编制,,,,,"
                two = two ",核定数,实有数,在途用编,已存入,已借用,使用上限"
            }
            print one; print two
            for (x = 1; x <= u; x++) {
                split(unit[x], f, ",")
                row = x "," f[1] "," f[2] "," f[3] "," f[4] "," f[5] "," f[6] "," f[7]
                for (k = 1; k <= n; k++) {
                    key = f[1] "," kinds[k]
                    row = row (key in has ? "," a[key] "," i[key] "," c[key] "," l[key] "," b[key] "," m[key] : ",,,,,,")
                }
                print row
            }
            print "制表人：赵,,,"
        }' "$city/vacancies.csv" "$city/posts.csv" "$city/units.csv"
}
rest() {
    for table in demands outcomes issues attrition limits; do
        echo
        cat "$city/$table.csv"
    done
}
try check "$city" --json
id=$(sed -n 's/.*"\([0-9a-f]\{64\}\)".*/\1/p' "$out" | head -n 1)
{
    wide 2026-06-30
    echo
    cat "$city/vacancies.csv"
    rest
} >city.csv
try import city.csv -o city --lang en
expect city__imports 0 "identity $id"

# A year of months: what was vacant before is in the first register, the rest is worked out.
months='2025-07-31 2025-08-31 2025-09-30 2025-10-31 2025-11-30 2025-12-31 2026-01-31 2026-02-28 2026-03-31 2026-04-30 2026-05-31 2026-06-30'
set --
for day in $months; do
    wide "$day" >"$day.csv"
    [ "$day" = 2025-07-31 ] && {
        echo
        awk -F, 'FNR == 1 || $4 <= "2025-07-31"' "$city/vacancies.csv"
    } >>"$day.csv"
    [ "$day" = 2026-06-30 ] && rest >>"$day.csv"
    set -- "$@" "${day%-??}:$day.csv"
done
mkdir expected
cp "$city"/*.csv expected
awk -F, -v OFS=, -v months="$months" '
    BEGIN { n = split(months, m, " ") }
    FNR > 1 && $4 > m[1] { for (k = 1; k <= n && m[k] < $4; k++); $4 = m[k] }
    FNR == 1 { print; next }
    { key = $1 OFS $2 OFS $4; if (!(key in sum)) order[++t] = key; sum[key] += $3 }
    END { for (k = 1; k <= t; k++) { split(order[k], f, OFS); print f[1], f[2], sum[order[k]], f[3] } }' \
    "$city/vacancies.csv" >expected/vacancies.csv
try check expected --json
id=$(sed -n 's/.*"\([0-9a-f]\{64\}\)".*/\1/p' "$out" | head -n 1)
try import --history "$@" -o year --lang en
expect history__a_year_of_months_gives_the_lots 0 "identity $id"

# ---- filled and emptied: first in, first out ----
for m in 1 2 3; do
    echo '单位名称,行政核定,行政实有' >"$m.csv"
done
echo '市委办公室,10,9' >>1.csv
echo '市委办公室,10,8' >>2.csv
echo '市委办公室,10,9' >>3.csv
try import --history 2026-01:1.csv 2026-02:2.csv 2026-03:3.csv -o fifo --lang zh
expect history__is_read 0 '数据已写入'
grep -q '^U0001,行政,1,2026-02-28$' fifo/vacancies.csv 2>&1 | holds history__the_oldest_is_filled_first
try import --history 2026-03:3.csv 2026-01:1.csv -o wrong --lang en
expect history__in_order_of_time 2 'in order of time'
try import --history march:3.csv -o wrong --lang en
expect history__needs_its_day 2 '2024-03:FILE'

# ---- what changed between two datasets ----
try import 1.csv -o old --lang zh
sed -e 's/10,9/12,9/' -e 's/市委办公室/市委办/' 1.csv >new.csv
cp -r old new
echo 'units: {市委办: U0001}' >>new/map.yaml
try import new.csv -o new --lang zh
try diff old new --lang zh
expect diff__is_told 0 ''
says diff__renamed '改名 +U0001 +市委办 +市委办公室'
says diff__an_authorised_change_needs_a_document '\+2 +0 +1 +3.*待补文号'
try diff old old --lang en
says diff__nothing_changed 'Nothing changed'
try diff old new --exit-code
expect diff__exit_code 9 ''
# Cell by cell: other orders of rows and spellings of values are no change.
cp -r "$city" cells
{ head -n 1 cells/demands.csv && tail -n +2 cells/demands.csv | sort -r; } >cells/d && mv cells/d cells/demands.csv
try diff "$city" cells --cells --exit-code --lang zh
expect diff__moved_rows_are_no_change 0 ''
says diff__which_is_said '没有改动'
sed -i -e '/^D002,/d' -e 's/^D003,\(.*\),30,/D003,\1,31,/' -e 's/^D004,/D904,/' cells/demands.csv
try diff "$city" cells --cells --exit-code --lang zh
expect diff__cells_have_their_exit_code 9 ''
says diff__cells_are_listed '用编申请 +D003 +申请数 +30 +31'
says diff__rows_gone_are_listed 'D002 +（去掉一行）'
says diff__rows_new_are_listed 'D904 +（新增一行）'

# ---- a workbook to fill in, and a folder to begin in ----
for lang in zh en; do
    try template -o "blank-$lang.xlsx" --lang $lang
    expect "template__is_written_$lang" 0 ''
    try check "blank-$lang.xlsx" --lang $lang
    expect "template__passes_check_$lang" 0 ''
    expect "template__an_example_left_in_is_told_$lang" 0 '!B2\].*data.doubt-example'
    try init "begin-$lang" --lang $lang
    expect "init__makes_a_workspace_$lang" 0 README
    plan=$(ls "begin-$lang"/*.yaml)
    try run "$plan" --lang $lang
    expect "init__the_scenario_runs_$lang" 0 ''
done
try init begin-en --lang en
expect init__leaves_files_alone 8 'left as it is'
if command -v soffice >/dev/null; then
    timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to ods blank-zh.xlsx \
        >/dev/null 2>&1
    timeout 120 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to xlsx:"Calc MS Excel 2007 XML" \
        --outdir saved blank-zh.ods >/dev/null 2>&1
    try check saved/blank-zh.xlsx
    expect template__passes_check_after_libreoffice 0 ''
else
    skip template__passes_check_after_libreoffice 'soffice is not installed'
fi
finish
