// Reports to look at, made by the command line in a scratch directory.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const longZh = '云汀市高新技术产业开发区社会事务综合服务与行政审批效能监督管理中心（市数据资源调度保障中心）';
const longEn = 'Office for the Coordination of Municipal Administrative Efficiency and Data Resources (Northern District)';

function small(dir, units, demand, scenarios) {
    mkdirSync(join(dir, 'data'), { recursive: true });
    const cell = (text) => `"${text.replaceAll('"', '""')}"`;
    const write = (name, rows) => writeFileSync(join(dir, 'data', name), rows.map((r) => r.join(',')).join('\n') + '\n');
    write('units.csv', [['unit', 'name', 'kind', 'system', 'level', 'region'],
        ...units.map((name, i) => [`U${i + 1}`, cell(name), '事业单位', i % 2 ? '卫生健康' : '文化', '市级', '市本级'])]);
    write('posts.csv', [['unit', 'category', 'authorised', 'in_post', 'committed'],
        ...units.map((_, i) => [`U${i + 1}`, '事业', i % 2 ? 50 : 20, i % 2 ? 50 : 12, 0])]);
    write('demands.csv', [['demand', 'unit', 'category', 'quantity', 'class', 'sector'],
        ...units.flatMap((_, i) => (i % 2 ? [[`D${i + 1}`, `U${i + 1}`, '事业', demand, 'normal', '卫生健康']] : []))]);
    for (const [name, more] of Object.entries(scenarios))
        writeFileSync(join(dir, `${name}.yaml`), `schema: turnpool.scenario/1\nname: ${name}\n` +
            `title: {zh: ${name}, en: ${name}}\ndata: data\nas_of: 2026-06-30\n${more}`);
}

// Runs in every standing a run can have: decided one way or the other, stale, stopped.
function states({ call, city, dir }) {
    const on = (args, codes) => call(args, codes, dir);
    const run = (file, ...more) => JSON.parse(on(['run', file, '--json', ...more], [0, 6, 7])).run;
    const propose = (id, day) => on(['propose', id, '--by', '王明', '--on', day]);
    const approve = (number, day, ...more) => on(['approve', '--yes', number, '--meeting', '编委会会议', '--by', '李红', '--on', day, ...more]);
    const change = (file, by) => writeFileSync(file, by(readFileSync(file, 'utf8')));
    // Once the ledger has entries the data leave lent and borrowed to it.
    const leaveToLedger = (name) => change(join(dir, name, 'data', 'posts.csv'), (text) => {
        const rows = text.trimEnd().split('\n').map((line) => line.split(','));
        const kept = rows[0].map((head, i) => [head, i]).filter(([head]) => !['lent', 'borrowed'].includes(head)).map(([, i]) => i);
        return rows.map((row) => kept.map((i) => row[i]).join(',')).join('\n') + '\n';
    });
    for (const name of ['city', 'third'])
        cpSync(city, join(dir, name), { recursive: true });
    const approved = run('city/baseline.yaml');
    propose(approved, '2026-07-01');
    const overtaken = run('city/retain.yaml'); // by the approval and by other data
    const rejected = run('city/strict.yaml');
    propose(rejected, '2026-07-02');
    on(['reject', '2', '--by', '李红', '--reason', '另行测算', '--on', '2026-07-03']);
    approve('1', '2026-07-10');
    leaveToLedger('city');
    const partial = run('city/baseline.yaml', '--set', 'reserve.share=0');
    const moved = run('city/regional.yaml', '--set', 'reserve.share=0');
    propose(partial, '2026-07-11');
    propose(moved, '2026-07-12');
    const granted = JSON.parse(on(['show', partial, '--json'])).loans.find((loan) => loan.count > 0);
    approve('3', '2026-07-20', '--defer', granted.demand);
    leaveToLedger('third');
    const replaced = run('third/baseline.yaml');
    change(join(dir, 'third', 'data', 'demands.csv'), (text) => text.trimEnd().split('\n').slice(0, -1).join('\n') + '\n');
    const fresh = run('third/baseline.yaml');
    const without = run('third/strict.yaml', '--time-limit', '0');
    return { dir, decided: [approved, partial, rejected, moved, replaced, overtaken, fresh], halted: [without, fresh] };
}

// A run stopped with an answer: the first limit that leaves one unproved.
function stopped({ call, city, dir }) {
    cpSync(city, join(dir, 'city'), { recursive: true });
    for (const limit of [['--gap', '1'], ['--gap', '0.1'], ...[1, 2, 3, 4, 6, 8].map((n) => ['--time-limit', String(n / 100)])]) {
        const answer = JSON.parse(call(['run', 'city/reduction.yaml', '--json', ...limit], [0, 6, 7], dir));
        if (answer.status === 'feasible')
            return answer.run;
    }
    throw new Error('no limit left an answer without proof');
}

export function cases({ turnpool, root, work }) {
    const call = (args, codes = [0], cwd = work) => {
        try {
            return execFileSync(turnpool, [...args, '--store', 'turnpool.db'], { cwd, encoding: 'utf8', stdio: 'pipe', maxBuffer: 1 << 24,
                env: { ...process.env, LC_ALL: 'C.UTF-8' } });
        } catch (error) {
            if (!codes.includes(error.status))
                throw new Error(`turnpool ${args.join(' ')}: ${error.status}\n${error.stderr}`);
            return error.stdout;
        }
    };
    const run = (file) => JSON.parse(call(['run', file, '--json'], [0, 4])).run;
    const report = (name, ids, cwd = work) => {
        const file = join(work, `${name}.html`);
        call(['report', ...ids, '--lang', 'zh', '-o', file], [0], cwd);
        const again = call(['report', ...ids, '--lang', 'zh'], [0], cwd);
        if (readFileSync(file, 'utf8') !== again)
            throw new Error(`${name}: the same runs gave other bytes`);
        return file;
    };
    cpSync(join(root, 'scenarios', 'sample-city'), join(work, 'city'), { recursive: true });
    const city = ['baseline', 'livelihood', 'reduction', 'regional', 'retain', 'strict']
        .map((name) => run(join(work, 'city', `${name}.yaml`)));
    call(['sweep', join(work, 'city', 'baseline.yaml'), '--vary', 'reserve.share=0:0.2:0.05']);

    const hostile = join(work, 'hostile');
    small(hostile, ['<script>alert(1)</script>&"\'', longZh, longEn, `${longEn} II`], 5, { plain: '', keep: 'reserve: {count: 6}\n' });
    const odd = join(work, 'odd');
    small(odd, ['甲', '乙'], 1, { base: 'reserve: {count: 100}\n', same: 'reserve: {count: 101}\n',
        never: 'limits:\n  - {name: 不可能, measure: loans, at_least: 99}\n' });
    const stands = states({ call, city: join(root, 'scenarios', 'sample-city'), dir: join(work, 'states') });
    const early = join(work, 'early');
    mkdirSync(early);
    const unproved = stopped({ call, city: join(root, 'scenarios', 'sample-city'), dir: early });
    return {
        early: report('early', [unproved], early),
        states: report('states', stands.decided, stands.dir),
        halted: report('halted', stands.halted, stands.dir),
        nothing: report('nothing', stands.halted.slice(0, 1), stands.dir),
        one: report('one', city.slice(0, 1)),
        two: report('two', [city[0], city[5]]),
        six: report('six', city),
        hostile: report('hostile', ['plain', 'keep'].map((n) => run(join(hostile, `${n}.yaml`)))),
        odd: report('odd', ['base', 'same', 'never'].map((n) => run(join(odd, `${n}.yaml`)))),
    };
}
