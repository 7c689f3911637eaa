// SPDX-License-Identifier: AGPL-3.0-or-later
//
// cache.mjs - pages that are kept: the same for everybody, never behind, and nothing of anybody's own.
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Host, formOf, guest } from '../lib/host.mjs';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const room = 'ueber-groesse-naehe';
const talk = `/talks/${room}`;
const open = (options = {}) => openHouse(BINARY, { before: [['week', 'import', programme]], args: ['--rate', 'off'], ...options });
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function counts(house) {
    const { text } = await guest(house, '/metrics');
    return Object.fromEntries([...text.matchAll(/^netzarbeit_cache_(\w+) (\d+)$/gm)].map(([, name, n]) => [name, Number(n)]));
}

/** A page ends with its minute; what is counted must not fall into two of them. */
async function wholeMinute() {
    const left = 60000 - (Date.now() % 60000);
    if (left < 10000) await pause(left + 50);
}

const say = (house, text, more = {}) => fetch(`${house.url}${talk}/messages`, { method: 'POST', redirect: 'manual', body: new URLSearchParams({ name: 'Ada', text, ...more }) });
const messages = async (house) => (await (await fetch(`${house.url}/api/v1/rooms/${room}/messages`)).json()).messages;

test('cache: the second guest gets the same bytes without anybody rendering them', async () => {
    const house = await open();
    await wholeMinute();
    for (const path of ['/', talk, '/posts', '/feed.atom', '/privacy']) {
        const first = await guest(house, path);
        const before = await counts(house);
        const second = await guest(house, path);
        const after = await counts(house);
        assert.equal(first.status, 200, path);
        assert.equal(second.text, first.text, path);
        assert.deepEqual([after.hits_total - before.hits_total, after.renders_total - before.renders_total], [1, 0], path);
        for (const name of ['etag', 'vary', 'cache-control', 'content-security-policy', 'content-type'])
            assert.equal(second.headers.get(name), first.headers.get(name), `${path}: ${name}`);
        assert.equal(second.headers.get('vary'), 'Accept-Encoding, Accept-Language, Cookie');
        assert.equal((await guest(house, path, { 'if-none-match': first.headers.get('etag') })).status, 304);
        const head = await fetch(house.url + path, { method: 'HEAD', headers: { 'accept-language': 'en' } });
        assert.equal(head.headers.get('etag'), first.headers.get('etag'), path);
    }
    const lines = house.log.split('\n').filter((line) => / GET \/posts 200 /.test(line));
    assert.equal(lines.length, 2, 'each request has its line in the log');
    await house.done();
});

test('cache: a kept page holds nothing that is somebody\'s own', async () => {
    const house = await open();
    const host = await new Host(house).signIn();
    await say(house, 'ein Wort', { name: 'Grete' });
    const mine = await guest(house, talk, { cookie: 'guest=abcdefghijklmnopqrstuvwxyz; name=Xaver' });
    assert.match(mine.text, /value="Xaver"/);
    assert.match(mine.text, /name="key" value="[^"]{16,}"/);
    assert.match((await host.get(talk)).text, /name="token" value=/);
    for (const cookie of ['', 'lang=en', 'zone=Asia/Tokyo'])
        for (let i = 0; i < 2; i++) {
            const { text } = await guest(house, talk, cookie ? { cookie } : {});
            assert.match(text, /name="key" value=""/);
            assert.doesNotMatch(text, /Xaver|name="token"|Signed in|href="\/host/);
        }
    const before = await counts(house);
    for (const path of ['/sign-in', '/settings', '/speak/abc', '/write/abc', '/join/abc', '/reports/abc', '/sign-in/abc', '/talks/none', `${talk}/transcript`, '/api/v1/weeks'])
        await guest(house, path);
    assert.equal((await counts(house)).pages, before.pages);
    await house.done();
});

test('cache: languages and zones each have their own page', async () => {
    const house = await open();
    const title = async (headers, query = '') => (await guest(house, talk + query, headers)).text;
    for (let i = 0; i < 2; i++) {
        assert.match(await title({ 'accept-language': 'de' }), /<html lang="de">/);
        assert.match(await title({ 'accept-language': 'en' }), /<html lang="en">/);
        assert.match(await title({ 'accept-language': 'en', cookie: 'lang=de' }), /<html lang="de">/);
        assert.match(await title({ 'accept-language': 'de' }, '?lang=en'), /<html lang="en">/);
        assert.match(await title({ cookie: 'zone=Asia/Tokyo' }), /for you/);
        assert.match(await title({}, '?zone=Asia%2FTokyo'), /for you/);
        assert.doesNotMatch(await title({}), /for you/);
    }
    await house.done();
});

test('cache: what a host changes is what the next guest sees, in less than 100 ms', async () => {
    const house = await open();
    const host = await new Host(house).signIn();
    const week = (await guest(house, '/')).text.match(/\/weeks\/[a-z0-9-]+/)[0];
    const took = [];
    for (let i = 0; i < 5; i++) {
        const pages = [talk, week];
        for (const path of pages) assert.doesNotMatch((await guest(house, path)).text, new RegExp(`Neuer Titel ${i}`));
        assert.equal(await host.send(`/host/talks/${room}`, { title: `Neuer Titel ${i}` }), 303);
        const changed = performance.now();
        for (const path of pages) assert.match((await guest(house, path)).text, new RegExp(`Neuer Titel ${i}`), path);
        took.push(performance.now() - changed);
    }
    assert.ok(Math.min(...took) < 100, `the fastest of ${took.map(Math.round)} ms`);
    // What is no longer published is gone at once.
    const page = await host.get(`/host/talks/${room}`);
    const token = page.text.match(/name="token" value="([^"]+)"/)[1];
    const fields = [...formOf(page.text, `/host/talks/${room}/public`).matchAll(/ name="([^"]+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]);
    assert.equal(await host.post(`/host/talks/${room}/public`, [...fields, ['token', token]]), 303);
    assert.equal((await guest(house, talk)).status, 404);
    await house.done();
});

test('cache: what a command changes beside the house is seen within 300 ms', async () => {
    const house = await open();
    const file = join(mkdtempSync(join(tmpdir(), 'netzarbeit-test-')), 'schedule.xml');
    await guest(house, '/');
    for (let i = 0; i < 3; i++) {
        const before = (await guest(house, talk)).text.match(/<h1[^>]*>([^<]*)</)[1];
        const source = readFileSync(programme, 'utf8').replace('<title>Über Größe &amp; Nähe</title>', `<title>Anders ${i}</title>`);
        writeFileSync(file, source);
        const { code, err } = house.run('week', 'import', file);
        assert.equal(code, 0, err);
        await pause(300);
        const after = (await guest(house, talk)).text.match(/<h1[^>]*>([^<]*)</)[1];
        assert.notEqual(after, before);
        assert.equal(after, `Anders ${i}`);
    }
    await house.done();
});

test('cache: what the first page says of now is right from the first second of the minute on', async () => {
    const house = await open({ env: { NETZARBEIT_NOW: '2026-10-24T09:59:52+02:00' } }); // the house's clock runs on from here
    const due = performance.now() + 8000;
    const before = await guest(house, '/');
    assert.match(before.text, /class="next"/);
    assert.doesNotMatch(before.text, /class="running"/);
    while (performance.now() < due) {
        await guest(house, '/');
        await pause(100);
    }
    const { text } = await guest(house, '/');
    assert.match(text.match(/class="running"[^]*?<\/section>/)?.[0] ?? '', new RegExp(talk));
    assert.ok((await counts(house)).hits_total > 5);
    await house.done();
});

test('cache: what was hidden, taken back or erased is on no page that is asked for afterwards', async () => {
    const house = await open();
    const host = await new Host(house).signIn();
    const token = (await host.get('/host/reports')).text.match(/name="token" value="([^"]+)"/)[1];
    let done = false;
    const word = (n) => `Geheimnis${n}x`;
    const gone = new Set();
    // Readers without end: what they began to ask for after the answer must not show the word.
    const readers = Array.from({ length: 6 }, async (_, i) => {
        for (let reads = 0; !done; reads++) {
            const forbidden = [...gone];
            const { text } = await guest(house, talk, i % 2 ? { 'accept-encoding': 'identity' } : {});
            for (const secret of forbidden) assert.ok(!text.includes(secret), `${secret} after it was gone`);
        }
    });
    for (const [n, duty] of ['hide', 'erase', 'hide', 'erase', 'withdraw', 'withdraw'].entries()) {
        const answer = await say(house, word(n));
        const seq = Number(answer.headers.get('location').match(/#m(\d+)$/)[1]);
        assert.match((await guest(house, talk)).text, new RegExp(word(n)), 'what was said is on the next page');
        const own = answer.headers.getSetCookie().find((line) => line.startsWith('guest=')).split(';')[0];
        const path = `${talk}/messages/${seq}`;
        const status = duty === 'withdraw'
            ? (await fetch(house.url + path, { method: 'POST', redirect: 'manual', headers: { cookie: own }, body: new URLSearchParams({ do: duty }) })).status
            : await host.post(path, { token, do: duty, reason: 'x', sure: '1' });
        gone.add(word(n));
        assert.equal(status, 303, duty);
        for (const where of [talk, path]) assert.doesNotMatch((await guest(house, where)).text, new RegExp(word(n)), `${duty}: ${where}`);
    }
    done = true;
    await Promise.all(readers);
    await house.done();
});

test('cache: 500 who ask at once are shown one rendering', async () => {
    const house = await open();
    await wholeMinute();
    const before = await counts(house);
    const answers = await Promise.all(Array.from({ length: 500 }, () => guest(house, talk)));
    const after = await counts(house);
    for (const { status, text } of answers) {
        assert.equal(status, 200);
        assert.equal(text, answers[0].text);
    }
    assert.equal(after.renders_total - before.renders_total, 1);
    assert.equal(after.hits_total - before.hits_total + after.parked_total - before.parked_total, 499);
    await house.done();
});

test('cache: a form of a kept page that is sent again says nothing twice', async () => {
    const house = await open();
    const form = formOf((await guest(house, talk)).text, `${talk}/messages#conversation`);
    assert.match(form, /name="key" value=""/);
    const places = new Set();
    // An impatient finger, and once more after a while.
    for (const answer of await Promise.all([1, 2, 3, 4].map(() => say(house, 'einmal', { key: '' })))) places.add(answer.headers.get('location'));
    places.add((await say(house, 'einmal', { key: '' })).headers.get('location'));
    assert.equal(places.size, 1);
    assert.deepEqual((await messages(house)).map((m) => m.text), ['einmal']);
    await say(house, 'zweimal', { key: '' });
    await say(house, 'einmal', { key: '', name: 'Ben' });
    assert.equal((await messages(house)).length, 3);
    await house.done();
});
