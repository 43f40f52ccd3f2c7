# scores workload

function months_on(date, add,    y, m) { # good enough here: no finding falls on a 29th to 31st
    y = substr(date, 1, 4)
    m = substr(date, 6, 2) - 1 + add
    return sprintf("%04d-%02d%s", y + int(m / 12), m % 12 + 1, substr(date, 8))
}
# The step of 100, 80, 60, low nearest to what is wanted; what it misses is made up by the next one.
function step(low,    want, got) {
    want = wanted + missed + dice(17) - 8
    got = want >= 90 ? 100 : want >= 70 ? 80 : want >= (60 + low) / 2 ? 60 : low
    missed += wanted - got
    if (missed > 25) missed = 25
    if (missed < -25) missed = -25
    return got
}
function ratio(got) { # a figure in the band that earns so many points
    if (got == 100) return 95 + dice(6)
    if (got == 80) return 85 + dice(10)
    if (got == 60) return 70 + dice(15)
    return 45 + dice(25)
}
function clip(x) {
    return x < 0 ? 0 : x > 100 ? 100 : x
}
function decimal(hundredths) {
    return sprintf("%d.%02d", int(hundredths / 100), hundredths % 100)
}
function score(u, i, source,    v) {
    if (leaf[i] == "staffing.used")
        v = decimal(int((100 * staff[u] + slots[u] / 2) / slots[u]))
    else if (leaf[i] == "effect.growth")
        v = decimal(growth[u])
    else if (how[i] == "menu")
        v = label[step(0)]
    else if (how[i] == "ratio")
        v = decimal(ratio(step(30)))
    else
        v = clip(int(wanted + missed / 4) + dice(9) - 4)
    put("scores.csv", code[name[u]] "," leaf[i] "," word[source] "," v)
}
function score_unit(u,    i, s, k, n, aim, source, offset) {
    seed_by(name[u], 2)
    for (i = 1; i <= leaves; i++)
        lean[aspect[i]] = 0
    for (i = 1; i <= leaves; i++)
        if (lean[aspect[i]] == 0)
            lean[aspect[i]] = dice(7) - 3 + 0.5
    aim = score_aim[u] + deducted[u]
    for (s = 1; s <= 4; s++) {
        source = substr("soev", s, 1)
        offset = source == "s" ? 3 : source == "o" ? -1 : source == "v" ? -2 : 0
        missed = 0
        for (i = 1; i <= leaves; i++) {
            if (index(by[i], source) == 0 || index("," omitted[i] ",", "," kind[u] ","))
                continue
            if (only[i] != "" && only[i] != name[u] && only[i] != kind[u])
                continue
            wanted = aim + offset + lean[aspect[i]]
            n = source == "e" && leaf[i] ~ /^joint\./ ? 3 : 1 # several partners rate co-operation
            for (k = 1; k <= n; k++)
                score(u, i, source)
        }
    }
}
# The year's hours divided over the unit's tasks; the volumes follow from the hours each takes.
function work(u,    n, t, f, hours, year, share, rest, total, count, what) {
    seed_by(name[u], 3)
    what = kind[u] == "事业单位" ? system_of[u] : kind[u] == "政法机关" ? "政法机关" : "机关"
    n = split(tasks[what], t, ";")
    total = (load_aim[u] == "-" ? 0.9 : load_aim[u]) * staff[u] * 250 * 6.5
    for (year = 2024; year <= 2025; year++) {
        hours = total
        if (year == 2024)
            hours = total * 100 / growth[u]
        rest = hours
        for (i = 1; i <= n; i++) {
            split(t[i], f, ":")
            share = i == n ? rest : int(hours * (f[4] + dice(7) - 3) / 100)
            rest -= share
            count = int(share / (f[2] * f[3]) + 0.5)
            put("workload.csv", code[name[u]] "," f[1] "," year "," count "," f[2] "," f[3])
        }
    }
}

BEGIN {
    word["s"] = "self"
    word["o"] = "onsite"
    word["e"] = "external"
    word["v"] = "survey"
    label[100] = "好"
    label[80] = "较好"
    label[60] = "一般"
    label[0] = "差"
    # task : hours each : difficulty : per cent of the hours
    tasks["教育"] = "课堂教学:0.75:1.4:55;作业批改与辅导:0.5:1:20;班级与学籍管理:2:1:15;教研活动:3:1.1:10"
    tasks["卫生健康"] = "门诊与现场服务:0.35:1.2:40;住院与病例管理:4:1.3:35;检验与随访:0.6:1:15;公共卫生任务:6:1:10"
    tasks["城建交通"] = "日常巡查养护:2.5:1:45;项目审查:9:1.2:30;投诉处置:1.5:1:15;资料归档:0.5:1:10"
    tasks["农林水利"] = "现场监测与防治:5:1.1:45;技术推广:8:1:30;数据填报:1.5:1:15;应急处置:12:1.3:10"
    tasks["应急监管"] = "监督检查:6:1.2:45;检验监测:3:1:30;举报核查:5:1.1:15;应急值守:12:1:10"
    tasks["政法"] = "案件受理:7:1.2:60;法律咨询:1:1:25;卷宗归档:0.8:1:15"
    tasks["党群"] = "专题任务:24:1.2:45;编研制作:10:1.1:35;培训与服务:4:1:20"
    tasks["综合政务"] = "窗口办件:0.6:1:50;后台审核:1.2:1.1:30;系统运维:5:1.2:20"
    tasks["机关"] = "公文办理:1.8:1:35;行政审批与服务:2.4:1.1:25;督查调研:16:1.2:25;会议与协调:3:1:15"
    tasks["政法机关"] = "案件办理:14:1.3:45;接处警:1.6:1.1:30;巡逻防控:6:1:15;社区与法治宣传:3:1:10"
    put("scores.csv", "unit,indicator,source,value")
    put("workload.csv", "unit,task,year,volume,hours_each,difficulty")
}
file == "rectify.txt" {
    day = "2026-05-31"
    due = $4 == "" ? months_on($3, 3) : $4
    if ($3 <= day && ($5 == "" || $5 > day))
        deducted[number[trim($1)]] += $2 == "rectify" && due < day ? 5 : 1
}
file == "indicators.txt" {
    leaf[++leaves] = $1
    aspect[leaves] = $1
    sub(/\..*/, "", aspect[leaves])
    how[leaves] = $2
    by[leaves] = $3
    omitted[leaves] = $4
    only[leaves] = $5
}
END {
    for (u = 1; u <= units; u++) {
        n = split(posts[u], line, ";")
        for (i = 1; i <= n; i++) {
            split(trim(line[i]), f, " ")
            slots[u] += f[2]
        }
        seed_by(name[u], 4)
        growth[u] = 92 + dice(18)
        if (load_aim[u] > 1.25)
            growth[u] += 6
        if (score_aim[u] != "-")
            score_unit(u)
    }
    for (u = 1; u <= units; u++)
        if (load_aim[u] != "-")
            work(u)
}
