// SPDX-License-Identifier: AGPL-3.0-or-later
//
// paste.mjs - "Paste your invitation, get your week": the page and the command.
import assert from 'node:assert/strict';
import { command, folder, openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const CLOCK = { NETZARBEIT_NOW: '2012-07-01T12:00:00+02:00' };
const INVITATION = `Einladung zur Eventwoche Zuhören

Liebe Gäste, willkommen.

Erster Tag
9.7.2012

Tageszeit: 10:00 – 11:00 Uhr
Thema: Das offene Ohr
Referentin: Dr. Anna Schmidt

Tageszeit: 14:00 – 15:00 Uhr
Thema: Ist Zuhören Arbeit?
Referent: Ben Klein (Hamburg)

Tageszeit: 18:00 – 19:30 Uhr
Thema: Stille
Es spricht: Cem Öz und Dora Lang

Anfahrt mit dem Rad
`;

/** A host at the page: get() and post(fields) with its session and token. */
async function host(house) {
    const signed = await fetch(house.hostLink, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const cookie = signed.headers.get('set-cookie').split(';')[0];
    const get = (path) => fetch(house.url + path, { headers: { cookie, 'accept-language': 'en' } });
    const token = (await (await get('/host/paste')).text()).match(/name="token" value="([^"]+)"/)[1];
    const post = async (fields) => {
        const answer = await fetch(`${house.url}/host/paste`, { method: 'POST', redirect: 'manual',
            headers: { cookie, 'accept-language': 'en' }, body: new URLSearchParams({ token, ...fields }) });
        return { status: answer.status, location: answer.headers.get('location'), html: await answer.text() };
    };
    return { get, post, cookie };
}

const plain = (text) => text.replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** The fields of a page's form as a browser would send them. */
function fields(html) {
    const form = html.slice(html.indexOf('<form class="paste"'));
    const all = {};
    for (const [tag] of form.matchAll(/<input[^>]*>/g)) {
        const name = tag.match(/name="([^"]*)"/)?.[1];
        if (!name || name === 'token' || (tag.includes('checkbox') && !/ checked/.test(tag))) continue;
        all[name] = plain(tag.match(/value="([^"]*)"/)?.[1] ?? '');
    }
    for (const [, name, text] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g)) all[name] = plain(text);
    return all;
}

test('paste: an invitation with three talks on one day makes the week', async () => {
    const house = await openHouse(BINARY, { env: CLOCK });
    const { get, post } = await host(house);
    assert.match(await (await get('/host?later')).text(), /href="\/host\/paste"/);
    const read = await post({ do: 'read', text: INVITATION });
    assert.equal(read.status, 200);
    assert.match(read.html, /<mark>Anfahrt mit dem Rad<\/mark>/);
    assert.match(read.html, /One line was not understood/);
    const form = fields(read.html);
    assert.equal(form.title, 'Eventwoche Zuhören');
    assert.equal(form.welcome, 'Liebe Gäste, willkommen.');
    assert.equal(form.text, INVITATION);
    assert.deepEqual([form['day-3'], form['start-3'], form['minutes-3'], form['topic-3'], form['speakers-3']],
        ['2012-07-09', '18:00', '90', 'Stille', 'Cem Öz, Dora Lang']);
    assert.deepEqual([form['topic-4'], form['topic-5']], ['', undefined], 'one empty talk more');
    assert.deepEqual(await (await get('/api/v1/weeks')).json(), [], 'nothing is stored yet');

    const made = await post({ ...form, do: 'make', 'topic-3': 'Die Stille', 'last': '2012-07-11' });
    assert.equal(made.status, 303, made.html);
    assert.equal(made.location, '/weeks/eventwoche-zuhoeren');
    const week = await (await get('/api/v1/weeks/eventwoche-zuhoeren')).json();
    assert.deepEqual(week.days.map((d) => [d.date, d.talks.length]), [['2012-07-09', 3], ['2012-07-10', 0], ['2012-07-11', 0]]);
    assert.deepEqual(week.days[0].talks.map((t) => [t.start.slice(11, 16), t.duration, t.title, t.speakers.map((s) => s.name).join()]), [
        ['10:00', 60, 'Das offene Ohr', 'Dr. Anna Schmidt'],
        ['14:00', 60, 'Ist Zuhören Arbeit?', 'Ben Klein'],
        ['18:00', 90, 'Die Stille', 'Cem Öz,Dora Lang']]);
    assert.match(await (await get(made.location)).text(), /Liebe Gäste, willkommen/);

    const again = await post({ ...form, do: 'make' });
    assert.equal(again.status, 422, 'a week that is there is not written over');
    assert.equal((await (await get('/api/v1/weeks')).json()).length, 1);
    await house.done();
});

test('paste: talks are left out and added; what is wrong is said and nothing typed is lost', async () => {
    const house = await openHouse(BINARY, { env: CLOCK });
    const { get, post } = await host(house);
    const form = fields((await post({ do: 'read', text: INVITATION })).html);
    const wrong = { ...form, title: '', zone: 'Nowhere', 'day-1': 'soon', 'start-2': '25 Uhr', 'minutes-3': '0', 'topic-1': ' ',
        'topic-4': 'Zugabe', first: '2012-07-12' };
    for (const button of ['check', 'make']) {
        const refused = await post({ ...wrong, do: button });
        assert.equal(refused.status, 422);
        assert.equal(refused.html.match(/<span class="fault"[^>]*>[^<]/g).length, 10, 'title, zone, days; a day and a topic, a start, a length, the new talk\'s three');
        const kept = fields(refused.html);
        for (const [name, value] of Object.entries(wrong)) assert.equal(kept[name], value, name);
    }
    assert.deepEqual(await (await get('/api/v1/weeks')).json(), []);
    const right = { ...form, 'remove-1': '1', 'day-1': 'soon', 'day-4': '10.7.2012', 'start-4': '9.30', 'minutes-4': '30', 'topic-4': 'Zugabe' };
    const checked = await post({ ...right, do: 'check' });
    assert.equal(checked.status, 200);
    assert.equal(fields(checked.html)['remove-1'], '1');
    assert.equal((await post({ ...right, do: 'make' })).status, 303);
    const week = await (await get('/api/v1/weeks/eventwoche-zuhoeren')).json();
    assert.deepEqual(week.days.map((d) => d.talks.map((t) => t.title)), [['Ist Zuhören Arbeit?', 'Stille'], ['Zugabe']]);
    await house.done();
});

test('paste: what is no invitation gets a clear answer', async () => {
    const house = await openHouse(BINARY, { env: CLOCK });
    const { get, post } = await host(house);
    for (const text of ['', 'hello', '10 Uhr', 'x'.repeat(300 << 10), '\u0001\u0002 10:00 Uhr: A', '<b>'.repeat(1000)]) {
        const refused = await post({ do: 'read', text });
        assert.equal(refused.status, 422, text.slice(0, 20));
        assert.match(refused.html, /class="fault" role="alert"/);
        assert.equal(fields(refused.html).text.length, text.length, 'the text stays');
    }
    const many = Array.from({ length: 200 }, (_, i) => `9.7.2012, 10:00 Uhr: Thema ${i}\n`).join('');
    assert.match((await post({ do: 'read', text: many })).html, /more than a hundred talks/);
    assert.equal((await post({ do: 'make' })).status, 422, 'a form without fields');
    assert.deepEqual(await (await get('/api/v1/weeks')).json(), []);
    await house.done();
});

test('paste: hostile text is shown as text', async () => {
    const house = await openHouse(BINARY, { env: CLOCK });
    const { get, post } = await host(house);
    const evil = '"><script>alert(1)</script>';
    const text = `${evil} Woche\n9.7.2012\n10 Uhr: ${evil} (Anna Schmidt)\n</textarea>${evil}\n\n${evil}\n`;
    const read = await post({ do: 'read', text });
    assert.equal(read.status, 200);
    assert.ok(!read.html.includes('<script>alert'));
    const form = fields(read.html);
    assert.equal(form.text, text);
    const made = await post({ ...form, do: 'make', welcome: `${evil} [x](javascript:alert(1))` });
    assert.equal(made.status, 303);
    const page = await (await get(made.location)).text();
    assert.ok(!page.includes('<script>alert') && !page.includes('href="javascript:'));
    await house.done();
});

test('paste: for hosts only, and from this page only', async () => {
    const house = await openHouse(BINARY, { env: CLOCK });
    const body = new URLSearchParams({ do: 'read', text: INVITATION });
    const stranger = await fetch(`${house.url}/host/paste`, { method: 'POST', body, redirect: 'manual' });
    assert.ok(![200, 303].includes(stranger.status) || !/Zuhören/.test(await stranger.text()));
    assert.notEqual((await fetch(`${house.url}/host/paste`, { redirect: 'manual' })).status, 200);
    const { cookie } = await host(house);
    assert.equal((await fetch(`${house.url}/host/paste`, { method: 'POST', body, headers: { cookie }, redirect: 'manual' })).status, 403, 'without the form\'s token');
    await house.done();
});

test('paste: the command takes the text too and lists what it did not understand', () => {
    const data = folder();
    const run = (input, ...args) => command(BINARY, data, ['week', 'import', '-', ...args], { input, env: { ...CLOCK, LC_ALL: 'C' } });
    const dry = run(INVITATION, '--dry-run');
    assert.equal(dry.code, 0, dry.err);
    const done = run(INVITATION, '--json');
    assert.equal(done.code, 0, done.err);
    assert.match(done.err, /^- Line 20 was not understood: Anfahrt mit dem Rad$/m);
    assert.deepEqual([JSON.parse(done.out).slug, JSON.parse(done.out).added], ['eventwoche-zuhoeren', 3]);
    const again = run(INVITATION, '--json');
    assert.deepEqual([JSON.parse(again.out).added, JSON.parse(again.out).unchanged], [0, 3], again.err);
    assert.equal(run('Wir sehen uns um 10 Uhr.\n').code, 65);
});

test('paste: on a public address a week that was taken in is seen by nobody outside before imprint and privacy are written', async () => {
    const data = folder();
    const done = command(BINARY, data, ['--json', 'week', 'import', '-', '--zone', 'Europe/Berlin'], { input: INVITATION, env: { ...CLOCK, LC_ALL: 'de_DE.UTF-8' } });
    assert.equal(done.code, 0, done.err);
    assert.equal(JSON.parse(done.out).duties, false);
    assert.match(done.err, /nur Angemeldete diese Woche/);
    // What was understood, as on the page.
    assert.match(done.err, /^Verstanden: Eventwoche Zuhören \(Europe\/Berlin\)$/m);
    assert.match(done.err, /^ {2}Montag, 9\. Juli 2012\n {4}10:00 – 11:00 {2}Das offene Ohr \/ Dr\. Anna Schmidt\n {4}14:00 – 15:00/m);
    assert.match(done.err, /^ {4}18:00 – 19:30 {2}Stille \/ Cem Öz, Dora Lang$/m);
    const house = await openHouse(BINARY, { data, env: CLOCK, args: ['--rate', 'off', '--url', 'https://house.example.org'] });
    house.hostLink = house.url + new URL(house.hostLink).pathname;
    const paths = ['/', '/weeks/eventwoche-zuhoeren', '/talks/stille', '/talks/stille/stream', '/api/v1/weeks', '/api/v1/weeks/eventwoche-zuhoeren',
        '/api/v1/rooms/stille/messages', '/api/v1/rooms/stille/events', '/weeks/eventwoche-zuhoeren.ics'];
    for (const path of paths) {
        const answer = await fetch(house.url + path);
        assert.equal(answer.status, 503, path);
        assert.doesNotMatch(await answer.text(), /Stille|Zuhören/, path);
    }
    const signed = await fetch(house.hostLink, { method: 'POST', redirect: 'manual', headers: { origin: 'https://house.example.org', 'content-type': 'application/x-www-form-urlencoded' } });
    const cookie = signed.headers.get('set-cookie').split(';')[0];
    assert.equal((await fetch(`${house.url}/talks/stille`, { headers: { cookie } })).status, 200);
    const page = await (await fetch(`${house.url}/host/paste`, { headers: { cookie } })).text();
    const token = page.match(/name="token" value="([^"]+)"/)[1];
    const read = await fetch(`${house.url}/host/paste`, { method: 'POST', headers: { cookie, origin: 'https://house.example.org', 'accept-language': 'en' }, body: new URLSearchParams({ token, do: 'read', text: INVITATION.replace('Zuhören', 'Reden') }) });
    assert.match(await read.text(), /only those who are signed in see this week/);
    const setup = await (await fetch(`${house.url}/host/house`, { headers: { cookie } })).text();
    const settings = { token: setup.match(/name="token" value="([^"]+)"/)[1], name: 'Haus', host: 'Ada', lang: 'de', zone: 'Europe/Berlin', url: 'https://house.example.org', info: '', social: '', imprint: 'Ada, Weg 1', privacy: 'Ada' };
    assert.equal((await fetch(`${house.url}/host/house`, { method: 'POST', redirect: 'manual', headers: { cookie, origin: 'https://house.example.org' }, body: new URLSearchParams(settings) })).status, 303);
    for (const path of paths.filter((p) => !/stream|events/.test(p))) assert.equal((await fetch(house.url + path)).status, 200, path);
    assert.equal(JSON.parse(house.run('--json', 'week', 'import', new URL('../fixtures/schedule.xml', import.meta.url).pathname).out).duties, true);
    await house.done();
});
