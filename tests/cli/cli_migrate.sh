#!/bin/sh
# Stores of every released version: looked at without touching them, then gone on with.
#   cli_migrate.sh SOURCE-TREE BINARY     tests/cli/stores/VERSION.sql: one a release, never changed
set -u
top=$1 turnpool=$(realpath "$2") update=no
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cd "$work" || exit 1
export TURNPOOL_TODAY=2026-07-02
if ! command -v sqlite3 >/dev/null; then
    skip store__of_every_release "sqlite3 is not installed"
    finish
fi
for dump in "$top"/tests/cli/stores/*.sql; do
    name=$(basename "$dump" .sql)
    sqlite3 -batch old.db <"$dump" || echo "the store of $name cannot be made" | holds "store__made_$name"
    cp old.db kept.db
    # Looked at: nothing is written, not even to bring it up to date.
    for look in runs proposals 'ledger verify' 'ledger balance' 'ledger list' 'issues list' 'store digest' \
        'robust latest --draws 3' 'verify latest'; do
        # shellcheck disable=SC2086
        try $look --store old.db --lang en
        [ "$code" -eq 0 ] || { echo "$look: exit code $code"; head -n 3 "$err"; }
    done | holds "store__of_${name}_can_be_looked_at"
    cmp old.db kept.db 2>&1 | holds "store__of_${name}_is_not_touched_by_looking"
    chmod 444 old.db
    try runs --store old.db --lang en
    expect "store__of_${name}_read_only" 0 ''
    chmod 644 old.db
    try ledger balance --store old.db --lang en
    says "store__of_${name}_has_its_loans" 'U2 .* D1 .* 5 +4 '
    before=$("$turnpool" store digest --store old.db)
    # Gone on with: the chain goes on from where that version left it.
    try return 4 -n 1 --by 赵六 --on 2026-07-01 --yes --store old.db --lang en
    expect "store__of_${name}_is_gone_on_with" 0 ''
    { [ "$(sqlite3 -batch old.db 'PRAGMA user_version')" -gt "$(sqlite3 -batch kept.db 'PRAGMA user_version')" ] ||
        echo "not migrated"; } | holds "store__of_${name}_is_brought_up_to_date"
    try ledger verify --store old.db --lang en
    expect "store__of_${name}_verifies_after" 0 ''
    try ledger balance --store old.db --lang en
    says "store__of_${name}_has_its_loans_after" 'U2 .* D1 .* 5 +3 '
    { [ "$before" != "$("$turnpool" store digest --store old.db)" ] || echo "the digest did not change"; } |
        holds "store__of_${name}_differs_after"
    # Bringing it up to date alone changes nothing that is held.
    try backup copy.db --store kept.db
    expect "store__of_${name}_is_backed_up" 0 ''
    try restore copy.db --store new.db
    { [ "$before" = "$("$turnpool" store digest --store new.db)" ] || echo "differs"; } |
        holds "store__of_${name}_holds_the_same_after_migrating"
    rm -f old.db* kept.db* copy.db new.db*
    rm -rf out
done
# Refusals are verified in whatever words a version put them, not with other figures.
for dump in "$top"/tests/cli/stores/refused/*.sql; do
    name=$(basename "$dump" .sql)
    sqlite3 -batch old.db <"$dump"
    try verify latest --store old.db --lang en
    expect "store__refusals_of_${name}_hold" 0 ''
    sqlite3 -batch old.db "SELECT writefile('doc', replace(CAST(document AS TEXT), '10 of 50', '12 of 50')) FROM run" >"$out"
    sqlite3 -batch old.db "DROP TRIGGER run_kept;
        UPDATE run SET document = readfile('doc'), document_sha256 = '$(sha256sum doc | cut -d' ' -f1)'"
    try verify latest --store old.db --lang en
    expect "store__refusals_of_${name}_with_other_figures_do_not" 1 ''
    says "store__refusals_of_${name}_with_other_figures_are_named" 'reasons for refusing D1 differ'
    rm -f old.db*
done
finish
