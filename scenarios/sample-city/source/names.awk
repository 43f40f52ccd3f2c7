# Reads the lists; shared by facts.awk and evidence.awk. Runs before their own rules.

function trim(s) {
    sub(/^ +/, "", s)
    sub(/ +$/, "", s)
    return s
}
# Lehmer's generator: whole numbers below 2^53, the same everywhere.
function dice(n) { # 0 … n-1
    seed = (seed * 16807) % 2147483647
    return seed % n
}
function seed_by(text, salt,    i) { # a unit's figures do not depend on its neighbours
    seed = 20260630 + salt
    for (i = 1; i <= length(text); i++)
        seed = (seed * 31 + index(bytes, substr(text, i, 1))) % 2147483646 + 1
    dice(7)
    dice(7)
}
function code_of(name) {
    if (!(name in code)) {
        print FILENAME ":" FNR ": error: no unit " name > "/dev/stderr"
        exit 1
    }
    return code[name]
}
function put(file, text) {
    print text > (out "/" file)
}

BEGIN {
    FS = "|"
    for (i = 1; i < 256; i++)
        bytes = bytes sprintf("%c", i)
}
FNR == 1 { file = FILENAME }
/^#/ || /^ *$/ { next }
/^@region/ {
    split($0, part, " ")
    region = part[2]
    level = part[3]
    next
}
file == "cast.txt" {
    u = ++units
    name[u] = trim($1)
    code[name[u]] = sprintf("U%03d", u)
    number[name[u]] = u
    kind[u] = trim($2)
    system_of[u] = trim($3)
    parent[u] = trim($4)
    load_aim[u] = trim($5)
    score_aim[u] = trim($6)
    posts[u] = trim($7)
    region_of[u] = region
    level_of[u] = level
    n = split(posts[u], line, ";")
    for (i = 1; i <= n; i++) {
        split(trim(line[i]), f, " ")
        staff[u] += f[3]
    }
    next
}
