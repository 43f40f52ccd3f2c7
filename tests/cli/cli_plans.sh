#!/bin/sh
# Plans worked out by hand: tests/cli/plans/NAME holds the data, the scenario, how the answer is derived
# (README.md), and what is to come out of it (expected.txt): `PERIOD DEMAND OWN LOAN` of every demand that
# is live then, values of goals, and what else the case is about.
#   cli_plans.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1

# The document in the words of expected.txt.
document_words() {
    awk '
        function field(name) {
            if (!match($0, "\"" name "\": \"?[^,\"}]*")) return ""
            value = substr($0, RSTART, RLENGTH)
            sub(/^[^:]*: "?/, "", value)
            return value
        }
        /"goal":/ { print "tier " field("goal") " " field("final") }
        /"weights":/ { gsub(/.*\[|\].*|[",]/, ""); print "weights " $0 }
        /"period":/ { period = field("period") }
        period && /"own":/ { print period " " field("demand") " " field("own") " " field("count") }
        period && /"opening":/ { print "pool " period " opening " field("opening") }
        period && /"intake":/ { print "intake " period " " field("intake") }' "$1"
}
for case in "$top"/tests/cli/plans/*/; do
    name=$(basename "$case")
    rm -f turnpool.db*
    try run "$case/scenario.yaml" --json
    {
        [ "$code" -eq 0 ] || head -n 5 "$err"
        document_words "$out" >told
        if grep -q '^yearly ' "$case/expected.txt"; then
            try outlook latest --format csv --lang en
            awk -F, '$1 == "weighted need met" { print "yearly need " $4 }' "$out" >>told
        fi
        # Every line expected is there, and no demand has anything else.
        grep -vxFf told "$case/expected.txt" | sed 's/^/not found: /'
        grep -E '^[0-9]+ ' told | grep -vxFf "$case/expected.txt" | sed 's/^/too much: /'
    } | holds "plan__$name"
    try verify latest
    expect "plan__${name}_verifies" 0 ''
done
finish
