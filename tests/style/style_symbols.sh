#!/bin/sh
# What the library refers to and keeps: it never prints, exits, aborts, reads clock or environment,
# and has no mutable globals.
set -u
cd "$1" || exit 1
library=$2
. tests/style/tap.sh
if ! command -v nm >/dev/null; then
    skip "library__symbols" "nm is not installed"
    finish
fi
nm -A --undefined-only "$library" 2>/dev/null |
    awk '$NF ~ /^(printf|puts|putchar|vprintf|perror|stdout|stderr|exit|_exit|abort|quick_exit|time|clock|gettimeofday|clock_gettime|getenv|secure_getenv|setlocale|rand|random|srand|strtok|localtime|gmtime|system|popen)(@.*)?$/ {
        sub(/^[^:]*:/, "")
        print $1 " " $NF
    }' | holds "library__no_printing_exit_clock_environment"
# d, D, b, B, C: data that can change. Constant tables that need relocation live in .data.rel.ro,
# which objdump tells apart and nm does not.
if command -v objdump >/dev/null; then
    objdump -t "$library" 2>/dev/null | awk '
        / file format / { file = $1; sub(/:$/, "", file) }
        NF < 6 { next }
        ($(NF - 2) ~ /^\.(data|bss|tdata|tbss)(\.|$)/ || $(NF - 2) == "*COM*") &&
            $(NF - 2) !~ /^\.data\.rel\.ro/ && / O / { print file " " $NF " in " $(NF - 2) }' |
        grep -vE ' (__|\.L|_ZZ|DW\.ref)' | holds "library__no_mutable_globals"
else
    skip "library__no_mutable_globals" "objdump is not installed"
fi
finish
