#!/bin/sh
# Published practice: each folder gives the figure its README states.
#   cli_practice.sh SOURCE-TREE BINARY
set -u
top=$1 turnpool=$(realpath "$2")
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1

# run FILE: its document on one line, one blank after a colon or comma; and the run verifies
run() {
    try run "$top/scenarios/$1" --json
    tr -d '\n' <"$out" | sed 's/: */: /g; s/, */, /g' >document
    try verify latest --lang en
    expect "practice__$2_verifies" 0 ''
}
# loans: demand and count, one a line
loans() {
    sed 's/"horizon": .*//' document | grep -o '{"demand": "[^"]*", "unit"[^}]*}' |
        sed 's/.*"demand": "\([^"]*\)".*"count": \([0-9]*\).*/\1 \2/'
}
is() { # is NAME WANTED FOUND
    { [ "$2" = "$3" ] || echo "is $3, not $2"; } | holds "$1"
}

run teachers-500/plan.yaml teachers_500
is practice__500_of_what_exceeds_the_standard '265 379 500 ' \
    "$(sed 's/.*"horizon"//' document | grep -o '"deposits": [0-9][0-9]*, "in"' | grep -o '[0-9]*' | tr '\n' ' ')"

run pool-400/plan.yaml pool_400
is practice__400_with_100_and_220_earmarked '100 220 80' \
    "$(loans | awk '{ n = substr($1, 2) + 0; if (n == 1) t += $2; else if (n < 8) s += $2; else o += $2 } END { print t, s, o }')"
run 'pool-400/plan.yaml#free' pool_400_free
is practice__without_earmarks_others_get_all_they_want 180 \
    "$(loans | awk '{ if (substr($1, 2) + 0 > 7) o += $2 } END { print o }')"

# A use period that the scenario bounds, from the document to the ledger.
try run "$top/scenarios/pool-400/plan.yaml" --set use_period.at_most=24 --store terms.db --json
is practice__a_bounded_use_period_sets_the_due_date '"months": 24, "due": "2028-06-30"' \
    "$(grep -o '"months": 24, "due": "[-0-9]*"' "$out" | sort -u)"
bounded=$(sed -n 's/.*"run": "\([0-9a-f]*\)".*/\1/p' "$out")
try run "$top/scenarios/pool-400/plan.yaml" --store terms.db --json
try report "$(sed -n 's/.*"run": "\([0-9a-f]*\)".*/\1/p' "$out")" "$bounded" --store terms.db -o terms.html --lang zh
{ grep -q '9 笔借用的使用期不同' terms.html || echo 'the report does not tell the two apart'; } |
    holds practice__runs_with_other_use_periods_are_told_apart
try propose "$bounded" --by 甲 --title 使用期 --on 2026-07-02 --store terms.db
try export 1 --draft -o terms --store terms.db --lang zh
{ grep -q '批准后24个月' terms/notices/*C1.html || echo 'the draft does not say for how long'; } |
    holds practice__a_draft_says_for_how_long
try approve 1 --by 乙 --meeting 会 --on 2026-07-03 --yes --store terms.db --lang zh
try ledger due --within 4000d --store terms.db --on 2026-07-03
says practice__the_ledger_has_the_use_period ' D1 .* 2028-07-03'
rm -rf terms terms.db* terms.html

run cut-57/plan.yaml cut_57
is practice__57_by_a_uniform_cut '57 57' \
    "$(grep -o '"kind": "cut"[^}]*}' document | sed 's/.*"count": \([0-9]*\).*/\1/' | awk '{ n += $1 } END { print n }') $(loans | awk '{ n += $2 } END { print n }')"
is practice__each_gives_its_part_up_or_down '' \
    "$(awk -F, 'NR > 1 && /^D/ { print $1, $3 * 3 / 100 }' "$top/scenarios/cut-57/data/posts.csv" | while read -r unit part; do
        grep -o "\"kind\": \"cut\", \"from\": \"$unit\"[^}]*" document | sed 's/.*"count": \([0-9]*\).*/\1/' |
            awk -v p="$part" -v u="$unit" '{ if ($1 <= p - 1 || $1 >= p + 1) print u }'
    done)"

run county-turnover/plan.yaml county_turnover
is practice__a_county_at_expiry '6 24 8 ' \
    "$(sed 's/.*"horizon"//' document | grep -o '"returned": [0-9]*, "overdue"' | grep -o '[0-9]*' | tr '\n' ' ')"

is practice__expiry_loan_by_loan 'renew 24 0 0 renew 16 0 0 wind_down 0 0 18 wind_down 0 4 6 keep 10 2 8 keep 10 0 2 ' \
    "$(grep -o '"outcome": "[a-z_]*", "kept": [0-9]*, "back": [0-9]*, "left": [0-9]*' document |
        sed 's/"[a-z]*": //g; s/[",]//g' | tr '\n' ' ')"
try check "$top/scenarios/county-turnover/plan.yaml" --table expiry --format csv --lang zh
says practice__expiry_tells_when_the_rest_is_back '空编归还 2，其余 8 随减员归还，预计到 2027-03-31 还完'
try explain latest --unit W01 --lang zh
says practice__why_says_what_became_of_a_loan '卫2023-02|W1 .*核减'
try run "$top/scenarios/county-turnover/plan.yaml" --store county.db
try propose latest --by 甲 --title 到期 --on 2026-07-02 --store county.db
try approve 1 --by 乙 --meeting 会 --on 2026-07-03 --yes --store county.db --lang zh
says practice__expiry_is_booked '归还 +2 +6'
try ledger due --within 4000d --store county.db --on 2026-07-03
says practice__kept_loans_have_a_new_day '教2023-07 .* 24 +2029-06-30'
try ledger verify --store county.db
expect practice__the_ledger_of_the_county_is_sound 0 ''
try export 1 -o county-papers --store county.db --lang zh
{ grep -q '续用 60 个，归还 6 个，待归还 34 个' county-papers/committee.html || echo 'the committee is not told'; } |
    holds practice__expiry_is_on_the_committee_table
{ grep -q '待还的8个编制' county-papers/notices/*W01.html || echo 'the unit is not told'; } |
    holds practice__expiry_is_in_the_notice
{ ls county-papers/notices | grep -q '^unnumbered-N01' || echo 'no notice for what only waits'; } |
    holds practice__what_only_waits_is_told_as_well
# The next run starts from the ledger: what is still owed comes up again, what was renewed does not.
cp -r "$top/scenarios/county-turnover" county && chmod -R u+w county
cut -d, -f1-4 "$top/scenarios/county-turnover/data/posts.csv" >county/data/posts.csv
try run county/plan.yaml --store county.db --json
is practice__what_is_owed_comes_up_again '18 6 ' "$(grep -o '"count": [0-9]*, "item": [1-9]' "$out" | grep -o '[0-9]*,' | tr -d ',' | tr '\n' ' ')"
rm -rf county-papers county county.db*

run two-exceptions/plan.yaml two_exceptions
is practice__two_exceptions_on_named_grounds 'D1 8 D2 5 ' "$(loans | tr '\n' ' ')"
try show latest --lang zh
says practice__exceptions_are_listed_with_their_basis '突发公共卫生事件应急需要'
run 'two-exceptions/plan.yaml#none' no_exceptions
is practice__without_them_nothing_is_lent '' "$(loans)"

# sums LIST: what its entries move
sums() {
    sed "s/.*\"$1\": \[//; s/\].*//" document | grep -o '"count": [0-9]*' | awk '{ n += $2 } END { print n + 0 }'
}
run 'across-categories/plan.yaml#apart' categories_apart
is practice__categories_never_mix_by_themselves 3 "$(loans | awk '{ n += $2 } END { print n }')"
run 'across-categories/plan.yaml#ceiling' categories_ceiling
is practice__a_category_s_total_holds_what_is_converted '9 6' \
    "$(loans | awk '{ n += $2 } END { print n }') $(sums conversions)"
run across-categories/plan.yaml across_categories
is practice__categories_used_together '11 8 0' \
    "$(loans | awk '{ n += $2 } END { print n }') $(sums conversions) $(sums transfers)"
try show latest --lang zh
says practice__conversions_are_shown_as_what_they_are '跨类别统筹'
try explain latest --demand D2 --lang en
says practice__why_names_the_conversion_s_ceiling 'conversion: 4 from 工勤 to 事业, at most 4'
says practice__why_says_which_ceiling_would_help 'pools.conversions\[[12]\].at_most'
TURNPOOL_TODAY=2026-07-20
export TURNPOOL_TODAY
try propose latest --by 甲 --title 统筹 --on 2026-06-30
try approve 1 --by 乙 --meeting 编委会 --on 2026-07-01 --yes
try ledger verify --lang en
expect practice__a_booked_conversion_verifies 0 ''
try ledger export --lang en
sed -n 's/.*kind:convert.*/convert/p' "$out" | sort | uniq -c | sed 's/^ *//' >found
is practice__a_conversion_is_two_entries '4 convert' "$(cat found)"
if command -v hledger >/dev/null 2>&1; then
    cp "$out" books.journal
    LC_ALL=C.UTF-8 hledger -f books.journal check >"$out" 2>"$err"
    is practice__hledger_takes_conversions 0 $?
fi
try ledger undo --approval 1 --by 丙 --reason 试算 --on 2026-07-01 --yes --lang en
try ledger verify --lang en
expect practice__undone_conversions_verify 0 ''

rm -f turnpool.db turnpool.db-wal turnpool.db-shm # what was booked above is not this county's
run 'overstaffed/plan.yaml#nobody' overstaffed_nobody
is practice__nobody_moves_unless_allowed '4 ' "$(loans | sed -n 's/^D1 //p') $(sed -n 's/.*"moves".*/moves/p' document)"
run 'overstaffed/plan.yaml#lend-first' overstaffed_lend_first
is practice__lending_first_leaves_own_demands_places '4 2' "$(loans | sed -n 's/^D1 //p') $(sums moves)"
run overstaffed/plan.yaml overstaffed
is practice__people_first '1 5' "$(loans | sed -n 's/^D1 //p') $(sums moves)"
try show latest --lang zh
says practice__moves_are_listed '人员划转（超编消化）'
try explain latest --demand D1 --lang en
says practice__why_says_that_fewer_moves_would_help 'moves\[1\].at_most'
try explain latest --unit U3 --lang en
says practice__why_says_who_took_the_vacancies '4 people from elsewhere'
try run "$top/scenarios/overstaffed/plan.yaml" --store people.db
try propose latest --by 甲 --title 消化 --on 2026-07-02 --store people.db
try approve 1 --by 乙 --meeting 编委会 --on 2026-07-03 --yes --store people.db
try export 1 -o people --lang zh --store people.db
expect practice__moves_are_exported 0 ''
grep -l '人员划转' people/committee.html people/notices/*.html | wc -l | tr -d ' ' >found
is practice__moves_stand_in_committee_table_and_notices 5 "$(cat found)"
try ledger verify --lang en --store people.db
expect practice__booked_moves_verify 0 ''
try ledger export --lang en --store people.db
grep -c 'kind:people' "$out" >found
is practice__moves_are_booked 3 "$(cat found)"
if command -v hledger >/dev/null 2>&1; then
    cp "$out" people.journal
    LC_ALL=C.UTF-8 hledger -f people.journal check >"$out" 2>"$err"
    is practice__hledger_takes_moves 0 $?
fi
try run "$top/scenarios/overstaffed/plan.yaml" --set horizon.periods=2 --no-store --lang en
expect practice__moves_with_several_periods_are_refused 3 'they cannot stand beside a horizon of several'
finish
