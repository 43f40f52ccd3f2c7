#!/bin/sh
# The samples' data are what their scripts derive.
set -u
cd "$1" || exit 1
. tests/style/tap.sh
work=$(mktemp -d)
scenarios/india-anm/derive.sh "$work/india" 2>/dev/null
diff -r "$work/india" scenarios/india-anm/data 2>&1 | holds "india_anm__data_as_derived"
finish
