# TAP for the shell tests; sourced. Offences go below `not ok` as comments, one a line.
# shellcheck shell=sh
# `holds` mostly stands at the end of a pipe, in a process of its own: the count is kept in a file.
tap_log=$(mktemp)
trap 'rm -rf "$tap_log" "${work:-$tap_log}"' EXIT

# holds NAME: standard input lists the offences; none is a pass.
holds() {
    offences=$(cat)
    if [ -z "$offences" ]; then
        echo "ok - $1" | tee -a "$tap_log"
    else
        echo "not ok - $1" | tee -a "$tap_log"
        echo "$offences" | head -n 40 | sed 's/^/# /'
    fi
}
skip() { # skip NAME REASON
    echo "ok - $1 # SKIP $2" | tee -a "$tap_log"
}
finish() {
    echo "1..$(grep -c . "$tap_log")"
    ! grep -q '^not ok' "$tap_log"
    exit
}
