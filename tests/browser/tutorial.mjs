// The tutorial, followed word by word: every command is run as it stands there, every page visited in a
// real browser, and both texts are written from what came of it. They must be those in tools/guide.
// TAP on standard output. Usage: node tutorial.mjs TURNPOOL SOURCE_ROOT [--update]
//   --update: the texts and pictures in tools/guide are made anew
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { languages, steps } from './tutorial_steps.mjs';

const [, , turnpool, root, option] = process.argv;
const update = option === '--update';
const browserPath = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(existsSync);
let chromium;
try {
    if (!browserPath) throw { code: 'no Chromium: tools/setup browser installs it' };
    ({ chromium } = await import('playwright-core'));
} catch (error) {
    console.log(`1..0 # SKIP ${error.code}`);
    process.exit(0);
}
const guide = join(root, 'tools/guide');
const work = mkdtempSync(join(tmpdir(), 'turnpool-tutorial-'));
let count = 0, failed = 0;
function say(name, complaint) {
    count++;
    failed += complaint ? 1 : 0;
    console.log(`${complaint ? 'not ok' : 'ok'} ${count} - ${name}`);
    if (complaint) console.log(String(complaint).split('\n').slice(0, 12).map((line) => `# ${line}`).join('\n'));
}

// Identities, and how many rules there are, depend on the version: the text shows where they stand.
const plain = (text) => text.replace(/\b[0-9a-f]{64}\b/g, '…').replace(/sha256:[0-9a-f]{12}/g, 'sha256:…')
    .replace(/\b[0-9a-f]{4}( [0-9a-f]{4}){3}\b/g, '…').replace(/\b[0-9a-f]{16}\b/g, '…').replace(/\b(?=[0-9a-f]*[a-f])(?=[0-9a-f]*\d)[0-9a-f]{8}\b/g, '…')
    .replace(/\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d( UTC|Z)?/g, '…').replace(/\d+(?= 条规则)|\d+(?= rules)/g, '…').replace(/[ \t]+$/gm, '');

// The reader's words for the shell; only what the tutorial itself uses is understood.
function shell(line, at) {
    const words = line.match(/"[^"]*"|\S+/g).map((word) => word.replace(/^"|"$/g, ''));
    if (words[0] !== 'turnpool') throw new Error(`not a command of the tutorial: ${line}`);
    const made = spawnSync(turnpool, words.slice(1), { cwd: at.folder, encoding: 'utf8', env: at.env });
    if (made.status !== 0) throw new Error(`${line}: exit code ${made.status}\n${made.stdout}${made.stderr}`);
    return made.stdout || made.stderr; // what is only reported stands on the other
}

const browser = await chromium.launch({ executablePath: browserPath, args: process.getuid() === 0 ? ['--no-sandbox'] : [] });
for (const lang of languages) {
    const folder = join(work, lang);
    mkdirSync(folder);
    const env = { ...process.env, LC_ALL: lang === 'en' ? 'en_US.UTF-8' : 'zh_CN.UTF-8', TURNPOOL_TODAY: '2026-07-01', COLUMNS: '96' };
    const at = { folder, env, lang, server: null };
    const pictures = [];
    let text = '';
    const add = (piece) => { text += `${piece}\n\n`; };
    async function serve() {
        if (at.server) { at.server.kill(); await new Promise((done) => at.server.once('exit', done)); }
        at.server = spawn(turnpool, ['serve', '.', '--port', '0'], { cwd: folder, env, stdio: ['ignore', 'pipe', 'ignore'] });
        const first = await new Promise((done) => at.server.stdout.once('data', (line) => done(String(line).trim())));
        const context = await browser.newContext({ locale: lang === 'en' ? 'en-US' : 'zh-CN', viewport: { width: 1100, height: 700 } });
        at.page = await context.newPage();
        at.page.setDefaultTimeout(30000);
        at.origin = new URL(first).origin;
        await at.page.goto(first);
        await at.page.waitForURL(`${at.origin}/`);
    }
    try {
        for (const step of steps) {
            const words = step[lang];
            if (step.kind === 'text') {
                add(words);
            } else if (step.kind === 'file') {
                writeFileSync(join(folder, words.name), words.text);
                add(`\`${words.name}\`:\n\n\`\`\`\n${words.text.trimEnd()}\n\`\`\``);
            } else if (step.kind === 'edit') { // one line of a file, as the reader would change it
                const file = join(folder, words.name);
                const before = readFileSync(file, 'utf8');
                if (!before.includes(words.old)) throw new Error(`${words.name} has no line ${words.old}`);
                writeFileSync(file, before.replace(words.old, words.new));
                add(`\`\`\`\n${words.new}\n\`\`\``);
            } else if (step.kind === 'day') {
                env.TURNPOOL_TODAY = step.day;
                if (at.server) await serve();
            } else if (step.kind === 'run') {
                const line = words ?? step.command;
                const said = plain(shell(line, at)).split('\n');
                const from = step.from ? said.findIndex((l) => l.includes(step.from[lang] ?? step.from)) : 0;
                if (from < 0) throw new Error(`${line}: no line says ${JSON.stringify(step.from)}`);
                const shown = said.slice(from, from + (step.lines ?? 12));
                const rest = said.length > from + shown.length + 1;
                add(`\`\`\`\n$ ${line}\n${[...shown, ...(rest ? ['…'] : [])].join('\n').trimEnd()}\n\`\`\``);
                if (step.says && !said.join('\n').includes(step.says[lang] ?? step.says)) throw new Error(`${line} does not say ${JSON.stringify(step.says)}`);
            } else if (step.kind === 'page') {
                if (!at.server) await serve();
                await step.visit(at.page, at);
                if (!step.shot) continue;
                const name = `${step.shot}-${lang}.png`;
                const picture = await at.page.screenshot({ animations: 'disabled', caret: 'hide' });
                pictures.push([name, picture]);
                add(`![${words}](${name})`);
            }
        }
        say(`tutorial__can_be_followed_${lang}`);
    } catch (error) {
        say(`tutorial__can_be_followed_${lang}`, `${error.message}\nafter: ${text.trim().split('\n').slice(-3).join(' / ')}`);
    }
    if (at.server) at.server.kill();
    const file = join(guide, `TUTORIAL.${lang}.md`);
    text = `${text.trimEnd()}\n`;
    if (update) {
        writeFileSync(file, text);
        for (const [name, picture] of pictures) writeFileSync(join(guide, name), picture);
    }
    const there = existsSync(file) ? readFileSync(file, 'utf8') : '';
    const differing = text.split('\n').find((line, i) => line !== there.split('\n')[i]);
    say(`tutorial__is_what_came_of_it_${lang}`, there === text ? '' : `make it anew with --update; first: ${differing}`);
    // A picture may differ by a dot; that it is there, of this size, and no empty page can be told.
    say(`tutorial__pictures_are_there_${lang}`, pictures.filter(([name, picture]) => {
        const stored = join(guide, name);
        if (!existsSync(stored)) return true;
        const ratio = statSync(stored).size / picture.length;
        return ratio < 0.7 || ratio > 1.4 || picture.length < 8000;
    }).map(([name]) => `${name} is not what the page shows`).join('\n'));
}
await browser.close();
rmSync(work, { recursive: true, force: true });
console.log(`1..${count}`);
process.exit(failed ? 1 : 0);
