#!/bin/sh
# A run that is stopped says so honestly: whatever the moment, exit code and status agree, and what is
# printed is a whole document. 0 optimal, 6 stopped with an answer, 7 stopped without.
# shellcheck disable=SC2030,SC2031 # what a loop in a pipe sets is used in it only
#   cli_stops.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2") update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cp -r scenarios/sample-city "$work/city"
cd "$work" || exit 1

# agrees NAME: code and $out of a run with --json
agrees() {
    status=$(sed -n 's/^ *"status": "\([a-z]*\)".*/\1/p' "$out")
    case $code:$status in
    0:optimal | 6:feasible | 7:none) ;;
    *) echo "$1: exit code $code with status '$status'" ;;
    esac
    [ "$(tail -n 1 "$out")" = '}' ] || echo "$1: the document is not whole"
}
for limit in 0 0.005 0.01 0.02 0.04 0.08 60; do
    try run city/livelihood.yaml --no-store --json --time-limit $limit
    agrees "time limit $limit"
done | holds stop__time_limit_is_told_honestly
try run city/livelihood.yaml --no-store --time-limit 0 --lang en
expect stop__no_time_no_answer 7 ''
says stop__no_answer_is_not_infeasible 'This does not mean that none exists'
for signal in INT TERM; do
    for moment in 0.02 0.03 0.04 0.06 0.1; do
        code=0
        timeout -s $signal --preserve-status $moment "$turnpool" run city/livelihood.yaml \
            --no-store --json >"$out" 2>"$err" </dev/null || code=$?
        # Before the handler is there, a signal ends the program as any other.
        [ -s "$out" ] || [ "$code" -gt 128 ] || echo "$signal at $moment: $code and nothing printed"
        [ -s "$out" ] && agrees "$signal at $moment"
    done
done | holds stop__signals_are_told_honestly

# What was stopped can be kept, and shown again as it was.
try run city/livelihood.yaml --time-limit 0 --json
cp "$out" first
try show latest --json
{ [ "$code" -eq 7 ] || [ "$code" -eq 0 ] || echo "exit code $code"; } | holds stop__a_stopped_run_is_kept
cmp first "$out" 2>&1 | holds stop__shown_as_it_was

small good
rm -f turnpool.db
try run good/plan.yaml --lang zh
cp "$out" run.zh
try show latest --lang zh
# The same but for the names of the files: a store knows contents.
diff run.zh "$out" | grep '^[<>]' | grep -vE 'good/|sha256' | holds show__prints_the_run_again
finish
