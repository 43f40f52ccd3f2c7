#!/bin/sh
# What the library refers to and keeps: it never prints, exits, aborts, reads clock or environment,
# has no mutable globals, and nothing that nobody calls. Then: the program is hardened.
set -u
cd "$1" || exit 1
library=$2
program=${3:-}
shared=${4:-}
recheck=${5:-}
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
# The lock in cbc.c keeps Cbc's own state to one search at a time: the one exception.
# d, D, b, B, C: data that can change. Constant tables that need relocation live in .data.rel.ro,
# which objdump tells apart and nm does not.
if command -v objdump >/dev/null; then
    objdump -t "$library" 2>/dev/null | awk '
        / file format / { file = $1; sub(/:$/, "", file) }
        NF < 6 { next }
        ($(NF - 2) ~ /^\.(data|bss|tdata|tbss)(\.|$)/ || $(NF - 2) == "*COM*") &&
            $(NF - 2) !~ /^\.data\.rel\.ro/ && / O / { print file " " $NF " in " $(NF - 2) }' |
        grep -vE ' (__|\.L|_ZZ|DW\.ref)|/?cbc\.c\.o one_at_a_time ' | holds "library__no_mutable_globals"
else
    skip "library__no_mutable_globals" "objdump is not installed"
fi
# No circles in engine/report and engine/solve: who is used does not need its user. Local symbols do not count.
if command -v tsort >/dev/null; then
    nm -A "$library" 2>/dev/null | awk '
        { sub(/^[^:]*:/, ""); file = $1; sub(/:.*/, "", file); sub(/.*\//, "", file) }
        file !~ /engine_(report|solve)_/ { next }
        $(NF - 1) == "U" { uses[file " " $NF]; next }
        $(NF - 1) ~ /^[TRDBVW]$/ { home[$NF] = file }
        END {
            for (use in uses) {
                split(use, part, " ")
                if (part[2] in home && home[part[2]] != part[1]) print part[1], home[part[2]]
            }
        }' | LC_ALL=C sort -u | tsort 2>&1 >/dev/null | holds "library__no_circles"
else
    skip "library__no_circles" "tsort is not installed"
fi
# A name twice in the library: which of the two is called is the linker's choice.
nm --defined-only "$library" 2>/dev/null | awk '$2 == "T" { print $3 }' | LC_ALL=C sort | uniq -d |
    holds "library__no_name_twice"
[ -n "$program" ] || finish

# The linker leaves out of the program what it does not call, and of the shared library what nothing
# in turnpool.h leads to. What only tests call is named here with the reason.
only_tests='tp_arena_bytes|tp_schema_clash|tp_issue_history' # memory; faults of tables; the trail of one issue
only_tests="$only_tests|tp_status_name"                      # messages of the tests themselves
only_tests="$only_tests|tp_run_hold"                         # threads that render one run
only_tests="$only_tests|tp_(booking|case|dataset|ledger|program|proof|result|run|scenario)_sound"   # invariants, in builds under sanitizers
nm --defined-only "$library" 2>/dev/null | awk '$2 == "T" { print $3 }' | LC_ALL=C sort -u >"$tap_log.has"
nm --defined-only "$program" "$shared" | awk '$2 == "T" || $2 == "t" { print $3 }' | LC_ALL=C sort -u >"$tap_log.uses"
LC_ALL=C comm -23 "$tap_log.has" "$tap_log.uses" | grep -vxE "$only_tests" | while read -r name; do
    echo "$name is called by nobody"
done | holds "library__no_function_nobody_calls"
rm -f "$tap_log.has" "$tap_log.uses"

# hardened FILE FUNCTION: what is missing in it; the function stands for the code compiled here.
hardened() {
    readelf -W -h -d -l -n "$1" >"$tap_log.elf" 2>/dev/null
    nm -D --undefined-only "$1" >>"$tap_log.elf"
    grep -q 'Type:.*DYN' "$tap_log.elf" || echo "not position independent"
    grep -q 'GNU_RELRO' "$tap_log.elf" || echo "no RELRO"
    grep -qE 'BIND_NOW|FLAGS_1.*NOW' "$tap_log.elf" || echo "not bound at the start (full RELRO)"
    grep 'GNU_STACK' "$tap_log.elf" | grep -q 'RWE' && echo "the stack can be executed"
    case $(uname -m) in
    x86_64) # the note of the whole file depends on the system's start files
        objdump -d --disassemble="$2" "$1" | grep -q endbr64 || echo "no control-flow protection"
        ;;
    esac
    # A build under sanitizers or without optimisation has neither of these.
    if ! grep -q '__asan_init\|__tsan_init' "$tap_log.elf"; then
        grep -q '__stack_chk_fail' "$tap_log.elf" || echo "no stack protector"
        grep -qE '__[a-z]+_chk' "$tap_log.elf" || echo "no fortified calls"
    fi
    rm -f "$tap_log.elf"
}
if command -v readelf >/dev/null && command -v objdump >/dev/null; then
    hardened "$program" main | holds "program__hardened"
    hardened "$shared" turnpool_open | holds "shared_library__hardened"
    if [ -x "${recheck:-}" ]; then
        hardened "$recheck" main | holds "recheck__hardened"
    fi
else
    skip "program__hardened" "readelf or objdump is not installed"
fi
finish
