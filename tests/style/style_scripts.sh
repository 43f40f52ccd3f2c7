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
    # SC1091, SC2034, SC2154: variables shared with a sourced frame. SC1007: an empty value for one command.
    # SC2010, SC2012, SC2086: names of our own making, without blanks. SC3040: pipefail where sh is bash.
    for script in $scripts; do
        shellcheck -e SC1007,SC1091,SC2010,SC2012,SC2034,SC2086,SC2154,SC3040 -f gcc "$script"
    done | holds "script__as_shellcheck_says"
else
    skip "script__as_shellcheck_says" "shellcheck is not installed"
fi
finish
