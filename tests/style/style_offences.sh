#!/bin/sh
# A check that cannot fail checks nothing: a small tree with one deliberate offence for each check of
# style_sources.sh, every one of which must be found. A check without an offence here is a failure too.
set -u
cd "$1" || exit 1
checks=$PWD/tests/style
. tests/style/tap.sh
work=$(mktemp -d)
tree=$work/tree
mkdir -p "$tree/engine/base" "$tree/engine/read" "$tree/engine/explain" "$tree/engine/solve/exact" \
    "$tree/engine/report/writers" "$tree/models/rules" \
    "$tree/tools" "$tree/tests/style"
cp tests/style/tap.sh "$tree/tests/style/"
cp .clang-format "$tree/"
put() { # put FILE: standard input is the file
    cat >"$tree/$1"
}

yes 'int x;' | head -n 601 | put engine/base/long_file.c
{
    printf 'int f(void)\n{\n'
    yes '    g();' | head -n 100
    printf '}\n'
} | put engine/base/long_function.c
printf '#include "explain/a.h"\n' | put engine/base/upward.c
printf '#include "solve/totals/a.h"\n' | put engine/solve/exact/upward.c
printf '#include "../base/a.h"\n' | put engine/read/sideways.c
printf '#include "report/views/run.h"\n' | put engine/report/writers/later_room.c
printf '#include "solve/exact/second.h"\n' | put engine/solve/exact/first.h
printf '#include "solve/exact/first.h"\n' | put engine/solve/exact/second.c
printf '#include <yaml.h>\n#include <unknown/library.h>\n' | put engine/base/foreign.c
printf '/* %s: later */\n' TODO | put engine/base/unfinished.c
printf 'int x; \n' | put engine/base/blank.c
printf '/* one\n */\n' | put engine/base/comment.c
printf 'const tp_rule r = {\n    .id = "invented",\n};\n' | put models/rules/invented.c
printf 'bool f(const char *s) { return is(s, "invented"); }\n' | put engine/explain/names_it.c
printf 'void f(void) { g(tp_scenario_basis(s, "invented")); }\n' | put engine/base/takes_it.c
printf 'static const tp_msg one = {"a.code", "", ""};\n' | put engine/base/message.c
printf 'static const tp_msg two = {"a.code", "", ""};\n' | put engine/read/message.c
printf '#ifndef TP_SAME_H\n#define TP_SAME_H\n#endif\n' | tee "$tree/engine/base/one.h" | put engine/base/two.h
printf 'int   f( void );\n' | put engine/base/layout.c

sh "$checks/style_sources.sh" "$tree" >"$work/found"
# Each check of the real script, by name, and what it said of the tree.
grep -oE '(holds|skip) "[a-z_0-9]+__[a-z_0-9]+"' tests/style/style_sources.sh | sed 's/.* "//; s/"//' |
    LC_ALL=C sort -u | grep -v '^rule__ids_found$' >"$work/names"
[ -s "$work/names" ] || echo "no check found" >>"$work/unfound"
while read -r name; do
    grep -qE "^(not ok - $name$|ok - $name # SKIP)" "$work/found" || echo "$name"
done <"$work/names" | holds "offence__found_by_each_check_of_sources"

# The third-party check tells apart what is wrong.
grep -c -e 'foreign.c:1: <yaml.h>' -e 'foreign.c:2: <unknown/library.h> has no place' "$work/found" |
    grep -v '^2$' | holds "offence__foreign_headers_by_line"

# Headers: one that needs another to stand alone.
printf '#ifndef TP_LONE_H\n#define TP_LONE_H\nsize_t f(void);\n#endif\n' | put engine/base/lone.h
if sh "$checks/style_headers.sh" "$tree" none cc >"$work/headers"; then
    echo "a header that does not compile alone was passed"
fi | holds "offence__found_by_headers"

# Scripts: one that cannot be executed, and one with a fault.
mkdir -p "$tree/scenarios" "$tree/.ci"
printf '#!/bin/sh\nif [ 1 = 1 ]; then :\n' | put tools/broken
sh "$checks/style_scripts.sh" "$tree" >"$work/scripts"
for name in script__executable script__as_shellcheck_says; do
    grep -qE "^(not ok - $name$|ok - $name # SKIP)" "$work/scripts" || echo "$name"
done | holds "offence__found_by_scripts"

# Symbols: an object that prints, reads the clock, keeps a mutable global, has a name that another has,
# and is called by nobody; and two of report that need each other. The program is plain.
if command -v cc >/dev/null && command -v nm >/dev/null; then
    printf '#include <stdio.h>\n#include <time.h>\nint counter;\nint f(void);\nint f(void) { counter++; return printf("%%ld", (long)time(0)); }\n' \
        >"$work/bad.c"
    printf 'int f(void);\nint f(void) { return 1; }\n' >"$work/twice.c"
    printf 'int b(void);\nint a(void);\nint a(void) { return b(); }\n' >"$work/engine_report_a.c"
    printf 'int b(void);\nint a(void);\nint b(void) { return a(); }\n' >"$work/engine_report_b.c"
    printf 'int main(void) { return 0; }\n' >"$work/plain.c"
    for name in bad twice engine_report_a engine_report_b; do
        cc -fno-builtin -c -o "$work/$name.o" "$work/$name.c" && ar rc "$work/libbad.a" "$work/$name.o"
    done
    cc -no-pie -fno-stack-protector -z norelro -o "$work/plain" "$work/plain.c"
    sh "$checks/style_symbols.sh" "$PWD" "$work/libbad.a" "$work/plain" "$work/plain" "$work/plain" >"$work/symbols"
    grep -oE '(holds|skip) "[a-z_0-9]+__[a-z_0-9]+"' tests/style/style_symbols.sh | sed 's/.* "//; s/"//' |
        LC_ALL=C sort -u | grep -v '^library__symbols$' >"$work/names"
    [ -s "$work/names" ] || echo "no check found" >>"$work/unfound"
    while read -r name; do
        grep -qE "^(not ok - $name$|ok - $name # SKIP)" "$work/symbols" || echo "$name"
    done <"$work/names" | holds "offence__found_by_each_check_of_symbols"
else
    skip "offence__found_by_each_check_of_symbols" "no compiler or nm"
fi
finish
