// Every key of the scenario's reference page (`turnpool schema --page`, written by other code than the
// form) and what the page of rules has for it: keys without a field, or without a word, an explanation,
// what may be written there, or the default.
const FIXED = ['schema', 'extends', 'name', 'title', 'data', 'outcomes'];
const FAMILY = ['overrides', 'scenarios'];

// { path, kind, standard } a leaf, with [] for an item of a list and <> for a member's name.
export function keysOf(reference) {
    const sections = {};
    let rows = sections[''] = [];
    for (const line of reference.split('\n')) {
        const head = line.match(/^## (\S+)/);
        if (head)
            rows = sections[head[1]] = [];
        const row = line.match(/^\| `([^`]+)`(?: \\\*)? \| (.*?) \| (?:`([^`]*)`)? ?\| /);
        if (row)
            rows.push({ path: row[1].replace(/\.(?:名称|NAME)(?=\.|$)/, '<>'), kind: row[2], standard: row[3] ?? '' });
    }
    const shared = ['where', 'where_lines', 'class'];
    const all = Object.entries(sections).filter(([name]) => !shared.includes(name)).flatMap(([, items]) => items);
    const leaves = [];
    for (const key of all) {
        const link = key.kind.match(/\(#(\w+)\)/);
        const list = /^(?:列表|list)/.test(key.kind) ? '[]' : '';
        const under = all.some((one) => one.path !== key.path && one.path.startsWith(key.path) && /^[.[<]/.test(one.path.slice(key.path.length)));
        if (link)
            leaves.push(...sections[link[1]].map((one) => ({ ...one, path: `${key.path}${list}.${one.path}` })));
        else if (/文本$|text$/.test(key.kind) && /^(?:映射|map)/.test(key.kind))
            leaves.push({ ...key, path: `${key.path}<>` });
        else if (!under && !FAMILY.includes(key.path))
            leaves.push(key);
    }
    return leaves;
}

// What is missing on the page that is open, a line a key.
export function missingOf(page, keys, lang) {
    return page.evaluate(([all, fixed, zh]) => {
        const word = (text) => (zh ? /[一-鿿]/.test(text) : /[A-Za-z]{2}/.test(text) && !/[一-鿿]/.test(text));
        return all.flatMap(({ path, standard }) => {
            const row = /\[\]|<>/.test(path);
            const name = row ? `_${path.replace(/<>$/, '[].text').replace('<>', '[]')}` : path;
            const field = document.querySelector(`[name="${CSS.escape(name)}"]`);
            const lever = field?.closest('.rule');
            if (fixed.includes(path))
                return [...document.querySelectorAll('.rule output')].length >= 4 ? [] : [`${path}: not shown`];
            if (!field)
                return [`${path}: no field`];
            if (row) {
                const table = field.closest('table');
                const label = field.getAttribute('aria-label').split(' · ').slice(1).join(' · ');
                const told = [...table.closest('.scroll').nextElementSibling.querySelectorAll('dt')].find((one) => one.textContent === label);
                const text = told?.nextElementSibling.textContent ?? '';
                return [word(label) || `${path}: called '${label}'`, text.length > 3 || `${path}: unexplained`,
                    told?.nextElementSibling.querySelector('small').textContent.length > 1 || `${path}: what may stand there`,
                    !standard || /缺省|default/.test(text) || `${path}: no default`].filter((one) => one !== true);
            }
            const label = lever.querySelector('label');
            const name_ = label.firstChild.textContent;
            return [word(name_) || `${path}: called '${name_}'`, label.querySelector('.takes').textContent.length > 1 || `${path}: what may stand there`,
                !standard || /缺省|default/.test(label.textContent) || `${path}: no default`].filter((one) => one !== true);
        });
    }, [keys, FIXED, lang === 'zh']);
}
