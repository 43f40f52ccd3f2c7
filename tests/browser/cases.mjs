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

export function cases({ turnpool, root, work }) {
    const call = (args, codes = [0]) => {
        try {
            return execFileSync(turnpool, args, { cwd: work, encoding: 'utf8', stdio: 'pipe',
                env: { ...process.env, LC_ALL: 'C.UTF-8' } });
        } catch (error) {
            if (!codes.includes(error.status))
                throw new Error(`turnpool ${args.join(' ')}: ${error.status}\n${error.stderr}`);
            return error.stdout;
        }
    };
    const run = (file) => JSON.parse(call(['run', file, '--json'], [0, 4])).run;
    const report = (name, ids) => {
        const file = join(work, `${name}.html`);
        call(['report', ...ids, '--lang', 'zh', '-o', file]);
        const again = call(['report', ...ids, '--lang', 'zh']);
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
    return {
        one: report('one', city.slice(0, 1)),
        two: report('two', city.slice(0, 2)),
        six: report('six', city),
        hostile: report('hostile', ['plain', 'keep'].map((n) => run(join(hostile, `${n}.yaml`)))),
        odd: report('odd', ['base', 'same', 'never'].map((n) => run(join(odd, `${n}.yaml`)))),
    };
}
