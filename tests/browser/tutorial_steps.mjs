// The tutorial: what is said, typed and looked at, in both languages. tutorial.mjs follows it and writes
// tools/guide/TUTORIAL.*.md from what came of it.
export const languages = ['zh', 'en'];

const text = (zh, en) => ({ kind: 'text', zh, en });
// A file: the same in both languages, for the office's own tables are in Chinese.
const file = (name, text) => ({ kind: 'file', zh: { name, text }, en: { name, text } });
const edit = (old, now) => ({ kind: 'edit', zh: { name: plan.zh, old, new: now }, en: { name: plan.en, old: old.replace('数据.xlsx', 'data.xlsx'), new: now } });
const run = (command, more = {}) => ({ kind: 'run', command, ...more });
const day = (d) => ({ kind: 'day', day: d });
const page = (shot, zh, en, visit) => ({ kind: 'page', shot, zh, en, visit });
const plan = { zh: '方案.yaml', en: 'plan.yaml' };
const each = (zh, en, more = {}) => ({ kind: 'run', zh, en, ...more });


const register = (school, primary, hospital, library) => `云汀市机构编制台账,,,,,,,
填报单位：云汀市委编办,,,,,,,单位：名
序号,单位名称,机构性质,所属系统,层级,地区,事业编制,
,,,,,,核定,实有
1,市图书馆,事业单位,文化,市级,市本级,42,${library}
2,市档案馆,事业单位,综合政务,市级,市本级,30,21
3,市科技馆,事业单位,文化,市级,市本级,26,18
4,市第一中学,事业单位,教育,市级,市本级,180,${school}
5,市第二小学,事业单位,教育,市级,市本级,96,${primary}
6,市人民医院,事业单位,卫生健康,市级,市本级,310,${hospital}
,合计,,,,,684,${library + 21 + 18 + school + primary + hospital}
`;
const outcomes = (year, hospital) => `单位名称,评估日期,评估等次,得分,工作饱满度
市图书馆,${year}-05-31,良好,82,0.55
市档案馆,${year}-05-31,良好,80,0.70
市科技馆,${year}-05-31,良好,81,0.62
市第一中学,${year}-05-31,良好,90,1.12
市第二小学,${year}-05-31,良好,91,1.20
市人民医院,${year}-05-31,良好,89,${hospital}
`;
const imports = 'turnpool import register.csv requests.csv outcomes.csv vacancies.csv -o data';

export const steps = [
    text(`# 教程：从一个空文件夹到第二年

照着做一遍，约半小时。六个单位、四件申请，数目小得可以心算核对；换成本地的表，步骤一样。文中每条命令、每段
输出、每张图都由测试照做一遍后写成（\`tests/browser/tutorial.mjs\`），“…”处是每台机器各不相同的编号，或略去的部分。

## 一、空文件夹

新建一个文件夹，进去，建好工作区：`, `# Tutorial: from an empty folder to next year

Half an hour. Six units and four requests, so small that every figure can be checked in the head; with an office's own
tables the steps are the same. Every command, output and picture here was made by a test that follows this text word by
word (\`tests/browser/tutorial.mjs\`). "…" stands for identities, which differ, and for lines left out. The tables are
in Chinese, as an office's are.

## 1. An empty folder

Make a folder, go into it, and set up a workspace:`),
    run('turnpool init .'),
    text('里面有三个文件：`README.md`（怎么用）、`数据.xlsx`（各表的空白表样）、`方案.yaml`（十个问题，写明本地怎么规定）。\n\n## 二、把台账变成数据\n\n本单位的台账是什么样就用什么样。这里是四张表（Excel、WPS、CSV 都行）：',
        'It holds `README.md` (how to go on), `data.xlsx` (empty tables) and `plan.yaml` (ten questions: the local rules).\n\n## 2. The register becomes data\n\nTake the register as it is; here it is four tables (Excel, WPS or CSV):'),
    file('register.csv', register(180, 96, 308, 30)),
    file('requests.csv', `申请编号,单位名称,编制类别,申请数,申请类型,投放领域,申请日期
S01,市第一中学,事业,6,法定保障,教育,2026-04-10
S02,市第二小学,事业,8,法定保障,教育,2026-04-12
S03,市人民医院,事业,9,一般,卫生健康,2026-05-06
S04,市科技馆,事业,3,一般,文化,2026-05-20
`),
    file('outcomes.csv', outcomes(2026, '1.15')),
    file('vacancies.csv', `单位名称,编制类别,空编起始日期,空编数
市图书馆,事业,2024-03-01,12
市档案馆,事业,2024-09-01,9
市科技馆,事业,2025-06-01,8
`),
    run(imports, { lines: 12 }),
    text('程序说明它把每张表、每一列认作什么，有多大把握，合计与分项之和是否相符。认得不对，改 `data/map.yaml`，以后每月都用它。\n\n方案里写的是空白的 `数据.xlsx`，改成刚导入的文件夹：',
        'It says what it took each table and column for, how sure it is, and whether totals are the sums of their parts. Where it is wrong, change `data/map.yaml`; later months use it.\n\nThe scenario names the empty `data.xlsx`; let it name the folder just made:'),
    edit('data: 数据.xlsx', 'data: data'),
    each('turnpool check 方案.yaml', 'turnpool check plan.yaml', { lines: 14 }),
    text('没有错误才能算。警告不妨碍测算，但要看：这里说的是方案提到、数据里没有的取值。\n\n## 三、在浏览器里看\n\n`turnpool serve --open` 打开本机的页面（不联网，只有本机能看）：',
        'Only data without errors is calculated on. Warnings are for reading: here, values the scenario names and the data lacks.\n\n## 3. In the browser\n\n`turnpool serve --open` opens a page on this machine (no network, nobody else sees it):'),
    page('list', '文件夹里的方案', 'The scenarios of the folder', async (p, at) => { await p.goto(`${at.origin}/`); }),
    text('点开方案。上面是各项可调的数，改一个，马上看到与原方案相差多少。把“应留比例”从 0.1 改到 0.3：',
        'Open the scenario. At the top are the figures one can move; what changes against the scenario as written shows at once. Keep 30 % in the pool instead of 10 %:'),
    page('live', '备用改为三成，法定保障就缺一个', 'With 30 % kept back, one statutory slot is missing', async (p, at) => {
        await p.goto(`${at.origin}/`);
        const link = await p.locator('a[href^="/live/"]').first().getAttribute('href');
        await p.goto(`${at.origin}${link}?reserve.share=0.3`);
    }),
    text('池里多留四个，法定保障的申请就缺一个：这是要拿到会上说的。每个状态都有自己的网址，可以发给同事。\n\n## 四、算、问、比\n\n同样的事在命令行里：',
        'Four more kept, one statutory request short: that is for the committee to know. Every state has an address of its own.\n\n## 4. Solve, ask, compare\n\nThe same on the command line:'),
    each('turnpool run 方案.yaml', 'turnpool run plan.yaml', { from: { zh: '已求得最优方案', en: 'The answer is optimal' }, lines: 28 }),
    text('医院申请九个，自己有两个空编，借到三个。为什么不是七个？', 'The hospital asked for nine, has two vacancies of its own and borrows three. Why not seven?'),
    run('turnpool explain latest --demand S03', { lines: 7 }),
    text('再写一个方案，只写与原方案不同的地方：', 'A second scenario says only what is different:'),
    { kind: 'file', zh: { name: '多留.yaml', text: `schema: turnpool.scenario/1\nextends: 方案.yaml\nname: more-reserve\ntitle: {zh: 多留备用, en: A larger reserve}\nreserve: {share: 0.30}\n` },
        en: { name: 'more.yaml', text: `schema: turnpool.scenario/1\nextends: plan.yaml\nname: more-reserve\ntitle: {zh: 多留备用, en: A larger reserve}\nreserve: {share: 0.30}\n` } },
    each('turnpool compare 方案.yaml 多留.yaml', 'turnpool compare plan.yaml more.yaml', { from: { zh: '三、主要指标', en: '3. Figures' }, lines: 10 }),
    text('`turnpool report` 把比较写成一个可以发邮件、可以打印的网页。任何人不信程序，可以只凭数据和规则复核：',
        '`turnpool report` writes the comparison as a page to mail and print. Whoever does not trust the program checks a run from the data and the rules alone:'),
    run('turnpool verify latest', { lines: 8 }),
    text('## 五、上会\n\n把基准方案提交编委会，`latest` 是最近一次测算；先导出草案印给与会人看，每页都有“草案”字样：',
        '## 5. The meeting\n\nPut the run forward (`latest` is the last one made), and print drafts for the members; every page says DRAFT:'),
    each('turnpool propose latest --by 王明 --title 2026年第一批', 'turnpool propose latest --by Wang --title "First batch 2026"', { lines: 4 }),
    run('turnpool export 1 --draft -o drafts', { lines: 4 }),
    text('会上在大屏幕逐项过：申请多少、自己有多少、建议多少、理由；同意、不同意、暂缓、改数，改动当场按全部规则核对。',
        'In the meeting the screen goes item by item: asked, own, proposed and why; agree, refuse, defer or cut. Each change is measured against all rules at once.'),
    page('meeting', '逐项审议', 'Item by item', async (p, at) => { await p.goto(`${at.origin}/meeting/1`); }),
    text('这里把医院的三个减为两个，其余同意。', 'Here the hospital gets two instead of three; all else is agreed.'),
    page('minutes', '登记以后：会议记录', 'Booked: the minutes', async (p, at) => {
        await p.goto(`${at.origin}/meeting/1?i=3`);
        await p.fill('#count', '2');
        await Promise.all([p.waitForNavigation(), p.click('form:has(#count) button')]);
        const rest = p.locator('form:not(:has(input[type="text"])) button', { hasText: /其余一并同意|Agree to the rest/ });
        if (await rest.count()) await Promise.all([p.waitForNavigation(), rest.click()]);
        await p.fill('#meeting', at.lang === 'zh' ? '2026年第3次编委会' : 'Third meeting of 2026');
        if (await p.locator('#by').count()) await p.fill('#by', at.lang === 'zh' ? '李红' : 'Li');
        await Promise.all([p.waitForURL(/minutes/), p.click('button[value="approve"]')]);
    }),
    text('## 六、台账\n\n审定的当场记入台账：复式，只增不改。通知单可以直接印发。', '## 6. The ledger\n\nWhat was approved is in the ledger: double entry, append-only. The notices can be signed.'),
    run('turnpool export 1 -o papers', { lines: 3 }),
    run('turnpool ledger balance --table loans', { lines: 8 }),
    text('年底，第一中学有一人退休，还回一个；先看摘要，再记账（在键盘前用不着 `--yes`，程序会问）：', 'In December a teacher retires and one slot goes back. A summary comes first (at a keyboard leave `--yes` out: it asks):'),
    day('2026-12-20'),
    each('turnpool return S01 --count 1 --by 赵亮 --on 2026-12-20 --yes', 'turnpool return S01 --count 1 --by Zhao --on 2026-12-20 --yes', { lines: 12 }),
    run('turnpool ledger verify', { lines: 6 }),
    run('turnpool backup office.backup', { lines: 3 }),
    text('备份是联机做的，写完先核验才算数；拷到另一台机器上收好。\n\n## 七、第二年\n\n六月来了新台账：',
        'The backup is checked before it counts; keep it on another machine.\n\n## 7. Next year\n\nIn June comes a new register:'),
    day('2027-07-01'),
    file('register.csv', register(184, 104, 312, 29)),
    file('requests.csv', `申请编号,单位名称,编制类别,申请数,申请类型,投放领域,申请日期
T01,市人民医院,事业,5,一般,卫生健康,2027-05-06
`),
    file('outcomes.csv', outcomes(2027, '1.18')),
    file('vacancies.csv', `单位名称,编制类别,空编起始日期,空编数
市图书馆,事业,2024-03-01,13
市档案馆,事业,2024-09-01,9
市科技馆,事业,2025-06-01,8
`),
    run(imports.replace('-o data', '-o data-2027 --map data/map.yaml'), { lines: 4 }),
    text('先与上年比，哪些变了；再与台账对，池里的账和人数合不合：', 'First what changed in the data; then whether people and ledger agree:'),
    run('turnpool diff data data-2027', { lines: 14 }),
    run('turnpool reconcile data-2027', { lines: 16 }),
    text('方案改用新数据和新日期，再算。池子从去年的余额接着算：', 'Let the scenario name the new data and day, and solve. The pool goes on from last year\'s balance:'),
    edit('data: data', 'data: data-2027'),
    edit('as_of: 2026-06-30', 'as_of: 2027-06-30'),
    each('turnpool run 方案.yaml', 'turnpool run plan.yaml', { from: { zh: '二、周转池', en: '2. Pools' }, lines: 5 }),
    run('turnpool ledger year 2026 -o year-2026', { lines: 4 }),
    page('ledger', '台账：各池余额，谁借了谁的', 'The ledger: balances, and whose slots are where', async (p, at) => { await p.goto(`${at.origin}/ledger`); }),
    text('至此走完一年。往下读：`turnpool help 命令`，`turnpool help audit`（审计怎样不靠我们复核），`turnpool help office`（安装、备份、账号），`turnpool help glossary`（术语）。',
        'That was a year. Read on: `turnpool help COMMAND`, `turnpool help audit` (checking without us), `turnpool help office` (install, backup, accounts), `turnpool help glossary`.'),
];
