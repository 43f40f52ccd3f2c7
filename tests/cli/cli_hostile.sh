#!/bin/sh
# Names and titles drawn at random from what breaks writers: every file made with them is well formed,
# opens in LibreOffice and in a second library, and gives the same text back; a plain-text journal has
# as many accounts as there are lines. What no writer can carry is refused at entry.
#   cli_hostile.sh SOURCE-TREE BINARY        (HOSTILE_SEEDS: how many draws, 3 by default; HOSTILE_FIRST: from which on)
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
export TURNPOOL_TODAY=2026-07-20 LC_ALL=C.UTF-8
cd "$work" || exit 1
seeds=${HOSTILE_SEEDS:-3} first=${HOSTILE_FIRST:-1}
python=
for one in python3 /usr/bin/python3; do
    [ -z "$python" ] && "$one" -c 'import openpyxl, docx' 2>/dev/null && python=$one
done

# draw SEED: four names and a title, a line each; each name ends in a letter of its own.
draw() {
    awk -v seed="$1" 'BEGIN {
        n = split("&|<|>|\"|'"'"'|]]>|&amp;|&#10;|_x000D_|_x0041_|_x005F_|=1+1|@SUM(A1)|+1|-1|%s%n|{0}|${HOME}|`id`|\\|/|*|#|~|^|[|]|(|)|;|:|!|?|\342\200\213|\342\200\256|\342\201\246|\302\240|\357\274\206|\360\240\200\200|\360\237\217\253|\303\251|e\314\201|o\314\202\314\243|\341\204\222\341\205\241\341\206\253|\340\244\225\340\245\215\340\244\267|\330\247\331\204|&G|&[Picture]|&P|&L|市|中学|《》|〔2026〕|<b>|</script>|<!--|--\\>|NULL|TRUE|1E5|2026-01-01|0012", piece, "|")
        srand(seed)
        for (i = 1; i <= 5; i++) {
            line = i == 5 ? "题" : "单位"
            for (k = int(rand() * 6) + 2; k > 0; k--) line = line piece[int(rand() * n) + 1]
            print line substr("ABCDE", i, 1)
        }
    }'
}
# As texts of tables are read: composed (scenarios/DATA.md). What a planner types as a title stays as typed.
composed() { sed -e 's/e\xcc\x81/\xc3\xa9/g' -e 's/o\xcc\x82\xcc\xa3/\xe1\xbb\x99/g' -e 's/\xe1\x84\x92\xe1\x85\xa1\xe1\x86\xab/\xed\x95\x9c/g'; }
# One cell of CSV.
quoted() { printf '"%s"' "$(printf '%s' "$1" | sed 's/"/""/g')"; }

check() { # check SEED: what is wrong
    rm -rf case && mkdir case && cd case || return
    small it
    draw "$1" >names
    composed <names >wanted
    title=$(sed -n 5p names)
    {
        echo unit,name,kind,system,level,region,parent
        for i in 1 2 3 4; do
            printf '%s,%s,事业单位,文化,市级,市本级,\n' "$(quoted "$(sed -n "${i}p" names | tr -d ,)")" \
                "$(quoted "$(sed -n "${i}p" names)")"
        done
    } >it/data/units.csv
    for table in posts outcomes demands; do : >"it/data/$table.csv"; done
    echo unit,category,authorised,in_post >it/data/posts.csv
    echo unit,evaluated_on,saturation >it/data/outcomes.csv
    echo demand,unit,category,quantity,document >it/data/demands.csv
    for i in 1 2 3 4; do
        code_of=$(quoted "$(sed -n "${i}p" names | tr -d ,)")
        if [ "$i" -le 2 ]; then
            printf '%s,事业,20,12\n' "$code_of" >>it/data/posts.csv
            printf '%s,2026-05-31,0.5\n' "$code_of" >>it/data/outcomes.csv
        else
            printf '%s,事业,50,50\n' "$code_of" >>it/data/posts.csv
            printf '%s,2026-05-31,1.1\n' "$code_of" >>it/data/outcomes.csv
            printf 'D%s,%s,事业,5,%s\n' "$i" "$code_of" "$code_of" >>it/data/demands.csv
        fi
    done
    try run it/plan.yaml
    [ "$code" -eq 0 ] || { echo "seed $1: run: $code: $(head -n 2 "$err")" && cd .. && return; }
    "$turnpool" show latest --json 2>/dev/null >run.json
    try show latest -f xlsx -o show.xlsx
    try propose latest --by 王 --on 2026-07-01 --title "$title"
    try approve 1 --meeting "$title" --by 李 --on 2026-07-10 --yes
    [ "$code" -eq 0 ] || echo "seed $1: approve: $code: $(head -n 2 "$err")"
    try export 1 -o out
    [ "$code" -eq 0 ] || echo "seed $1: export: $code: $(head -n 2 "$err")"
    try report "$("$turnpool" runs --format csv --lang en 2>/dev/null | tail -n 1 | cut -d, -f1)" -o out/report.html
    try ledger balance -f xlsx -o out/balance.xlsx
    try ledger export -o books.journal
    cp show.xlsx out/
    find out -name '*.xlsx' -o -name '*.docx' | sort >files
    if command -v xmllint >/dev/null; then
        while read -r file; do
            unzip -Z1 "$file" | grep -E '\.(xml|rels)$' | while read -r part; do
                # unzip takes [Content_Types].xml for a pattern
                unzip -p "$file" "$(printf '%s' "$part" | sed 's/\[/[[]/')" | xmllint --noout - 2>&1 | head -n 2
            done
        done <files
    fi
    if [ -n "$python" ]; then
        tr '\n' '\0' <files | xargs -0 "$python" "$top/tests/support/reopen.py" >texts 2>faults ||
            echo "seed $1: $(tail -n 1 faults)"
        for i in 1 2 3 4; do
            grep -Fq -- "$(sed -n "${i}p" wanted)" texts || echo "seed $1: name $i is not read back: $(sed -n "${i}p" names)"
        done
        grep -Fq -- "$title" texts || echo "seed $1: the title is not read back: $title"
    fi
    if command -v hledger >/dev/null; then
        accounts=$(hledger -f books.journal accounts usage 2>/dev/null | wc -l)
        [ "$accounts" -eq 4 ] || echo "seed $1: $accounts accounts of 4 lines"
    fi
    cd ..
}
seed=$first
while [ "$seed" -lt $((first + seeds)) ]; do
    check "$seed"
    if [ "$seed" -eq "$first" ]; then cp -r case first; fi
    seed=$((seed + 1))
done | holds hostile__files_are_well_formed_and_give_the_text_back
[ -n "$python" ] || skip hostile__a_second_library 'openpyxl and python-docx are not installed'

if command -v soffice >/dev/null; then
    cd first || exit 1
    find out -name '*.xlsx' -exec cp {} . \;
    find out/notices -name '*.docx' | head -n 1 | while read -r file; do cp "$file" notice.docx; done
    HOME=$work timeout 180 soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to ods ./*.xlsx >/dev/null 2>&1
    for file in *.xlsx; do
        [ -s "${file%.xlsx}.ods" ] || echo "$file does not open"
    done
    for file in *.ods; do unzip -p "$file" content.xml; done >all.xml
    for i in 1 2 3 4; do
        sed -n "${i}p" wanted | sed 's/&/\&amp;/g; s/</\&lt;/g; s/>/\&gt;/g' >pattern
        sed -e 's/&apos;/'"'"'/g' -e 's/&quot;/"/g' -e 's/<text:s[^>]*>/ /g' all.xml | grep -Fq -f pattern ||
            echo "name $i is not there: $(cat pattern)"
    done
    cd ..
fi | holds hostile__libreoffice_gives_the_text_back

# What no writer can carry does not come in.
small bad
for sign in '\033[31m' '\001' '\357\277\276' '\357\277\277'; do
    printf 'unit,name,kind,system,level,region,parent\nU1,市%b馆,事业单位,文化,市级,市本级,\nU2,医院,事业单位,卫生,市级,市本级,\n' "$sign" \
        >bad/data/units.csv
    try run bad/plan.yaml --store bad.db
    case $code in
    3) ;; # refused, with its place
    0)
        try propose latest --by 王 --on 2026-07-01 --title "$(printf '题%b' "$sign")" --store bad.db
        try export latest --draft -o drafts --store bad.db
        [ "$code" -eq 0 ] || echo "$sign: export: $code"
        for file in drafts/*.xlsx; do
            unzip -p "$file" xl/sharedStrings.xml | { xmllint --noout - 2>&1 || true; } | head -n 1
        done
        ;;
    *) echo "$sign: $code" ;;
    esac
    rm -rf bad.db* drafts
done | holds hostile__what_no_writer_can_carry
finish
