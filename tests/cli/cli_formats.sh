#!/bin/sh
# Every command that writes tables, in every format it offers and both languages, over the longest
# words the data may hold; what it writes is of the format it says.
#   cli_formats.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
export TURNPOOL_TODAY=2026-07-20
cd "$work" || exit 1

# --- an office with long names and something of everything ---------------------------------------
long() { # long TEXT N: the text so often
    awk -v t="$1" -v n="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", t; print "" }'
}
small it
region=$(long 云汀市本级综合改革试验区 4)
system=$(long 卫生健康与养老服务 4)
sed -i -e "s/市文化馆/$(long 市群众文化艺术活动中心 12)/" -e "s/市人民医院/$(long 市第一人民医院 15)/" \
    -e "s/市本级/$region/" -e "s/,文化,/,$system,/" it/data/units.csv
sed -i "s/,卫生健康,/,$system,/" it/data/demands.csv
cat >>it/data/demands.csv <<DATA
D2,U2,事业,1,normal,$system,2026-04-02
$(long 申请编号 12),U2,事业,2,talent,$system,2026-04-03
DATA
printf 'issue,unit,class,found_on,due_on,text\nW%s,U1,rectify,2026-01-01,2026-03-01,%s\n' \
    "$(long 0123456789 5)" "$(long 超职数配备 40)" >it/data/issues.csv
sed -e 's/^name: .*/name: other/' -e '/^as_of/a reserve: {count: 3}' it/plan.yaml >it/other.yaml
sed -e 's/^name: .*/name: clash/' -e '$a locks: [{demand: D1, loan: 500}]' it/plan.yaml >it/clash.yaml
sed -e 's/^name: .*/name: years/' -e '/^as_of/a horizon: {periods: 3}' it/plan.yaml >it/years.yaml
sed -e 's/^name: .*/name: filed/' -e "/^as_of/a filing: [{name: $(long 市级三年总量 12), where: {level: [市级]}, total: 100, from: 2026-01-01, until: 2028-12-31, basis: $(long 某编委三号文件 12)}]" \
    -e 's/^data: .*/data: more/' it/plan.yaml >it/filed.yaml
cp -r it/data it/new
sed -i 's/^U2,事业,50,50/U2,事业,51,50/' it/new/posts.csv
try run it/other.yaml
other=$("$turnpool" show latest --json 2>/dev/null | sed -n 's/^ *"run": "\([0-9a-f]*\)".*/\1/p')
try run it/plan.yaml
first=$("$turnpool" show latest --json 2>/dev/null | sed -n 's/^ *"run": "\([0-9a-f]*\)".*/\1/p')
try propose latest --by 王 --on 2026-07-01 --title "$(long 第一批编制周转使用方案 8)"
try approve 1 --meeting 会 --by 李 --on 2026-07-10 --yes
try issues import it/data
try return D1 --by 甲 --count 3 --on 2026-07-11 --yes
echo "D9,U2,事业,9,normal,$system,2026-04-04" >>it/data/demands.csv
try run it/years.yaml
years=$("$turnpool" show latest --json 2>/dev/null | sed -n 's/^ *"run": "\([0-9a-f]*\)".*/\1/p')
try run it/plan.yaml
try propose latest --by 王 --on 2026-07-11
cp -r it/data it/more
sed -i "s/^U1,事业,20,12/U1,事业,40,12/" it/more/posts.csv
echo "D10,U2,事业,2,normal,$system,2026-04-05" >>it/more/demands.csv
try run it/filed.yaml
try propose latest --by 王 --on 2026-07-11

# A line a command: its words and arguments. {} is a run.
cat >commands <<DATA
check it/plan.yaml
diff it/data it/new
run it/plan.yaml --no-store
show $first
verify $first
runs
compare $first $other
batch list.csv
ahp $top/scenarios/sample-city/evaluation.yaml
reconcile it/data
sweep it/plan.yaml --vary reserve.count=1,2
outlook $years
explain $first --demand D1
explain $first --unit U1
whynot $first --demand D2 --grant 0
conflict it/clash.yaml
sensitivity $first
alternatives $first
robust $first --draws 3
anomalies $first
evaluate $top/scenarios/sample-city/evaluation.yaml
remark latest
proposals
approve 2 --meeting 会 --by 李 --on 2026-07-20 --dry-run
file 3 --by 李 --on 2026-07-20 --dry-run
ledger balance
ledger due --within 3650d
ledger list
ledger verify
ledger correct 7 --by 李 --reason 误记 --dry-run
ledger undo 2 --by 李 --reason 误记 --dry-run
ledger succeed U1 U8 --new --by 李 --reason 并 --dry-run
return D2 --by 甲 --dry-run
recall D2 --by 甲 --dry-run
renew D2 --by 甲 --until 2035-01-01 --dry-run
expire --all --by 甲 --on 2026-07-20 --dry-run
withdraw U1 --category 事业 --count 1 --by 甲 --dry-run
issues list
issues overdue
user list
log
doctor
DATA

printf 'scenario,set\nit/plan.yaml,reserve.count=1\nit/other.yaml,\n' >list.csv
# Commands whose --format is another than tables', or that other tests try in every form.
elsewhere='import model'

# Which commands write tables is what their help says.
"$turnpool" --help --lang en | awk '/^Commands/ { on = 1; next } /^Everywhere/ { on = 0 }
    on && /^  [a-z]/ { print /^  [a-z]+ [a-z]+  / ? $1 " " $2 : $1 }' >all
while read -r command; do
    # shellcheck disable=SC2086
    "$turnpool" help $command --lang en | grep -q -- '--format' || continue
    case " $elsewhere " in *" $command "*) continue ;; esac
    grep -q "^$command\b" commands || echo "$command is tried in no format"
done <all | holds formats__every_command_is_tried

well_formed() { # well_formed FORMAT FILE
    case $1 in
    json) if command -v python3 >/dev/null; then python3 -c 'import json, sys; json.load(open(sys.argv[1]))' "$2" 2>&1 | tail -n 1; fi ;;
    csv) grep -q , "$2" || [ "$(wc -l <"$2")" -le 2 ] || echo "no table" ;;
    xlsx)
        unzip -tq "$2" >/dev/null 2>&1 || echo "no workbook"
        unzip -p "$2" xl/workbook.xml | grep -o '<sheet name="[^"]*"' | sed 's/.*name="//; s/"$//' |
            awk '{ if (seen[tolower($0)]++) print "two sheets " $0 }'
        ;;
    *) [ -s "$2" ] || echo "empty" ;;
    esac
}
while read -r line; do
    words=$(echo "$line" | awk '{ print $1 " " $2 }')
    grep -qx "$words" all || words=${words% *}
    formats='table json csv md'
    # shellcheck disable=SC2086
    "$turnpool" help $words --lang en | grep -q xlsx && formats="$formats xlsx"
    for lang in zh en; do
        for format in $formats; do
            rm -f made
            # shellcheck disable=SC2086
            try $line --lang $lang --format $format -o made
            case $code in
            0 | 4) ;; # 4: a conflict is what was asked for
            *) echo "$line in $lang as $format: exit code $code: $(head -n 1 "$err")" && continue ;;
            esac
            [ ! -e made ] || well_formed "$format" made | while read -r fault; do echo "$line in $lang as $format: $fault"; done
        done
    done
done <commands | holds formats__every_command_in_every_format_and_both_languages
finish
