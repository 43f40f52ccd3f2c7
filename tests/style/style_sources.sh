#!/bin/sh
# Sizes, include order, third-party headers, marks, layout of the C sources.
set -u
cd "$1" || exit 1
. tests/style/tap.sh
sources=$(find engine models tools tests -name '*.[ch]' | LC_ALL=C sort)
product=$(find engine models tools -name '*.[ch]' | LC_ALL=C sort)
headers=$(find engine models tools tests -name "*.h" | LC_ALL=C sort)

wc -l $sources | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 " lines" }' |
    holds "file__at_most_600_lines"

# A function of this layout begins with `{` alone in column 1 and ends with `}` in column 1.
awk 'FNR == 1 { open = 0 }
    /^\{/ { open = FNR; next }
    /^\}/ && open {
        if (FNR - open + 1 > 100) print FILENAME ":" open ": " FNR - open + 1 " lines"
        open = 0
    }' $sources | holds "function__at_most_100_lines"

awk 'FNR == 1 { split(FILENAME, part, "/"); own = 0 }
    BEGIN {
        n = split("base read import domain evaluate lp models solve certify run store explain workspace report serve face", s, " ")
        for (i = 1; i <= n; i++) rank[s[i]] = i
        rank["tools"] = n + 1
    }
    /^#include "/ {
        from = FILENAME ~ /^models\// ? "models" : FILENAME ~ /^tools\// ? "tools" : part[2]
        path = $2
        gsub(/"/, "", path)
        to = path
        sub(/\/.*/, "", to)
        if (!(from in rank)) next              # engine/turnpool.h: the public face of all stages
        if (path !~ /\// || !(to in rank)) next  # a header beside the file
        if (rank[to] > rank[from]) print FILENAME ":" FNR ": " from " includes " path
    }' $product | holds "include__own_stage_or_earlier"

rooms=$(find engine/solve -name '*.[ch]' | LC_ALL=C sort)
# The rooms of solve, as engine/solve/README.md lists them: each uses those before it. The doors (files of
# the folder itself) stand in between: mip before held, the others before tiers.
awk 'BEGIN {
        n = split("solver exact network relaxation integer side_rows mip tiers.h held totals prove conflict tiers", s, " ")
        for (i = 1; i <= n; i++) rank[s[i]] = i
        rank["conflict.h"] = rank["tiers.h"]
    }
    function room(path) {
        sub(/.*solve\//, "", path)
        if (path ~ /^(tiers|conflict)\.h$/) return path
        sub(/[\/.].*/, "", path)
        return path
    }
    /^#include "solve\// {
        path = $2
        gsub(/"/, "", path)
        from = room(FILENAME)
        to = room(path)
        if (!(from in rank)) print FILENAME ": no room of solve"
        else if (!(to in rank) || rank[to] > rank[from]) print FILENAME ":" FNR ": " from " includes " path
    }' $rooms /dev/null | holds "solve__rooms_in_order"

# The rooms of report, as engine/report/REPORTS.md lists them.
reports=$(find engine/report -name '*.[ch]' | LC_ALL=C sort)
awk 'BEGIN {
        n = split("document writers pictures views comparison papers", s, " ")
        for (i = 1; i <= n; i++) rank[s[i]] = i
    }
    function room(path) {
        sub(/.*report\//, "", path)
        sub(/\/.*/, "", path)
        return path
    }
    /^#include "report\// {
        path = $2
        gsub(/"/, "", path)
        from = room(FILENAME)
        to = room(path)
        if (!(from in rank)) print FILENAME ": no room of report"
        else if (!(to in rank) || rank[to] > rank[from]) print FILENAME ":" FNR ": " from " includes " path
    }' $reports /dev/null | holds "report__rooms_in_order"

# Within a stage too: a file (its .c and its .h) uses those that do not need it. Of these stages no circle is
# left; between stages the order above allows none.
# shellcheck disable=SC2016
for stage in base lp solve certify workspace report; do
    find engine/$stage -name '*.[ch]' 2>/dev/null
done | LC_ALL=C sort | xargs awk '
    FNR == 1 {
        from = FILENAME
        sub(/^engine\//, "", from)
        sub(/\.[ch]$/, "", from)
    }
    /^#include ".*\// {
        to = $2
        gsub(/^"|\.h"$/, "", to)
        if (from != to) print from, to
    }' /dev/null | LC_ALL=C sort -u | tsort 2>&1 >/dev/null | holds "include__no_circles"

awk '/^#include "/ { path = $2; gsub(/"/, "", path)
        if (path ~ /\.c$/ || path ~ /\.\.\//) print FILENAME ":" FNR ": " path }' $product |
    holds "include__by_path_from_the_root_of_the_stages"

# One place for each foreign header: changing a library touches one file. A header named here may stand
# only where its path says, and in one file unless `most` says more; any other must be the C library's.
awk 'BEGIN {
        path["glpk.h"] = "^engine/solve/relaxation/glpk\\.c$"
        path["yaml.h"] = "^engine/read/yaml\\.c$"
        path["sqlite3.h"] = "^engine/store/"
        most["sqlite3.h"] = 6
        path["xlsxwriter.h"] = "^engine/report/writers/xlsx\\.c$"
        path["microhttpd.h"] = "^engine/serve/http\\.c$"
        path["check.h"] = "^tests/"
        path["jansson.h"] = path["zlib.h"] = path["expat.h"] = path["unzip.h"] = "^engine/"
        path["minizip/zip.h"] = path["utf8proc.h"] = path["openssl/sha.h"] = path["freexl.h"] = "^engine/"
        path["sodium.h"] = path["iconv.h"] = "^engine/"
        path["coin/Clp_C_Interface.h"] = path["coin/Cbc_C_Interface.h"] = "^engine/solve/"
        path["gmp.h"] = "^tools/recheck/"
        path["turnpool.h"] = "^tools/examples/"
        n = split("assert ctype dirent errno fcntl float getopt inttypes limits link locale malloc math poll pthread " \
            "setjmp signal spawn stdarg stdatomic stdbool stddef stdint stdio stdlib string strings termios time " \
            "unistd", c, " ")
        for (i = 1; i <= n; i++) own[c[i] ".h"] = 1
    }
    /^#[ \t]*include </ {
        h = $0
        sub(/.*</, "", h)
        sub(/>.*/, "", h)
        if (h in own || h ~ /^(sys|netinet|arpa)\//) next
        if (!(h in path)) print FILENAME ":" FNR ": <" h "> has no place in style_sources.sh"
        else if (FILENAME !~ path[h]) print FILENAME ":" FNR ": <" h ">"
        if (!((h, FILENAME) in seen)) {
            users[h] = users[h] " " FILENAME
            count[h]++
        }
        seen[h, FILENAME] = 1
    }
    END {
        for (h in users)
            if (count[h] > (h in most ? most[h] : 1)) print "<" h "> in" users[h]
    }' $product | LC_ALL=C sort | holds "third_party_header__in_one_place"

grep -nE '\b(TODO|FIXME|XXX|HACK)\b' $sources | holds "source__no_unfinished_marks"
grep -nP '[ \t]+$|\t' $sources | holds "source__no_tabs_or_trailing_blanks"

# What the layout tool leaves of a comment that ends one character too far.
grep -nE '^[ ]*\*/$' $sources | holds "comment__ends_with_its_last_word"

# A rule explains itself: explain/ names none. (Scenario keys, and columns of tables, may read the same.)
ids=$(sed -n 's/^    \.id = "\([a-z_.]*\)",$/\1/p' models/rules/*.c | tr '\n' '|')
[ -n "$ids" ] || echo "no rule found" | holds "rule__ids_found"
grep -nE "\"(${ids}none)\"" engine/explain/*.c |
    grep -vE 'tp_node_get|/(sweep|answer)\.c:' |
    holds "explain__names_no_rule"

# Nor does anyone else take a rule's id or spell one of its keys: tp_rules[tp_rule_at_NAME]->id, and what the
# rule's own header offers. (Tables and their columns may read the same: only what is used as an id counts.)
# Examples (key=value) and files are no ids. Who may name a key: the scenario's reference; the ledger, whose
# balances stand there; the looks at a plan's horizon and at allowed transfers, whose subject these are.
elsewhere=$(find engine tools models -name '*.c' | grep -vE '^(models/rules/|engine/domain/scenario_keys\.c$|engine/run/books\.c$|engine/explain/(outlook|levers)\.c$)' | LC_ALL=C sort)
grep -nE "(tp_scenario_(basis|pos)\(.*|rule(, | = | == ))\"(${ids}none)\"|\"[^\"]*\b(borrow|horizon|idle|pools|rectification|release|reserve)\.[a-z_]+" \
    $elsewhere /dev/null | grep -vE ':#include |(borrow|reserve)\.[a-z_]+=|\breserve\.csv' | holds "rule__ids_in_rules_alone"

# A code has one meaning: variants of a message (with and without a suggestion) share one within a stage,
# two stages never do.
awk '/tp_msg [a-z_0-9]+ = *\{/ { wanted = 1; sub(/.*= *\{/, "") }
    /tp_msg [a-z_0-9]+ =$/ { wanted = 1; next }
    wanted && !/^[ \t]*"/ { wanted = 0 } # a code that is passed in
    wanted && match($0, /"[^"]*"/) {
        code = substr($0, RSTART, RLENGTH)
        folder = FILENAME
        sub(/\/[^\/]*$/, "", folder)
        if (code in seen && seen[code] != folder) print FILENAME ":" FNR ": " code " also in " seen[code]
        seen[code] = folder
        wanted = 0
    }' $product | holds "message__code_has_one_stage"

awk '/^#define TP_[A-Z0-9_]+_H$/ { if (seen[$2]++) print FILENAME ": guard " $2 " used twice" }' \
    $headers | holds "header__guard_unique"

if command -v clang-format-14 >/dev/null; then
    clang-format-14 --dry-run $sources 2>&1 | grep -E 'warning|error' |
        awk -F: '!seen[$1]++ { print $1 ":" $2 }' | holds "layout__as_clang_format_says"
else
    skip "layout__as_clang_format_says" "clang-format-14 is not installed"
fi
finish
