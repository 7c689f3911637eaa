// SPDX-License-Identifier: AGPL-3.0-or-later
//
// making.mjs - hosts write a week with forms alone: drafts, preview, conflict, undo, copy, a speaker's
// link; and nobody else sees what is not published.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { Events } from '../lib/http.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const now = { NETZARBEIT_NOW: '2026-10-20T10:30:00+02:00' };
const plain = (html) => html.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** A browser without script: keeps its cookie, reads forms, posts them. */
class Reader {
    constructor(house) {
        this.house = house;
        this.headers = { 'accept-language': 'en', accept: 'text/html' };
    }

    async signIn(link = this.house.hostLink) {
        const answer = await fetch(link, { method: 'POST', redirect: 'manual', headers: { ...this.headers, 'content-type': 'application/x-www-form-urlencoded' } });
        assert.equal(answer.status, 303);
        this.headers.cookie = answer.headers.get('set-cookie').split(';')[0];
        return this;
    }

    async get(path, wanted = 200) {
        const answer = await fetch(this.house.url + path, { headers: this.headers, redirect: 'manual' });
        assert.equal(answer.status, wanted, `${path}: ${answer.status}`);
        return answer.text();
    }

    /** The fields of the form that posts to `action`, as the page has them. */
    form(html, action) {
        const at = html.indexOf(`action="${action}"`);
        assert.ok(at > 0, `a form for ${action}`);
        const text = html.slice(at, html.indexOf('</form>', at));
        const fields = {};
        for (const [tag] of text.matchAll(/<input[^>]*>/g)) fields[tag.match(/ name="([^"]*)"/)[1]] = plain(tag.match(/ value="([^"]*)"/)?.[1] ?? '');
        for (const [, name, value] of text.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g)) fields[name] = plain(value);
        for (const [, name, options] of text.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([^]*?)<\/select>/g))
            fields[name] = plain((options.match(/<option value="([^"]*)" selected/) ?? options.match(/<option value="([^"]*)"/))?.[1] ?? '');
        return fields;
    }

    /** Posts the page's form with changes; gives back { status, text, to }. */
    async send(page, action, changes = {}, origin = this.house.url) {
        const fields = { ...this.form(page, action), ...changes };
        const answer = await fetch(this.house.url + action, { method: 'POST', redirect: 'manual', headers: { ...this.headers, 'content-type': 'application/x-www-form-urlencoded', origin },
            body: new URLSearchParams(fields) });
        return { status: answer.status, text: await answer.text(), to: answer.headers.get('location') };
    }
}

async function begin(options = {}) {
    const house = await openHouse(BINARY, { env: now, ...options });
    return { house, host: await new Reader(house).signIn(), anybody: new Reader(house) };
}

async function newWeek(host, title = 'Woche der Proben 2026') {
    const made = await host.send(await host.get('/host/weeks'), '/host/weeks', { title, first: '2026-10-19', last: '2026-10-25' });
    assert.equal(made.status, 303, made.text);
    return made.to;
}

async function newTalk(host, week, changes) {
    const made = await host.send(await host.get(week), `${week}/talks`, { title: 'Wie wir proben', speakers: 'Ada Beispiel\nBert Muster', day: '2026-10-20', start: '14:00', minutes: '60', ...changes });
    assert.equal(made.status, 303, made.text);
    return made.to;
}

test('making: a week and a talk from nothing, seen by nobody until they are published', async () => {
    const { house, host, anybody } = await begin();
    const week = await newWeek(host);
    const talk = await newTalk(host, week, {});
    assert.equal(week, '/host/weeks/woche-der-proben-2026');
    assert.equal(talk, '/host/talks/wie-wir-proben');
    const hidden = ['/weeks/woche-der-proben-2026', '/weeks/woche-der-proben-2026.ics', '/weeks/woche-der-proben-2026/2026-10-20', '/talks/wie-wir-proben',
        '/talks/wie-wir-proben/transcript', '/speakers/ada-beispiel', '/api/v1/weeks/woche-der-proben-2026', '/api/v1/rooms/wie-wir-proben/messages'];
    const look = async (status) => { for (const path of hidden) await anybody.get(path, status); };
    await look(404);
    assert.doesNotMatch(await anybody.get('/'), /proben/i);
    assert.doesNotMatch(await anybody.get('/api/v1/weeks'), /proben/i);
    const refused = await fetch(`${house.url}/api/v1/rooms/wie-wir-proben/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Eve', text: 'early' }) });
    assert.equal(refused.status, 404);
    assert.match(await host.get('/talks/wie-wir-proben'), /class="draft"/);
    assert.match(await host.get('/weeks/woche-der-proben-2026'), /class="draft"/);
    assert.doesNotMatch(await host.get('/'), /proben/i, 'not even on a host\'s first page');

    assert.equal((await host.send(await host.get(week), `${week}/public`, { on: 'week' })).status, 303);
    await anybody.get('/talks/wie-wir-proben', 404);
    assert.doesNotMatch(await anybody.get('/weeks/woche-der-proben-2026'), /Wie wir proben/);
    assert.doesNotMatch(await anybody.get('/weeks/woche-der-proben-2026.ics'), /Wie wir proben/);
    assert.equal((await host.send(await host.get(talk), `${talk}/public`, { on: 'yes' })).status, 303);
    await look(200);
    assert.match(await anybody.get('/'), /Wie wir proben/);
    assert.doesNotMatch(await anybody.get('/talks/wie-wir-proben'), /class="draft"|Edit this talk/);

    assert.equal((await host.send(await host.get(week), `${week}/public`, { on: 'no' })).status, 303);
    await look(404);
    await house.done();
});

test('making: who listens to a talk is cut when talk or week become a draft, and its words are read by nobody', async () => {
    const { house, host, anybody } = await begin({ before: [['week', 'import', programme]], args: ['--rate', 'off'] });
    const room = 'ueber-groesse-naehe', talk = `/host/talks/${room}`;
    const week = `/host/weeks/${JSON.parse(await anybody.get('/api/v1/weeks'))[0].slug}`;
    const said = await fetch(`${house.url}/api/v1/rooms/${room}/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Lena', text: 'ein geheimes Wort' }) });
    assert.equal(said.status, 201);
    const reading = [`/talks/${room}`, `/talks/${room}/stream`, `/talks/${room}/transcript?format=json`, `/talks/${room}/messages/1`, `/api/v1/rooms/${room}/messages`, `/api/v1/rooms/${room}/events`];
    for (const [page, back] of [[talk, 'yes'], [week, 'week']]) {
        const streams = await Promise.all([`/api/v1/rooms/${room}/events`, `/talks/${room}/stream`].map((path) => new Events(house.url + path).opened));
        assert.equal((await host.send(await host.get(page), `${page}/public`, { on: 'no' })).status, 303);
        for (const stream of streams) for (let i = 0; i < 100 && !stream.closed; i++) await new Promise((next) => setTimeout(next, 20));
        assert.ok(streams.every((stream) => stream.closed), `${page}: streams are cut`);
        for (const path of reading) assert.doesNotMatch(await anybody.get(path, 404), /geheimes|Lena/, path);
        assert.equal((await host.send(await host.get(page), `${page}/public`, { on: back })).status, 303);
        assert.match(await anybody.get(`/api/v1/rooms/${room}/messages`), /geheimes/);
    }
    await house.done();
});

test('making: the desk is for hosts only', async () => {
    const { house, host, anybody } = await begin();
    const week = await newWeek(host);
    const talk = await newTalk(host, week, {});
    for (const path of ['/host/weeks', week, `${week}/versions`, talk, `${talk}/versions`, '/host/speakers/ada-beispiel']) {
        const answer = await fetch(house.url + path, { redirect: 'manual', headers: anybody.headers });
        assert.notEqual(answer.status, 200, path);
        assert.doesNotMatch(await answer.text(), /Wie wir proben|Woche der Proben|Ada Beispiel</);
    }
    const page = await host.get(talk);
    const stranger = await anybody.send(page, talk, { title: 'Mine now' });
    assert.equal(stranger.status, 403);
    const foreign = await host.send(page, talk, { title: 'Forged' }, 'https://elsewhere.example');
    assert.equal(foreign.status, 403);
    assert.match(await host.get(talk), /Wie wir proben/);
    await house.done();
});

test('making: faults are named at their fields, and no word is lost', async () => {
    const { house, host } = await begin();
    const week = await newWeek(host);
    const empty = await host.send(await host.get(week), `${week}/talks`, { title: '', day: '2026-12-24', start: '25:99', minutes: 'long' });
    assert.equal(empty.status, 422);
    assert.equal(empty.text.match(/<strong class="fault">/g).length, 4);
    assert.match(empty.text, /value="25:99"/);
    const talk = await newTalk(host, week, {});
    const long = 'x'.repeat(70000);
    const page = await host.get(talk);
    const tooLong = await host.send(page, talk, { text: long, subtitle: 'kept & <b>' });
    assert.equal(tooLong.status, 422);
    assert.ok(tooLong.text.includes(long) && tooLong.text.includes('kept &amp; &lt;b&gt;'));
    const fits = 'ü '.repeat(20000);
    assert.equal((await host.send(page, talk, { text: fits })).status, 303, 'a text of 60,000 bytes, 160,000 encoded');
    assert.equal((await host.send(await host.get(week), week, { last: '2026-10-19' })).status, 422, 'talks stand outside');
    assert.equal((await host.send(await host.get(week), week, { zone: 'Atlantis' })).status, 422);
    assert.equal((await host.send(await host.get('/host/weeks'), '/host/weeks', { title: 'x', first: '2026-02-30', last: '2026-03-01' })).status, 422);
    for (const version of ['x', '99', '-1']) assert.equal((await host.send(await host.get(talk), talk, { version })).status, 400, version);
    await house.done();
});

test('making: a preview shows the text and stores nothing', async () => {
    const { house, host } = await begin();
    const talk = await newTalk(host, await newWeek(host), {});
    const shown = await host.send(await host.get(talk), talk, { text: '# Proben\n\n**fett** <script>', title: 'Anders', do: 'preview' });
    assert.equal(shown.status, 200);
    assert.match(shown.text, /<h3>Proben<\/h3>\s*<p><strong>fett<\/strong> &lt;script&gt;/);
    assert.equal(host.form(shown.text, talk).title, 'Anders');
    assert.equal(host.form(await host.get(talk), talk).title, 'Wie wir proben');
    const saved = await host.send(shown.text, talk, { do: 'save' });
    assert.equal(saved.status, 303);
    assert.equal(host.form(await host.get(talk), talk).title, 'Anders');
    await house.done();
});

test('making: the second of two hosts is told and shown both texts; nothing is lost', async () => {
    const { house, host } = await begin();
    assert.equal(house.run('account', 'add', 'ben@example.org', '--name', 'Ben Zweit', '--role', 'host').code, 0);
    const link = house.run('account', 'link', 'ben@example.org').out.trim();
    const other = await new Reader(house).signIn(house.url + new URL(link).pathname);
    const talk = await newTalk(host, await newWeek(host), {});
    const mine = await host.get(talk), theirs = await other.get(talk);
    assert.equal((await other.send(theirs, talk, { text: 'Gemeinsam\nvon Ben\nEnde', place: 'Saal' })).status, 303);
    const told = await host.send(mine, talk, { text: 'Gemeinsam\nvon mir\nEnde', subtitle: 'neu' });
    assert.equal(told.status, 409);
    assert.match(told.text, /Ben Zweit saved it while you were writing/);
    assert.match(told.text, /Gemeinsam\n<del>von Ben<\/del>\nEnde/);
    assert.match(told.text, /Gemeinsam\n<ins>von mir<\/ins>\nEnde/);
    assert.equal(host.form(await host.get(talk), talk).text, 'Gemeinsam\nvon Ben\nEnde', 'nothing of the second was stored');
    const again = host.form(told.text, talk);
    assert.deepEqual([again.text, again.subtitle, again.place], ['Gemeinsam\nvon mir\nEnde', 'neu', 'Saal']);
    assert.equal((await host.send(told.text, talk)).status, 303);
    const stands = host.form(await host.get(talk), talk);
    assert.deepEqual([stands.text, stands.subtitle, stands.place], ['Gemeinsam\nvon mir\nEnde', 'neu', 'Saal']);
    const versions = await host.get(`${talk}/versions`);
    assert.match(versions, /Ben Zweit/);
    assert.match(versions, /von Ben/);
    const twice = await host.send(told.text, talk);
    assert.equal(twice.status, 303, 'the same words sent twice are no conflict');
    await house.done();
});

test('making: a change is undone, and any version brought back', async () => {
    const { house, host } = await begin();
    const talk = await newTalk(host, await newWeek(host), {});
    for (const title of ['Zwei', 'Drei']) assert.equal((await host.send(await host.get(talk), talk, { title, start: '15:00' })).status, 303);
    assert.equal((await host.send(await host.get(talk), `${talk}/versions`)).status, 303);
    assert.equal(host.form(await host.get(talk), talk).title, 'Zwei');
    assert.equal((await host.send(await host.get(talk), `${talk}/versions`)).status, 303);
    assert.equal(host.form(await host.get(talk), talk).title, 'Drei', 'undoing the undoing');
    assert.equal((await host.send(await host.get(`${talk}/versions`), `${talk}/versions`, { version: '1' })).status, 303);
    const first = host.form(await host.get(talk), talk);
    assert.deepEqual([first.title, first.start], ['Wie wir proben', '14:00']);
    await host.get('/host/talks/zwei', 404); // slugs stay
    assert.equal((await host.send(await host.get(`${talk}/versions`), `${talk}/versions`, { version: '77' })).status, 404);
    await house.done();
});

test('making: moving and cancelling reach calendars', async () => {
    const { house, host, anybody } = await begin();
    const week = await newWeek(host);
    const talk = await newTalk(host, week, {});
    await host.send(await host.get(week), `${week}/public`, { on: 'all' });
    const feed = () => anybody.get('/weeks/woche-der-proben-2026.ics');
    const sequence = async () => Number((await feed()).match(/SEQUENCE:(\d+)/)[1]);
    const before = await sequence();
    await host.send(await host.get(talk), talk, { title: 'Nur ein Wort' });
    assert.equal(await sequence(), before, 'words move nothing');
    await host.send(await host.get(talk), talk, { day: '2026-10-25', start: '01:30' });
    assert.equal(await sequence(), before + 1);
    assert.match(await feed(), /DTSTART;TZID=Europe\/Berlin:20261026T013000/);
    assert.match(await anybody.get('/weeks/woche-der-proben-2026/2026-10-25'), /Nur ein Wort/);
    await host.send(await host.get(talk), `${talk}/cancelled`, { on: 'yes' });
    assert.match(await feed(), /STATUS:CANCELLED/);
    assert.match(await anybody.get('/talks/wie-wir-proben'), /This talk was cancelled/);
    await host.send(await host.get(talk), `${talk}/cancelled`, { on: 'no' });
    assert.doesNotMatch(await feed(), /STATUS:CANCELLED/);
    assert.equal(await sequence(), before + 3);
    await house.done();
});

test('making: a copy of a week keeps weekdays and hours over the change of clocks, as drafts', async () => {
    const { house, host, anybody } = await begin();
    const week = await newWeek(host);
    await newTalk(host, week, {});
    const made = await host.send(await host.get(week), `${week}/copy`, { first: '2027-07-07' });
    assert.equal(made.status, 303);
    const copy = await host.get(made.to);
    const fields = host.form(copy, made.to);
    assert.deepEqual([fields.title, fields.first, fields.last], ['Woche der Proben 2027', '2027-07-05', '2027-07-11']);
    const talk = host.form(await host.get('/host/talks/wie-wir-proben-2'), '/host/talks/wie-wir-proben-2');
    assert.deepEqual([talk.day, talk.start, talk.speakers], ['2027-07-06', '14:00', 'Ada Beispiel\nBert Muster']);
    await anybody.get('/talks/wie-wir-proben-2', 404);
    assert.equal((await host.send(await host.get(week), `${week}/copy`, { first: 'soon' })).status, 422);
    await house.done();
});

test('making: a speaker writes by a private link, and only the words', async () => {
    const { house, host, anybody } = await begin();
    const talk = await newTalk(host, await newWeek(host), {});
    const made = await host.send(await host.get(talk), `${talk}/links`, { name: 'Bert Muster' });
    assert.equal(made.status, 200);
    const path = made.text.match(/\/speak\/[a-z2-7]{26}/)[0];
    assert.match(made.text, /<svg class="qr"/);
    const page = await anybody.get(path);
    assert.doesNotMatch(page, /name="(day|start|place|speakers)"/);
    const saved = await anybody.send(page, path, { title: 'Berts Titel', text: 'Von Bert', day: '2026-10-21', start: '03:00', place: 'Mars' });
    assert.equal(saved.status, 303);
    const fields = host.form(await host.get(talk), talk);
    assert.deepEqual([fields.title, fields.text, fields.day, fields.start, fields.place], ['Berts Titel', 'Von Bert', '2026-10-20', '14:00', '']);
    assert.match(await host.get(`${talk}/versions`), /Bert Muster/);
    const person = await anybody.send(await anybody.get(path), `${path}/person`, { biography: 'Er *probt*.', name: 'Eve' });
    assert.equal(person.status, 303);
    assert.equal(host.form(await host.get('/host/speakers/bert-muster'), '/host/speakers/bert-muster').biography, 'Er *probt*.');

    const stale = await anybody.get(path);
    await host.send(await host.get(talk), talk, { text: 'Von der Gastgeberin' });
    assert.equal((await anybody.send(stale, path, { text: 'Wieder von Bert' })).status, 409);
    const links = await host.get(talk);
    const id = links.match(/name="revoke" value="(\d+)"/)[1];
    assert.equal((await host.send(links, `${talk}/links`, { revoke: id })).status, 303);
    for (const token of [path, '/speak/abcdefghijklmnopqrstuvwxyz']) await anybody.get(token, 410);
    assert.equal((await anybody.send(stale, path, { text: 'Zu spät' })).status, 410);
    assert.doesNotMatch(house.log, new RegExp(path.slice(7)), 'no token in the log');
    await house.done();
});

test('making: an import leaves what was edited until its source changes, then keeps the words', async () => {
    const { house, host, anybody } = await begin({ before: [['week', 'import', programme]] });
    const talk = '/host/talks/ueber-groesse-naehe';
    await anybody.get('/talks/ueber-groesse-naehe');
    assert.equal((await host.send(await host.get(talk), talk, { subtitle: 'von Hand' })).status, 303);
    const own = await newTalk(host, '/host/weeks/tage-der-nachbarschaft-2026', { day: '2026-10-24' });
    assert.match(house.run('week', 'import', programme).err, / 0 changed/);
    assert.equal(host.form(await host.get(talk), talk).subtitle, 'von Hand');
    assert.doesNotMatch(await host.get(own), /It takes place after all/, 'a talk of our own is not missing from the file');
    await house.done();
});
