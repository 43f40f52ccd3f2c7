#!/bin/sh
# Completion of the command line, and what doctor says. Arguments: source tree, binary.
set -u
top=$1
turnpool=$2
. "$top/tests/style/tap.sh"
. "$top/tests/cli/lib.sh"
cd "$work" || exit 1

# offers NAME WANTED WORD…: the candidates for the last word hold each of WANTED (split by |), in whole lines.
offers() {
    name=$1
    wanted=$2
    shift 2
    try completion --lang en --words -- "$@"
    cut -f1 "$out" >"$work/.candidates"
    echo "$wanted" | tr '|' '\n' | while read -r line; do
        grep -qxF -- "$line" "$work/.candidates" || echo "not offered: $line"
    done | holds "$name"
}
try run "$top/scenarios/sample-city/baseline.yaml" --json
run=$(sed -n 's/.*"run": "\([0-9a-f]\{8\}\).*/\1/p' "$out" | head -n 1)

offers completion__first_words "run|check|ledger|report" ''
offers completion__by_beginning "report|robust|resolve|run|runs|restore" r
grep -vE '^r' "$work/.candidates" | holds completion__nothing_else
offers completion__family "balance|due|verify" ledger ''
offers completion__options "--set|--no-store|--time-limit" run --
offers completion__choices "table|json|csv" run --format ''
offers completion__files ":file" run ''
offers completion__runs "latest|$run" verify ''
offers completion__demands "D001|D014" explain latest --demand D0
offers completion__units "U001" explain latest --unit U00
offers completion__after_an_option "latest|$run" explain --demand D001 ''
offers completion__second_argument "latest" compare "$run" ''
try completion --words -- no-such-command ''
cat "$out" "$err" | holds completion__nothing_for_an_unknown_command
# Words that mean something to a shell, and a store that is none, break nothing.
printf 'not a store' >"$work/other.db"
try completion --words -- verify --store other.db ''
{ [ "$code" -eq 0 ] || echo "exit code $code"; cat "$err"; } | holds completion__silent_where_it_knows_nothing
try completion tcsh --lang en
expect completion__unknown_shell 2 'bash, zsh'

# The scripts do what they say, at the first Tab of a shell at a terminal, from where packages put them.
mkdir -p "$work/bin" "$work/fpath"
ln -sf "$turnpool" "$work/bin/turnpool"
"$turnpool" completion bash >"$work/turnpool.bash"
"$turnpool" completion zsh >"$work/fpath/_turnpool"
"$turnpool" completion fish >"$work/turnpool.fish"
tab() { # tab SHELL SETUP
    if command -v "$1" >/dev/null && command -v python3 >/dev/null; then
        PATH=$work/bin:$PATH LC_ALL=C.UTF-8 HOME=$work python3 "$top/tests/cli/tab.py" "$1" "$2" \
            'turnpool explain latest --demand D01' D014 2>&1 | holds "completion__$1_at_the_first_tab"
    else
        skip "completion__$1_at_the_first_tab" "$1 or python3 is not installed (section shells of tools/apt-packages.txt)"
    fi
}
tab bash '. ./turnpool.bash'
# shellcheck disable=SC2016 # for zsh
tab zsh 'fpath=($PWD/fpath $fpath); autoload -Uz compinit; compinit -u -d $PWD/zcompdump'
tab fish 'source turnpool.fish'
# What a candidate begins with is no option of the shell's own words.
if command -v fish >/dev/null; then
    PATH=$work/bin:$PATH HOME=$work fish --no-config -c 'source turnpool.fish; complete -C "turnpool run -"' 2>&1 |
        grep -q -- '--set' || echo "no options offered"
fi | holds completion__fish_offers_options

try doctor --lang en
says doctor__names_the_version "^program +turnpool [0-9.]+ .*fine"
says doctor__looks_at_the_store "^ledger and integrity +ok +fine"
# No name or code of the data may stand in it.
grep -E 'U0[0-9][0-9]|D0[0-9][0-9]|人民医院' "$out" | holds doctor__holds_no_data
try doctor --json
says doctor__json '"doctor"'
dd if=/dev/zero of="$work/turnpool.db" bs=4096 seek=3 count=2 conv=notrunc 2>/dev/null
try doctor --lang en
{ [ "$code" -eq 1 ] || echo "exit code $code for a damaged store"; } | holds doctor__finds_damage
finish
