#!/bin/sh
# The office as several people, from the command line and over HTTP: stores of 0.1.0, accounts, the
# two-person rule, signatures, anchors, TLS, many clients with the server killed in between.
#   cli_people.sh SOURCE-TREE BINARY [KILLS]
set -u
top=$1 turnpool=$(realpath "$2") kills=${3:-6}
cd "$top" || exit 1
. tests/style/tap.sh
. tests/cli/lib.sh
export TURNPOOL_TODAY=2026-12-31
cp tests/cli/store-0.1.0.sqlite "$work/turnpool.db"
small "$work/city"
cd "$work" || exit 1
echo 'a good password' >pw
echo 'another password' >pw2

# --- a store of version 0.1.0 ----------------------------------------------------------------------
try propose latest --by 王明 --on 2026-09-01
expect old__migrated_and_written_to 0 '2'
try ledger verify --lang en
says old__verifies '^The ledger is sound: 1 approval, 5 entries'
says old__says_that_nothing_is_signed 'no accounts and no signatures'
try log --lang en
says old__first_row_covers_what_was_there 'what was there before the log'
try ledger verify --anchor c74bb821ab1f93f1
expect old__heads_noted_with_0_1_0_still_count 0 ''

# --- accounts --------------------------------------------------------------------------------------
try user add 李红 --role approver --new-password-file pw
expect first__must_be_an_administrator 8 'user.first'
if command -v setsid >/dev/null; then
    setsid -w "$turnpool" user add admin --role administrator --lang en >"$out" 2>"$err" </dev/null
    code=$?
    expect first__without_a_terminal_the_option_is_named 2 'use --new-password-file'
fi
try user add admin --role administrator --new-password-file pw
expect first__made_on_the_machine 0 'admin'
try propose latest --by 王明 --on 2026-09-02
expect nobody__is_refused_once_there_are_accounts 8 'people.nobody'
export TURNPOOL_AS=admin TURNPOOL_PASSWORD_FILE=pw
for pair in 王明:planner 李红:approver 赵:clerk 钱:auditor; do
    try user add "${pair%:*}" --role "${pair#*:}" --new-password-file pw
    expect "account__${pair#*:}" 0 ''
done
try user add 王明 --role planner --new-password-file pw
expect account__names_are_not_used_again 3 'user.taken'
try propose latest --on 2026-09-02
expect administrator__proposes_nothing 8 'people.may-not'
export TURNPOOL_AS=王明
try propose 032c --title 补提 --on 2026-09-02
expect planner__not_while_one_is_open 8 'proposal.open'
try reject 2 --reason 重来 --on 2026-09-03
expect planner__decides_nothing 8 'people.may-not'
try reject 2 --as 李红 --by 王明 --reason 重来 --on 2026-09-03
expect approver__not_in_anothers_name 8 'people.other-name'
try reject 2 --as 李红 --password-file pw2 --reason 重来 --on 2026-09-03
expect approver__not_with_a_wrong_password 8 'people.wrong'
try reject 2 --as 李红 --reason 重来 --on 2026-09-03
expect approver__decides 0 ''
try return 4 --count 1 --on 2026-10-01 --yes
expect planner__posts_nothing 8 'people.may-not'
try return 4 --count 1 --on 2026-10-01 --yes --as 赵
expect clerk__posts 0 ''
try ledger verify --lang en
says signed__and_unsigned_are_counted 'Signatures: 1 entry and 1 approval, all of them good; .*unsigned: 5'
try ledger list --lang en --format csv
says signed__old_entries_are_shown_as_unsigned ',unsigned'
says signed__new_entries_name_their_signer ',赵.?$'
try ledger verify --lang en
head=$(sed -n 's/.*papers print \(.*\))/\1/p' "$out")
[ -n "$head" ] || head=$(tr '\n' ' ' <"$out" | sed -n 's/.*papers print *\([0-9a-f ]*\)).*/\1/p')
try ledger verify --anchor "$head"
expect anchor__as_paper_prints_it 0 ''
printf '%s  after the return\n# a remark\nc74bb821ab1f93f1\n' "$head" >anchors
try ledger verify --anchor-file anchors
expect anchor__file 0 ''
try export 1 -o papers
expect export__not_by_a_planner_is_wrong 0 ''
printed=$(sqlite3 turnpool.db "SELECT substr(hash, 1, 4) || ' ' || substr(hash, 5, 4) FROM log WHERE approvals >= 1 ORDER BY seq LIMIT 1")
find papers -name '*.html' | while read -r paper; do
    grep -q "$printed" "$paper" || echo "$paper does not print $printed"
done | holds "papers__print_the_head"

# An older copy in place of the store.
cp turnpool.db older.db
try return 4 --count 1 --on 2026-10-02 --yes --as 赵
try ledger verify --lang en
now=$(tr '\n' ' ' <"$out" | sed -n 's/.*papers print *\([0-9a-f ]*\)).*/\1/p')
cp turnpool.db newer.db
rm -f turnpool.db-wal turnpool.db-shm
cp older.db turnpool.db
try ledger verify
expect older_copy__is_sound_by_itself 0 ''
try ledger verify --anchor "$now"
expect older_copy__is_found_by_the_anchor 1 ''
rm -f turnpool.db-wal turnpool.db-shm
cp newer.db turnpool.db

# --- a new month -----------------------------------------------------------------------------------
sed -e '1s/$/,borrowed/' -e '2s/$/,0/' -e '3s/$/,1/' city/data/posts.csv >posts.new && mv posts.new city/data/posts.csv
try reconcile city/data --lang en
expect reconcile__lists_differences 9 ''
says reconcile__offers_the_return 'return 4 --count 1'
try return 4 --count 1 --on 2026-12-01 --yes --as 赵
try reconcile city/data
expect reconcile__settled 0 ''

# --- the office's server ---------------------------------------------------------------------------
if ! command -v curl >/dev/null || ! command -v openssl >/dev/null; then
    skip "server__tls_and_clients" "curl or openssl is not installed"
    finish
fi
try serve city --store turnpool.db --listen 0.0.0.0:0
expect server__not_beyond_the_machine_in_the_clear 2 'certificate'
try serve city --store nothing.db --listen 0.0.0.0:0 --proxy 127.0.0.1 --name a.example
expect server__not_beyond_the_machine_without_accounts 2 ''
openssl req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out cert.pem -days 2 -subj /CN=localhost 2>/dev/null
# up: starts the server with the options given; $address is where it answers
up() {
    rm -f .link
    "$turnpool" serve city --store turnpool.db "$@" >.link 2>/dev/null </dev/null &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        [ -s .link ] && break
        sleep 0.1
    done
    address=$(sed -n '1s|/[^/]*$||p' .link)
}
# sign_in NAME: cookie jar in jar.NAME
sign_in() {
    door=$(curl -sk "$address/sign-in" | sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p')
    curl -sk -c "jar.$1" -o page -H "Origin: $address" --data-urlencode "token=$door" \
        --data-urlencode "name=$1" --data-urlencode 'password=a good password' "$address/sign-in"
}
token_of() { curl -sk -b "jar.$1" "$address/account" | sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' | head -n 1; }
up --listen 127.0.0.1:0 --certificate cert.pem --key key.pem
curl -sk -D head -o page "$address/"
if ! grep -q '^HTTP/1.1 401' head || ! grep -qi '^strict-transport-security' head; then cat head; fi | holds "tls__answers_and_says_so"
{ curl -s -o page "http://${address#https://}/" && echo "answered in the clear"; } | holds "tls__nothing_in_the_clear"
sign_in 赵
if ! grep -q '__Host-turnpool' jar.赵 || ! grep -q 'HttpOnly' jar.赵; then cat jar.赵; fi | holds "tls__cookie_is_secure"
kill "$server"
wait "$server" 2>/dev/null

# Eight clients return one slot after another of a large loan, the server killed in between.
rm -f turnpool.db*
cp "$top/tests/cli/store-0.1.0.sqlite" turnpool.db
unset TURNPOOL_AS
try user add admin --role administrator --new-password-file pw
export TURNPOOL_AS=admin
try user add 赵 --role clerk --new-password-file pw
up --port 0
port=${address##*:}
sign_in 赵
token=$(token_of 赵)
before=$(sqlite3 turnpool.db 'SELECT max(entry) FROM journal')
# client N: renews loan 4 to later and later dates (nothing moves, so there is always more to do)
client() {
    n=0
    while [ -e going ]; do
        n=$((n + 1))
        until=$(sqlite3 -cmd '.timeout 2000' turnpool.db "SELECT date(max(due_on), '+1 day') FROM journal" 2>/dev/null)
        curl -s -m 5 -b jar.赵 -H "Origin: $address" -d "token=$token&kind=renew&number=4&until=$until&on=2026-12-30" \
            "$address/ledger/preview" -o "p.$1"
        seen=$(sed -n 's/.*name="head" value="\([0-9a-f]*\)".*/\1/p' "p.$1" 2>/dev/null)
        [ -n "$seen" ] || continue
        code=$(curl -s -m 5 -b jar.赵 -H "Origin: $address" -o "b.$1" -w '%{http_code}' \
            -d "token=$token&kind=renew&number=4&until=$until&on=2026-12-30&head=$seen&reason=c$1n$n" "$address/ledger/book")
        [ "$code" = 200 ] && echo "c$1n$n" >>"done.$1"
    done
}
touch going
for i in 1 2 3 4 5 6 7 8; do client $i & done
i=0
while [ $i -lt "$kills" ]; do
    i=$((i + 1))
    sleep 0.6
    kill -9 "$server" 2>/dev/null
    wait "$server" 2>/dev/null
    up --port "$port"
done
sleep 1
rm going
kill "$server" 2>/dev/null
wait 2>/dev/null
cat done.* 2>/dev/null | sort >acknowledged
sqlite3 turnpool.db "SELECT reason FROM journal WHERE entry > $before AND reason <> ''" | sort >booked
{ [ -s acknowledged ] || echo "nothing was acknowledged"; } | holds "many__something_was_booked"
comm -23 acknowledged booked | sed 's/^/acknowledged, not booked: /' | holds "many__nothing_acknowledged_is_lost"
uniq -d booked | sed 's/^/booked twice: /' | holds "many__nothing_is_booked_twice"
try ledger verify --lang en
expect many__chain_balances_and_log_agree 0 ''
echo "# $(wc -l <acknowledged) acknowledged, $(wc -l <booked) booked, $kills kills"
finish
