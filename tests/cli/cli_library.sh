#!/bin/sh
# The installed library as other programs use it: header, pkg-config, shared object; the examples.
# Arguments: source tree, binary, shared library, compiler …
set -u
tree=$1
library=$3
shift 3
. "$tree/tests/style/tap.sh"
work=$(mktemp -d)
folder=$(dirname "$library")

nm -D --defined-only "$library" | awk '$2 ~ /[TDBR]/ && $3 !~ /^turnpool_[a-z_]+@@TURNPOOL_1$/ { print $3 }' |
    holds library__exports_its_face_alone
sed -n 's/^TURNPOOL_EXPORT.*[ *]\(turnpool_[a-z_]*\)(.*/\1/p' "$tree/engine/turnpool.h" | LC_ALL=C sort >"$work/said"
nm -D --defined-only "$library" | sed -n 's/.* T \(turnpool_[a-z_]*\)@@.*/\1/p' | LC_ALL=C sort >"$work/has"
diff "$work/said" "$work/has" | holds library__has_what_its_header_says

# Commands that say they ask through turnpool.h ask nobody else.
for file in "$tree"/tools/turnpool/cmd_*.c; do
    grep -q '"face.h"' "$file" || continue
    grep -nE '^#include "' "$file" | grep -vE '"(commands|face)\.h"|"workspace/workspace\.h"' | sed "s|^|$file:|"
done | holds commands__ask_through_the_face_alone
{ [ "$(grep -l '"face.h"' "$tree"/tools/turnpool/cmd_*.c | wc -l)" -ge 5 ] || echo "fewer than there were"; } |
    holds commands__ask_through_the_face

if nm -D "$library" | grep -q __asan_; then
    skip example__c_runs "the library is built with sanitizers"
elif "$@" -std=c99 -Wall -Wextra -Werror -I"$tree/engine" "$tree/tools/examples/tradeoff.c" -o "$work/tradeoff" \
    -L"$folder" -lturnpool -Wl,-rpath,"$folder" >"$work/log" 2>&1; then
    "$work/tradeoff" "$tree/scenarios/sample-city/baseline.yaml" D014 >"$work/out" 2>&1
    if [ "$(grep -c 'optimal, verified$' "$work/out")" -ne 5 ] || ! grep -q D014 "$work/out"; then
        head -n 20 "$work/out"
    fi | holds example__c_runs
else
    holds example__c_runs <"$work/log"
fi
awk 'END { if (NR > 60) print NR " lines" }' "$tree/tools/examples/tradeoff.c" | holds example__c_is_short
if nm -D "$library" | grep -q __asan_; then
    skip example__python_draws "the library is built with sanitizers"
elif command -v python3 >/dev/null; then
    python3 "$tree/tools/examples/tradeoff.py" "$tree/scenarios/sample-city/baseline.yaml" "$work/t.svg" \
        "$library" >"$work/out" 2>&1
    if [ "$(grep -c ' optimal$' "$work/out")" -ne 11 ] || ! grep -q '</svg>' "$work/t.svg"; then
        head -n 5 "$work/out"
    fi | holds example__python_draws
else
    skip example__python_draws "python3 is not installed"
fi
finish
