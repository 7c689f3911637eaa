// SPDX-License-Identifier: AGPL-3.0-or-later
//
// alone.mjs - nobody reads another's book: one book is filled with everything, then another member, a host and
// a guest ask every route, and another account every command. Both lists are taken from the program, so a new
// one cannot be forgotten: what this file does not know how to ask makes it fail, and says what to add.
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { guest } from '../lib/host.mjs';
import { command, folder, openHouse } from '../lib/house.mjs';
import { Member } from '../lib/member.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const NOW = { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' };
// The public half of the house; all other features are about books. A new public feature is named here.
const PUBLIC = ['house', 'mail', 'accounts', 'rooms', 'weeks', 'posts', 'demo'];
const checked = (what) => JSON.parse(command(BINARY, folder(), ['check', what]).out).filter((one) => !PUBLIC.includes(one.feature));

// Words that stand in A's book and nowhere else.
const WORDS = ['Quitzow', 'Kalfaktor', 'Zwetschgen', 'Rhabarber', 'Hypochonder', 'Brombeer', 'Xanthippe', 'Wacholder', 'Pfefferminz',
    'Liebstöckel', 'Dachsbau', 'Mirabelle', 'Silberdistel', 'anna@geheim.example', '1954-03-21'];
const told = (text) => WORDS.filter((word) => text.includes(word));

// What a ":name" stands for, by what is before it. Ids count from 1 in every table, so the first ones are A's.
const IDS = Array.from({ length: 8 }, (_, i) => String(i + 1));
const KINDS = { id: IDS, seq: IDS, merge: IDS, person: IDS, secret: ['a'.repeat(26)], token: ['b'.repeat(26)], slug: ['x'], room: ['1', 'x'], link: ['c'.repeat(26)] };
function paths(pattern) {
    const names = [...pattern.matchAll(/:([a-z_]+)/g)].map((m) => m[1]);
    for (const name of names)
        assert.ok(KINDS[name], `alone.mjs does not know what ":${name}" of ${pattern} is: add to KINDS the values by which A's things would be found`);
    return (names.length ? KINDS[names[0]] : ['']).map((value) => pattern.replace(/:([a-z_]+)/g, (_, name) => KINDS[name].includes(value) ? value : KINDS[name][0]));
}

/** Fields under which a handler might look for A's things. */
const soup = (id) => ({ id, person: id, people: id, with: id, keep: id, one: id, other: id, encounter: id, promise: id, aim: id, item: id, note: id, through: id, to: id,
    what: 'note', do: 'keep', state: 'gone', kind: 'tag', value: 'x', text: 'x', name: 'X', side: 'seeks', organisation: 'X', b: `#${id}`, line: 'x', who: 'x', sure: 'x',
    years: '3', met_how: 'x', met_through: `#${id}`, action: 'remove', answer: 'x', day: '2012-07-10', title: 'x' });

async function filled(house) {
    const a = await new Member(house, 'a@example.org').signIn();
    const ok = async (path, fields) => { const r = await a.post(path, fields); assert.equal(r.status, 303, `${path}: ${r.status} ${r.text.slice(0, 600)}`); return r; };
    const anna = await a.person('Anna Quitzow', { phone: '040 / 123 456-7', email: 'anna@geheim.example', met_how: 'im Dachsbau' });
    const twin = await a.person('Xanthippe Silberdistel');
    const ben = await a.person('Ben Mirabelle');
    await ok(`${anna}/data`, { kind: 'birthday', value: '1954-03-21' });
    await ok(`${anna}/data`, { kind: 'tag', value: 'Wacholder' });
    await ok(`${anna}/postal`, { street: 'Am Liebstöckel 1', code: '20095', town: 'Hamburg' });
    await ok(`${anna}/roles`, { organisation: 'Pfefferminz GmbH', title: 'Einkauf', from_on: '2005' });
    await ok(`${anna}/items`, { side: 'seeks', text: 'Rhabarber' });
    await ok(`${anna}/notes`, { text: 'Kalfaktor' });
    await ok(`${anna}/notes`, { text: 'Hypochonder', sensitive: '1' });
    await ok(`${anna}/ties`, { other: 'Ben Mirabelle', name: 'Ben Mirabelle', b: 'Ben Mirabelle', person: 'Ben Mirabelle', kind: 'Brombeer' });
    await ok(`${twin}/merge`, { with: anna.split('/').pop(), keep: anna.split('/').pop() });
    for (const line of ['call "Anna Quitzow" 20m heard "Brombeerhecke" promised "Zwetschgenkuchen by Friday"', 'visit "Ben Mirabelle" heard "Rhabarber im Mai"'])
        assert.equal(house.run('--account', a.email, 'log', line).code, 0);
    return Object.assign(a, { anna, twin, ben });
}

const exported = (house, email) => {
    const out = join(folder(), 'account.jsonl');
    const { code, err } = house.run('account', 'export', email, '--out', out);
    assert.equal(code, 0, err);
    // When it was made and where A is signed in may change; nothing of the book may.
    return readFileSync(out, 'utf8').split('\n').filter((line) => !line.startsWith('{"format"') && !line.startsWith('{"table":"session"')).join('\n');
};

const opened = (options = {}) => openHouse(BINARY, { env: NOW, args: ['--rate', 'off'], ...options });

test('the book that others are tried on holds something of everything, and its owner sees it', async () => {
    const house = await opened();
    const a = await filled(house);
    const seen = exported(house, a.email);
    assert.deepEqual(told(seen), WORDS);
    for (const path of [a.anna, `${a.anna}/dossier`, '/book/people?q=rhabarber']) assert.notEqual(told((await a.get(path)).text).length, 0, path);
    await house.done();
});

for (const [who, come] of [
    ['another member', (house) => new Member(house, 'b@example.org').signIn()],
    ['a host', (house) => new Member(house, 'host@example.org').signIn('host')],
    ['a guest', (house) => ({ get: (path, h) => guest(house, path, h), post: async (path, fields) => {
        const answer = await fetch(house.url + path, { method: 'POST', redirect: 'manual', body: new URLSearchParams(fields) });
        return { status: answer.status, text: await answer.text() };
    } })],
]) {
    test(`${who} gets nothing of another's book on any route`, async () => {
        const house = await opened();
        const a = await filled(house);
        const before = exported(house, a.email);
        const other = await come(house);
        const routes = checked('routes');
        assert.ok(routes.length > 50, `only ${routes.length} routes`);
        let asked = 0;
        // Who deletes their account cannot ask on.
        // Those with an id first: afterwards there may be things of the other's own.
        const named = (r) => Number(!r.pattern.includes('/:'));
        for (const { method, pattern } of routes.filter((r) => r.pattern !== '/account/delete' || r.method === 'GET').sort((x, y) => named(x) - named(y))) {
            for (const [i, path] of paths(pattern).entries()) {
                const { status, text } = method === 'GET' ? await other.get(path) : await other.post(path, soup(IDS[i % IDS.length]));
                assert.deepEqual(told(text), [], `${method} ${path} tells ${who} of another's book`);
                assert.ok(status < 500, `${method} ${path}: ${status}`);
                if (pattern.includes('/:')) assert.ok(status >= 300, `${method} ${path} answers ${who} with ${status}`);
                if (method === 'POST' && pattern.includes('/:')) assert.ok(status >= 400, `${method} ${path} answers ${who} with ${status}`);
                asked++;
            }
        }
        for (const query of ['quitzow', 'rhabarber', '0401234567', 'a_1', 'k_person']) assert.deepEqual(told((await other.get(`/book/people?q=${query}`)).text), []);
        assert.equal(exported(house, a.email), before, 'the book was changed');
        assert.ok(asked > 150, `only ${asked} questions`);
        await house.done();
    });
}

// What stands in a command's usage, and what is put there: A's things, as another account would try to name them.
const ARGUMENTS = { NAME: '#1', 'NAME…': '#1', IMPORT: '1', 'NAME|MAIL': 'a@example.org', SLUG: 'x', WORDS: 'rhabarber', TAG: 'wacholder', TOWN: 'hamburg', INTO: '#1', FROM: '#3', NUMBER: '1', 'WORD…': 'call #1 20m', KEY: 'k'.repeat(20),
    EMAIL: 'b@example.org', A: '#1', B: '#3', ID: '1', DAY: '2012-07-10', PLACE: 'hamburg', TITLE: 'x', TEXT: 'x', CODE: '20', PREFIX: '20',  DAYS: '7', PERSON: '#1', HOURS: '2', MINUTES: '60', N: '3' };

function lines(usage, file) {
    const words = usage.split(/\s+/).filter(Boolean);
    const bare = [], all = [];
    let optional = false;
    for (const word of words) {
        if (word.startsWith('[')) optional = true;
        const plain = word.replace(/[[\]]/g, '').split('|')[0];
        const value = plain.startsWith('--') || plain === '' ? plain : /^[a-z]/.test(plain) ? plain : plain.startsWith('FILE') ? file() : ARGUMENTS[plain];
        assert.notEqual(value, undefined, `alone.mjs does not know what "${word}" of "${usage}" is: add to ARGUMENTS how another account would try to name A's thing`);
        if (!optional) bare.push(value);
        all.push(value);
        if (word.endsWith(']')) optional = false;
    }
    return [bare, all];
}

test("another account gets nothing of a book by any command, and its owner sees that it was opened", async () => {
    const house = await opened();
    const a = await filled(house);
    const b = await new Member(house, 'b@example.org').signIn();
    const before = exported(house, a.email);
    const place = folder();
    let files = 0;
    const file = () => join(place, `out-${files++}`);
    const commands = checked('commands').sort((x, y) => (x.name === 'account delete') - (y.name === 'account delete'));
    assert.ok(commands.length > 5);
    for (const { name, usage } of commands) {
        if (name === 'account delete') {
            const { text } = await b.get('/book/opened');
            for (const one of ['person show', 'person list', 'log', 'export-dossier']) assert.ok(text.includes(one), `${one} left no line:\n${text}`);
        }
        for (const args of lines(usage, file)) {
            for (const json of [[], ['--json']]) {
                const { out, err, signal } = house.run('--account', b.email, ...json, ...name.split(' '), ...args);
                assert.equal(signal, null, `${name} ${args.join(' ')}`);
                assert.deepEqual(told(out + err), [], `${name} ${args.join(' ')} tells of another's book`);
            }
            // Nor without saying whose book it is.
            if (!name.startsWith('account ')) assert.notEqual(house.run(...name.split(' '), ...args).code, 0, `${name} without an account`);
        }
    }
    for (const one of readdirSync(place)) assert.deepEqual(told(readFileSync(join(place, one), 'utf8')), [], `a file of ${one}`);
    assert.equal(exported(house, a.email), before, 'the book was changed');
    assert.equal((await b.get('/book/people')).status >= 400 || !(await b.get('/book/people')).text.includes('My book'), true);
    const { text } = await a.get('/book/opened');
    assert.ok(text.includes('account export'), 'A is not told of the exports made on the machine');
    rmSync(place, { recursive: true });
    await house.done();
});

// ---- every statement asks for the account

const source = new URL('../../src/feature/', import.meta.url).pathname;
const owned = new Set();
for (const feature of readdirSync(source, { withFileTypes: true }).filter((f) => f.isDirectory())) {
    for (const name of readdirSync(join(source, feature.name)).filter((n) => /^\d+_.*\.sql$/.test(n))) {
        const sql = readFileSync(join(source, feature.name, name), 'utf8').replace(/--.*$/gm, '');
        for (const [, table, columns] of sql.matchAll(/CREATE TABLE (\w+) \(([^;]*)\)/g)) if (/\baccount INT64/.test(columns)) owned.add(table);
    }
}

/** A statement as its levels: what stands in parentheses is a level of its own. */
function levels(sql) {
    const all = [];
    (function walk(from) {
        let own = '', i = from;
        for (; i < sql.length && sql[i] !== ')'; i++) {
            if (sql[i] !== '(') { own += sql[i]; continue; }
            const [end, inner] = walk(i + 1);
            own += ` (${/\b(select|from)\b/i.test(inner) ? '' : inner}) `;
            i = end;
        }
        all.push(own);
        return [i, own];
    })(0);
    return all.flatMap((level) => level.split(/\bUNION(?: ALL)?\b/));
}

// A part of a statement that does not name the account, and why it may.
const MAY = [
    [/book_search\b/, 'each word of the index begins with the account (book_search_store.c)'],
    [/^INSERT INTO \w+ \([^)]*\baccount\b/, 'a new row bears the account that it is given'],
    [/WHERE (c\.)?digest = \$\d/, 'a secret that its holder alone has stands for the account'],
    [/\bgiver = \$1/, 'the cards that an account gave: the giver is the account that asks'],
    [/WHERE c\.state <> 'taken' AND c\.until_ms <= \$1/, 'the job that lets cards expire; it tells nobody'],
    [/count ?\(\*\) +FROM card WHERE left_ms > \$1/, 'how many guests left a card in a minute: a limit of the house, no card is read'],
    [/card_consent WHERE id NOT IN|^SELECT consent FROM card$|card_used WHERE time_ms|card\.digest = card_used\.digest/, 'what no card needs any more is swept; nothing is read'],
    [/card_speaker/, 'which account takes the cards of a talk: that is the question'],
    [/FROM import WHERE state IN +\(/, 'the job that undoes imports which stopped on their way; it goes on with the account of each'],
    [/FROM introduction_side WHERE state IN +\(/, 'the job that reminds; it goes on with the account of each'],
];
/** Tables with an account that this level reads or writes without asking for one. */
function unasked(level) {
    const named = [...level.matchAll(/\b(?:FROM|JOIN|UPDATE|INTO)\s+(\w+)|,\s*(\w+)\s+\w+(?=\s*(?:,|WHERE|$))/g)].map((m) => m[1] ?? m[2]).filter((table) => owned.has(table));
    if (!named.length || /\baccount\s*=\s*(\$\d|\w+\.account)|\(account[,)]|\baccount,/.test(level)) return [];
    return named;
}

test('every statement of the book and what belongs to it asks for the account', () => {
    const queries = checked('queries');
    assert.ok(queries.length > 100, `only ${queries.length} statements`);
    assert.ok(owned.has('person') && owned.has('encounter') && owned.has('keeping_asked'));
    const bad = [];
    for (const { feature, sql } of queries) {
        if (!/\baccount\b[^,]*= ?\$\d|\(account/.test(sql) && [...owned].some((t) => new RegExp(`\\b${t}\\b`).test(sql)) && !MAY.some(([which]) => which.test(sql)))
            bad.push(`${feature}: nowhere: ${sql}`);
        for (const level of levels(sql)) {
            const tables = unasked(level);
            if (tables.length && !MAY.some(([which]) => which.test(level))) bad.push(`${feature}: ${tables}: ${level.trim()}`);
        }
    }
    assert.deepEqual(bad, []);
});

test('every list of statements is one that the program tells', () => {
    const told = [];
    for (const feature of readdirSync(source, { withFileTypes: true }).filter((f) => f.isDirectory() && !PUBLIC.includes(f.name))) {
        const files = readdirSync(join(source, feature.name));
        const plug = files.filter((n) => n.endsWith('_feature.c')).map((n) => readFileSync(join(source, feature.name, n), 'utf8')).join('');
        for (const name of files.filter((n) => n.endsWith('_store.c'))) {
            const text = readFileSync(join(source, feature.name, name), 'utf8');
            for (const [, list] of text.matchAll(/query \*const (\w+_queries)\[\]/g)) if (!plug.includes(list)) told.push(`${name}: ${list} is not in .queries or .more_queries of the feature`);
            const own = [...text.matchAll(/^(?:static )?const query (q_\w+)(\[\])?/gm)].map((m) => m[1]);
            for (const one of own) if (!new RegExp(`&${one}\\b`).test(text.slice(text.search(/_queries\[\] = \{/)).split('};')[0])) told.push(`${name}: ${one} is in no list`);
        }
    }
    assert.deepEqual(told, []);
});
