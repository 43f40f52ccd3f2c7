// The report in a real browser: both languages, scripts on and off, every control used and its result
// checked. TAP on standard output. Usage: [REPORTS=all] node report.mjs TURNPOOL SOURCE_ROOT
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cases } from './cases.mjs';

const [, , turnpool, root] = process.argv;
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
if (!browserPath) {
    console.log('1..0 # SKIP no Chromium: tools/setup browser installs it');
    process.exit(0);
}
let chromium, axeSource, HtmlValidate;
try {
    ({ chromium } = await import('playwright-core'));
    ({ HtmlValidate } = await import('html-validate'));
    axeSource = readFileSync(new URL('./node_modules/axe-core/axe.min.js', import.meta.url), 'utf8');
} catch (error) {
    console.log(`1..0 # SKIP npm packages are missing (npm ci in tests/browser): ${error.code}`);
    process.exit(0);
}

let count = 0;
let failed = 0;
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
function equal(got, want, what) {
    if (JSON.stringify(got) !== JSON.stringify(want))
        throw new Error(`${what}: ${JSON.stringify(got)}, wanted ${JSON.stringify(want)}`);
}
function holds(condition, what) {
    if (!condition)
        throw new Error(what);
}

const work = mkdtempSync(join(tmpdir(), 'turnpool-browser-'));
const files = cases({ turnpool, root, work });
const browser = await chromium.launch({
    executablePath: browserPath,
    args: ['--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
        '--disable-component-update', '--disable-sync', ...(process.getuid() === 0 ? ['--no-sandbox'] : [])],
});

// A page that keeps what it logs and what it asks for.
async function open(file, options = {}) {
    const context = await browser.newContext({ viewport: { width: options.width ?? 1280, height: 900 },
        javaScriptEnabled: options.scripts ?? true });
    const page = await context.newPage();
    page.heard = [];
    page.asked = [];
    page.on('console', (message) => page.heard.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => page.heard.push(String(error)));
    page.on('request', (request) => page.asked.push(request.url()));
    await page.goto(`file://${file}`);
    return page;
}
async function close(page) {
    equal(page.heard, [], 'console');
    equal(page.asked.filter((url) => !url.startsWith('file://')), [], 'requests');
    equal(page.asked.length, 1, 'files read');
    await page.context().close();
}
const language = (page, lang) => page.locator(`label[for=lang-${lang}]`).click();
const column = (page, table, index) => page.$$eval(`#${table} tbody tr:not([hidden])`,
    (rows, at) => rows.map((row) => row.cells[at].textContent.trim()), index);

// Text of a picture that leaves it, or that lies over another text.
async function textFaults(page) {
    return page.evaluate(() => {
        const faults = [];
        for (const svg of document.querySelectorAll('svg')) {
            const frame = svg.getBoundingClientRect();
            if (!frame.width)
                continue;
            const boxes = [...svg.querySelectorAll('text')].map((text) => ({ text: text.textContent,
                box: text.getBoundingClientRect() })).filter((item) => item.box.width > 0);
            boxes.forEach(({ text, box }, i) => {
                if (box.left < frame.left - 1 || box.right > frame.right + 1 || box.top < frame.top - 3 ||
                    box.bottom > frame.bottom + 3)
                    faults.push(`clipped: ${text}`);
                for (const other of boxes.slice(i + 1))
                    if (box.left < other.box.right - 1 && other.box.left < box.right - 1 &&
                        box.top < other.box.bottom - 5 && other.box.top < box.bottom - 5)
                        faults.push(`over each other: ${text} | ${other.text}`);
            });
        }
        return faults.slice(0, 6);
    });
}

// Reports made of the same parts as these are read in Chinese on a telephone and in English on a desk;
// REPORTS=all reads each of them everywhere.
const everywhere = ['six', 'states', 'hostile', 'odd'];
const reads = (name, lang, width) => process.env.REPORTS === 'all' || everywhere.includes(name) || (lang === 'zh') === (width === 390);
for (const [name, file] of Object.entries(files)) {
    await test(`${name}__is_valid_html`, async () => {
        const validator = new HtmlValidate({ extends: ['html-validate:recommended'], rules: {
            'long-title': 'off', // the scenario's title is the user's
            'no-trailing-whitespace': 'off', // the user's texts may end so
            'void-style': 'off',
            'prefer-native-element': 'off', // role=group on a scrolling frame has no element of its own
        } });
        const result = await validator.validateFile(file);
        equal(result.results.flatMap((entry) => entry.messages).slice(0, 5)
            .map((m) => `${m.ruleId}: ${m.message} (${m.line}:${m.column})`), [], 'findings');
    });
    // One page for all that only looks: a large report takes longer to load than to look at.
    const page = await open(file);
    for (const lang of ['zh', 'en']) {
        for (const width of [1280, 390].filter((w) => reads(name, lang, w))) {
            await test(`${name}__reads_well_${lang}_${width}`, async () => {
                await page.setViewportSize({ width, height: 900 });
                await language(page, lang);
                equal(await page.locator('h1 .zh').isVisible().catch(() => false), lang === 'zh', 'Chinese shown');
                const wide = await page.evaluate(() => document.documentElement.scrollWidth);
                holds(wide <= width, `the page is ${wide} wide`);
                const fold = (open) => page.evaluate((to) => document.querySelectorAll(to ? 'details:not([open])' : 'details.was-folded')
                    .forEach((d) => { d.open = to; d.classList.toggle('was-folded', to); }), open);
                await fold(true);
                const faults = await textFaults(page);
                await fold(false);
                equal(faults, [], 'texts of pictures');
            });
        }
        await test(`${name}__has_no_axe_violation_${lang}`, async () => {
            await page.setViewportSize({ width: 1280, height: 900 });
            await page.evaluate(axeSource);
            // What passes is not listed: finding names for all of it was most of the time.
            const violations = await page.evaluate(async () => (await globalThis.axe.run(document, { resultTypes: ['violations'] }))
                .violations.map((v) => `${v.id}: ${v.nodes[0].html.slice(0, 160)}`));
            equal(violations, [], 'violations');
        });
    }
    await test(`${name}__says_and_asks_for_nothing`, () => close(page));
}

await test('scripts_off__everything_is_readable', async () => {
    const page = await open(files.six, { scripts: false });
    for (const lang of ['zh', 'en']) {
        await language(page, lang);
        const text = await page.locator('body').innerText();
        holds(text.includes(lang === 'zh' ? '结论' : 'Conclusion'), 'the conclusion is missing');
        holds(!text.includes(lang === 'zh' ? 'Conclusion' : '结论'), 'the other language shows');
    }
    equal(await page.locator('.tools:visible, .slider:visible').count(), 0, 'controls that need a script');
    await page.locator('label[for=show-p]').click();
    holds(await page.locator('.figures tbody td .p').first().isVisible(), 'percentages do not show');
    await page.context().close();
});

await test('toggle__shows_difference_then_percent', async () => {
    const page = await open(files.two);
    const row = page.locator('.figures tbody tr', { hasText: '周转池投放' });
    const base = Number(await row.locator('td').nth(0).locator('.v').innerText());
    const cell = row.locator('td').nth(1);
    const value = Number(await cell.locator('.v').innerText());
    const sign = (n) => (n < 0 ? `−${-n}` : `+${n}`);
    equal(await cell.locator('.d').innerText(), sign(value - base), 'difference');
    await page.locator('label[for=show-d]').click();
    equal(await cell.locator('.v').isVisible(), false, 'value');
    equal(await cell.locator('.d').isVisible(), true, 'difference shown');
    await page.locator('label[for=show-p]').click();
    equal(await cell.locator('.d').isVisible(), false, 'difference hidden');
    const tenths = Math.floor(Math.abs(value - base) * 1000 / base + 0.5) / 10;
    equal(await cell.locator('.p').innerText(), `${value < base ? '−' : '+'}${tenths.toFixed(1)}%`, 'percent');
    await close(page);
});

await test('sort__by_number_and_by_name', async () => {
    const page = await open(files.two);
    const button = page.locator('#every thead [role=button]').nth(3);
    const sorted = (list, way) => list.every((n, i) => i === 0 || (way > 0 ? list[i - 1] <= n : list[i - 1] >= n));
    await button.click();
    holds(sorted((await column(page, 'every', 3)).map(Number), 1), 'not ascending');
    await button.click();
    holds(sorted((await column(page, 'every', 3)).map(Number), -1), 'not descending');
    equal(await page.locator('#every th[aria-sort]').count(), 1, 'sorted columns');
    await page.locator('#every thead [role=button]').first().click();
    const codes = await column(page, 'every', 0);
    equal(codes, [...codes].sort((a, b) => a.localeCompare(b, 'zh-CN', { numeric: true })), 'codes');
    await close(page);
});

await test('filter__keeps_what_matches', async () => {
    const page = await open(files.two);
    const all = (await column(page, 'every', 1)).length;
    await page.locator('#every-filter').fill('医院');
    const left = await page.$$eval('#every tbody tr:not([hidden])', (rows) => rows.map((row) => row.textContent));
    holds(left.length > 0 && left.length < all, `${left.length} of ${all} are left`);
    holds(left.every((text) => text.includes('医院')), 'a row without the word is left');
    equal(await page.locator('output[for=every-filter]').innerText(), `${left.length} / ${all}`, 'count');
    await page.locator('#every-filter').fill('');
    equal((await column(page, 'every', 1)).length, all, 'rows after clearing');
    await close(page);
});

await test('slider__stops_at_solved_points_only', async () => {
    const page = await open(files.two);
    const range = page.locator('#slider-0');
    const rows = await page.locator('#curve-0 tbody tr').count();
    equal(await range.getAttribute('max'), String(rows - 1), 'last stop');
    await range.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowRight');
    equal(await range.inputValue(), '2', 'stop');
    const here = await page.$$eval('#curve-0 tbody tr', (list) => list.map((row) => row.classList.contains('here')));
    equal(here.indexOf(true), 2, 'marked row');
    equal(here.filter(Boolean).length, 1, 'marked rows');
    const cells = await page.$eval('#curve-0', (table) => [...table.tHead.rows[0].cells].map((head, i) =>
        [head, table.tBodies[0].rows[2].cells[i]].map((cell) => (cell.querySelector('.zh') ?? cell).textContent.trim()).join(' ')));
    equal(await page.locator('output[for=slider-0]').innerText(), cells.join('，'), 'what the slider says');
    await language(page, 'en');
    holds(/^[ -~]+ [0-9.]+, Granted [0-9]+, Short [0-9]+, /.test(await page.locator('output[for=slider-0]').innerText()),
        'what the slider says in English');
    equal(await page.locator('[data-point].here').first().getAttribute('data-point'), '2', 'marked point');
    await close(page);
});

await test('hostile_name__is_shown_as_it_is', async () => {
    const page = await open(files.hostile);
    const name = '<script>alert(1)</script>&"\'';
    page.on('dialog', () => page.heard.push('a dialog opened'));
    holds((await column(page, 'every', 1)).includes(name), 'the name is not in the list');
    const drawn = await page.$$eval('svg text', (texts) => texts.map((t) => t.textContent));
    holds(drawn.some((text) => text.includes(name)), 'the name is not in a picture');
    equal(await page.locator('script').count(), 1, 'scripts');
    await close(page);
});

await test('odd_runs__are_said_in_words', async () => {
    const page = await open(files.odd);
    const text = await page.locator('#conclusion').innerText();
    for (const words of ['完全相同', '自相矛盾', '没有投放任何编制'])
        holds(text.includes(words), `"${words}" is not in: ${text}`);
    await language(page, 'en');
    const english = await page.locator('#conclusion').innerText();
    for (const words of ['moves exactly what the baseline moves', 'contradicts itself', 'lends nothing'])
        holds(english.includes(words), `"${words}" is not in: ${english}`);
    holds(!/\b1 (slots|units|demands)\b/.test(english), 'a plural after one');
    await close(page);
});

// The badges of a report, run by run, in one language.
const badges = async (page, lang) => {
    await language(page, lang);
    return page.$$eval('.runs tbody tr', (rows) => rows.map((row) => [...row.querySelectorAll('.badge')]
        .map((badge) => badge.innerText.trim() + (badge.classList.contains('done') ? ' (done)' : ''))));
};

await test('badges__say_where_each_run_stands', async () => {
    const page = await open(files.states);
    const draft = '草案', stale = '! 已过期，须重新测算';
    equal(await badges(page, 'zh'), [['✓ 已审定（审定第 2 号） (done)'], ['✓ 部分审定（审定第 3 号） (done)'],
        ['✕ 未获通过（建议方案第 2 号）'], ['草案：已提请审定（建议方案第 4 号）', stale], [draft, stale], [draft, stale],
        [draft]], 'Chinese');
    const again = '! Stale: run again';
    equal(await badges(page, 'en'), [['✓ Approved (approval no. 2) (done)'], ['✓ Approved in part (approval no. 3) (done)'],
        ['✕ Rejected (proposal no. 2)'], ['Draft: put forward (proposal no. 4)', again], ['Draft', again],
        ['Draft', again], ['Draft']], 'English');
    await close(page);
});

await test('stale_runs__say_what_moved', async () => {
    const page = await open(files.states);
    const said = async () => (await page.$$eval('#conclusion li.warn', (items) => items.map((i) => i.innerText.trim())))
        .map((text) => text.slice(0, 200));
    const zh = (await said()).filter((text) => text.includes('测算之后'));
    equal(zh.length, 3, 'warnings');
    for (const [i, words] of ['测算之后台账有了新的记录，', '测算之后数据已更换，', '测算之后台账有了新的记录，数据也已更换，'].entries())
        holds(zh[i].includes(words), `"${words}" is not in: ${zh[i]}`);
    equal(await page.locator('#conclusion li', { hasText: '差别不全是方案造成的' }).count(), 4, 'runs on other inputs');
    await language(page, 'en');
    const en = (await said()).filter((text) => text.includes('since it was solved'));
    for (const [i, words] of ['the ledger has moved.', 'the data were replaced.', 'the ledger has moved and the data were replaced.'].entries())
        holds(en[i].includes(`since it was solved, ${words}`), `"${words}" is not in: ${en[i]}`);
    equal(await page.locator('#conclusion li', { hasText: 'does not rest on the same' }).count(), 4, 'runs on other inputs');
    await close(page);
});

await test('stopped_runs__say_so_and_never_call_themselves_optimal', async () => {
    const early = await open(files.early);
    for (const [lang, words, never] of [['zh', '但未证明最优', '已求得最优方案'],
        ['en', 'is not proven optimal', 'The answer is optimal']]) {
        await language(early, lang);
        const text = await early.locator('body').innerText();
        holds((await early.locator('#conclusion li.warn').innerText()).includes(words), `"${words}" is not said`);
        holds(!text.includes(never), `"${never}" is said`);
    }
    await close(early);
    const nothing = await open(files.nothing);
    for (const [lang, words] of [['zh', '这不说明无解'], ['en', 'This does not mean that none exists']]) {
        await language(nothing, lang);
        holds((await nothing.locator('#conclusion li.warn').innerText()).includes(words), `"${words}" is not said`);
    }
    equal(await nothing.locator('svg').count(), 0, 'pictures of nothing');
    equal(await nothing.$$eval('nav a', (links) => links.filter((a) => !document.querySelector(a.getAttribute('href'))).length), 0,
        'links to nowhere');
    await close(nothing);
});

await test('baseline_without_answer__is_replaced_before_anything_is_compared', async () => {
    const page = await open(files.halted);
    for (const [lang, words] of [['zh', '基准方案没有结果，以下改以“A 基准方案”为基准'],
        ['en', 'The baseline has no answer; below, “A Baseline” stands in for it']]) {
        await language(page, lang);
        const first = await page.locator('#conclusion li').first().innerText();
        holds(first.includes(words), `"${words}" is not said first: ${first}`);
    }
    await close(page);
});

await test('dark_scheme__leaves_the_page_as_light_as_it_is', async () => {
    const context = await browser.newContext({ colorScheme: 'dark' });
    const page = await context.newPage();
    await page.goto(`file://${files.states}`);
    equal(await page.evaluate(() => [document.documentElement, document.querySelector('input[type=search]')]
        .map((e) => getComputedStyle(e)).map((s) => [s.color, s.backgroundColor])),
    [['rgb(27, 31, 36)', 'rgb(255, 255, 255)'], ['rgb(0, 0, 0)', 'rgb(255, 255, 255)']], 'ink and paper');
    await context.close();
});

await test('print__fits_portrait_pages_in_both_languages', async () => {
    for (const [lang, file] of ['zh', 'en'].flatMap((l) => [[l, files.six], [l, files.states], [l, files.early]])) {
        const page = await open(file);
        await language(page, lang);
        await page.emulateMedia({ media: 'print' });
        await page.setViewportSize({ width: 688, height: 990 }); // 182 mm between the margins
        const wide = await page.$$eval('table, svg', (list) => list.filter((e) =>
            e.getBoundingClientRect().right > 690).map((e) => e.outerHTML.slice(0, 80)));
        equal(wide, [], 'wider than the paper');
        // A head's word stays in one piece.
        const torn = await page.$$eval('thead th', (heads) => heads.flatMap((head) => {
            const walker = document.createTreeWalker(head, NodeFilter.SHOW_TEXT);
            const found = [];
            for (let node = walker.nextNode(); node; node = walker.nextNode())
                for (const word of node.data.matchAll(/[A-Za-z]{3,}/g)) {
                    const range = document.createRange();
                    range.setStart(node, word.index);
                    range.setEnd(node, word.index + word[0].length);
                    if (new Set([...range.getClientRects()].map((box) => Math.round(box.top))).size > 1)
                        found.push(word[0]);
                }
            return found;
        }));
        equal(torn, [], 'words torn apart');
        equal(await page.$eval('#every thead', (e) => getComputedStyle(e).display), 'table-header-group', 'heads');
        const pdf = await page.pdf({ preferCSSPageSize: true });
        holds(pdf.length > 20000 && pdf.subarray(0, 5).toString() === '%PDF-', 'no PDF');
        await page.context().close();
    }
});

await test('pdf__is_printed_by_the_command', async () => {
    const pdf = join(work, 'report.pdf');
    execFileSync(turnpool, ['report', 'latest', '--no-worth', '--pdf', pdf], { cwd: work, stdio: 'pipe' });
    equal(readFileSync(pdf).subarray(0, 5).toString(), '%PDF-', 'beginning of the file');
});

await browser.close();
rmSync(work, { recursive: true, force: true });
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
