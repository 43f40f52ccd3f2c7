#!/bin/sh
# The written reference says what the program says. Arguments: source tree, binary.
set -u
tree=$1
turnpool=$2
. "$tree/tests/style/tap.sh"
work=$(mktemp -d)

# Every line of a generated page stands in the file, in order, as one piece.
contains() { # contains FILE PAGE
    awk 'NR == FNR { page[n++] = $0; next }
        { file[m++] = $0 }
        END {
            for (i = 0; i + n <= m; i++) {
                for (k = 0; k < n && file[i + k] == page[k]; k++);
                if (k == n) exit 0
            }
            print "the page is not in the file as it stands: make it anew"
        }' "$2" "$1"
}
for lang in zh en; do
    "$turnpool" schema --page --lang "$lang" >"$work/page"
    contains "$tree/scenarios/SCENARIO.md" "$work/page" | holds "docs__scenario_reference_$lang"
done

# Each command of the program has its row in the table of exit codes and is named in some document.
"$turnpool" --help --lang en | awk '/^Exit codes/ { on = 1; next } on && /^  [0-9]/ { print $1 }' |
    while read -r code; do
        grep -q "^| $code |" "$tree/engine/run/RESULTS.md" || echo "exit code $code is not described"
    done | holds docs__exit_codes_are_described

# Relative links in Markdown lead somewhere.
find "$tree" -name '*.md' -not -path '*/node_modules/*' -not -path '*/build*' | while read -r page; do
    dir=$(dirname "$page")
    grep -oE '\]\([^)#]+' "$page" | sed 's/^](//' | grep -vE '^(https?:|mailto:)' | while read -r link; do
        [ -e "$dir/$link" ] || echo "${page#"$tree"/}: $link"
    done
done | holds docs__links_lead_somewhere
finish
