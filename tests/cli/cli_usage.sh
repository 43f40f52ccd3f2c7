#!/bin/sh
# Commands, options, help, exit codes, languages, output files.
#   cli_usage.sh SOURCE-TREE BINARY [--update]     --update: rewrite tests/cli/golden deliberately
set -u
top=$1 turnpool=$(realpath "$2") update=no
[ "${3:-}" = --update ] && update=yes
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1

# --- help, versions, mistakes on the command line
for lang in zh en; do
    COLUMNS=80 try help --lang $lang
    { # no line wider than the terminal, a word on every command
        awk '/^  [a-z]+( [a-z-]+)? *$/ { print "no help: " $0 }' "$out"
        [ $lang = zh ] || awk 'length($0) > 80' "$out"
    } | holds "help__is_whole_$lang"
    COLUMNS=80 try run --help --lang $lang
    golden "help-run.$lang.txt" "$out"
done
try --version
says version__prints '^turnpool [0-9]+\.[0-9]+\.[0-9]+$'
try
expect command__missing 2 'turnpool'
try chekc
expect command__suggests 2 'check'
try ledger
expect command__family_or_unknown 2 'ledger'
try run --formt csv x.yaml --lang en
expect option__suggests 2 'did you mean --format'
try run --format xml x.yaml --lang en
expect option__lists_choices 2 'table, json, csv, md'
try run --lang en
expect argument__missing 2 'FILE'
try run a b --lang en
expect argument__too_many 2 '"b"'
try run x.yaml --time-limit soon --lang en
expect option__wants_a_number 2 'soon'
try --frobnicate
expect option__before_command 2 'frobnicate'

# --- language: --lang, else LC_ALL, LC_MESSAGES, LANG, else Chinese
{
    LC_ALL=en_US.UTF-8 "$turnpool" help | grep -q Usage || echo "LC_ALL=en_US"
    LC_ALL= LC_MESSAGES=en_GB "$turnpool" help | grep -q Usage || echo "LC_MESSAGES=en_GB"
    LC_ALL= LANG=zh_CN.UTF-8 "$turnpool" help | grep -q 用法 || echo "LANG=zh_CN"
    LC_ALL= LANG= "$turnpool" help | grep -q 用法 || echo "nothing set"
    LC_ALL=en_US "$turnpool" --lang zh help | grep -q 用法 || echo "--lang zh before"
    LC_ALL=zh_CN "$turnpool" help --lang=en | grep -q Usage || echo "--lang=en after"
} | holds language__follows_option_then_environment

# --- a run, shown again, checked
small good
for lang in zh en; do
    for width in 80 120; do
        COLUMNS=$width try run good/plan.yaml --lang $lang
        golden "run-small.$lang.$width.txt" "$out"
    done
    try check good/plan.yaml --lang $lang
    golden "check-small.$lang.txt" "$out"
    for format in csv md; do
        try run good/plan.yaml --format $format --lang $lang
        golden "run-small.$lang.$format" "$out"
    done
done
try run good/plan.yaml --json
golden run-small.json "$out"
cp "$out" first.json
try show latest --json
cmp first.json "$out" 2>&1 | holds show__prints_the_same_document
run=$(sed -n 's/.*"run": "\([0-9a-f]*\)".*/\1/p' first.json)
try show "$(printf %.6s "$run")" --json
cmp first.json "$out" 2>&1 | holds show__takes_the_beginning_of_an_id
try verify latest --lang en
expect verify__holds 0 ''
says verify__says_so 'holds'
try runs --lang en
says runs__lists_it "$run"
try run good/plan.yaml --table loans --format csv --lang en
golden run-small.loans.csv "$out"
try run good/plan.yaml --table nothing --lang en
expect table__unknown 2 'loans'

# --- exit codes of answers
try run good/plan.yaml --no-store --set 'locks=[{demand: D1, loan: 99}]' --lang en
expect infeasible__code 4 ''
says infeasible__says_where '--set|plan.yaml'
try run good/plan.yaml --no-store --set 'locks=[{demand: D1, loan: 99}]' --json
says infeasible__document '"status": "infeasible"'

# --- output files
try run good/plan.yaml --no-store --json -o answer.json
{
    [ -s "$out" ] && echo "something on standard output"
    cmp answer.json first.json
    ls | grep part
} 2>&1 | holds output__to_a_file
mkdir empty
(cd empty && "$turnpool" run ../good/plan.yaml --no-store >/dev/null 2>&1)
ls empty | holds no_store__leaves_nothing
{ "$turnpool" resolve good/plan.yaml --origin | grep -q 'plan.yaml:5'; } || echo "no origin" |
    holds resolve__names_the_line
"$turnpool" schema | grep -q '"http://json-schema.org/draft-07/schema#"' || echo "no schema" |
    holds schema__is_draft_07

# --- the manual page names every option of the help
for lang in zh en; do
    "$turnpool" help --man --lang $lang >manual.scd
    if command -v scdoc >/dev/null; then
        scdoc <manual.scd >manual.1 2>"$err" || cat "$err"
        MANWIDTH=100 man -l manual.1 2>/dev/null | col -b >manual.txt
        [ -s manual.txt ] || sed 's/\\//g' manual.1 >manual.txt
    else
        sed 's/\\//g' manual.scd >manual.txt
    fi
    "$turnpool" help --lang en | awk '/^Commands:/ { on = 1; next } /^$/ { on = 0 } on { print $1 }' |
        while read -r verb; do
            grep -Eq "turnpool $verb( |\$)" manual.txt || echo "$verb"
            "$turnpool" help "$verb" --lang $lang 2>/dev/null | grep -Eo -- '--[a-z][a-z-]+' | sort -u |
                while read -r option; do
                    grep -q -- "$option" manual.txt || echo "$verb $option"
                done
        done | holds "manual__has_every_option_$lang"
done
finish
