# units posts vacancies demands issues attrition

function since(months, day,    y, m) { # the date so many months before 2026-06
    m = 2026 * 12 + 5 - months
    y = int(m / 12)
    return sprintf("%04d-%02d-%02d", y, m % 12 + 1, day)
}
# Vacancies of little-used units are old, those of busy ones young; some are in no lot at all.
function lots(u, category, vacant,    aim, count, age, first, part) {
    seed_by(name[u] category, 1)
    aim = load_aim[u] == "-" ? 1 : load_aim[u] + 0
    if (vacant > 3 && dice(4) == 0)
        vacant -= 1 + dice(2)
    first = 1
    while (vacant > 0) {
        part = first && vacant > 4 ? int(vacant * (40 + dice(30)) / 100) : vacant
        if (vacant - part < 3 || dice(3) == 0)
            part = vacant
        age = aim < 0.6 ? 14 + dice(58) : aim < 0.85 ? 5 + dice(38) : 1 + dice(16)
        put("vacancies.csv", code[name[u]] "," category "," part "," since(age, 1 + dice(28)))
        vacant -= part
        first = 0
    }
}

file == "demands.txt" {
    demand++
    put("demands.csv", sprintf("D%03d,%s,%s,%d,%d,%s,%s,%s,%d,%s", demand, code_of(trim($1)), $2, $3,
        $4, $5, $6, $7, $8, $9))
}
file == "rectify.txt" {
    put("issues.csv", sprintf("W%03d,%s,%s,%s,%s,%s,%s", ++issue, code_of(trim($1)), $2, $3, $4, $5, $6))
}
file == "departures.txt" {
    put("attrition.csv", code_of(trim($1)) "," $2 "," $3 "," $4)
}
END {
    put("units.csv", "unit,name,kind,system,level,region,parent")
    put("posts.csv", "unit,category,authorised,in_post,committed,lent,borrowed,cap")
    for (u = 1; u <= units; u++) {
        id = code[name[u]]
        up = parent[u] == "" ? "" : code_of(parent[u])
        put("units.csv", id "," name[u] "," kind[u] "," system_of[u] "," level_of[u] "," \
            region_of[u] "," up)
        n = split(posts[u], line, ";")
        for (i = 1; i <= n; i++) {
            split(trim(line[i]), f, " ")
            put("posts.csv", sprintf("%s,%s,%d,%d,%d,%d,%d,%s", id, f[1], f[2], f[3], f[4], f[5], f[6],
                f[7]))
            usage[region_of[u], f[1]] += f[2] - f[5] + f[6]
            vacant = f[2] - f[5] + f[6] - f[3] - f[4]
            if (vacant > 0)
                lots(u, f[1], vacant)
        }
    }
    # The ceilings on totals: what is in use now, and what the province allows beyond.
    ceiling("市本级", "行政", 0)
    ceiling("市本级", "事业", 6)
    ceiling("青禾县", "事业", 0)
    ceiling("岚谷县", "事业", 15)
}
function ceiling(region, category, more) {
    put("limits.csv", region category "编制总量," region "," category ",usage,," \
        usage[region, category] + more)
}
BEGIN {
    put("limits.csv", "name,region,category,measure,at_least,at_most")
    put("vacancies.csv", "unit,category,count,since")
    put("demands.csv", "demand,unit,category,quantity,minimum,class,sector,filed_on,term_months,document")
    put("issues.csv", "issue,unit,class,found_on,due_on,closed_on,text")
    put("attrition.csv", "unit,category,on,count")
}
