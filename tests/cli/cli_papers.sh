#!/bin/sh
# The papers of an approval: nothing in them runs, drafts are marked everywhere, the same approval
# gives the same bytes, and the workbook's opinions are read back.
#   cli_papers.sh SOURCE-TREE BINARY WORKBOOK
set -u
top=$1 turnpool=$(realpath "$2") workbook=$(realpath "$3")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
small it
sed -i -e 's/市文化馆/=HYPERLINK(0)/' -e 's/市人民医院/<script>alert(1)<\/script>\&/' it/data/units.csv
sed -i -e '1s/$/,entry_standard/' -e '2,$s/$/,硕士以上/' it/data/units.csv
sed -i -e '1s/$/,minimum/' -e '2s/$/,3/' it/data/demands.csv
echo 'D2,U2,事业,2,normal,@SUM(1),2026-04-02,0' >>it/data/demands.csv
try run it/plan.yaml
try propose latest --by 王 --title '=1+1' --on 2026-07-01

# text FILE: the texts of an XLSX or DOCX file
text() { unzip -p "$1" 2>/dev/null; }

# --- drafts --------------------------------------------------------------------------------------
try export latest --draft -o d
expect papers__draft_of_a_run 0 ''
try export 1 --draft -o d
expect papers__draft_of_a_proposal 0 ''
for file in d/*.docx d/notices/*.docx; do
    unzip -p "$file" word/header1.xml | grep -q 草案 || echo "$file"
done | holds papers__draft_on_every_page
for file in d/*.html d/notices/*.html; do
    grep -q 'class="draft">草案' "$file" && grep -q '@top-center' "$file" || echo "$file"
done | holds papers__draft_on_every_html_page
for sheet in 1 2 3 4 5 6 7; do
    unzip -p d/proposal-1-draft.xlsx xl/worksheets/sheet$sheet.xml | grep -q '草案 DRAFT' || echo "sheet $sheet"
done | holds papers__draft_on_every_sheet

{ grep -lq '进人条件：硕士以上' d/notices/*.html || echo 'no notice says whom the slots may take in'; } |
    holds papers__notices_state_the_entry_standard

# --- opinions ------------------------------------------------------------------------------------
mkdir book
sed -e 's/^\xef\xbb\xbf//' -e 's/\r$//' -e "s/'\([=@]\)/\1/g" d/csv/movements.csv |
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
        NR > 1 && $at["业务"] == "存入" { $at["意见"] = "同意" }
        $at["申请编号"] == "D1" { $at["意见"] = "同意"; $at["批准数"] = 4 }
        $at["申请编号"] == "D2" { $at["意见"] = "暂缓" } 1' >book/调剂明细.csv
"$workbook" book.xlsx book 调剂明细
cp book/调剂明细.csv good.csv
sed -i 's/同意,4/同意,2/' book/调剂明细.csv && "$workbook" low.xlsx book 调剂明细
sed -i 's/同意,2/也许,2/' book/调剂明细.csv && "$workbook" odd.xlsx book 调剂明细
mv book/调剂明细.csv book/别的.csv && "$workbook" other.xlsx book 别的
# Any single change of a filled-in workbook is the same booking, exactly what the change says, or told.
decide() { # decide BOOK: what would be booked into $out
    try approve 1 --meeting 会 --by 李 --on 2026-07-10 --from "$1" --dry-run --format json
}
mkdir one_change
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
    $at["意见"] == "" && $at["业务"] ~ /存入|借用/ { $at["意见"] = "同意" } { sub(/暂缓|同意/, "同意", $at["意见"]); $at["批准数"] = ""; print }' \
    good.csv >full.csv
cp full.csv one_change/调剂明细.csv && "$workbook" full.xlsx one_change 调剂明细
decide full.xlsx
expect papers__a_full_book 0 ''
cp "$out" full.json
rows=$(grep -c . full.csv)
for row in $(seq 2 "$rows"); do
    for change in no-opinion gone doubled proposed above refused-with-count demand unit category all-of-it; do
        awk -F, -v OFS=, -v row="$row" -v change="$change" '
            NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
            NR != row { print; next }
            change == "gone" { next }
            change == "doubled" { print; print; next }
            change == "no-opinion" { $at["意见"] = "" }
            change == "proposed" { $at["建议数"]++ }
            change == "above" { $at["批准数"] = $at["建议数"] + 1 }
            change == "refused-with-count" { $at["意见"] = "不同意"; $at["批准数"] = 1 }
            change == "demand" { $at["申请编号"] = "" }
            change == "unit" { $at["单位编码"] = "" }
            change == "category" { $at["编制类别"] = "" }
            change == "all-of-it" { $at["批准数"] = $at["建议数"] }
            { print }' full.csv >one_change/调剂明细.csv
        "$workbook" changed.xlsx one_change 调剂明细
        decide changed.xlsx
        if [ "$code" -eq 0 ]; then
            cmp -s "$out" full.json || echo "row $row, $change: another booking without a word"
        elif ! grep -qE '错误' "$err"; then
            echo "row $row, $change: $code without a word"
        elif [ "$change" = all-of-it ]; then
            echo "row $row, $change: refused: $(head -n 1 "$err")"
        fi
        case $change in
        no-opinion | gone | doubled | proposed | above | refused-with-count)
            [ "$code" -ne 0 ] || grep -qE '划转|硬性收储' one_change/调剂明细.csv || echo "row $row, $change: taken"
            ;;
        esac
    done
done | holds papers__any_single_change_of_opinions_is_told
try approve --yes 1 --meeting 会 --by 李 --on 2026-07-10 --from other.xlsx
expect papers__another_workbook 3 '不是导出的调剂工作簿'
try approve --yes 1 --meeting 会 --by 李 --on 2026-07-10 --from odd.xlsx
expect papers__an_opinion_that_is_none 3 '也许'
try approve --yes 1 --meeting 会 --by 李 --on 2026-07-10 --from low.xlsx --lang en
expect papers__cut_below_the_minimum_is_refused 8 'rule minimum does not hold'
try approve --yes 1 --meeting 会 --by 李 --on 2026-07-10 --from book.xlsx
expect papers__opinions_are_read_back 0 ''
try ledger list --lang en --format csv
if [ "$(grep -c ',loan,事业,4,' "$out")" != 1 ] || grep -q D2 "$out"; then cat "$out"; fi |
    holds papers__what_was_said_is_posted

# --- the papers of the approval ------------------------------------------------------------------
try export 1 -o one
try export 1 -o two
diff -r one two | holds papers__same_approval_same_bytes
loan=$("$turnpool" ledger balance --lang en --table loans --format csv | awk -F, '$5 == "D1" { print $1 }')
try return --yes "$loan" --count 1 --by 医院 --on 2026-08-01
try export 1 -o three
diff -r one three | holds papers__later_movements_change_nothing
for file in one/*.docx one/notices/*.docx; do
    text "$file" | grep -q 草案 && echo "$file"
done | holds papers__an_approval_is_no_draft

# heads FILE N: how many heads the N-th table of an HTML paper has
heads() { tr -d '\n' <"$1" | sed 's/<table/\n<table/g' | grep '^<table' | sed -n "${2}p" | grep -o '<th ' | wc -l; }
{ [ "$(heads one/committee.html 2)" -eq 9 ] && [ "$(heads one/committee.html 3)" -eq 6 ] ||
    echo "$(heads one/committee.html 2) and $(heads one/committee.html 3) heads"; } |
    holds papers__what_is_given_names_no_demand
{ unzip -p one/committee.docx word/document.xml | grep -q '<w:keepNext/>' || echo "no row is kept"; } |
    holds papers__a_total_never_stands_alone

# --- nothing in them runs ------------------------------------------------------------------------
grep -lE '(^|,)"?[=+@-][A-Z(]' one/csv/*.csv | holds papers__csv_has_no_formula
{ grep -q "'=HYPERLINK(0)" one/csv/movements.csv || echo "the name is lost"; } | holds papers__csv_keeps_the_name
unzip -o -q one/approval-1.xlsx -d x
grep -o '<f>[^<]*</f>' x/xl/worksheets/*.xml | grep -vE '<f>SUM(IF)?\(' | holds papers__xlsx_formulas_are_ours
{ grep -q '<t>=HYPERLINK(0)</t>' x/xl/sharedStrings.xml || echo "the name is lost"; } |
    holds papers__xlsx_keeps_the_name
for file in one/*.docx one/notices/*.docx; do
    unzip -p "$file" word/document.xml >doc.xml
    grep -q '<script' doc.xml && echo "$file"
    if command -v xmllint >/dev/null; then xmllint --noout doc.xml 2>&1 | head -n 1; fi
done | holds papers__docx_is_well_formed
grep -lE '<script' one/*.html one/notices/*.html | holds papers__html_has_no_script
{ grep -q '&lt;script&gt;alert(1)&lt;/script&gt;&amp;' one/committee.html || echo "the name is lost"; } |
    holds papers__html_keeps_the_name

# --- totals as another program computes them -----------------------------------------------------
if command -v soffice >/dev/null && [ -n "${TURNPOOL_LONG:-}" ]; then
    HOME=$work timeout 120 soffice --headless --convert-to xlsx:"Calc MS Excel 2007 XML" --outdir lo \
        one/approval-1.xlsx >/dev/null 2>&1
    unzip -o -q lo/approval-1.xlsx -d lx
    for sheet in 3 4 5 6; do
        for book in x lx; do
            tr '>' '\n' <$book/xl/worksheets/sheet$sheet.xml | grep -A3 '^<f' | grep -E '^-?[0-9.]+</v' |
                sed 's/<.*//' >$book.$sheet
        done
        cmp x.$sheet lx.$sheet 2>&1
        [ -s x.$sheet ] || echo "sheet $sheet has no totals"
    done | holds papers__totals_recalculated_agree
else
    skip papers__totals_recalculated_agree "long form only, with LibreOffice"
fi
try ledger year 2026 -o year
expect papers__year_report 0 ''
try ledger remind --within 2000 --on 2026-08-01 -o due
expect papers__reminders 0 '1'
try ledger notice 1 -o none
expect papers__no_notice_of_an_opening 3 ''
# what the committee puts off is said to the unit, and stands in the workbook
{ grep -q '暂缓,D2,' one/csv/open.csv || echo "not in the workbook"
  grep -l D2 one/replies/*.html | xargs grep -q '暂缓' || echo "no reply"; } 2>&1 |
    holds papers__what_is_put_off_is_answered

# --- complete: refused, put off and short stand in every paper, and the parts add up ----------------
city=$top/scenarios/sample-city/strict.yaml
try run "$city" --store city.db --json
run=$(sed -n 's/.*"run": *"\([0-9a-f]*\)".*/\1/p' "$out" | head -n 1)
refused=$("$turnpool" show "$run" --store city.db --json |
    awk '/"denied": *\[/ { inside = 1 } inside { print } /^ *\]/ && inside { exit }' |
    grep -o '"demand": *"[^"]*"' | sed 's/.*"\(D[0-9]*\)"/\1/' | LC_ALL=C sort -u)
[ -n "$refused" ] || echo "nothing refused" | holds papers__city_refuses_something
for lang in zh en; do
    try export "$run" --draft --store city.db --lang $lang -o "city-$lang"
    for demand in $refused; do
        for file in committee.html csv/open.csv; do
            grep -q "$demand" "city-$lang/$file" || echo "$demand is not in $file"
        done
        grep -ql "$demand" "city-$lang"/replies/*.html || echo "no reply speaks of $demand"
    done | holds "papers__every_refusal_is_answered_$lang"
    # asked = own + lent + short + refused, in the table's line and in the workbook's sheet
    sed 's/<[^>]*>//g' "city-$lang/committee.html" | grep -E '(申请|Asked) [0-9]+ ' | grep -E '＝|=' |
        grep -oE '[0-9]+' | tr '\n' ' ' | awk 'NF != 5 || $1 != $2 + $3 + $4 + $5 { print "not equal: " $0 }
            END { if (NR != 1) print "no identity" }' | holds "papers__the_cut_off_adds_up_$lang"
    sed -e 's/^\xef\xbb\xbf//' -e 's/\r$//' "city-$lang/csv/comparison.csv" | awk -F, 'NR > 1 { v[NR] = $NF }
        END { if (v[2] != v[3] + v[4] + v[5] + v[6]) print v[2], v[3], v[4], v[5], v[6] }' |
        holds "papers__the_workbook_adds_up_$lang"
    # exceptions first: no refusal below a short one
    sed 1d "city-$lang/csv/open.csv" | cut -d, -f1 | awk '/尚缺|short/ { late = 1; next } late { print }' |
        holds "papers__exceptions_stand_first_$lang"
    # a date is promised only where every rule ends by itself
    sed 's/<[^>]*>//g' "city-$lang"/replies/*.html | grep -E '须先解决|first to be put right' |
        grep -E '起可再申请|may ask again from' | holds "papers__no_date_beside_what_does_not_end_$lang"
done

finish
