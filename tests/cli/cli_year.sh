#!/bin/sh
# A year in the life of the pool, on the sample city: two meetings, a partial approval, a reclaim,
# three returns, a recall, a withdrawal refused and then allowed, a renewal, an expiry; what is
# stale is refused. Balances are worked out here, by hand, from what the runs say they leave.
#   cli_year.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
export TURNPOOL_TODAY=2031-12-31
cp -r scenarios/sample-city "$work/city"
cd "$work" || exit 1

table() { "$turnpool" ledger balance --lang en --table "$1" --format csv | tr -d '\r'; }
# balance SCOPE CATEGORY: of a pool, from the ledger
balance() { table pools | awk -F, -v s="$1" -v c="$2" '$1 == s && $2 == c { print $6 }'; }
# loan DEMAND FIELD: 1 its number, 8 outstanding, 10 due
loan() { table loans | awk -F, -v d="$1" -v f="$2" '$5 == d { print $f }' | tail -n 1; }
# closing RUN SCOPE CATEGORY: what a run says the pool is left with
closing() {
    "$turnpool" show "$1" --json | tr '{' '\n' |
        sed -n "s/.*\"scope\": *\"$2\", *\"category\": *\"$3\".*\"closing\": *\([0-9]*\).*/\1/p"
}
# granted RUN DEMAND
granted() {
    "$turnpool" show "$1" --json | tr '{' '\n' |
        sed -n "s/.*\"demand\": *\"$2\".*\"own\".*\"count\": *\([0-9]*\).*/\1/p"
}
# is NAME WANT HAVE
is() { { [ "$2" = "$3" ] || echo "want $2, have $3"; } | holds "$1"; }
latest() { "$turnpool" runs --lang en --format csv | tr -d '\r' | tail -n 1 | cut -d, -f1; }

# --- first meeting -------------------------------------------------------------------------------
try run city/baseline.yaml --set reclaim.min_months=24 --set reclaim.share=0.5 \
    --set 'reclaim.where={saturation_below: 0.6}'
expect year__runs_with_reclaim 0 ''
first=$(latest)
try run city/baseline.yaml
other=$(latest)
d1=$(granted "$first" D001) d57=$(granted "$first" D057)
left=$(closing "$first" 市本级 事业)
special=$(closing "$first" 市本级 政法专项)

try propose "$first" --by 王明 --title 第一批 --on 2026-07-05
expect year__proposed 0 '1'
try propose "$other" --by 王明 --on 2026-07-06
try propose "$first" --by 王明 --on 2026-07-06
expect year__not_proposed_twice 8 'proposal.open'
try approve --yes 1 --meeting 第一次会议 --by ' 王明 ' --on 2026-07-10
expect year__proposer_cannot_approve 8 'approval.same-person'
try approve --yes 1 --meeting 第一次会议 --by 李红 --on 2026-07-10 --grant D001=$((d1 + 1))
expect year__never_more_than_proposed 8 'approval.larger'
try approve --yes 1 --meeting 第一次会议 --by 李红 --on 2026-07-10 --grant D999=1
expect year__unknown_demand 8 'demand.unknown'
try export 1 -o early
expect year__no_papers_before_approval 8 'export.no-approval'
try approve --yes 1 --meeting 第一次会议 --by 李红 --on 2026-07-10 --grant D001=20 --defer D057
expect year__approved_in_part 0 ''
cut=$((d1 - 20 + d57))
is year__what_was_cut_stays_in_the_pool $((left + cut)) "$(balance 市本级 事业)"
try approve --yes 2 --meeting 第一次会议 --by 李红 --on 2026-07-10
expect year__stale_run_is_refused 8 'approval.stale-ledger'
try approve --yes 1 --meeting 第一次会议 --by 李红 --on 2026-07-10
expect year__decided_once 8 'approval.decided'
try reject 2 --by 李红 --reason 改用新测算 --on 2026-07-11
expect year__rejected 0 ''

# --- reclaim shows in both ledgers: the owner's and the pool's -----------------------------------
reclaimed=$("$turnpool" ledger list --lang en --format csv | awk -F, '$3 == "reclaim" { n += $5 } END { print n }')
owned=$(table pools | awk -F, '$1 == "Total" { print $4 }')
is year__reclaim_left_the_owners "$reclaimed" "$(table lines | awk -F, '$1 == "Total" { print $7 }')"
# Before, the pools owned their openings of 12, 2 and 3, and what the data say is still on loan.
running=$(awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
    { n += $at["borrowed"] - $at["lent"] } END { print n + 0 }' city/data/posts.csv)
is year__reclaim_came_to_the_pools $((reclaimed + 17 + running)) "$owned"

# --- three returns, a recall ---------------------------------------------------------------------
try return --yes "$(loan D002 1)" --count 3 --by 市中医医院 --on 2026-09-01
try return --yes "$(loan D003 1)" --count 5 --by 第一中学 --on 2026-09-15
try return --yes "#$(loan D008 1)" --count 2 --by 妇幼保健院 --on 2026-10-01
expect year__three_returns 0 ''
is year__returns_come_back $((left + cut + 10)) "$(balance 市本级 事业)"
try return --yes "$(loan D008 1)" --count 900 --by 妇幼保健院 --on 2026-10-02
expect year__never_over_returned 8 'ledger.too-many'
try recall --yes "$(loan D016 1)" --count 4 --by 编办 --on 2026-10-20 --reason 评估降等
expect year__recalled 0 ''
is year__recall_comes_back $((left + cut + 14)) "$(balance 市本级 事业)"
try return --yes "$(loan D016 1)" --count 1 --by 编办 --on 2026-09-01
expect year__no_back_dating 8 'ledger.back-dated'
try ledger balance --on 2026-09-30 --table pools --format csv --lang en
is year__balance_on_a_date $((left + cut + 8)) \
    "$(tr -d '\r' <"$out" | awk -F, '$1 == "市本级" && $2 == "事业" { print $6 }')"

# --- a withdrawal refused, then allowed ----------------------------------------------------------
owner=$(table lines | awk -F, '$2 == "政法专项" && $4 > m { m = $4; u = $1 } END { print u }')
try withdraw --yes "$owner" --category 政法专项 --pool 市本级 --count $((special + 3)) --by "$owner" --on 2026-11-01 --lang en
expect year__withdrawal_beyond_the_balance 8 'recall 3 first: #[0-9]+ U'
try recall --yes "$(loan D005 1)" --count 3 --by 编办 --on 2026-11-02
try withdraw --yes "$owner" --category 政法专项 --pool 市本级 --count $((special + 3)) --by "$owner" --on 2026-11-03
expect year__withdrawal_after_recall 0 ''
is year__pool_is_empty 0 "$(balance 市本级 政法专项)"

# --- renewal, due list ---------------------------------------------------------------------------
try ledger due --within 90d --on 2029-06-01 --format csv --lang en
says year__due_soon '^[0-9]+,U054,事业,市本级,D004,.*,39,due soon'
try renew --yes "$(loan D004 1)" --until 2031-07-10 --by 编办 --on 2026-12-01
expect year__renewed 0 ''
is year__renewed_until 2031-07-10 "$(loan D004 10)"

# --- second meeting: starts from the ledger ------------------------------------------------------
try run city/baseline.yaml --set as_of=2026-12-31
expect year__table_of_posts_from_before_the_meeting_is_refused 8 'books.lent'
# From now on the ledger keeps these columns.
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) drop[i] = $i == "lent" || $i == "borrowed" }
    { line = ""; for (i = 1; i <= NF; i++) if (!drop[i]) line = line (line == "" ? "" : ",") $i; print line }' \
    city/data/posts.csv >posts && cp posts city/data/posts.csv
try run city/baseline.yaml --set as_of=2026-12-31
expect year__second_run 0 ''
second=$(latest)
try verify "$second"
expect year__second_run_verifies 0 ''
try propose "$second" --by 王明 --on 2027-01-05
try approve --yes 3 --meeting 第二次会议 --by 李红 --on 2027-01-10
expect year__second_approval 0 ''
for pool in '市本级 行政' '市本级 事业' '青禾县 事业' '岚谷县 政法专项'; do
    # shellcheck disable=SC2086 # two words on purpose
    [ "$(closing "$second" $pool)" = "$(balance $pool)" ] || echo "$pool"
done | holds year__books_close_as_the_run_says

# --- expiry --------------------------------------------------------------------------------------
try expire --yes "$(loan D004 1)" --by 编办 --on 2029-07-10
expect year__not_before_it_is_due 8 'ledger.not-due'
try expire --yes --all --by 编办 --on 2029-07-10
expect year__expired 0 ''
try ledger due --within 0d --on 2029-07-10 --format csv --lang en
{ grep -c overdue "$out" | grep -vx 0 || true; } | holds year__nothing_overdue_is_left
is year__renewed_loan_goes_on 2031-07-10 "$(loan D004 10)"

# --- the whole -----------------------------------------------------------------------------------
try ledger verify
expect year__ledger_verifies 0 ''
if command -v hledger >/dev/null; then
    export LC_ALL=C.UTF-8
    "$turnpool" ledger export -o year.journal
    for pool in '市本级 行政' '市本级 事业' '市本级 政法专项' '青禾县 行政' '青禾县 事业' '岚谷县 事业' '岚谷县 政法专项'; do
        scope=${pool% *} category=${pool#* }
        theirs=$(hledger -f year.journal balance "^pool:$scope\$" "cur:$category" -N --flat -O csv |
            tail -n 1 | tr -d '"' | sed 's/^[^,]*,\(-*[0-9]*\).*/\1/')
        [ "${theirs:-0}" = "$(balance "$scope" "$category")" ] ||
            { [ "$(balance "$scope" "$category")" = 0 ] && [ "$theirs" = account ]; } ||
            echo "$pool: hledger says $theirs, the ledger $(balance "$scope" "$category")"
    done | holds year__hledger_agrees
    hledger -f year.journal balance -O csv | tail -n 1 | grep -v '^"[Tt]otal:*","0"$' |
        holds year__hledger_balances_to_zero
else
    skip year__hledger_agrees "hledger is not installed"
fi

# --- what changed underneath ---------------------------------------------------------------------
mv turnpool.db year.db # a store above a scenario is its store
mkdir s && cd s || exit 1
small it
try run it/plan.yaml
try propose latest --by 王 --on 2026-07-01
sed -i 's/U2,事业,50,50,0/U2,事业,50,49,0/' it/data/posts.csv
try approve --yes 1 --meeting 会 --by 李 --on 2026-07-02
expect year__replaced_dataset_is_refused 8 'approval.stale-dataset'
{ grep -q 'approval.stale-now' "$err" || cat "$err"; } | holds year__replaced_dataset_shows_what_changed
sed -i 's/U2,事业,50,49,0/U2,事业,50,50,0/' it/data/posts.csv
try approve --yes 1 --meeting 会 --by 李 --on 2026-07-02
expect year__restored_dataset_is_accepted 0 ''
sed -e '1s/$/,lent/' -e '2,$s/$/,0/' it/data/posts.csv >posts && cp posts it/data/posts.csv
try run it/plan.yaml
expect year__dataset_that_contradicts_the_ledger 8 'books.lent'
try backup copy.db
expect year__backed_up 0 ''
try backup copy.db
expect year__backup_overwrites_nothing 8 'backup.exists'
try restore copy.db --store new.db
expect year__restored 0 ''
try restore copy.db
expect year__restore_keeps_what_is_there 8 'backup.not-empty'
try restore copy.db --replace
expect year__restore_replaces_if_told 0 ''
{ "$turnpool" ledger export --store new.db >a && "$turnpool" ledger export >b && cmp a b; } 2>&1 |
    holds year__restored_ledger_is_the_same
dd if=copy.db of=broken.db bs=1000 count=40 2>/dev/null
try restore broken.db --store third.db
{ [ "$code" -ne 0 ] || echo "a cut-off backup was restored"; } | holds year__cut_off_backup_is_refused
finish
