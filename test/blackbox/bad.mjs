// SPDX-License-Identifier: AGPL-3.0-or-later
//
// bad.mjs - what strangers send on purpose: private links that are guessed, used, expired or made for
// something else; forged cookies; other sessions' tokens at every form there is; names of 10,000
// characters in every field that takes a name. (Codes, sessions and 2,000 sign-in attempts: accounts.mjs.)
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { test } from '../lib/suite.mjs';
import { Visitor, withHost as houseWithHost } from '../lib/visitor.mjs';

const { BINARY } = process.env;
const UNKNOWN = 'abcdefghijklmnopqrstuvwxyz';
const LONG = 'Ä'.repeat(10000);
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const talk = 'ueber-groesse-naehe';
const withHost = (options = {}) => houseWithHost(BINARY, { before: [['week', 'import', programme]], args: ['--rate', 'off'], ...options });
const essay = { title: 'Ein Beitrag', language: 'de', author: 'Greta Gast', address: '', written: '2012-07-09', tags: '', text: 'Ein Text.', version: '0', do: 'publish' };

/** Every route of the sources that takes a POST: { path, needs }. */
function forms() {
    const found = [];
    const look = (folder) => {
        for (const entry of readdirSync(folder, { withFileTypes: true })) {
            const path = new URL(entry.name + (entry.isDirectory() ? '/' : ''), folder);
            if (entry.isDirectory()) look(path);
            else if (entry.name.endsWith('.c') && !entry.name.endsWith('_test.c'))
                for (const [, route, needs] of readFileSync(path, 'utf8').matchAll(/\{ "POST", "([^"]+)",\s*\w+,\s*([^}]*?)\s*\}/g)) found.push({ route, needs });
        }
    };
    look(new URL('../../src/feature/', import.meta.url));
    const value = { slug: talk, room: talk, token: UNKNOWN };
    return found.map(({ route, needs }) => ({ path: route.replace(/:(\w+)/g, (_, name) => value[name] ?? '1'), needs, of: /HOST/.test(needs) ? 'host' : /MEMBER/.test(needs) ? 'member' : 'all' }));
}

async function member(house, host, name) {
    await host.get('/host/invitations');
    const made = await host.post('/host/invitations', { name, days: '14', uses: '1' });
    const join = new URL(made.text.match(/http:\/\/[^<"]*\/join\/[a-z2-7]{26}/)[0]).pathname;
    const visitor = new Visitor(house);
    await visitor.get(join);
    assert.equal((await visitor.post(join, { name, email: `${name}@example.org` })).to, '/account');
    await visitor.get('/account');
    await host.get('/account');
    return visitor;
}

test("bad: at every form there is, another session's token, none, another site, no rights: refused", async () => {
    const { house, host } = await withHost();
    const eve = await member(house, host, 'Eve'), all = forms();
    assert.ok(all.length >= 45, `${all.length} routes found in the sources`);
    const refused = async (who, path, fields, why) => {
        const { status } = await who.ask(path, { method: 'POST', fields });
        assert.equal(status, 403, `${path}, ${why}: ${status}`);
    };
    for (const { path, of } of all) {
        await refused(host, path, { token: eve.token }, "another session's token");
        await refused(host, path, { token: '' }, 'no token');
        host.headers.origin = 'https://evil.example';
        await refused(host, path, { token: host.token }, 'another site');
        delete host.headers.origin;
        if (of === 'host') await refused(eve, path, { token: eve.token }, 'a member');
        if (of !== 'all') await refused(new Visitor(house), path, { token: host.token }, 'nobody');
    }
    assert.equal((await host.get('/host?later=1')).status, 200);
    assert.equal((await eve.get('/account')).status, 200);
    assert.equal((await host.get(`/talks/${talk}`)).status, 200);
    await house.done();
});

/** One private link of every kind: its path by kind. */
async function links(house, host) {
    const paths = {};
    const take = (kind, { text }) => { paths[kind] = new URL(text.match(new RegExp(`http://[^<"]*/${kind}/[a-z2-7]{26}`))[0]).pathname; };
    await host.get('/host/invitations');
    take('join', await host.post('/host/invitations', { name: 'Ben', days: '14', uses: '1' }));
    await host.get('/account');
    take('sign-in', await host.post('/account/device'));
    await host.get('/host/posts');
    take('write', await host.post('/host/posts/links', { name: 'Greta Gast' }));
    await host.get(`/host/talks/${talk}`);
    take('speak', await host.post(`/host/talks/${talk}/links`, { name: 'Ada Beispiel' }));
    return paths;
}

const entered = { join: { name: 'Ben', email: 'ben@example.org' }, 'sign-in': {}, write: essay, speak: { title: 'Fremd', version: '1' } };

test('bad: private links that are guessed, foreign, used up or expired open nothing, and all say the same', async () => {
    const { house, host } = await withHost({ env: { NETZARBEIT_NOW: '2012-07-10T12:00:00Z' } });
    const paths = await links(house, host), kinds = Object.keys(paths);
    const plain = (text) => text.replace(/[a-z2-7]{26}/g, 'TOKEN');
    const closed = async (kind, token, why) => {
        const eve = new Visitor(house), path = `/${kind}/${token}`;
        const sent = await eve.post(path, entered[kind]), seen = await eve.get(path);
        assert.equal(sent.status, 410, `POST ${kind}, ${why}: ${sent.status}`);
        // A mail scanner learns nothing from looking at a sign-in link, whatever it is.
        assert.equal(seen.status, kind === 'sign-in' ? 200 : 410, `GET ${kind}, ${why}: ${seen.status}`);
        assert.deepEqual(eve.cookies, {}, why);
        return plain(seen.text) + plain(sent.text);
    };
    const answers = {};
    for (const kind of kinds) {
        answers[kind] = await closed(kind, UNKNOWN, 'guessed');
        for (const other of kinds.filter((k) => k !== kind)) assert.equal(await closed(kind, paths[other].split('/').at(-1), `made for ${other}`), answers[kind]);
        for (const token of ['a', LONG.slice(0, 200), '%00', `${UNKNOWN}a`, "'%20OR%201=1"]) {
            const { status } = await new Visitor(house).get(`/${kind}/${encodeURI(token)}`);
            assert.ok([200, 400, 404, 410].includes(status) && (status !== 200 || kind === 'sign-in'), `${kind} ${token}: ${status}`);
        }
        assert.equal((await new Visitor(house).get(`/reports/${paths[kind].split('/').at(-1)}`)).status, 404);
    }
    for (const kind of ['join', 'sign-in']) {
        const ben = new Visitor(house);
        assert.equal((await ben.post(paths[kind], entered[kind])).status, 303, `${kind} is good once`);
        assert.equal(await closed(kind, paths[kind].split('/').at(-1), 'used'), answers[kind]);
    }
    for (const kind of ['write', 'speak']) assert.equal((await new Visitor(house).get(paths[kind])).status, 200, `${kind} is good as often as one likes`);
    await house.close();
    house.env.NETZARBEIT_NOW = '2013-07-12T12:00:00Z'; // longer than any link holds
    await house.open();
    for (const kind of kinds) assert.equal(await closed(kind, paths[kind].split('/').at(-1), 'expired'), answers[kind]);
    assert.doesNotMatch((await new Visitor(house).get(`/talks/${talk}`)).text, /Fremd/);
    await house.done();
});

test('bad: forged cookies give nobody a right, a name or another page', async () => {
    const { house, host } = await withHost();
    const ada = new Visitor(house);
    assert.equal((await ada.post(`/talks/${talk}/messages`, { name: 'Ada', text: 'mein Wort', key: 'k'.repeat(20) })).status, 303);
    const forged = [UNKNOWN, '', 'a'.repeat(1500), `${ada.cookies.guest}x`, ada.cookies.guest.slice(1), "1' OR '1'='1", '%00', '"><script>'];
    for (const guest of forged) {
        const eve = new Visitor(house);
        eve.cookies.guest = guest;
        for (const what of ['withdraw', 'erase', 'hide', 'put-back', 'restore']) {
            const { status } = await eve.post(`/talks/${talk}/messages/1`, { do: what, sure: '1', reason: 'x' });
            assert.equal(status, 403, `${what} as ${guest.slice(0, 30)}`);
        }
    }
    for (const name of forged.concat('%3Cscript%3E', '%E2%80%AE', '%FF', LONG.slice(0, 300))) {
        const eve = new Visitor(house);
        eve.cookies = { name: encodeURI(name), lang: encodeURI(name), zone: encodeURI(name), session: encodeURI(name) };
        const page = await eve.get(`/talks/${talk}`);
        assert.equal(page.status, 200, name.slice(0, 30));
        assert.doesNotMatch(page.text, /<script>/);
        for (const path of ['/host', '/host/posts', '/host/reports', '/host/house', '/account', `/host/talks/${talk}`]) assert.equal((await eve.get(path)).status, 403, path);
    }
    // A session's cookie in the place of a guest's, and the other way round.
    const mixed = new Visitor(house);
    mixed.cookies = { guest: host.cookies.session, session: ada.cookies.guest };
    assert.equal((await mixed.get('/host')).status, 403);
    assert.equal((await mixed.post(`/talks/${talk}/messages/1`, { do: 'withdraw' })).status, 403);
    assert.match((await ada.get(`/talks/${talk}`)).text, /mein Wort/);
    await house.done();
});

test('bad: names of 10,000 characters are refused with what was typed, or cut; nothing is stored of them', async () => {
    const { house, host } = await withHost();
    const paths = await links(house, host);
    const week = 'kleine-probe';
    assert.equal((await host.post('/host/posts/new', { ...essay, key: 'k'.repeat(20) })).status, 303);
    const refuse = async (who, page, path, fields, field) => {
        if (page) await who.get(page);
        const { status, text } = await who.post(path, { ...fields, [field]: LONG });
        assert.ok(status === 422 || status === 400, `${path} ${field}: ${status}`);
        assert.ok(status === 400 || text.includes(LONG.slice(0, 40)), `${path} ${field}: what was typed is gone`);
    };
    const guest = new Visitor(house);
    await refuse(guest, null, `/talks/${talk}/messages`, { name: 'A', text: 'x', key: 'k'.repeat(20) }, 'name');
    await refuse(guest, null, paths.join, entered.join, 'name');
    await refuse(guest, null, paths.join, entered.join, 'email');
    for (const field of ['title', 'author', 'address', 'tags']) {
        await refuse(host, '/host/posts/new', '/host/posts/new', essay, field);
        if (field !== 'tags') await refuse(guest, null, paths.write, essay, field);
    }
    await refuse(host, '/host/invitations', '/host/invitations', { days: '14', uses: '1' }, 'name');
    const settings = { name: 'Haus', host: 'Ada', lang: 'de', zone: 'Europe/Berlin', url: house.url, info: '', social: '', imprint: '', privacy: '' };
    for (const field of ['name', 'host', 'info', 'social', 'zone', 'url']) await refuse(host, '/host/house', '/host/house', settings, field);
    await refuse(guest, null, `/posts/ein-beitrag/messages`, { name: 'A', text: 'x', key: 'k'.repeat(20) }, 'name');
    const json = await fetch(`${house.url}/api/v1/rooms/${talk}/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: LONG, text: 'x' }) });
    assert.equal(json.status, 422);
    assert.ok((await json.text()).length < 2000, 'a program is not sent its own words back');
    assert.equal(house.run('account', 'add', 'long@example.org', '--name', LONG, '--role', 'host').code, 65);
    assert.equal(house.run('account', 'add', `${'l'.repeat(10000)}@example.org`, '--name', 'L', '--role', 'host').code, 65);
    assert.equal(house.run('account', 'invite', '--name', LONG).code, 65);
    // Links bear a name too; these pages have no form to come back to.
    for (const [page, path] of [['/host/posts', '/host/posts/links'], [`/host/talks/${talk}`, `/host/talks/${talk}/links`]]) {
        await host.get(page);
        assert.ok([400, 422].includes((await host.post(path, { name: LONG })).status), path);
    }
    for (const path of ['/', '/posts', '/host/posts', '/host/invitations', '/host/accounts', `/talks/${talk}`, `/host/talks/${talk}`, '/posts/ein-beitrag', '/host/house'])
        assert.doesNotMatch((await host.get(path)).text, /Ä{81}/, path);
    assert.equal((await host.get(`/weeks/${week}`)).status, 404);
    await house.done();
});

test('bad: weeks, talks and speakers with names of 10,000 characters', async () => {
    const { house, host } = await withHost();
    const hidden = (text) => Object.fromEntries([...text.matchAll(/<input type="hidden"[^>]*name="(\w+)"[^>]*value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
    for (const [page, path, fields, names] of [
        ['/host/weeks/new', '/host/weeks', { title: 'W', first: '2012-07-09', last: '2012-07-10' }, ['title']],
        [`/host/talks/${talk}`, `/host/talks/${talk}`, { title: 'T', day: '2012-07-09', start: '10:00', minutes: '60' }, ['title', 'speakers', 'place', 'track', 'subtitle']],
        ['/host/speakers/ada-beispiel', '/host/speakers/ada-beispiel', {}, ['name']],
    ]) {
        for (const name of names) {
            const { text: form } = await host.get(page);
            const { status, text } = await host.post(path, { ...hidden(form), ...fields, [name]: LONG });
            assert.ok(status === 422 || status === 400, `${path} ${name}: ${status}`);
            assert.ok(status === 400 || text.includes(LONG.slice(0, 40)), `${path} ${name}: what was typed is gone`);
        }
    }
    // Files of others are not refused for a name: they are cut, or taken as they are; the house stands.
    const xml = readFileSync(programme, 'utf8').replace(/(<person[^>]*>)[^<]*/g, `$1${LONG}`).replace(/(<title>)[^<]*/g, `$1${LONG}`);
    const done = house.run('week', 'import', '--dry-run', programme);
    assert.equal(done.code, 0, done.err);
    const { spawnSync } = await import('node:child_process');
    const taken = spawnSync(BINARY, ['--data', house.data, 'week', 'import', '-', '--slug', 'long-names'], { input: xml, encoding: 'utf8', timeout: 60000 });
    assert.ok([0, 65].includes(taken.status), `${taken.status} ${taken.stderr.slice(0, 500)}`);
    for (const path of ['/', '/weeks/long-names', '/api/v1/weeks/long-names', '/weeks/long-names.ics'])
        assert.ok((await host.get(path)).status < 500, path);
    await house.done();
});
