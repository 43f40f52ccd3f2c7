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
try import register.csv --dry-run --lang en
expect import__dry_run_writes_nothing 0 ''
try import register.csv
expect import__needs_a_folder 2 'dry-run'
printf 'PK\003\004broken' >broken.xlsx
try import broken.xlsx -o broken
expect import__a_broken_file_is_refused 3 'broken.xlsx'
try import nowhere.xlsx -o nowhere
expect import__a_missing_file_is_refused 3 'nowhere.xlsx'
finish
