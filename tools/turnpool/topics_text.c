/* What the topics say. */
#include "topics.h"

#define HEADING(zh, en)                                                                            \
    {                                                                                              \
        TP_TOPIC_HEADING, {NULL, NULL},                                                            \
        {                                                                                          \
            zh, en                                                                                 \
        }                                                                                          \
    }
#define TEXT(zh, en)                                                                               \
    {                                                                                              \
        TP_TOPIC_TEXT, {NULL, NULL},                                                               \
        {                                                                                          \
            zh, en                                                                                 \
        }                                                                                          \
    }
#define COMMAND(line)                                                                              \
    {                                                                                              \
        TP_TOPIC_COMMAND, {NULL, NULL},                                                            \
        {                                                                                          \
            line, line                                                                             \
        }                                                                                          \
    }
#define TERM(zh, en, meaning_zh, meaning_en)                                                       \
    {                                                                                              \
        TP_TOPIC_TERM, {zh, en},                                                                   \
        {                                                                                          \
            meaning_zh, meaning_en                                                                 \
        }                                                                                          \
    }

static const tp_topic_item glossary[] = {
    TEXT("一个意思一个词：程序、文件、报表、命令里都这样叫。",
         "One word for one thing, in the program, its files, its papers and its commands."),
    TERM("编制", "slot", "批准设置的一个岗位名额，总是整数。",
         "One post that has been authorised; never a part of one."),
    TERM("编制类别", "category", "行政、政法专项、事业、工勤等。不同类别互不相抵。",
         "The kind of slot (行政, 政法专项, 事业, 工勤 …). One kind never makes up for another."),
    TERM("单位", "unit", "占有编制的机关或者事业单位。",
         "An organ or institution that owns slots."),
    TERM("单位×类别", "line", "一个单位的一类编制，编制表里的一行。",
         "One unit's slots of one kind: a row of the table of posts."),
    TERM("核定", "authorised", "归本单位所有的编制数；存入周转池也不改变。",
         "How many slots a line owns. Depositing them does not change that."),
    TERM("实有、在途", "in post, committed", "在编人数；已经许诺、尚未到岗的人数。两者之和是占用。",
         "People there, and people promised a post already. Together they are what is occupied."),
    TERM("使用权", "usage right", "核定 − 存入 + 借用：眼下可以用的编制数。",
         "Authorised − deposited + borrowed: what may be used now."),
    TERM("空编、超编", "vacant, overstaffed", "使用权多于占用的部分；占用多于使用权的部分。",
         "What the usage right exceeds the occupied by, and the reverse."),
    TERM("长期闲置", "idle", "空置满方案规定的月数的空编；只有它才收储。",
         "Vacant for as many months as the scenario says. Only idle slots are deposited."),
    TERM("周转池", "pool", "一个范围、一类编制的公共账户，像银行：有存、有借、留备用。",
         "A common account of one kind of slot in one scope. As in a bank, there are deposits, "
         "loans "
         "and a reserve."),
    TERM("存入（收储）、投放（借用）", "deposit, loan",
         "使用权由单位进池、由池到单位；所有权不动。",
         "The usage right moves from a unit into the pool, or from the pool to a unit; the owner "
         "stays."),
    TERM("硬性收储", "reclaim", "所有权也一并转入池子，成为池子自己的编制。",
         "Ownership moves too: the slots become the pool's own."),
    TERM("归还、召回、支取、到期收回", "return, recall, withdraw, expire",
         "借用单位交回；编办提前收回；原单位取回存入的；借期届满收回。",
         "The borrower gives back; the office takes back early; an owner takes its deposit out; a "
         "loan "
         "has run out."),
    TERM("用编申请", "demand", "一个单位对一类编制提出的请求，有编号、有数目。",
         "A unit's request for so many slots of a kind, with a number of its own."),
    TERM("投放领域", "sector", "申请服务的方面，如教育；方案里的权重据此分先后。",
         "What a demand serves, such as education; the scenario's weights rank sectors."),
    TERM("评估结果、工作饱满度", "outcome, saturation",
         "等次、得分和饱满度；饱满度是需要的工时与可用工时之比。",
         "A grade, a score and a saturation: the hours the work takes by the hours there are."),
    TERM("整改事项", "rectification", "评估或者检查发现的问题，有期限；逾期未改影响借用。",
         "A shortcoming found, with a due date. Overdue, it stands in the way of borrowing."),
    TERM("方案", "scenario", "一份文件：用哪份数据、按哪些规则、先后求什么。",
         "A file: which data, which rules, which goals in which order."),
    TERM("测算", "run", "一个方案在一份数据上算出的结果，连同证明；存下后不再改变。",
         "The answer to a scenario on a dataset, with its proof. Once kept it never changes."),
    TERM("建议方案、审定", "proposal, approval",
         "提交编委会的测算；编委会的决定，决定当场记入台账。",
         "A run put before the committee; its decision, which is booked at once."),
    TERM("备案", "filing",
         "系统内部在编委批准的几年总量以内的调剂，不须审定，登记即可；超出总量或跨系统的仍须审定。",
         "What moves inside a system within the total approved for it for some years is entered "
         "without a decision; what exceeds it or crosses the system is approved."),
    TERM("台账", "ledger", "周转池的账：复式记账，只增不改，前后相扣。",
         "The pool's books: double entry, only added to, each entry chained to those before."),
    TERM("账首", "head", "全部账目浓缩成的一串字符；记在别处，日后就能发现账被改过。",
         "All books condensed into a line of characters. Noted elsewhere it shows later whether "
         "they were "
         "changed."),
    TERM("证书", "certificate", "一次测算的完整证明，用与本程序无关的工具也能核对。",
         "The complete proof of a run, to be checked with tools that are not ours."),
};

static const tp_topic_item audit[] = {
    TEXT("您不必相信这个程序，也不必相信操作它的人。下面由浅入深，每一步都不依赖前一步。",
         "You need not believe this program, nor those who work it. Each step stands on its own; "
         "the later "
         "ones trust less."),
    HEADING("一、账有没有被改过", "1. Have the books been changed?"),
    TEXT("每张通知单、编委会用表都印着当时的账首。从手头任何一张旧纸上抄下来：",
         "Every notice and committee table prints the head of the books of its day. Copy it from "
         "any old sheet:"),
    COMMAND("turnpool ledger verify --anchor 3f2a91c07d5e8b46"),
    TEXT("账首还在，说明那以前的账一笔未动；随后从第一笔起重算每一个校验值、每一次借贷平衡、每一个"
         "签名。"
         "能做到什么、做不到什么，见 engine/store/LEDGER.md。",
         "If the chain still holds it, nothing before that day was touched. Every hash, every "
         "balance and every "
         "signature is recomputed from the first entry. engine/store/LEDGER.md says what this can "
         "show and what "
         "it cannot."),
    COMMAND("turnpool ledger export -o books.journal"),
    TEXT("写出通行的文本账，用 hledger 等别家记账程序就能得出同样的余额：hledger -f books.journal "
         "balance。",
         "Writes the books as plain text, from which another accounting program gets the same "
         "balances: hledger "
         "-f books.journal balance."),
    HEADING("二、结果合不合规则", "2. Does the answer keep the rules?"),
    COMMAND("turnpool verify 1a2b3c4d"),
    TEXT("只凭数据和方案，不用求解时的任何中间结果，把每条规则、每个余额、每级目标的证明用整数精确"
         "重算；"
         "退出码 0 为全部相符，6 为某级目标没有完整证明，1 为不符。",
         "From data and scenario alone, with nothing of the search, every rule, balance and proof "
         "is recomputed in "
         "exact integers. Exit code 0: all holds; 6: a goal has no complete proof; 1: something "
         "differs."),
    HEADING("三、是不是最好的", "3. Is it the best one?"),
    COMMAND("turnpool certificate 1a2b3c4d -o proof.json"),
    COMMAND("recheck proof.json"),
    TEXT("recheck 是另写的小程序，只用大整数库 GMP，与求解部分没有一行共用；证书的格式见 "
         "engine/certify/CERTIFICATE.md，可以据此自己再写一个。",
         "recheck is a small program of its own on the big integers of GMP, sharing no line with "
         "what solves. The "
         "format is in engine/certify/CERTIFICATE.md: write your own from it if you like."),
    COMMAND("turnpool certificate 1a2b3c4d --vipr --tier need -o need.vipr"),
    TEXT("写成公开的 VIPR 格式，由公开的核对程序（viprchk）检查。",
         "The public format VIPR, for public checkers "
         "(viprchk)."),
    HEADING("四、换一个求解程序", "4. Another solver"),
    COMMAND("turnpool model plan.yaml --tier 1 -o tier.lp"),
    TEXT("把整数规划写成 LP 文件，交给任何一种求解程序，得到的最优值应当相同。",
         "Writes the integer program as an LP file; any solver must find the same optimum."),
    HEADING("五、数据是不是那份数据", "5. Was it that data?"),
    TEXT("测算里记着数据每张表的 SHA-256，通知单上印着测算编号；turnpool check "
         "报告手头数据的身份，两者应当一致。"
         "导入的台账另有 origins.csv，逐格写明每个数出自哪个单元格。",
         "A run holds the SHA-256 of its data, and notices print the run. turnpool check tells the "
         "identity of the "
         "data at hand: they must agree. For imported registers origins.csv says of every figure "
         "which cell it is "
         "from."),
    COMMAND("turnpool anomalies latest"),
    TEXT("列出刚好卡在线上的数：申报前刚清退又补进、分拆的申请、饱满度略高于档次。供人查看，不是结"
         "论。",
         "Lists figures just past a line: vacancies emptied and filled anew, demands in pieces, "
         "saturations just over "
         "a band. For a person to look at, never a finding."),
};

static const tp_topic_item office[] = {
    HEADING("一、安装", "1. Installing"),
    TEXT("Debian 12：装 turnpool 软件包（tools/package 制作）。不能联网的机器：在联网机器上用 "
         "tools/bundle 制成一个"
         "文件，拷过去解开，以 root 身份执行 ./install.sh；先核对 SHA256SUMS 和签名（gpg "
         "--verify）。",
         "Debian 12: the package turnpool (tools/package makes it). Without a network: "
         "tools/bundle makes one archive "
         "on a machine that has one; unpack it there and run ./install.sh as root, after checking "
         "SHA256SUMS and the "
         "signature (gpg --verify)."),
    COMMAND("turnpool doctor"),
    TEXT("看版本、语言、字体、数据库是否正常；报告故障时附上它，里面没有数据。",
         "Versions, language, fonts, health of the store. Goes with a fault report; there is no "
         "data in it."),
    HEADING("二、数据在哪里", "2. Where things are"),
    TEXT("一个文件夹：方案（.yaml）、数据（data/ 或 .xlsx）、数据库 "
         "turnpool.db。程序不写别处，不访问网络，不收集任何信息。",
         "One folder: scenarios (.yaml), data (data/ or .xlsx) and the store turnpool.db. The "
         "program writes nowhere "
         "else, asks nothing of any network and collects nothing."),
    HEADING("三、备份", "3. Backup"),
    COMMAND("turnpool backup /backup/turnpool-monday.db"),
    TEXT("不停机；写完先核验才算数。放进每天的定时任务，轮换几个文件名，另存一台机器。不要直接拷贝"
         "使用中的 turnpool.db。",
         "While it is in use; checked before it counts. Run it daily under changing names, and "
         "keep it on another "
         "machine. Do not copy a turnpool.db in use by other means."),
    COMMAND("turnpool restore /backup/turnpool-monday.db"),
    TEXT("恢复后执行 turnpool ledger verify，用纸上的账首（--anchor）核对。",
         "Afterwards run turnpool ledger verify with a head from paper (--anchor)."),
    HEADING("四、升级", "4. Upgrading"),
    TEXT("装新软件包即可。旧数据库先以内存副本打开，第一次写入时在一个事务里升级，内容不变（store "
         "digest 前后相同）。"
         "升级前备份；旧程序打不开新数据库。",
         "Install the new package. An older store is looked at in a copy in memory and brought up "
         "to date, in one "
         "transaction, by the first command that writes; what it holds stays the same (store "
         "digest). Back it up "
         "before: the older program does not open a newer store."),
    HEADING("五、账号", "5. Accounts"),
    COMMAND("turnpool user add 李红 --role administrator"),
    TEXT("第一个账号建好以后，不登录、无权限的写入一律由程序库拒绝。角色：planner 测算、approver "
         "审定、clerk 记账和备案、"
         "auditor 查账、reader 只看、administrator 管账号。一人一号，离岗用 turnpool user disable "
         "停用；"
         "审定与记账都有个人签名。",
         "Once there is one, the library refuses every write by somebody who is not signed in and "
         "allowed. Roles: "
         "planner, approver, clerk, auditor, reader, administrator. One a person; turnpool user "
         "disable when they "
         "leave. Approvals and postings are signed by each person's key."),
    HEADING("六、全单位使用：TLS 与代理", "6. For the whole office: TLS and proxies"),
    COMMAND("turnpool serve /srv/slots --listen 0.0.0.0:8737 --name slots.example.org "
            "--certificate cert.pem --key key.pem"),
    TEXT("离开本机必须有账号，必须有证书或者代理，否则程序拒绝启动。--name 是浏览器里写的名字。",
         "Beyond the machine it takes accounts, and a certificate or a proxy; else it refuses to "
         "start. --name is what "
         "browsers are given."),
    COMMAND("turnpool serve /srv/slots --port 8737 --proxy 127.0.0.1 --name slots.example.org"),
    TEXT("证书在代理（如 nginx，样例见 tools/examples/nginx.conf）上时用。",
         "Where a proxy holds the certificate (nginx: tools/examples/nginx.conf)."),
    TEXT("软件包带 systemd 单元 turnpool.service，默认不启用，运行时没有特权、只能写 "
         "/var/lib/turnpool。先启动一次（文件夹随之建好），放入方案和数据，建第一个账号：",
         "The package brings turnpool.service, off at first, without privileges and able to write "
         "/var/lib/turnpool "
         "alone. Start it once, which makes the folder; put scenarios and data there, and make the "
         "first account:"),
    COMMAND("turnpool user add 李红 --role administrator --store /var/lib/turnpool/turnpool.db"),
    TEXT("再用 systemctl edit turnpool 选择上面两种之一（写法见单元文件开头），systemctl enable "
         "turnpool，systemctl restart turnpool。root 放进文件夹的文件，启动时自动归服务所有。"
         "没有账号时只在本机可用，一次性地址由 journalctl -u turnpool 查看，重启换新。",
         "Then choose one of the two with systemctl edit turnpool (how is said at the head of the "
         "unit), systemctl enable turnpool, systemctl restart turnpool. What root puts into the "
         "folder is handed to the service at its start. Without accounts it serves the machine "
         "alone: journalctl -u turnpool shows the one-time address, a restart makes a new one."),
    HEADING("七、什么不会变", "7. What stays as it is"),
    TEXT("0.x 各版之间：数据表和方案的键只增不改义；按 turnpool.scenario/1 "
         "写的方案，以后各版给出同样的含义；"
         "turnpool.run/1、turnpool.certificate/2 "
         "等文件只增加键，不删键、不改义，改义就换后面的数字；"
         "数据库可以由任何旧版升级；退出码、turnpool.h 里的名字不变（TURNPOOL_API 相同时）。"
         "给人看的文字、表格的列宽和先后可能改变：程序请读 --json。",
         "Between versions: tables and scenario keys are added, none changes its meaning; a "
         "scenario of "
         "turnpool.scenario/1 means the same in every later version. Documents (turnpool.run/1, "
         "turnpool.certificate/2 …) gain keys and lose none; a change of meaning changes the "
         "number. A store of every "
         "released version is brought up to date. Exit codes stay, and so does turnpool.h while "
         "TURNPOOL_API does. "
         "Sentences, widths and order of what people read may change: programs read --json."),
};

#define TOPIC(id, zh, en)                                                                          \
    static const tp_topic topic_##id = {#id, {zh, en}, id, sizeof id / sizeof *id}
TOPIC(glossary, "术语", "Glossary");
TOPIC(audit, "审计：不靠我们怎样复核", "For auditors: checking without us");
TOPIC(office, "信息化：安装、备份、账号、证书、代理",
      "For IT: install, backup, accounts, TLS, proxies");

const tp_topic *const tp_topics[] = {&topic_glossary, &topic_audit, &topic_office};
const size_t tp_n_topics = sizeof tp_topics / sizeof *tp_topics;
