#!/bin/sh
# Papers as they come out of a printer: LibreOffice's PDF of the Word file and Chromium's of the page are
# measured against GB/T 9704-2012, with a font of the official one's metrics and with Noto; Chinese is
# drawn in Chinese forms where only Noto CJK is there; rare characters of names survive everywhere.
#   cli_layout.sh SOURCE-TREE BINARY
set -u
top=$(realpath "$1") turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
probe=直骨角令关遍编门户
rare=𠮷䶮㼆镇卫生院

# --- names beyond GB 2312 --------------------------------------------------------------------------
small it
sed -i "s/市人民医院/$rare/" it/data/units.csv
iconv -f UTF-8 -t GB18030 it/data/units.csv >gb.csv && mv gb.csv it/data/units.csv
try run it/plan.yaml
expect layout__rare_names_are_read 0 ''
try propose latest --by 王 --title "$rare 事项" --on 2026-07-01
try approve 1 --yes --meeting 会 --by 李 --on 2026-07-10
try export 1 -o papers
{
    for file in papers/committee.html papers/notices/*U2*.html papers/csv/movements.csv papers/*.json; do
        grep -q "$rare" "$file" || echo "lost in $file"
    done
    for file in papers/committee.docx papers/notices/*U2*.docx; do
        unzip -p "$file" word/document.xml | grep -q "$rare" || echo "lost in $file"
    done
    unzip -p papers/*.xlsx xl/sharedStrings.xml | grep -q "$rare" || echo "lost in the workbook"
} | holds layout__papers_keep_rare_names
for format in table csv md; do
    try show latest --format $format
    grep -q "$rare" "$out" || echo "show --format $format"
done | holds layout__pages_keep_rare_names
try report latest -o report.html
{
    grep -q "$rare" report.html || echo report
    "$turnpool" ledger balance --table loans | grep -q "$rare" || echo ledger
    "$turnpool" explain latest --unit "$rare" | grep -q "$rare" || echo "explain by name"
    "$turnpool" proposals | grep -q "$rare" || echo "title of a proposal"
    unzip -p papers/*.xlsx xl/sharedStrings.xml >/dev/null || echo "no workbook"
} 2>/dev/null | holds layout__rare_names_are_found_and_said
# A column stands straight beside them: each counts two columns, however many bytes it has.
"$turnpool" ledger balance --table units --lang en 2>/dev/null | grep -E 'U1|U2' |
    sed "s/$rare/市人民医院院院/;s/市文化馆/市人民医院院院/" | awk '{ n = index($0, "事业"); if (at && n != at) print; at = n }' |
    holds layout__rare_names_are_two_columns_wide

# --- measured --------------------------------------------------------------------------------------
measure() { "$python" "$top/tests/support/layout.py" "$@" || echo "could not be measured: $*"; }
python=
for p in /usr/bin/python3 python3; do
    "$p" -c 'import fontTools' 2>/dev/null && python=$p && break
done
fonts=$(fc-list 2>/dev/null | sed -n 's/^\(.*NotoSansCJK-Regular.ttc\).*/\1/p' | head -n 1)
if [ -z "$python" ] || [ -z "$fonts" ] || ! command -v pdftocairo >/dev/null; then
    skip layout__measured 'fontTools, poppler or Noto CJK are not installed'
    finish
fi
# Nobody's own fonts: Noto alone, and Noto beside squares that go by the official face's name.
measure font 仿宋_GB2312 squares.ttf
for kind in noto official; do
    {
        echo '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        echo "<dir>$(dirname "$fonts")</dir><cachedir>$work/cache-$kind</cachedir>"
        [ $kind = noto ] || echo "<dir>$work/$kind</dir>"
        # Printers do not round a character to whole dots of a screen.
        echo '<match target="font"><edit name="hintstyle"><const>hintnone</const></edit></match>'
        echo '</fontconfig>'
    } >$kind.conf
done
mkdir official made pdf && mv squares.ttf official/
sed -i "s/$rare/$probe$rare/" report.html
text=$(awk 'BEGIN { while (i++ < 2000) printf "国" }')
notice=$(find papers/notices -name '*U2*.docx')
measure fill "$notice" made/full.docx "$text"
measure fill "${notice%.docx}.html" made/full.html "$text"
measure fill "$notice" made/probe.docx "$probe$rare"
measure fill "${notice%.docx}.html" made/probe.html "$probe$rare"
sed 's/lang="zh-CN"/lang="ja"/;s/"Noto [A-Za-z]* CJK SC"/none/g;s/local([^)]*)/local("none")/g' made/probe.html >made/japanese.html
cp papers/*.xlsx made/probe.xlsx
cp report.html made/report.html
mkdir x && (cd x && unzip -q ../made/probe.xlsx && sed -i "s/$rare/$probe$rare/" xl/sharedStrings.xml && zip -q -r ../made/book.xlsx .) 2>/dev/null

if command -v soffice >/dev/null; then
    for kind in official noto; do
        files=made/full.docx
        [ $kind = official ] || files="made/full.docx made/probe.docx $(ls made/book.xlsx 2>/dev/null)"
        # shellcheck disable=SC2086 # a list
        FONTCONFIG_FILE=$work/$kind.conf HOME=$work timeout 240 soffice "-env:UserInstallation=file://$work/profile" \
            --headless --convert-to pdf --outdir pdf/$kind $files >/dev/null 2>&1
    done
    measure measure pdf/official/full.pdf 0.859 2>pdf/official.txt | holds layout__word_file_in_the_official_face
    measure measure pdf/noto/full.pdf 0.88 2>pdf/noto.txt | holds layout__word_file_in_noto
    measure foot pdf/official/full.pdf 0.859 2>/dev/null | holds layout__word_file_page_numbers
    measure forms pdf/noto/probe.pdf "$fonts" | holds layout__word_file_in_chinese_forms
    if [ -f made/book.xlsx ]; then
        measure forms pdf/noto/book.pdf "$fonts" | holds layout__workbook_in_chinese_forms
    fi
    { pdftotext pdf/noto/probe.pdf - | grep -q 𠮷䶮㼆 || echo "lost"; } | holds layout__rare_names_are_printed
else
    skip layout__word_file 'soffice is not installed'
fi
if command -v chromium >/dev/null; then
    for job in official/full noto/full noto/probe noto/japanese noto/report; do
        kind=${job%/*}
        FONTCONFIG_FILE=$work/$kind.conf HOME=$work timeout 60 chromium --headless --no-sandbox --disable-gpu \
            --no-pdf-header-footer "--print-to-pdf=pdf/$kind-${job#*/}.pdf" "made/${job#*/}.html" >/dev/null 2>&1
    done
    measure measure pdf/official-full.pdf 0.859 2>/dev/null | holds layout__page_in_the_official_face
    measure measure pdf/noto-full.pdf 0.88 2>/dev/null | holds layout__page_in_noto
    measure foot pdf/official-full.pdf 0.859 2>/dev/null | holds layout__page_numbers
    serif=$(dirname "$fonts")/NotoSerifCJK-Regular.ttc
    measure forms pdf/noto-report.pdf "$fonts" | holds layout__report_in_chinese_forms
    if [ -f "$serif" ]; then
        measure forms pdf/noto-probe.pdf "$serif" | holds layout__page_in_chinese_forms
        { measure forms pdf/noto-japanese.pdf "$serif" | grep -q 'in Japanese' || echo "Japanese forms are not told"; } |
            holds layout__japanese_forms_would_be_told
    fi
else
    skip layout__page 'chromium is not installed'
fi
finish
