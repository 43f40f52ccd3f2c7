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

# Topics: one table for the terminal, the manual page and tools/guide.
for topic in glossary audit office; do
    "$turnpool" help $topic --page >"$work/page"
    diff "$tree/tools/guide/$(echo $topic | tr '[:lower:]' '[:upper:]').md" "$work/page" 2>&1 | head -n 5 | holds "docs__guide_$topic"
    for lang in zh en; do
        title=$("$turnpool" help $topic --lang $lang | head -n 1)
        "$turnpool" help --man --lang $lang | sed 's/\\\\//g' | grep -qF "# $title" || echo "$topic is not in the manual page ($lang)"
        "$turnpool" help --lang $lang | grep -qF "$title" || echo "help does not name $topic ($lang)"
    done | holds "docs__manual_$topic"
done
# man shows the Chinese page with groff's own rules of where a line may end, which may not end themselves.
if command -v scdoc >/dev/null && command -v troff >/dev/null && command -v preconv >/dev/null && command -v timeout >/dev/null; then
    "$turnpool" help --man --lang zh | scdoc >"$work/turnpool.1"
    for page in "$work/turnpool.1" "$tree/tools/recheck/zh_CN/recheck.1.scd"; do
        case $page in *.scd) scdoc <"$page" >"$work/page" ;; *) cp "$page" "$work/page" ;; esac
        for width in 60 80; do
            { printf '.mso zh.tmac\n.hla zh\n'; preconv -e utf8 "$work/page"; } >"$work/ready"
            LC_ALL=C.UTF-8 timeout 20 troff -mtty-char -mandoc -rLL=${width}n -Tutf8 "$work/ready" >"$work/set" 2>/dev/null ||
                echo "$page, $width columns: exit code $?"
        done
    done | holds docs__manual_in_chinese_can_be_set
else
    skip docs__manual_in_chinese_can_be_set "scdoc or groff is not installed"
fi

# What the topics tell to type exists, with these options.
for topic in audit office; do
    "$turnpool" help $topic --page --lang zh | awk '/^```/ { on = !on; next } on && /^turnpool/' | sort -u | while read -r line; do
        set -f
        # shellcheck disable=SC2086 # words of a line
        set -- $line
        shift
        words=$1
        case ${2:-} in [a-z]*) "$turnpool" help "$1" "$2" >/dev/null 2>&1 && words="$1 $2" ;; esac
        # shellcheck disable=SC2086
        "$turnpool" help $words --lang en >"$work/help" 2>&1 || echo "no command: $line"
        for word in "$@"; do
            case $word in --*) grep -q -- "$word" "$work/help" || echo "no option $word: $line" ;; esac
        done
    done
done | holds docs__topics_tell_what_exists

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
