// A year of several people in one office, in a real browser, and the same year on the command line: the
// journal must be the same, byte for byte. The pages met are checked for accessibility, valid HTML and width, in both
// languages. TAP on standard output.
// Usage: node year.mjs TURNPOOL SOURCE_ROOT [FOLDER for screenshots]
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , turnpool, root, shots] = process.argv;
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
let chromium, axeSource, HtmlValidate;
try {
    if (!browserPath) throw { code: 'no Chromium: tools/setup browser installs it' };
    ({ chromium } = await import('playwright-core'));
    ({ HtmlValidate } = await import('html-validate'));
    axeSource = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
} catch (error) {
    console.log(`1..0 # SKIP ${error.code}`);
    process.exit(0);
}
let count = 0, failed = 0;
async function test(name, body) {
    count++;
    try {
        await body();
        console.log(`ok ${count} - ${name}`);
    } catch (error) {
        failed++;
        console.log(`not ok ${count} - ${name}`);
        console.log(String(error.message ?? error).split('\n').slice(0, 12).map((line) => `# ${line}`).join('\n'));
    }
}
function holds(condition, what) {
    if (!condition) throw new Error(what);
}

const work = mkdtempSync(join(tmpdir(), 'turnpool-year-'));
const folders = { web: join(work, 'web'), cli: join(work, 'cli') };
for (const folder of Object.values(folders)) cpSync(join(root, 'scenarios/sample-city'), folder, { recursive: true });
writeFileSync(join(work, 'pw'), 'a good password\n');
const FIRST = '2026-07-05', LAST = '2029-12-31';
function call(where, today, args) {
    return execFileSync(turnpool, args, { cwd: folders[where], encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'],
        env: { ...process.env, TURNPOOL_TODAY: today, LC_ALL: 'C', TURNPOOL_PASSWORD_FILE: join(work, 'pw'),
            ...(where === 'web' ? { TURNPOOL_AS: 'admin' } : {}) } });
}
const journal = (where) => execFileSync('sqlite3', [join(folders[where], 'turnpool.db'),
    'SELECT * FROM journal ORDER BY entry'], { encoding: 'utf8' });

call('web', FIRST, ['user', 'add', 'admin', '--role', 'administrator', '--new-password-file', join(work, 'pw')]);
for (const [name, role] of [['王明', 'planner'], ['李红', 'approver'], ['赵亮', 'clerk']])
    call('web', FIRST, ['user', 'add', name, '--role', role, '--new-password-file', join(work, 'pw')]);

let server, origin;
async function serve(today) {
    if (server) { server.kill(); await new Promise((done) => server.once('exit', done)); }
    server = spawn(turnpool, ['serve', '.', '--port', '0'], { cwd: folders.web,
        env: { ...process.env, TURNPOOL_TODAY: today, LC_ALL: 'C' }, stdio: ['ignore', 'pipe', 'ignore'] });
    origin = await new Promise((done) => server.stdout.once('data', (line) => done(new URL(String(line).trim()).origin)));
}
const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
async function signIn(name, locale = 'zh-CN') {
    const context = await browser.newContext({ locale, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(60000);
    await page.goto(`${origin}/sign-in`);
    await page.fill('#name', name);
    await page.fill('#password', 'a good password');
    await Promise.all([page.waitForURL(`${origin}/`), page.click('button.main')]);
    return page;
}
async function shoot(page, name) {
    if (shots) await page.screenshot({ path: join(shots, `${name}.png`), fullPage: true });
}

const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
    'long-title': 'off', // the scenario's title is the user's
    'no-trailing-whitespace': 'off', // the user's texts may end so
    'void-style': 'off',
    'prefer-native-element': 'off', // role=region on a scrolling frame has no element of its own
    'form-dup-name': ['error', { shared: ['radio', 'checkbox', 'button', 'submit'] }],
    'no-implicit-button-type': 'off',
    'valid-id': ['error', { relaxed: true }],
} });
// What is wrong with a page, whatever it shows.
async function look(page, path) {
    const wrong = [];
    const reply = await page.goto(origin + path);
    if (reply.status() !== 200) return [`${path}: ${reply.status()}`];
    const html = validator.validateStringSync(await reply.text());
    for (const result of html.results)
        for (const fault of result.messages.filter((one) => one.severity === 2))
            wrong.push(`${path}: ${fault.line}:${fault.column} ${fault.ruleId} ${fault.message}`);
    await page.evaluate(axeSource); // through the debugger: the page's own policy lets no script in
    const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }));
    for (const one of found.violations) wrong.push(`${path}: axe ${one.id}: ${one.nodes[0].html.slice(0, 120)}`);
    for (const width of [390, 1280]) {
        await page.setViewportSize({ width, height: 900 });
        const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        if (wide > 0) wrong.push(`${path}: ${wide} pixels too wide at ${width}`);
        const cut = await page.evaluate(() => [...document.querySelectorAll('.big')].some((one) => one.scrollWidth > one.clientWidth));
        if (cut) wrong.push(`${path}: figures of the item are cut off at ${width}`);
        await shoot(page, `${path.replaceAll(/[/?=&]/g, '_')}-${width}-${await page.evaluate(() => document.documentElement.lang)}`);
    }
    return wrong;
}
const everyone = [];
async function inspect(name, locales, paths) {
    for (const locale of locales) {
        const page = await signIn(name, locale);
        for (const path of paths) everyone.push(...(await look(page, path)).map((fault) => `${locale} ${fault}`));
        await page.context().close();
    }
}
const BOTH = ['zh-CN', 'en-GB'];

await serve(FIRST);
const planner = await signIn('王明'), approver = await signIn('李红');
await test('planner__keeps_a_run_and_puts_it_forward', async () => {
    await planner.goto(`${origin}/live/baseline`);
    await planner.click('form[action*="/keep"] button');
    await planner.waitForURL(/\/run\//);
    await planner.fill('#title', '第一批');
    await planner.click('form[action*="/propose"] button');
    await planner.waitForLoadState();
    await planner.goto(`${origin}/proposals`);
    holds((await planner.textContent('main')).includes('第一批'), 'not put forward');
});
await test('planner__is_refused_the_meeting', async () => {
    const reply = await planner.goto(`${origin}/meeting/1`);
    holds(reply.status() === 403, `status ${reply.status()}`);
});
await inspect('李红', BOTH, ['/proposals', '/meeting/1', '/meeting/1?i=2&d.D001=1']);
await test('approver__decides_item_by_item_and_books', async () => {
    await approver.goto(`${origin}/proposals`);
    await approver.click('a[href="/meeting/1"]');
    await shoot(approver, 'meeting');
    await approver.click('button.choice[value="agree"]');
    await approver.waitForURL(/i=2/);
    await approver.fill('#count', '1');
    await approver.click('form:has(#count) button');
    await approver.waitForURL(/i=3/);
    await approver.click('button.choice[value="defer"]');
    await approver.waitForURL(/i=4/);
    await approver.click('text=其余一并同意');
    await approver.waitForLoadState();
    await shoot(approver, 'meeting-end');
    await approver.fill('#meeting', '第一次会议');
    await approver.click('button[value="approve"]');
    await approver.waitForURL(/minutes/);
    await shoot(approver, 'minutes');
});

// The same on the command line: what was decided is read off the browser's store.
call('cli', FIRST, ['run', 'baseline.yaml']);
call('cli', FIRST, ['propose', 'latest', '--by', '王明', '--title', '第一批']);
const changes = execFileSync('sqlite3', [join(folders.web, 'turnpool.db'), 'SELECT changes FROM approval'], { encoding: 'utf8' })
    .trim().split('\n').map((line) => line.split('\t'));
const decided = changes.flatMap(([demand, opinion, n]) =>
    opinion === 'agree' ? ['--grant', `${demand}=${n}`] : [`--${opinion}`, demand]);
await test('meeting__cut_one_and_put_one_off', async () => {
    holds(changes.length === 2, JSON.stringify(changes));
});
call('cli', FIRST, ['approve', '1', '--meeting', '第一次会议', '--by', '李红', '--yes', ...decided]);
await test('approval__same_journal', async () => holds(journal('web') === journal('cli'), 'journals differ'));

await serve(LAST);
const clerk = await signIn('赵亮');
const loans = call('cli', LAST, ['ledger', 'balance', '--table', 'loans', '--format', 'csv', '--lang', 'en'])
    .trim().split('\n').slice(1).map((line) => line.split(','));
const large = loans.filter((loan) => Number(loan[7]) >= 2);
async function book(kind, fields, again = false) {
    await clerk.goto(`${origin}/ledger/move?kind=${kind}`);
    for (const [name, value] of Object.entries(fields)) await clerk.fill(`#${name}`, value);
    await clerk.click('form.stack button');
    await shoot(clerk, `preview-${kind}`);
    await clerk.click('form[action="/ledger/book"] button');
    await clerk.waitForSelector('p.good');
    if (!again) return;
    const before = journal('web');
    await clerk.reload({ waitUntil: 'load' }); // the same form once more
    holds(journal('web') === before, 'booked twice');
}
const [deposit] = call('cli', LAST, ['ledger', 'list', '--format', 'csv', '--lang', 'en']).trim().split('\n')
    .filter((line) => line.includes(',deposit,')).map((line) => line.split(','));
const deeds = [
    ['return', { number: large[0][0], count: '1', on: '2026-08-20', reason: '退休' }],
    ['recall', { number: large[1][0], count: '1', on: '2026-10-12', reason: '急用' }],
    ['renew', { number: large[2][0], until: '2030-12-31', on: '2027-01-15', reason: '续' }],
    ['withdraw', { unit: deposit[5], category: deposit[3], count: '1', on: '2027-03-01', reason: '自用' }],
    ['expire', { on: '2029-12-31', reason: '到期' }]];
for (const [kind, fields] of deeds) {
    await test(`clerk__books_${kind}`, async () => {
        const number = fields.number ? [fields.number] : fields.unit ? [fields.unit, fields.category] : ['--all'];
        const options = Object.entries(fields).filter(([name]) => !['number', 'unit', 'category'].includes(name))
            .flatMap(([name, value]) => [`--${name}`, value]);
        await book(kind, fields, kind === 'return');
        call('cli', LAST, [kind, ...(kind === 'withdraw' ? [`${fields.unit}`, '--category', fields.category] : number), '--by', '赵亮', '--yes', ...options]);
    });
}
await test('clerk__lets_a_unit_be_succeeded', async () => {
    const fields = { unit: deposit[5], heir: 'U900', on: '2029-12-31', reason: '云编〔2029〕9号' };
    await clerk.goto(`${origin}/ledger/move?kind=succeed`);
    await clerk.check('#fresh');
    for (const [name, value] of Object.entries(fields)) await clerk.fill(`#${name}`, value);
    await clerk.click('form.stack button');
    await shoot(clerk, 'preview-succeed');
    await clerk.click('form[action="/ledger/book"] button');
    await clerk.waitForSelector('p.good');
    call('cli', LAST, ['ledger', 'succeed', fields.unit, fields.heir, '--new', '--on', fields.on, '--reason', fields.reason, '--by', '赵亮', '--yes']);
    holds(journal('web').includes('U900'), 'nothing was booked');
});
await test('clerk__corrects_an_entry', async () => {
    const entry = execFileSync('sqlite3', [join(folders.cli, 'turnpool.db'), "SELECT entry FROM journal WHERE kind = 'recall'"], { encoding: 'utf8' }).trim();
    await book('correct', { number: entry, count: '1', on: '2029-12-31', reason: '记错' });
    call('cli', LAST, ['ledger', 'correct', entry, '--count', '1', '--on', '2029-12-31', '--reason', '记错', '--by', '赵亮', '--yes']);
});
await test('year__same_journal_byte_for_byte', async () => {
    const a = journal('web'), b = journal('cli');
    holds(a === b, `journals differ: ${a.length} and ${b.length} bytes`);
});
await test('year__verifies_with_every_signature', async () => {
    const said = call('web', LAST, ['ledger', 'verify', '--lang', 'en']).replaceAll('\n', ' ');
    holds(/all\s+of them good; from before there were accounts, unsigned: 0 entries and 0 approvals/.test(said), said);
});
await test('pages__of_the_ledger_answer', async () => {
    for (const path of ['/ledger', '/ledger?on=2026-12-31', '/ledger/due?within=3650', '/ledger/journal', '/ledger/lent',
        `/ledger/unit/${loans[0][1]}`, '/reconcile?scenario=baseline']) {
        const reply = await clerk.goto(origin + path);
        holds(reply.status() === 200, `${path}: ${reply.status()}`);
        await shoot(clerk, path.replaceAll(/[/?=]/g, '_'));
    }
});
await inspect('李红', BOTH, ['/meeting/1/minutes', '/meeting/1/papers']);
await inspect('赵亮', BOTH, ['/ledger', '/ledger/due?within=3650', '/ledger/journal', '/ledger/lent', `/ledger/unit/${loans[0][1]}`,
    '/reconcile', '/reconcile?scenario=baseline', '/account', '/sign-in',
    ...['return', 'recall', 'renew', 'withdraw', 'expire', 'succeed', 'correct', 'undo'].map((kind) => `/ledger/move?kind=${kind}`)]);
await inspect('admin', BOTH, ['/', '/users', '/log']);
await test('pages__are_accessible_valid_and_fit', async () => {
    holds(!everyone.length, everyone.join('\n'));
});
for (const [path, start] of [['/meeting/1/record?chair=王', 'PK'], ['/ledger/year/2027?as=docx', 'PK'], ['/meeting/1/papers/committee.html', '<!']]) {
    await test(`fetched__${path.replaceAll(/[^a-z]/g, '_')}_is_noted`, async () => {
        const noted = () => Number(execFileSync('sqlite3', [join(folders.web, 'turnpool.db'),
            "SELECT count(*) FROM log WHERE act = 'export'"], { encoding: 'utf8' }));
        const before = noted();
        const reply = await clerk.context().request.get(encodeURI(origin + path));
        const body = (await reply.body()).toString('latin1');
        holds(reply.status() === 200 && body.startsWith(start), `${reply.status()} ${body.slice(0, 60)}`);
        holds(noted() === before + 1, 'no row in the log');
    });
}
await browser.close();
server.kill();
rmSync(work, { recursive: true, force: true });
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
