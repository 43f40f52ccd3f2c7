# Frame of the command line tests; sourced after tests/style/tap.sh. The real binary is run as a user
# would: in an empty directory, with a store of its own.
# shellcheck shell=sh
# Variables: $turnpool the binary, $top the source tree, $work a scratch directory (removed at exit).

export LC_ALL=C LANG=C COLUMNS=100
unset LC_MESSAGES LANGUAGE
work=$(mktemp -d)
out=$work/.out
err=$work/.err

# try ARGUMENT…: runs turnpool; $code, $out and $err hold what came of it.
try() {
    code=0
    timeout 60 "$turnpool" "$@" >"$out" 2>"$err" </dev/null || code=$?
}

# expect NAME CODE PATTERN: the last `try` ended so, and a line of its standard error matches.
expect() {
    {
        [ "$code" -eq "$2" ] || echo "exit code $code, not $2"
        [ -z "$3" ] || grep -Eq -- "$3" "$err" || echo "no line matches: $3"
        # What was told goes with a failure, so that it can be read.
        [ "$code" -eq "$2" ] && { [ -z "$3" ] || grep -Eq -- "$3" "$err"; } || head -n 8 "$err"
    } 2>/dev/null | holds "$1"
}

# says NAME PATTERN: a line of the last `try`'s standard output matches.
says() {
    { grep -Eq -- "$2" "$out" || {
        echo "no line matches: $2"
        head -n 20 "$out"
    }; } | holds "$1"
}

# golden NAME FILE: FILE is tests/cli/golden/NAME, byte for byte but for identities and versions, which
# change for reasons that are no matter here. With --update it becomes so.
golden() {
    sed -E -e 's/\b[0-9a-f]{64}\b/HASH/g' -e 's/sha256:[0-9a-f]{12}/sha256:HASH/' -e 's/\b[0-9a-f]{4}( [0-9a-f]{4}){3}\b/HEAD/g' \
        -e 's/\b[0-9a-f]{16}\b/RUN/g' -e 's/turnpool [0-9.]+, GLPK [0-9.]+(, Clp [0-9.]+)?(, Cbc [0-9.]+)?/ENGINE/' "$2" >"$work/.golden"
    if [ "$update" = yes ]; then
        cp "$work/.golden" "$top/tests/cli/golden/$1"
    fi
    diff -u "$top/tests/cli/golden/$1" "$work/.golden" 2>&1 | holds "golden__$1"
}

# small DIR: a dataset and a scenario of two units that solve in an instant.
small() {
    mkdir -p "$1/data"
    cat >"$1/data/units.csv" <<'DATA'
unit,name,kind,system,level,region,parent
U1,市文化馆,事业单位,文化,市级,市本级,
U2,市人民医院,事业单位,卫生健康,市级,市本级,
DATA
    cat >"$1/data/posts.csv" <<'DATA'
unit,category,authorised,in_post,committed
U1,事业,20,12,0
U2,事业,50,50,0
DATA
    cat >"$1/data/outcomes.csv" <<'DATA'
unit,evaluated_on,grade,score,saturation
U1,2026-05-31,良好,85,0.5
U2,2026-05-31,良好,88,1.1
DATA
    cat >"$1/data/demands.csv" <<'DATA'
demand,unit,category,quantity,class,sector,filed_on
D1,U2,事业,5,statutory,卫生健康,2026-04-01
DATA
    cat >"$1/plan.yaml" <<'DATA'
schema: turnpool.scenario/1
name: small
title: {zh: 小例, en: Small}
data: data
as_of: 2026-06-30
pools: {by: all}
DATA
}
