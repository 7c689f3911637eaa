// SPDX-License-Identifier: AGPL-3.0-or-later
//
// encounters.mjs - a day with the book on the command line and in a browser without script: lines, what is
// asked, corrections, promises, a meeting, ten people; and nobody else sees any of it.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const NOW = { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' }; // a Tuesday
const open = (env = {}) => openHouse(BINARY, { args: ['--rate', 'off'], env: { ...NOW, ...env } });

/** Somebody signed in (or nobody), who posts forms as they stand on a page. */
class Person {
    constructor(house) {
        Object.assign(this, { house, cookie: '' });
    }
    async #ask(path, options = {}) {
        const answer = await fetch(new URL(path, this.house.url), { redirect: 'manual', ...options, headers: { 'accept-language': 'en', cookie: this.cookie, ...options.headers } });
        for (const one of answer.headers.getSetCookie()) if (/^session=/.test(one)) this.cookie = one.split(';')[0];
        return { status: answer.status, to: answer.headers.get('location'), text: await answer.text(), headers: answer.headers };
    }
    get(path) {
        return this.#ask(path);
    }
    async post(path, fields = {}, token = this.token) {
        return this.#ask(path, { method: 'POST', body: new URLSearchParams({ token, ...fields }) });
    }
    async signIn(email) {
        const path = new URL(this.house.run('account', 'link', email).out.trim()).pathname;
        await this.get(path);
        assert.equal((await this.post(path, {}, '')).status, 303);
        this.token = (await this.get('/book/log')).text.match(/name="token" value="([^"]+)"/)[1];
        return this;
    }
}

async function house() {
    const here = await open();
    for (const [email, role] of [['ich@example.org', 'member'], ['andere@example.org', 'member'], ['gastgeber@example.org', 'host']]) {
        const { code, err } = here.run('account', 'add', email, '--name', email.split('@')[0], '--role', role);
        assert.equal(code, 0, err);
    }
    return here;
}
const log = (here, ...words) => here.run('--account', 'ich@example.org', 'log', ...words);
const json = (here, ...words) => JSON.parse(log(here, '--json', ...words).out);
const text = (html) => html.replace(/<(script|style)[^]*?<\/\1>/g, '').replace(/<[^>]+>/g, ' ').replace(/&quot;|&#34;/g, '"').replace(/&#39;/g, "'").replace(/\s+/g, ' ');

test('log: the line of the manual is understood, and a repeat with its key is kept once', async () => {
    const here = await house();
    const words = ['call', 'Anna Schmidt', '20m', 'heard', 'seeks a tax adviser in Hamburg', 'promised', 'send the study by Friday'];
    let done = log(here, ...words);
    assert.equal(done.code, 66, 'nobody is made without being asked for');
    assert.match(done.err, /--new/);
    const first = json(here, '--new', '--key', 'key-of-this-line-1', ...words);
    assert.equal(first.kind, 'call');
    assert.equal(first.minutes, 20);
    assert.deepEqual(first.people.map((p) => p.name), ['Anna Schmidt']);
    assert.equal(first.heard, 'seeks a tax adviser in Hamburg');
    assert.deepEqual(first.items.map(({ side, text, state }) => ({ side, text, state })), [{ side: 'seeks', text: 'a tax adviser in Hamburg', state: 'proposed' }]);
    assert.deepEqual(first.promises.map(({ side, text, due }) => ({ side, text, due })), [{ side: 'mine', text: 'send the study', due: '2012-07-13' }]);
    assert.equal(first.time.slice(0, 16), '2012-07-10T14:20');
    const again = json(here, '--key', 'key-of-this-line-1', ...words);
    assert.equal(again.id, first.id);
    assert.equal(again.repeated, true);
    done = log(here, 'anruf', 'Anna', 'gestern', '1h30', 'irgendwie', 'nett');
    assert.equal(done.code, 0, done.err);
    assert.match(done.out, /call with Anna Schmidt/);
    assert.match(done.out, /90 minutes/);
    assert.match(done.out, /not understood, kept as a note: irgendwie nett/);
    await here.done();
});

test('log: what cannot be is answered clearly, and nothing of it is kept', async () => {
    const here = await house();
    json(here, '--new', 'call', 'Anna Schmidt');
    json(here, '--new', 'call', 'Anna Lang');
    let done = log(here, 'Anruf', 'Anna', '5m');
    assert.equal(done.code, 65);
    assert.match(done.err, /"#\d+" {2}Anna Lang/);
    assert.match(done.err, /"#\d+" {2}Anna Schmidt/);
    const id = done.err.match(/"(#\d+)" {2}Anna Lang/)[1];
    assert.deepEqual(json(here, 'Anruf', id, '5m').people.map((p) => p.name), ['Anna Lang']);
    done = log(here, 'Besuch', id, 'morgen', '10', 'Uhr');
    assert.equal(done.code, 65);
    assert.match(done.err, /2012-07-11 lies ahead/);
    done = log(here, '20m');
    assert.equal(done.code, 65);
    assert.match(done.err, /names nobody/);
    assert.equal(log(here).code, 64);
    assert.equal(here.run('log', 'Anruf', 'Anna').code, 64, 'without --account');
    assert.equal(here.run('--account', 'niemand@example.org', 'log', 'Anruf', 'Anna').code, 66);
    const odd = json(here, 'Anruf', id, '30.2.', '20m');
    assert.equal(odd.day, '2012-07-10');
    assert.equal(odd.rest, '30.2.');
    await here.done();
});

test('the line in a browser without script: asked, answered, corrected, confirmed, undone', async () => {
    const here = await house();
    const me = await new Person(here).signIn('ich@example.org');
    let answer = await me.post('/book/log', { line: 'Besuch Eva Neu in Kiel gehört sucht Büro, versprochen Liste bis Freitag, sehr nett', key: 'form-key-0000000001' });
    assert.equal(answer.status, 303);
    assert.match(answer.to, /^\/book\/log\/waiting\/\d+$/);
    const waiting = answer.to;
    assert.match(text((await me.get(waiting)).text), /Nobody in your book is called Eva Neu/);
    assert.match((await me.get('/book/log')).text, new RegExp(waiting));
    // The same form again: the same question, not a second line.
    assert.equal((await me.post('/book/log', { line: 'Besuch Eva Neu in Kiel', key: 'form-key-0000000001' })).to, waiting);
    answer = await me.post(waiting, { do: 'new', name: 'Eva Neu' });
    assert.match(answer.to, /^\/book\/log\?done=\d+$/);
    const done = answer.to, id = done.match(/\d+$/)[0], path = `/book/encounters/${id}`;
    let page = (await me.get(done)).text;
    assert.match(text(page), /Eva Neu seeks : Büro/);
    assert.match(text(page), /You promised Eva Neu: Liste/);
    assert.equal((await me.get(waiting)).status, 404, 'it waits no longer');
    // One tap each.
    assert.equal((await me.post(`${path}/set`, { field: 'kind', value: 'call' })).status, 303);
    assert.equal((await me.post(`${path}/set`, { field: 'minutes', value: '30' })).status, 303);
    assert.equal((await me.post(`${path}/set`, { field: 'started_by', value: 'they' })).status, 303);
    const item = page.match(/\/item">[^]*?name="id" value="(\d+)"/)[1];
    assert.equal((await me.post(`${path}/item`, { id: item, state: 'stands' })).status, 303);
    page = text((await me.get(done)).text);
    assert.match(page, /30 minutes/);
    assert.match(page, /the other side began/);
    assert.doesNotMatch(page, /Not so/);
    // All fields; a day that does not exist is told, with what was typed.
    const fields = { kind: 'visit', day: '2012-07-09', minutes: '45', place: 'Lübeck', heard: 'Umzug <b>im</b> Mai', name: '', person0: '1', started_by: 'me', spoke: 'even' };
    answer = await me.post(path, { ...fields, day: '2012-02-30' });
    assert.equal(answer.status, 422);
    assert.match(answer.text, /There is no such day/);
    assert.match(answer.text, /Umzug &lt;b&gt;im/);
    assert.equal((await me.post(path, { ...fields, day: '2012-07-11' })).status, 422);
    assert.equal((await me.post(path, fields)).status, 303);
    page = (await me.get('/book/people/1')).text;
    assert.match(text(page), /Umzug &lt;b&gt;im&lt;\/b&gt; Mai|Umzug <b>im<\/b> Mai/);
    assert.match(text(page), /Lübeck/);
    // Taken back, and that undone.
    assert.equal((await me.post(`${path}/remove`)).status, 303);
    assert.doesNotMatch((await me.get('/book/people/1')).text, /Lübeck/);
    assert.match((await me.get(path)).text, /taken back/);
    assert.equal((await me.post(`${path}/restore`)).status, 303);
    assert.match((await me.get('/book/people/1')).text, /Lübeck/);
    // A promise of theirs, kept, opened again, changed.
    assert.equal((await me.post(`${path}/promise`, { side: 'theirs', text: 'die Adresse', due: '2012-07-20' })).status, 303);
    page = (await me.get('/book/people/1')).text;
    const promise = [...page.matchAll(/action="(\/book\/promises\/\d+)"/g)].map((m) => m[1]).at(-1);
    assert.match(text(page), /Promised to you: die Adresse/);
    assert.equal((await me.post(promise, { do: 'kept' })).status, 303);
    assert.match(text((await me.get('/book/people/1')).text), /die Adresse[^.]*kept/);
    assert.equal((await me.post(promise, { do: 'change', text: 'die Anschrift', due: '' })).status, 303);
    assert.match((await me.get('/book/people/1')).text, /die Anschrift/);
    assert.equal((await me.post(promise, { do: 'removed' })).to, promise);
    assert.match((await me.get(promise)).text, /taken back/);
    await here.done();
});

test('a line for a day to come becomes a promise, or gets its right day', async () => {
    const here = await house();
    json(here, '--new', 'call', 'Anna Schmidt');
    const me = await new Person(here).signIn('ich@example.org');
    let { to } = await me.post('/book/log', { line: 'Besuch Anna 20.7.' });
    assert.match(text((await me.get(to)).text), /This day is still to come/);
    assert.equal((await me.post(to, { do: 'promise' })).to, '/book/people/1#promises');
    assert.match(text((await me.get('/book/people/1')).text), /You promised: Besuch Anna 20\.7\./);
    ({ to } = await me.post('/book/log', { line: 'Besuch Anna 20.7. gehört Umzug' }));
    assert.equal((await me.post(to, { day: '2012-06-31' })).status, 422);
    assert.equal((await me.post(to, { day: '2012-08-01' })).status, 422);
    assert.match((await me.post(to, { day: '2012-06-20' })).to, /done=/);
    ({ to } = await me.post('/book/log', { line: '20m sucht Büro' }));
    assert.match(text((await me.get(to)).text), /With whom was it\?/);
    assert.equal((await me.post(to, { do: 'named', name: 'Niemand' })).status, 422);
    assert.match((await me.post(to, { do: 'named', name: 'Schmidt Anna' })).to, /done=/);
    ({ to } = await me.post('/book/log', { line: 'hallo' }));
    assert.equal((await me.post(to, { do: 'drop' })).to, '/book/log');
    assert.equal((await me.get(to)).status, 404);
    assert.equal((await me.post('/book/log', { line: ' ' })).status, 422);
    assert.equal((await me.post('/book/log', { line: 'x'.repeat(2001) })).status, 422);
    await here.done();
});

test('after a meeting a list of names is written down at once; ten people are asked about', async () => {
    const here = await house();
    json(here, '--new', 'call', 'Anna Schmidt');
    json(here, '--new', 'call', 'Anna Lang');
    const me = await new Person(here).signIn('ich@example.org');
    const list = { meeting: 'Sommerfest', day: '2012-07-08', names: 'Anna Schmidt, sucht Raum\n\nFinn Neu\nGerd Alt, bietet Garten\nAnna', key: 'key-of-the-list-001' };
    assert.equal((await me.post('/book/meeting', { ...list, day: '2012-07-11' })).status, 422);
    assert.equal((await me.post('/book/meeting', { ...list, names: ' ' })).status, 422);
    let { to } = await me.post('/book/meeting', list);
    assert.equal(to, '/book/meeting?key=key-of-the-list-001');
    assert.equal((await me.post('/book/meeting', list)).to, to);
    assert.equal((await me.post('/book/meeting', { key: list.key, do: 'new' })).to, to);
    let page = (await me.get(to)).text;
    const ask = page.match(/\/book\/log\/waiting\/\d+/)[0];
    assert.match(text(page), /Who is meant\? Anna/);
    assert.equal((await me.post(ask, { person: '2' })).to, to);
    page = (await me.get(to)).text;
    assert.deepEqual([...page.matchAll(/<li><a href="\/book\/encounters\/\d+">([^<]*)/g)].map((m) => m[1]), ['Anna Schmidt', 'Finn Neu', 'Gerd Alt', 'Anna Lang']);
    const one = page.match(/\/book\/encounters\/\d+/)[0];
    assert.match((await me.get(one)).text, /Sommerfest/);
    // Ten people: those of whom nothing is known, last in touch first.
    page = (await me.get('/book/ten')).text;
    const name = page.match(/What does ([^<]*) seek/)[1], person = page.match(/name="person" value="(\d+)"/)[1];
    ({ to } = await me.post('/book/ten', { person, n: '1', do: 'keep', line: 'sucht Steuerberater, bietet Werkstatt' }));
    page = (await me.get(to)).text;
    assert.match(text(page), new RegExp(`Kept with ${name}`));
    assert.match(text(page), /2 of 10/);
    assert.match(text((await me.get(`/book/people/${person}`)).text), /Steuerberater/);
    assert.equal((await me.post('/book/ten', { person, n: '1', do: 'keep', line: '' })).status, 422);
    ({ to } = await me.post('/book/ten', { person: page.match(/name="person" value="(\d+)"/)[1], n: '10', do: 'skip' }));
    assert.match((await me.get(to)).text, /enough for today/);
    assert.equal((await me.post('/book/ten', { do: 'stop' })).to, '/book/people');
    await here.done();
});

test('another account, the host and a guest see nothing of it on any route', async () => {
    const here = await house();
    const made = json(here, '--new', 'call', 'Zora Geheim', 'heard', 'Geheimwort', 'promised', 'Liste bis Freitag');
    const me = await new Person(here).signIn('ich@example.org');
    const { to: waiting } = await me.post('/book/log', { line: 'Anruf Unbekannt Niemand Geheimwort' });
    const [who, promise] = [made.people[0].id, made.promises[0].id], path = `/book/encounters/${made.id}`;
    const routes = [
        ['GET', '/book/log'], ['GET', `/book/log?done=${made.id}`], ['GET', `/book/log?person=${who}`], ['POST', '/book/log', { line: 'Anruf 5m', person: who }],
        ['GET', waiting], ['POST', waiting, { do: 'drop' }], ['POST', waiting, { person: who }], ['POST', waiting, { do: 'new' }],
        ['GET', '/book/encounters/new'], ['GET', `/book/encounters/new?person=${who}`], ['POST', '/book/encounters/new', { kind: 'call', day: '2012-07-10', person0: who }],
        ['GET', path], ['POST', path, { kind: 'call', day: '2012-07-10' }], ['POST', `${path}/set`, { field: 'kind', value: 'visit' }],
        ['POST', `${path}/item`, { id: '1', state: 'stands' }], ['POST', `${path}/promise`, { side: 'mine', text: 'x' }], ['POST', `${path}/remove`], ['POST', `${path}/restore`],
        ['GET', `/book/promises/${promise}`], ['POST', `/book/promises/${promise}`, { do: 'kept' }], ['GET', `/book/people/${who}/encounters`], ['GET', `/book/people/${who}`],
        ['GET', '/book/meeting'], ['GET', '/book/ten'], ['GET', `/book/ten?after=${who}&n=1&kept=1`], ['POST', '/book/ten', { person: who, n: '1', do: 'keep', line: 'x' }],
    ];
    const other = await new Person(here).signIn('andere@example.org');
    const host = await new Person(here).signIn('gastgeber@example.org');
    const guest = Object.assign(new Person(here), { token: 'none' });
    for (const [name, somebody] of Object.entries({ other, host, guest }))
        for (const [method, route, fields] of routes) {
            const answer = method === 'GET' ? await somebody.get(route) : await somebody.post(route, fields);
            assert.doesNotMatch(answer.text, /Geheim|Liste/, `${name} ${method} ${route}`);
            if (/\d/.test(route) || fields?.person || fields?.person0) assert.ok(answer.status >= 400 || name === 'guest', `${name} ${method} ${route}: ${answer.status}`);
            if (name === 'guest') assert.notEqual(answer.status === 303 && !/sign-in/.test(answer.to), true, `guest ${method} ${route}`);
            assert.ok(answer.status !== 200 || method === 'GET', `${name} ${method} ${route}`);
        }
    // Nothing was changed by any of them.
    assert.match(text((await me.get(waiting)).text), /Geheimwort/);
    assert.match(text((await me.get(`/book/people/${who}`)).text), /You promised: Liste/);
    // What opens without a connection is the same for everybody.
    const shell = [await me.get('/book/offline'), await guest.get('/book/offline')];
    assert.equal(shell[0].text, shell[1].text);
    assert.doesNotMatch(shell[0].text, /name="token"|Geheim|ich@/);
    const worker = await guest.get('/book/worker.js');
    assert.match(worker.headers.get('content-type'), /javascript/);
    assert.match(worker.headers.get('content-security-policy'), /script-src 'self'/);
    assert.match((await me.get('/book/log')).headers.get('cache-control'), /no-store/);
    await here.done();
});
