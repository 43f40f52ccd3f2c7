# A server to talk to with curl; sourced after lib.sh by tests that need one.
# shellcheck shell=sh disable=SC2154

# up FOLDER STORE OPTION…: starts it; $address is where it answers, $link what lets in, $server its id.
up() {
    folder=$1 store=$2
    shift 2
    rm -f .link
    "$turnpool" serve "$folder" --store "$store" "$@" >.link 2>/dev/null </dev/null &
    server=$!
    for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30; do
        [ -s .link ] && break
        sleep 0.1
    done
    link=$(head -n 1 .link)
    address=${link%/*}
    address=${address%/enter}
}

# enter JAR: comes in by the link; the cookie goes into JAR, the form token into $token.
enter() {
    curl -s -c "$1" -o page "$link"
    token=$(curl -s -b "$1" "$address/" | sed -n 's/.*name="token" value="\([0-9a-f]*\)".*/\1/p' | head -n 1)
}
