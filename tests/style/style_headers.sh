#!/bin/sh
# Every header compiles alone, as the first thing a file includes.
set -u
cd "$1" || exit 1
shift 2
. tests/style/tap.sh
work=$(mktemp -d)
find engine models tools -name '*.h' | LC_ALL=C sort | while read -r header; do
    printf '#include "%s"\ntypedef int tp_not_empty;\n' "$PWD/$header" >"$work/one.c"
    "$@" -std=c11 -D_GNU_SOURCE '-DTP_VERSION="0"' -Wall -Wextra -Werror -fsyntax-only -Iengine -I. \
        "$work/one.c" 2>"$work/log" || { echo "$header"; sed -n 1,3p "$work/log"; }
done | holds "header__compiles_alone"
finish
