#!/bin/sh
# What the page says is saved is saved: clients keep runs, write remarks, put runs forward, turn them down,
# save scenarios and data they brought, while the server is killed again and again. Afterwards everything
# that was acknowledged is there, and nothing is there in part.
#   cli_kills.sh SOURCE-TREE BINARY [KILLS]
set -u
top=$1 turnpool=$(realpath "$2") kills=${3:-8}
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
. tests/cli/server.sh
if ! command -v curl >/dev/null || ! command -v sqlite3 >/dev/null; then
    skip "kills__saved_is_saved" "curl or sqlite3 is not installed"
    finish
fi
small "$work/city"
cd "$work" || exit 1
echo 'a good password' >pw
# Sessions of accounts outlive the server, so the clients need not come in again.
export TURNPOOL_PASSWORD_FILE=pw
try user add admin --role administrator --new-password-file pw --store turnpool.db
for pair in wang:planner li:approver; do
    try user add "${pair%:*}" --role "${pair#*:}" --new-password-file pw --store turnpool.db --as admin
done
expect kills__accounts 0 ''

sign_in() { # NAME: cookie jar in jar.NAME, form token in token.NAME
    door=$(curl -s "$address/sign-in" | sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p')
    curl -s -c "jar.$1" -o page -H "Origin: $address" --data-urlencode "token=$door" \
        --data-urlencode "name=$1" --data-urlencode 'password=a good password' "$address/sign-in"
    curl -s -b "jar.$1" "$address/account" | sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' |
        head -n 1 >"token.$1"
}
# post NAME PATH FIELD…: $to is where it leads on; 1: it was not acknowledged
post() {
    name=$1 path=$2
    shift 2
    to=$(curl -s -m 10 -b "jar.$name" -H "Origin: $address" -F "token=$(cat "token.$name")" "$@" -o /dev/null \
        -w '%{http_code} %{redirect_url}' "$address$path")
    case $to in
    '303 '*) to=${to#303 "$address"} ;;
    *) return 1 ;;
    esac
}
# client N: what it does, and a line in done.N for each acknowledgement
client() {
    n=0
    while [ -e going ]; do
        n=$((n + 1))
        count=$((100 * $1 + n % 100))
        case $((n % 3)) in
        0)
            post wang "/live/plan/rules?reserve.count=$count" -F "name=s$1-$n" -F "title=t$1-$n" &&
                echo "scenario s$1-$n $count"
            ;;
        1)
            post wang /data -F files=@city/data/units.csv -F files=@city/data/posts.csv \
                -F files=@city/data/demands.csv -F files=@city/data/outcomes.csv || continue
            post wang "/live/plan/rules?data=${to##*/}" -F "name=d$1-$n" && echo "data d$1-$n"
            ;;
        *)
            post wang "/live/plan/keep?reserve.count=$count" || continue
            run=${to##*/}
            echo "run $run"
            post wang "/run/$run/remarks" -F "remark.D1=r$1-$n" && echo "remark $run r$1-$n"
            post wang "/run/$run/propose" -F by=wang -F "title=p$1-$n" && echo "proposal $run p$1-$n"
            number=$(sqlite3 -cmd '.timeout 2000' turnpool.db \
                "SELECT max(proposal) FROM proposal WHERE run = '$run'" 2>/dev/null)
            [ -n "$number" ] && post li "/meeting/$number/approve" -F what=reject -F by=li -F "reason=n$1-$n" &&
                echo "decision $number n$1-$n"
            ;;
        esac >>"done.$1"
    done
}
up city turnpool.db --port 0
port=${address##*:}
sign_in wang
sign_in li
cp -r city whole
touch going
for i in 1 2 3 4; do client $i & done
i=0
while [ $i -lt "$kills" ]; do
    i=$((i + 1))
    # Ten more acknowledgements, however slow the machine is, and a moment that nobody chose.
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25; do
        [ "$(cat done.* 2>/dev/null | wc -l)" -ge $((10 * i)) ] && break
        sleep 0.4
    done
    sleep "$(awk -v seed="$i" 'BEGIN { srand(seed); printf "%.3f", rand() }')"
    kill -9 "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    up city turnpool.db --port "$port"
done
sleep 1
rm going
sleep 0.5
kill -9 "$server" 2>/dev/null
wait 2>/dev/null
cat done.* >acknowledged
for kind in run remark proposal decision scenario data; do
    { grep -q "^$kind " acknowledged || echo "none was acknowledged"; } | holds "kills__${kind}__was_saved"
done
sqlite3 turnpool.db "SELECT 'run ' || run FROM run UNION ALL SELECT 'remark ' || run || ' ' || text FROM remark
    UNION ALL SELECT 'proposal ' || run || ' ' || title FROM proposal
    UNION ALL SELECT 'decision ' || proposal || ' ' || reason FROM approval" | sort >has
grep -E '^(run|remark|proposal|decision) ' acknowledged | sort -u | comm -23 - has |
    sed 's/^/acknowledged, not there: /' | holds "kills__everything_acknowledged_is_in_the_store"
try ledger verify --store turnpool.db
expect kills__the_store_is_sound 0 ''
sqlite3 turnpool.db 'PRAGMA integrity_check' | grep -v '^ok$' | holds "kills__the_file_is_whole"
# Scenarios: those acknowledged are there and say what they were to say; whatever is there is whole.
while read -r kind name count; do
    [ "$kind" = scenario ] || [ "$kind" = data ] || continue
    [ -f "city/$name.yaml" ] || echo "acknowledged, not there: $name"
    [ "$kind" = data ] || grep -q "count: $count\$" "city/$name.yaml" || echo "$name does not say $count"
    [ "$kind" = scenario ] || diff -r "city/data" "city/$name-data" >/dev/null 2>&1 ||
        [ "$(find "city/$name-data" -name '*.csv' | wc -l)" -eq 4 ] || echo "$name-data is not whole"
done <acknowledged | holds "kills__every_scenario_acknowledged_is_there"
for file in city/*.yaml; do
    "$turnpool" run "$file" --no-store >/dev/null 2>.said || { echo "$file" && head -n 2 .said; }
done | holds "kills__no_scenario_is_there_in_part"
for folder in city/*-data*; do
    [ "$(find "$folder" -name '*.csv' | wc -l)" -eq 4 ] || echo "$folder is not whole"
done | holds "kills__no_data_are_there_in_part"
echo "# $kills kills: $(cut -d ' ' -f 1 acknowledged | sort | uniq -c | tr -s ' \n' ' ')acknowledged, none lost"
finish
