// SPDX-License-Identifier: AGPL-3.0-or-later
//
// house.mjs - the first hour of the house itself: set up, opened by its imprint, the demonstration left
// behind, and what doctor says.
import assert from 'node:assert/strict';
import { chmodSync, existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { command, folder, House, openHouse } from '../lib/house.mjs';
import { raw, status } from '../lib/http.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const now = { NETZARBEIT_NOW: '2026-03-03T12:00:00+01:00' };
const german = { 'accept-language': 'de' };
const filled = { name: 'Haus <der> Gespräche', host: 'Ada Beispiel', lang: 'de', zone: 'Berlin', url: 'https://haus.example.org/',
    info: 'post@haus.example', social: '@haus@example.social', imprint: 'Ada Beispiel  \nWeg 1, 12345 Ort', privacy: 'Ada, *Weg 1*' };

/** The host, signed in: get and post with the session and the forms' token. */
async function signIn(house) {
    const entered = await fetch(house.hostLink, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const cookie = entered.headers.get('set-cookie').split(';')[0];
    const get = (path) => fetch(house.url + path, { redirect: 'manual', headers: { cookie, ...german } });
    const form = await (await get('/host/house')).text();
    const token = form.match(/name="token" value="([^"]+)"/)[1];
    const post = (path, fields = {}) => fetch(house.url + path, { method: 'POST', redirect: 'manual', headers: { cookie, ...german },
        body: new URLSearchParams({ token, ...fields }) });
    return { get, post, cookie };
}

const page = async (house, path, headers = german) => {
    const answer = await fetch(house.url + path, { headers, redirect: 'manual' });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
};

test('house: the first sign-in leads to the set-up page, until the house has a name', async () => {
    const house = await openHouse(BINARY, { env: { TZ: 'Europe/Vienna' } });
    const host = await signIn(house);
    const first = await host.get('/host');
    assert.equal(first.status, 303);
    assert.equal(first.headers.get('location'), '/host/house');
    assert.equal((await host.get('/host?later=1')).status, 200);
    const form = await (await host.get('/host/house')).text();
    assert.match(form, /Richten Sie Ihr Haus ein/);
    assert.match(form, /name="zone" value="Europe\/Vienna"/);
    assert.match(form, new RegExp(`name="url" value="${house.url}"`));
    assert.equal((await page(house, '/host/house')).status, 403, 'for hosts only');
    const kept = await host.post('/host/house', { ...filled, url: house.url });
    assert.equal(kept.status, 303, await kept.text());
    assert.equal((await host.get('/host')).status, 200);
    assert.match(await (await host.get('/host/house?kept=1')).text(), /Einstellungen des Hauses[^]*role="status"/);
    const home = await page(house, '/');
    assert.match(home.text, /<header class="house"><a href="\/">Haus &lt;der&gt; Gespräche<\/a>/);
    assert.match(home.text, /Es lädt ein: Ada Beispiel/);
    // The language where a reader asks for none, at once and without a new start.
    assert.match((await page(house, '/', {})).text, /<html lang="de">/);
    await host.post('/host/house', { ...filled, url: house.url, lang: 'en' });
    assert.match((await page(house, '/', {})).text, /<html lang="en">/);
    await house.done();
});

test('house: what is wrong is said beside its field, and nothing is kept', async () => {
    const house = await openHouse(BINARY);
    const host = await signIn(house);
    const refused = await host.post('/host/house', { ...filled, zone: 'Atlantis', info: 'nobody', url: 'haus' });
    assert.equal(refused.status, 422);
    const text = await refused.text();
    for (const field of ['zone', 'info', 'url']) assert.match(text, new RegExp(`class="wrong" id="${field}-wrong"`));
    for (const field of ['name', 'host', 'imprint']) assert.doesNotMatch(text, new RegExp(`id="${field}-wrong"`));
    assert.match(text, /value="Atlantis"/);
    assert.match(text, /Weg 1, 12345 Ort<\/textarea>/);
    assert.equal((await host.get('/host')).status, 303, 'the house has no name yet');
    assert.equal((await host.post('/host/house', { ...filled, imprint: 'x'.repeat(20001) })).status, 422);
    assert.equal((await host.post('/host/house', { ...filled, name: 'n'.repeat(10000) })).status, 422);
    const forged = await fetch(`${house.url}/host/house`, { method: 'POST', redirect: 'manual', headers: { cookie: host.cookie },
        body: new URLSearchParams({ ...filled, token: 'forged' }) });
    assert.equal(forged.status, 403);
    await house.done();
});

test('house: imprint and privacy say what was written and what is stored, and every page leads to them', async () => {
    const house = await openHouse(BINARY, { before: [['demo']], env: now });
    for (const path of ['/', '/settings', '/sign-in', '/no-such-page', '/imprint'])
        assert.match((await page(house, path)).text, /href="\/imprint"[^]*href="\/privacy"/, path);
    assert.match((await page(house, '/imprint')).text, /noch nicht geschrieben/);
    const host = await signIn(house);
    await host.post('/host/house', { ...filled, url: house.url });
    const imprint = await page(house, '/imprint');
    assert.equal(imprint.status, 200);
    assert.match(imprint.text, /§ 5 DDG[^]*Weg 1, 12345 Ort[^]*§ 18 Abs. 2 MStV[^]*Ada Beispiel/);
    const privacy = await page(house, '/privacy');
    assert.match(privacy.text, /<em>Weg 1<\/em>/);
    // Every cookie that is really set stands there, with its time.
    const rows = Object.fromEntries([...privacy.text.matchAll(/<code>(\w+)<\/code><\/th><td>[^<]*<\/td><td>(\d+)/g)].map((m) => [m[1], Number(m[2])]));
    const talk = (await page(house, '/')).text.match(/\/talks\/[\w-]+/)[0];
    const said = await fetch(`${house.url}${talk}/messages`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ name: 'Eva', text: 'Guten Tag' }) });
    const chosen = await fetch(`${house.url}/settings`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ lang: 'de', zone: 'Lisbon' }) });
    const signedIn = await fetch(house.run('account', 'link', 'host@localhost').out.trim().replace(/^https?:\/\/[^/]+/, house.url),
        { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const set = [said, chosen, signedIn].flatMap((answer) => answer.headers.getSetCookie());
    const seen = Object.fromEntries(set.map((c) => [c.split('=')[0], Number(c.match(/Max-Age=(\d+)/)[1]) / 86400]));
    // What a speaker's link sets is tested beside it (weeks_speaking_test.c).
    assert.deepEqual({ ...seen, speaker: 365 }, rows);
    assert.match((await page(house, '/privacy', { 'accept-language': 'en' })).text, /<h1>Privacy<\/h1>/);
    await house.done();
});

test('house: on a public address nothing is published before imprint and privacy are written', async () => {
    const house = await openHouse(BINARY, { before: [['demo']], env: now, args: ['--url', 'https://haus.example.org'] });
    const [, token] = house.hostLink.match(/sign-in\/(\w+)$/);
    house.hostLink = `${house.url}/sign-in/${token}`;
    const closed = ['/', '/weeks/kollektive-intelligenz', '/weeks/kollektive-intelligenz.ics', '/api/v1/weeks', '/api/v1/weeks/kollektive-intelligenz'];
    const open = ['/imprint', '/privacy', '/settings', '/sign-in', '/robots.txt', '/healthz'];
    for (const path of closed) {
        const answer = await page(house, path);
        assert.equal(answer.status, 503, path);
        assert.ok(Number(answer.headers.get('retry-after')) >= 60);
        assert.doesNotMatch(answer.text, /Kollektive|Networking/, path);
    }
    assert.match((await page(house, '/')).text, /Das Haus wird eingerichtet/);
    assert.equal(JSON.parse((await page(house, '/api/v1/weeks')).text).status, 503);
    for (const path of open) {
        const answer = await page(house, path);
        assert.equal(answer.status, 200, path);
        assert.doesNotMatch(answer.text, /Kollektive/, path);
    }
    assert.equal((await page(house, '/no-such-page')).status, 404);
    assert.doesNotMatch((await page(house, '/no-such-page')).text, /Kollektive/);
    assert.equal((await fetch(`${house.url}/api/v1/rooms/x/messages`, { method: 'POST', body: '{}' })).status, 503);
    assert.doesNotMatch(house.log, / error /, 'no fault of the house');

    const host = await signIn(house);
    assert.equal((await host.get('/weeks/kollektive-intelligenz')).status, 200, 'the host sees it');
    assert.match(await (await host.get('/host?later=1')).text(), /zeigt seinen Gästen noch nichts/);
    await host.post('/host/house', { ...filled, privacy: ' ' });
    assert.equal((await page(house, '/')).status, 503);
    await host.post('/host/house', filled);
    for (const path of closed) assert.equal((await page(house, path)).status, 200, path);
    await host.post('/host/house', { ...filled, imprint: '' });
    assert.equal((await page(house, '/')).status, 503);
    await house.done();
});

test('house: an address that the world asks for counts as public too, one at home does not', async () => {
    const house = await openHouse(BINARY);
    const ask = (host) => raw(house.port, `GET / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`);
    assert.equal(status(await ask('haus.example.org')), 503);
    for (const host of ['localhost:2012', 'haus.local', 'haus', '192.168.1.2:2012', '[::1]:80'])
        assert.equal(status(await ask(host)), 200, host);
    await house.done();
});

test('house: the demonstration is left behind with one button, and there is a way back', async () => {
    const house = await openHouse(BINARY, { before: [['demo']], env: now });
    const host = await signIn(house);
    assert.match(await (await host.get('/host?later=1')).text(), /href="\/host\/demo"/);
    const before = await (await host.get('/host/demo')).text();
    assert.match(before, /15 Vorträge/);
    assert.match(before, /Wortmeldungen/);
    assert.equal((await page(house, '/host/demo')).status, 403);
    const talk = (await page(house, '/')).text.match(/\/talks\/[\w-]+/)[0];
    assert.equal((await host.post('/host/demo')).status, 303);
    assert.equal((await host.post('/host/demo')).status, 303, 'pressed twice');
    const after = await (await host.get('/host/demo')).text();
    const [file] = after.match(/before-leaving-the-demonstration-[\d-]+\.db/);
    assert.ok(existsSync(join(house.data, file)));
    assert.equal(statSync(join(house.data, file)).mode & 0o077, 0);
    assert.deepEqual(await (await fetch(`${house.url}/api/v1/weeks`)).json(), []);
    assert.equal((await page(house, talk)).status, 404);
    assert.doesNotMatch((await page(house, '/posts')).text, /href="\/posts\//, 'the demonstration\'s post goes too');
    assert.doesNotMatch(await (await host.get('/host?later=1')).text(), /href="\/host\/demo"/);
    await house.close();
    assert.equal(house.run('restore', join(house.data, file)).code, 0);
    await house.open();
    assert.equal((await page(house, talk)).status, 200);
    await house.done();
});

test('house: search engines are kept from private links and desks, and see what says noindex itself', async () => {
    const house = await openHouse(BINARY, { before: [['demo']], env: now });
    const { text, headers } = await page(house, '/robots.txt');
    assert.match(headers.get('content-type'), /^text\/plain/);
    // RFC 9309, 2.2.2 and 2.2.3: prefixes, with * for anything.
    const rules = [...text.matchAll(/^Disallow: (\S+)$/gm)].map(([, path]) => new RegExp(`^${path.replace(/[.?+]/g, '\\$&').replaceAll('*', '.*')}`));
    const kept = (path) => rules.some((rule) => rule.test(path));
    for (const path of ['/join/x', '/speak/x', '/write/x', '/sign-in', '/sign-in/x', '/reports/x', '/host', '/host/house', '/account', '/settings?back=/', '/talks/a/speaking/x', '/talks/a/stream?lang=de', '/api/v1/weeks'])
        assert.ok(kept(path), path);
    for (const path of ['/', '/weeks/a', '/talks/a', '/talks/a/messages/1', '/talks/a/transcript', '/speakers/a', '/posts', '/posts/a', '/imprint', '/privacy']) assert.ok(!kept(path), path);
    const [week] = JSON.parse((await page(house, '/api/v1/weeks')).text);
    const { days } = JSON.parse((await page(house, `/api/v1/weeks/${week.slug}`)).text);
    assert.match((await page(house, `/talks/${days[0].talks[0].slug}/messages/1`)).text, /<meta name="robots" content="noindex">/);
    await house.done();
});

test('house: doctor looks at everything, and says with its exit code whether something failed', async () => {
    const data = folder();
    const look = (...args) => command(BINARY, data, ['doctor', ...args]);
    const states = () => Object.fromEntries(JSON.parse(look('--json').out).checks.map((c) => [c.name, c.state]));
    assert.equal(states().store, 'warn', 'none yet');
    assert.equal(existsSync(join(data, 'netzarbeit.db')), false, 'and it makes none');
    assert.equal(command(BINARY, data, ['demo']).code, 0);
    const well = look();
    assert.equal(well.code, 0, well.out);
    for (const name of ['folder', 'disk', 'clock', 'zones', 'files', 'store', 'address', 'duties', 'name'])
        assert.match(well.out, new RegExp(`^(ok|warn) +${name} `, 'm'), name);
    assert.equal(look('--loud').code, 64);

    chmodSync(data, 0o755);
    assert.equal(look().code, 70);
    assert.equal(states().folder, 'fail');
    chmodSync(data, 0o700);
    const house = await new House(BINARY, { data, args: ['--url', 'https://haus.example.org'] }).open();
    assert.equal(states().address, 'ok', 'beside the open house');
    assert.equal(states().duties, 'fail');
    const odd = command(BINARY, data, ['doctor', '--json'], { env: { NETZARBEIT_NOW: '1999-01-01T00:00:00Z' } });
    assert.equal(JSON.parse(odd.out).checks.find((c) => c.name === 'clock').state, 'fail');
    await house.done();
});
