#!/bin/sh
# The store under bad luck: commands killed at random moments, a full disk, a file that cannot be
# written, two commands at once. Each time it holds all of a command or none of it.
#   fault_store.sh SOURCE-TREE BINARY [KILLS]     20 kills by default; the long form: 300
set -u
top=$1 turnpool=$(realpath "$2") kills=${3:-20}
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
cp -r scenarios/sample-city "$work/city"
cd "$work" || exit 1

trap '' XFSZ # a write beyond ulimit -f is then an error, as on a full disk

entries() { "$turnpool" ledger list --store "$1" --lang en --format csv | grep -c '^[0-9]'; }
runs() { "$turnpool" runs --store "$1" --lang en --format csv | grep -c '^[0-9a-f]\{16\}'; }
sound() { "$turnpool" ledger verify --store "$1" >/dev/null 2>"$err" || { echo "$2: does not verify"; head -n 3 "$err"; }; }

# Three starting points: an empty directory, a proposal, an approval.
"$turnpool" run city/baseline.yaml --store proposed.db >"$out" 2>"$err"
"$turnpool" propose latest --by 王明 --on 2026-07-05 --store proposed.db 2>>"$err"
cp proposed.db approved.db
"$turnpool" approve --yes 1 --meeting 会 --by 李红 --on 2026-07-10 --store approved.db 2>>"$err"
full=$(entries approved.db)
loan=$("$turnpool" ledger balance --store approved.db --lang en --table loans --format csv |
    awk -F, '$5 == "D001" { print $1 }')
{ [ "$full" -gt 100 ] && [ -n "$loan" ] || echo "the starting points are not as they should be"; } |
    holds fault__starting_points

# --- killed at random moments --------------------------------------------------------------------
# The moment comes from a generator of its own, so that a failure can be repeated.
seed=20261121
moment() { # microseconds within the command's own duration, spread over its whole length
    seed=$(((seed * 1103515245 + 12345) % 2147483648))
    echo "0.$(printf %06d $((seed / 64 % $1)))"
}
# duration COMMAND…: microseconds of one run of it
duration() {
    start=$(date +%s%N)
    "$@" >/dev/null 2>&1
    end=$(date +%s%N)
    echo $(((end - start) / 1000 + 2000))
}
# killed LENGTH COMMAND…
killed() {
    length=$1
    shift
    timeout -s KILL "$(moment "$length")" "$@" >/dev/null 2>&1
}
cp proposed.db t.db
long_approve=$(duration "$turnpool" approve --yes 1 --meeting 会 --by 李红 --on 2026-07-10 --store t.db)
cp approved.db t.db
long_return=$(duration "$turnpool" return --yes "$loan" --count 1 --by 甲 --on 2026-08-01 --store t.db)
rm -f t.db
long_run=$(duration "$turnpool" run city/baseline.yaml --store t.db)
none=0 all=0 i=0
while [ $i -lt "$kills" ]; do
    rm -f k.db k.db-wal k.db-shm
    case $((i % 3)) in
    0)
        cp proposed.db k.db
        killed "$long_approve" "$turnpool" approve --yes 1 --meeting 会 --by 李红 --on 2026-07-10 --store k.db
        have=$(entries k.db) before=0 after=$full
        ;;
    1)
        cp approved.db k.db
        killed "$long_return" "$turnpool" return --yes "$loan" --count 1 --by 甲 --on 2026-08-01 --store k.db
        have=$(entries k.db) before=$full after=$((full + 1))
        ;;
    2)
        killed "$long_run" "$turnpool" run city/baseline.yaml --store k.db
        have=0
        # A store that was only begun may be an empty file: the next command makes it whole.
        [ -s k.db ] && "$turnpool" runs --store k.db >/dev/null 2>&1 && have=$(runs k.db)
        "$turnpool" run city/baseline.yaml --store k.db >/dev/null 2>"$err" ||
            { echo "kill $i: the store cannot be used again"; head -n 3 "$err"; }
        [ "$(runs k.db)" = 1 ] || echo "kill $i: $(runs k.db) runs after running again"
        before=0 after=1
        ;;
    esac
    if [ "$have" = "$before" ]; then
        none=$((none + 1))
    elif [ "$have" = "$after" ]; then
        all=$((all + 1))
    else
        echo "kill $i: $have, neither $before nor $after"
    fi
    sound k.db "kill $i"
    i=$((i + 1))
    echo "$none $all" >counts
done >kills.log
holds fault__killed_"$kills"_times <kills.log
read -r none all <counts
echo "# killed $kills times: $none held nothing of the command, $all all of it"

# --- a full disk ---------------------------------------------------------------------------------
for blocks in 1 40 80 120 200 300 400; do
    rm -f f.db f.db-wal f.db-shm
    cp proposed.db f.db
    (ulimit -f $blocks 2>/dev/null && "$turnpool" approve --yes 1 --meeting 会 --by 李红 --on 2026-07-10 \
        --store f.db --lang en >/dev/null 2>"$err")
    code=$?
    have=$(entries f.db)
    case $code:$have in
    0:"$full" | 1:0) ;;
    *) echo "$blocks blocks: exit code $code, $have entries" ;;
    esac
    [ $code -eq 0 ] || grep -Eq 'disk is full|nothing changed|cannot be written' "$err" || {
        echo "$blocks blocks: no clear message"
        cat "$err"
    }
    sound f.db "$blocks blocks"
done | holds fault__full_disk

# --- a file that cannot be written ---------------------------------------------------------------
mkdir ro
cp approved.db ro/r.db
chmod 444 ro/r.db
chmod 555 ro
if [ "$(id -u)" -eq 0 ]; then
    if command -v setpriv >/dev/null; then
        chmod 755 "$work"
        as="setpriv --reuid=65534 --regid=65534 --clear-groups"
    else
        as=
    fi
else
    as="env"
fi
if [ -n "$as" ] && $as test -x "$turnpool"; then
    {
        $as "$turnpool" return --yes "$loan" --count 1 --by 甲 --on 2026-08-01 --store ro/r.db --lang en \
            >/dev/null 2>"$err"
        [ $? -eq 1 ] || echo "not refused"
        grep -Eq 'read-only|cannot be written|cannot open' "$err" || cat "$err"
        $as "$turnpool" ledger balance --store ro/r.db >/dev/null 2>"$err" || { echo "cannot be read"; cat "$err"; }
        cmp approved.db ro/r.db
    } 2>&1 | holds fault__read_only
else
    skip fault__read_only "no other user to be"
fi
chmod 755 ro

# --- two commands at once ------------------------------------------------------------------------
cp approved.db two.db
{
    for n in 1 2 3 4 5 6; do
        "$turnpool" return --yes "$loan" --count 1 --by "窗口$n" --on 2026-08-01 --store two.db \
            >/dev/null 2>"two.$n" || echo "command $n: $(tail -n 1 two.$n)" &
    done
    wait
    [ "$(entries two.db)" = $((full + 6)) ] || echo "$(entries two.db) entries, not $((full + 6))"
    sound two.db "six at once"
} | holds fault__commands_at_once_wait_for_each_other
finish
