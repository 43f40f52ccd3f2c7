#!/bin/sh
# Whatever is wrong with what a user gives: a clear message with its place, the right exit code, and a
# store as it was before.
#   cli_inputs.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2") update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1

small good
try run good/plan.yaml --lang en
expect good__runs 0 ''
cp turnpool.db before.db
digest() { sha256sum "$1" | cut -d' ' -f1; }
before=$(digest turnpool.db)

# broken NAME CODE PATTERN ARGUMENT…: both languages fail alike; the store stays as it was.
broken() {
    name=$1 want=$2 pattern=$3
    shift 3
    try "$@" --lang zh
    zh=$code
    try "$@" --lang en
    expect "$name" "$want" "$pattern"
    {
        [ "$zh" -eq "$code" ] || echo "zh ends with $zh, en with $code"
        [ "$(digest turnpool.db)" = "$before" ] || echo "the store changed"
        true
    } | holds "${name}__leaves_all_as_it_was"
}
# fresh NAME: a good directory to spoil
fresh() {
    rm -rf bad
    small bad
}

fresh
echo 'resreve: {share: 0.1}' >>bad/plan.yaml
broken scenario__unknown_key 3 'bad/plan.yaml:7:1: error: .*resreve.*reserve' run bad/plan.yaml
fresh
echo 'name: again' >>bad/plan.yaml
broken scenario__duplicate_key 3 'bad/plan.yaml:7:1: error: .*name' run bad/plan.yaml
fresh
echo 'reserve: {share: lots}' >>bad/plan.yaml
broken scenario__wrong_type 3 'bad/plan.yaml:7:18: error: .*lots' run bad/plan.yaml
fresh
echo 'reserve: {share: NaN}' >>bad/plan.yaml
broken scenario__nan 3 'bad/plan.yaml:7:18: error: .*NaN' run bad/plan.yaml
fresh
sed -i 's/as_of:.*/as_of: 2026-02-30/' bad/plan.yaml
broken scenario__impossible_date 3 'bad/plan.yaml:5:8: error: .*2026-02-30' run bad/plan.yaml
fresh
sed -i '/^name:/d' bad/plan.yaml
broken scenario__missing_key 3 'bad/plan.yaml.*error: .*name' run bad/plan.yaml
fresh
broken scenario__missing_file 3 'bad/none.yaml.*error' run bad/none.yaml
fresh
rm -r bad/data
broken data__missing 3 'bad/data.*error' run bad/plan.yaml
fresh
rm bad/data/posts.csv
broken data__missing_posts 3 'posts' run bad/plan.yaml
fresh
sed -i 's/^D1,U2/D1,U9/' bad/data/demands.csv
broken data__unknown_unit 3 'demands.csv:2:4: error: .*U9' run bad/plan.yaml
fresh
echo 'U2,事业,5,5,0' >>bad/data/posts.csv
broken data__duplicate_line 3 'posts.csv:4:4: error: .*事业' run bad/plan.yaml
fresh
sed -i 's/^U1,事业,20/U1,事业,-20/' bad/data/posts.csv
broken data__negative_count 3 'posts.csv:2:7: error: .*-20' run bad/plan.yaml
fresh
sed -i 's/^U1,事业,20/U1,事业,99999999999999999999/' bad/data/posts.csv
broken data__huge_count 3 'posts.csv:2:7: error: .*9999' run bad/plan.yaml
fresh
sed -i 's/^U1,事业,20/U1,事业,1e9/' bad/data/posts.csv
broken data__exponent 3 'posts.csv:2:7: error: .*1e9' run bad/plan.yaml
fresh
sed -i 's/85,0.5/85,NaN/' bad/data/outcomes.csv
broken data__nan 3 'outcomes.csv:2:21: error: .*NaN' run bad/plan.yaml
fresh
sed -i 's/2026-04-01/2026-13-01/' bad/data/demands.csv
broken data__impossible_date 3 'demands.csv:2:27: error: .*2026-13-01' run bad/plan.yaml
fresh
sed -i 's/quantity/quantitty/' bad/data/demands.csv
broken data__unknown_column 3 'demands.csv:1:22: error: .*quantitty.*quantity' run bad/plan.yaml
fresh
printf 'U3,"市图书馆' >>bad/data/units.csv
broken data__unterminated_quote 3 'units.csv:4:4: error' run bad/plan.yaml
fresh
head -c 4096 /dev/urandom >bad/data/units.csv
broken data__binary 3 'units.csv.*error' run bad/plan.yaml
head -c 4096 /dev/urandom >bad/plan.yaml
broken scenario__binary 3 'bad/plan.yaml.*error' run bad/plan.yaml
fresh
broken scenario__a_directory 3 'error' run bad/data
fresh
rm bad/data/units.csv
mkdir bad/data/units.csv
broken data__a_directory_for_a_file 3 'units.csv.*error' run bad/plan.yaml
fresh
: >bad/plan.yaml
broken scenario__empty 3 'bad/plan.yaml.*error' run bad/plan.yaml
fresh
: >bad/data/posts.csv
broken data__empty 3 'posts.csv.*error' run bad/plan.yaml
fresh
{
    printf 'x: '
    head -c 100000000 /dev/zero | tr '\0' a
} >bad/plan.yaml
broken scenario__a_line_of_100_mb 3 'bad/plan.yaml.*error' run bad/plan.yaml
fresh
{
    printf 'unit,name\nU1,'
    head -c 100000000 /dev/zero | tr '\0' a
} >bad/data/units.csv
broken data__a_line_of_100_mb 3 'units.csv.*error|posts.csv.*error' run bad/plan.yaml
fresh
{
    echo 'a: &a [x, x, x, x, x, x, x, x, x, x]'
    last=a
    for next in b c d e f g h i j; do
        echo "$next: &$next [*$last, *$last, *$last, *$last, *$last, *$last, *$last, *$last, *$last]"
        last=$next
    done
} >>bad/plan.yaml
broken scenario__alias_bomb 3 'bad/plan.yaml:.*error' run bad/plan.yaml
fresh
echo 'extends: other.yaml' >>bad/plan.yaml
echo 'extends: plan.yaml' >bad/other.yaml
broken scenario__cyclic_extends 3 'error: .*(plan|other).yaml' run bad/plan.yaml
fresh
broken scenario__unknown_name 3 'error: .*nowhere' run 'bad/plan.yaml#nowhere'
broken set__without_value 2 'key=value' run bad/plan.yaml --set reserve
broken set__unknown_key 3 'error: .*resreve' run bad/plan.yaml --set resreve.share=0.1

# Several mistakes in several files: all of them in one run.
fresh
echo 'resreve: {share: 0.1}' >>bad/plan.yaml
sed -i 's/^U1,事业,20/U1,事业,-20/' bad/data/posts.csv
sed -i 's/^D1,U2/D1,U9/' bad/data/demands.csv
try check bad/data --lang en
{
    grep -q 'posts.csv:2:7: error' "$err" || echo "posts.csv is not named"
    grep -q 'demands.csv:2:4: error' "$err" || echo "demands.csv is not named"
    [ "$code" -eq 3 ] || echo "exit code $code"
} | holds check__reports_all_files_at_once

# Warnings of one kind: ten of them and their number, or all.
fresh
{
    echo issue,unit,class,found_on,closed_on
    i=1
    while [ $i -le 13 ]; do
        echo "I$i,U1,rectify,2026-05-02,2026-05-01"
        i=$((i + 1))
    done
} >bad/data/issues.csv
shown() { grep -c 'issues.csv:[0-9]*:[0-9]*: .*data.closed-before-found' "$err"; }
for more in 'zh 同类情况另有 3 条未列出 .*data.closed-before-found.*--all-warnings' \
    'en 3 more of the same kind .*data.closed-before-found.*--all-warnings'; do
    lang=${more%% *}
    try run bad/plan.yaml --no-store --lang "$lang"
    expect "warnings__are_cut_short_$lang" 0 "${more#* }"
    { [ "$(shown)" -eq 10 ] || shown; } | holds "warnings__ten_are_shown_$lang"
done
try run bad/plan.yaml --no-store --all-warnings
{ [ "$(shown)" -eq 13 ] || shown; } | holds warnings__all_are_shown
{ ! grep -q 'all-warnings' "$err" || echo "still asks for more"; } | holds warnings__nothing_is_left
try check bad/plan.yaml
{ [ "$(shown)" -eq 13 ] || shown; } | holds warnings__check_shows_all
try check bad/plan.yaml --json
{ [ "$(grep -o 'data.closed-before-found' "$out" | wc -l)" -eq 13 ] || echo no; } | holds warnings__json_has_all

# The store.
printf 'not a store, but a letter\n' >letter.db
cp letter.db letter.copy
broken store__not_a_store 1 'letter.db' run good/plan.yaml --store letter.db
{ cmp -s letter.db letter.copy || echo changed; } | holds store__a_letter_stays_a_letter
sqlite3 -batch before.db 'PRAGMA user_version = 9999'
mv before.db newer.db
newer=$(digest newer.db)
broken store__newer_version 1 'newer.db' run good/plan.yaml --store newer.db
{ [ "$(digest newer.db)" = "$newer" ] || echo changed; } | holds store__of_a_newer_version_is_left_alone
# The answer is not lost with the store: it is printed, and the exit code tells.
broken store__in_no_directory 1 'nowhere/x.db' run good/plan.yaml --store nowhere/x.db
broken store__missing_for_show 1 'none.db' show latest --store none.db
[ -e none.db ] && echo "made none.db" | holds store__show_makes_none
broken show__unknown_run 3 'zzzz' show zzzzzzzz

for name in '' :memory: file:x.db; do
    broken "store__named_${name:-nothing}" 3 'must be the name of a file' run good/plan.yaml --store "$name"
done

# A line that owns less than it has lent is found before anything is solved.
fresh
try run bad/plan.yaml --store lent.db --lang en
try propose latest --title T --by 甲 --on 2026-07-01 --store lent.db
try approve --yes 1 --by 乙 --meeting 会 --on 2026-07-10 --store lent.db --lang en
expect lent__approved 0 ''
sed -i 's/^U1,事业,20,12,0/U1,事业,3,3,0/' bad/data/posts.csv
try run bad/plan.yaml --store lent.db --lang en
expect lent__above_authorised 8 'posts.csv:2:1: error: U1/事业: 3 slots are authorised.* 5 of them lent, 2 too many'

# Names from data are text: what would drive a terminal is written out, files keep it.
fresh
printf 'unit,name,region\nU1,\033[2J\342\200\256甲,r\nU2,\302\233乙,r\n' >bad/data/units.csv
printf 'unit,name\nU1,\033[2J\n' >bad/data/posts.csv.txt
try run bad/plan.yaml --no-store --all --lang en
{ grep -q 'U+202E' "$out" && ! LC_ALL=C grep -q "$(printf '\033')" "$out" "$err" || echo "drives the terminal"; } |
    holds names__do_not_drive_the_terminal
try run bad/plan.yaml --no-store --all --lang en --format csv
{ LC_ALL=C grep -q "$(printf '\033')" "$out" || echo "lost"; } | holds names__files_keep_them
sed -i 's/^U1,事业/U1,\x1b[31m/' bad/data/posts.csv
try check bad/data --lang en
{ ! LC_ALL=C grep -q "$(printf '\033')" "$out" "$err" || echo "drives the terminal"; } |
    holds messages__do_not_drive_the_terminal

# Workbooks of other kinds and single tables are said to be what they are.
printf '\320\317\021\340' >bad/old.xls
broken data__old_xls 3 'old .xls' check bad/old.xls
broken data__single_table 3 'name the folder' check bad/data/units.csv

# What is given in the wrong place is said to be what it is, with what to do.
fresh
printf 'PK\003\004\000\000' >book.xlsx
broken scenario__a_workbook 3 'source.not-yaml' run book.xlsx
broken scenario__a_folder_of_tables 3 'name them under data.*source.not-yaml' run bad/data
broken show__a_scenario 3 'bad/plan.yaml is the name of a file.*turnpool run bad/plan.yaml' show bad/plan.yaml
for encoding in UTF-16 UTF-16LE UTF-16BE GB18030; do
    iconv -f UTF-8 -t "$encoding" good/plan.yaml >bad/plan.yaml
    try run bad/plan.yaml --no-store --lang en
    { [ "$code" -eq 0 ] && grep -q 'bad/plan.yaml: warning: .*source.not-utf-8' "$err"; } || { echo "$encoding: $code" && head -n 3 "$err"; }
done | holds scenario__of_another_encoding_is_read_and_said
try run good/plan.yaml --no-store --set ' reserve.count = 1 '
expect set__with_spaces 0 ''

# What is read is never written over.
fresh
cp bad/plan.yaml kept.yaml
for onto in 'bad/plan.yaml run bad/plan.yaml' 'bad/plan.yaml run bad/plan.yaml#small' 'bad/data/units.csv run bad/plan.yaml' \
    'bad/data/units.csv check bad/data' 'turnpool.db runs' 'turnpool.db show latest' 'bad/plan.yaml resolve ./bad/plan.yaml'; do
    # shellcheck disable=SC2086 # words on purpose
    set -- $onto
    before=$(digest "$1") file=$1
    shift
    try "$@" -o "$file"
    { [ "$code" -eq 2 ] && [ "$(digest "$file")" = "$before" ]; } || echo "$file: $* : $code"
done | holds output__never_over_what_is_read
cmp kept.yaml bad/plan.yaml 2>&1 | holds output__the_scenario_is_as_it_was
try run good/plan.yaml --no-store -o good/answer.txt
try run good/plan.yaml --no-store -o good/answer.txt
expect output__over_an_answer_it_is 0 ''
rm -f good/answer.txt

# Output that cannot be written.
try run good/plan.yaml -o /dev/full --lang en
expect output__full_disk 1 '/dev/full.*No space'
try run good/plan.yaml -o nowhere/x.txt --lang en
expect output__no_directory 1 'nowhere/x.txt'
code=0
"$turnpool" run good/plan.yaml --lang en >/dev/full 2>"$err" || code=$?
expect output__full_standard_output 1 'standard output'
ls | grep -q part && ls | holds output__leaves_no_part_files
finish
