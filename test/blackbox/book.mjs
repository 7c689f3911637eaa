// SPDX-License-Identifier: AGPL-3.0-or-later
//
// book.mjs - the book's people from outside: nobody but its owner gets anything of it, on no route and by no
// command; the key of sensitive notes and backups; people on the command line.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, unlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const ME = 'ich@example.org', OTHER = 'andere@example.org', HOST = 'host@localhost';

/** A signed-in browser: cookies, and the token of the last page seen. */
class Reader {
    constructor(house) {
        Object.assign(this, { house, cookie: '', token: '' });
    }

    async ask(path, { fields, accept = 'text/html' } = {}) {
        const answer = await fetch(new URL(path, this.house.url), {
            method: fields ? 'POST' : 'GET', redirect: 'manual', body: fields && new URLSearchParams({ token: this.token, ...fields }),
            headers: { accept, 'accept-language': 'en', ...(this.cookie ? { cookie: this.cookie } : {}) },
        });
        const session = answer.headers.getSetCookie().map((c) => c.match(/^session=[^;]+/)?.[0]).find(Boolean);
        if (session) this.cookie = session;
        const text = await answer.text();
        this.token = text.match(/name="token" value="([^"]+)"/)?.[1] ?? this.token;
        return { status: answer.status, text, to: answer.headers.get('location'), cache: answer.headers.get('cache-control') };
    }

    async signIn(email) {
        const path = new URL(this.house.run('account', 'link', email).out).pathname;
        await this.ask(path);
        await this.ask(path, { fields: {} });
        await this.ask('/account');
        return this;
    }
}

async function open() {
    const house = await openHouse(BINARY, { before: [ME, OTHER].map((m) => ['account', 'add', m, '--name', m, '--role', 'member']) });
    const me = await new Reader(house).signIn(ME);
    return { house, me };
}

async function add(me, name, fields = {}) {
    const { status, to } = await me.ask('/book/people/new', { fields: { name, sure: '1', ...fields } });
    assert.equal(status, 303);
    return to;
}

/** The feature's routes, from its table: a new one cannot be forgotten. */
const routes = () => [...readFileSync(new URL('../../src/feature/book/book_web.c', import.meta.url), 'utf8')
    .matchAll(/\{ "(GET|POST)", "([^"]+)", \w+, ([^}]+) \}/g)].map(([, method, path, needs]) => ({ method, path, needs }));

test('the book: another account, a host and a guest get nothing of it on any route', async () => {
    const { house, me } = await open();
    const anna = await add(me, 'Anna Geheim', { phone: '040 123456' });
    const ben = await add(me, 'Ben Geheim', { phone: '040 123456' });
    await me.ask(`${anna}/roles`, { fields: { organisation: 'Geheim GmbH', from_on: '2009' } });
    await me.ask(`${anna}/items`, { fields: { side: 'seeks', text: 'Geheimes' } });
    await me.ask(`${anna}/merge`, { fields: { with: ben.split('/').pop(), keep: anna.split('/').pop() } });
    const before = house.run('--account', ME, '--json', 'person', 'show', '#1').out;
    const all = routes();
    assert.ok(all.length > 25, 'the table of routes was read');
    for (const { needs, path } of all) assert.match(needs, /MEMBER|FORM/, path);
    const others = { other: await new Reader(house).signIn(OTHER), host: await new Reader(house).signIn(HOST), guest: new Reader(house) };
    const fields = { name: 'X', side: 'seeks', text: 'X', kind: 'tag', value: 'X', what: 'datum', id: '1', state: 'gone', do: 'rest', organisation: 'X', other: '#1', with: '2', keep: '1', one: '1', closeness: '1', town: 'X', how: 'X' };
    for (const [who, reader] of Object.entries(others))
        for (const { method, path } of all.filter((r) => /:id/.test(r.path) || r.path === '/book/alike/apart')) {
            const at = path.replace(':id', '1'), pair = path === '/book/alike/apart';
            const { status, text } = await reader.ask(at, { fields: method === 'POST' ? { ...fields, ...(pair ? { other: '2' } : {}) } : undefined });
            const never = await reader.ask(path.replace(':id', '999'), { fields: method === 'POST' ? { ...fields, ...(pair ? { one: '998', other: '999' } : {}), with: '998' } : undefined });
            assert.ok(!/Geheim/.test(text), `${who} ${method} ${at}`);
            assert.equal(status, never.status, `${who} ${method} ${at} answers as what never was`);
            assert.ok(who === 'guest' ? status !== 200 || /sign/i.test(text) : status === 404, `${who} ${method} ${at}: ${status}`);
        }
    for (const [who, reader] of Object.entries(others))
        for (const path of ['/book/people', '/book/people?q=geheim', '/book/people?town=x', '/book/alike', '/book/opened', '/book/people?q=geheim&part=1']) {
            const { text, cache } = await reader.ask(path);
            assert.ok(!/Anna|Ben|Geheim G/.test(text), `${who} ${path}`);
            if (who !== 'guest') assert.match(cache, /no-store/);
        }
    for (const email of [OTHER, HOST]) {
        assert.equal(house.run('--account', email, 'person', 'list').out, '');
        for (const args of [['show', '#1'], ['rest', '#1'], ['merge', '#1', '#2'], ['merge', '--undo', '1']]) {
            const { code, out, err } = house.run('--account', email, 'person', ...args);
            assert.equal(code, 66, args.join(' '));
            assert.ok(!/Geheim/.test(out + err));
        }
    }
    assert.equal(house.run('person', 'list').code, 64);
    assert.equal(house.run('--account', ME, '--json', 'person', 'show', '#1').out, before);
    await house.done();
});

test('the book: who opens it from the command line leaves a line for its owner alone', async () => {
    const { house, me } = await open();
    assert.match((await me.ask('/book/opened')).text, /Nobody has opened it/);
    assert.equal(house.run('--account', ME, 'person', 'list').code, 0);
    assert.match((await me.ask('/book/opened')).text, /<code>person list<\/code>/);
    const other = await new Reader(house).signIn(OTHER);
    assert.match((await other.ask('/book/opened')).text, /Nobody has opened it/);
    await house.done();
});

test('the book: a sensitive note is not on the page before it is asked for, not in the store, not in a backup', async () => {
    const { house, me } = await open();
    const anna = await add(me, 'Anna');
    await me.ask(`${anna}/notes`, { fields: { text: 'Migraene-Wort', sensitive: '1' } });
    assert.ok(!(await me.ask(anna)).text.includes('Migraene'));
    assert.ok((await me.ask(`${anna}?open=sensitive`)).text.includes('Migraene-Wort'));
    assert.ok(!(await me.ask('/book/people?q=migr')).text.includes('Anna'));
    const key = join(house.data, 'sensitive.key');
    assert.equal(statSync(key).mode & 0o777, 0o600);
    const to = mkdtempSync(join(tmpdir(), 'netzarbeit-test-'));
    assert.equal(house.run('backup', join(to, 'a.db')).code, 0);
    assert.equal(house.run('backup', join(to, 'b.db'), '--with-key').code, 0);
    assert.ok(!existsSync(join(to, 'a.db.key')) && existsSync(join(to, 'b.db.key')));
    for (const file of ['a.db', 'b.db']) assert.ok(!readFileSync(join(to, file)).includes('Migraene'));
    const words = readFileSync(key);
    unlinkSync(key);
    assert.match((await me.ask(anna)).text, /key of your sensitive notes is missing/);
    await house.close();
    assert.equal(house.run('restore', join(to, 'b.db')).code, 0);
    assert.deepEqual(readFileSync(key), words);
    rmSync(to, { recursive: true });
    rmSync(house.data, { recursive: true });
});

test('the book: people on the command line', async () => {
    const { house, me } = await open();
    await add(me, 'Anna Schmidt', { phone: '040 1234567' });
    await add(me, 'Anna Krüger');
    await add(me, 'A. Schmidt', { phone: '+49 40 1234567' });
    const run = (...args) => house.run('--account', ME, ...args);
    assert.equal(JSON.parse(run('--json', 'person', 'list').out).length, 3);
    assert.match(run('person', 'list', 'krueg').out, /^#2\tAnna Krüger\t/);
    assert.match(run('person', 'show', 'schmidt anna').out, /phone\t040 1234567\t\(mine, /);
    const which = run('person', 'show', 'Anna');
    assert.equal(which.code, 65);
    assert.match(which.err, /#1 Anna Schmidt/);
    assert.match(which.err, /#2 Anna Krüger/);
    assert.equal(run('person', 'show', 'Otto').code, 66);
    assert.match(run('person', 'merge').out, /^#1 Anna Schmidt\t#3 A\. Schmidt\tthe same telephone number$/m);
    const merge = run('person', 'merge', '#1', '#3').out.trim();
    assert.equal(JSON.parse(run('--json', 'person', 'list').out).length, 2);
    assert.equal(run('person', 'merge', '#1', '#3').code, 65);
    assert.equal(run('person', 'merge', '--undo', merge).code, 0);
    assert.equal(run('person', 'merge', '--undo', merge).code, 65);
    assert.equal(run('person', 'rest', '#2').code, 0);
    assert.equal(JSON.parse(run('--json', 'person', 'show', '#2').out).rests, true);
    assert.equal(run('person', 'rest', '#2', '--wake').code, 0);
    assert.equal(JSON.parse(run('--json', 'person', 'show', '#2').out).rests, false);
    await house.done();
});

test('the book: odd input is answered clearly and loses nothing', async () => {
    const { house, me } = await open();
    const anna = await add(me, 'Anna');
    for (const q of ['"', '*', 'AND', '(', 'a_1', 'k_name', '\\', '%', '-x', 'NEAR(a', '\u{1F600}', 'ة', 'x'.repeat(5000)])
        assert.equal((await me.ask(`/book/people?q=${encodeURIComponent(q)}`)).status, 200, q);
    for (const path of ['/book/people/0', '/book/people/-1', '/book/people/x', '/book/people/99999999999999999999', '/book/organisations/7'])
        assert.equal((await me.ask(path)).status, 404, path);
    for (const [form, fields] of [['data', { kind: 'birthday', value: '31.2.1964' }], ['data', { kind: 'tag', value: ' ' }], ['roles', { organisation: 'A', from_on: '2012', to_on: '2011' }], ['ties', { other: 'Anna' }], ['ties', { other: 'Otto' }], ['name', { name: '' }], ['closeness', { closeness: '1', rhythm: '-3' }], ['postal', { label: 'x' }], ['met', { met_on: '2012-13' }], ['items', { side: 'seeks', text: '' }], ['notes', { text: '' }]]) {
        const { status, text } = await me.ask(`${anna}/${form}`, { fields });
        assert.equal(status, 422, form);
        assert.match(text, /class="fault"[^>]*>[^<]+</, form);
    }
    for (const [form, fields] of [['data', { kind: 'religion', value: 'x' }], ['items', { side: 'wants', text: 'x' }], ['item', { id: 'x', state: 'gone' }], ['remove', { what: 'account', id: '1' }]])
        assert.equal((await me.ask(`${anna}/${form}`, { fields })).status, 400, form);
    assert.equal((await me.ask('/book/people/new', { fields: { name: 'ANNA' } })).status, 409);
    await house.done();
});
