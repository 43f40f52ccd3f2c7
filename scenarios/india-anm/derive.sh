#!/bin/sh
# Derives data/*.csv from published.csv. Deterministic: same table in, same bytes out.
#   ./derive.sh [OUT]     OUT: folder to write to (default: data beside this script)
# Every assumption made here is stated in README.md.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
out=${1:-$here/data}
mkdir -p "$out"

LC_ALL=C awk -F, -v out="$out" '
BEGIN {
    # Short codes of the states and union territories (as on number plates of the time).
    list = "Andhra Pradesh=AP;Arunachal Pradesh=AR;Assam=AS;Bihar=BR;Chhattisgarh=CG;Goa=GA;" \
           "Gujarat=GJ;Haryana=HR;Himachal Pradesh=HP;Jammu & Kashmir=JK;Jharkhand=JH;" \
           "Karnataka=KA;Kerala=KL;Madhya Pradesh=MP;Maharashtra=MH;Manipur=MN;Meghalaya=ML;" \
           "Mizoram=MZ;Nagaland=NL;Odisha=OD;Punjab=PB;Rajasthan=RJ;Sikkim=SK;Tamil Nadu=TN;" \
           "Tripura=TR;Uttarakhand=UK;Uttar Pradesh=UP;West Bengal=WB;A& N Islands=AN;" \
           "Chandigarh=CH;D & N Haveli=DN;Daman & Diu=DD;Delhi=DL;Lakshadweep=LD;Puducherry=PY"
    n = split(list, pairs, ";")
    for (i = 1; i <= n; i++) {
        split(pairs[i], kv, "=")
        code[kv[1]] = kv[2]
    }
    day = "2011-03-31"
    print "unit,name,kind,level" > (out "/units.csv")
    print "unit,category,authorised,in_post" > (out "/posts.csv")
    print "unit,evaluated_on,saturation" > (out "/outcomes.csv")
    print "demand,unit,category,quantity,filed_on" > (out "/demands.csv")
}

# a / b rounded half up to 6 digits. Whole numbers below 2^53 throughout, so exact.
function ratio(a, b,    top, q) {
    top = 2000000 * a + b
    q = (top - top % (2 * b)) / (2 * b)
    return sprintf("%d.%06d", (q - q % 1000000) / 1000000, q % 1000000)
}

{ sub(/\r$/, "") }
FNR == 1 { next }
NF != 6 { bad("expected 6 fields, found " NF) }
!($1 in code) { bad("no code for state \"" $1 "\"") }
$3 == "NA" { left = left (left == "" ? "" : ", ") $1; next }
$2 !~ /^[0-9]+$/ || $3 !~ /^[0-9]+$/ || $4 !~ /^[1-9][0-9]*$/ { bad("not a whole number") }
{
    u = code[$1]
    kind = "state"
    if (u ~ /^(AN|CH|DN|DD|DL|PY)$/)
        kind = "union territory"
    print u "," $1 "," kind ",state" > (out "/units.csv")
    print u ",ANM," $3 "," $4 > (out "/posts.csv")
    print u "," day "," ratio($2, $4) > (out "/outcomes.csv")
    if ($2 > $4 + 0)
        print "D-" u "," u ",ANM," $2 - $4 "," day > (out "/demands.csv")
}
function bad(what) {
    print FILENAME ":" FNR ": error: " what > "/dev/stderr"
    failed = 1
    exit 1
}
END {
    if (!failed)
        print "left out (no sanctioned figure): " left > "/dev/stderr"
}' "$here/published.csv"
