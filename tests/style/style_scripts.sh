#!/bin/sh
# Shell scripts: executable, and clean for shellcheck.
set -u
cd "$1" || exit 1
. tests/style/tap.sh
scripts=$(grep -rlE '^#!/bin/(ba)?sh' tools tests scenarios .ci 2>/dev/null | grep -v node_modules |
    LC_ALL=C sort)
for script in $scripts; do
    [ -x "$script" ] || echo "$script"
done | holds "script__executable"
if command -v shellcheck >/dev/null; then
    # SC1091: sourced files are checked by themselves. SC2086: lists of our own file names are split on
    # purpose (no blanks in them).
    for script in $scripts; do
        shellcheck -e SC1091,SC2086,SC3040 -f gcc "$script"
    done | holds "script__as_shellcheck_says"
else
    skip "script__as_shellcheck_says" "shellcheck is not installed"
fi
finish
