// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { openHouse } from '../lib/house.mjs';
import { Events } from '../lib/http.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const open = (options = {}) => openHouse(BINARY, { before: [['week', 'import', programme]], ...options });
const key = () => randomBytes(12).toString('hex');
const room = 'ueber-groesse-naehe';
const api = (house, what) => `${house.url}/api/v1/rooms/${room}/${what}`;
const post = (house, body, headers = {}) => fetch(api(house, 'messages'), {
    method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body),
});
const say = async (house, text, name = 'Ada') => (await (await post(house, { name, text, key: key() })).json()).id;

test('rooms: a message is acknowledged, listed, and the same after kill -9', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    const one = { name: 'Ada', text: 'Guten Morgen', key: key() };
    const first = await post(house, one);
    assert.equal(first.status, 201);
    const { id } = await first.json();
    assert.match(id, /^[0-9a-z]+\.1$/);
    await house.close('SIGKILL');
    await house.open();
    const again = await post(house, one);
    assert.equal(again.status, 200);
    assert.deepEqual(await again.json(), { id });
    assert.equal((await post(house, { ...one, text: 'Anderes' })).status, 409);
    const list = await (await fetch(api(house, 'messages'))).json();
    assert.equal(list.head, id);
    assert.equal(list.messages.length, 1);
    assert.deepEqual([list.messages[0].name, list.messages[0].text, list.messages[0].state], ['Ada', 'Guten Morgen', 'shown']);
    assert.match(list.messages[0].time, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/);
    await house.done();
});

test('rooms: the forms of a page that was opened in a language answer in it', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    const headers = { 'accept-language': 'de' };
    const form = (text, action) => text.match(new RegExp(`action="([^"]*${action}[^"]*)"`))[1];
    const send = (path, fields) => fetch(house.url + path, { method: 'POST', redirect: 'manual', headers, body: new URLSearchParams(fields) });
    const english = await (await fetch(`${house.url}/talks/${room}?lang=en`, { headers })).text();
    const action = form(english, '/messages');
    assert.equal(action, `/talks/${room}/messages?lang=en#conversation`);
    const refused = await send(action.split('#')[0], { name: '', text: 'Hello', key: key() });
    assert.equal(refused.status, 422);
    const again = await refused.text();
    assert.match(again, /<html lang="en">/);
    assert.ok(again.includes(`action="${action}"`));
    const said = await send(action.split('#')[0], { name: 'Ada', text: 'Hello', key: key() });
    assert.equal(said.headers.get('location'), `/talks/${room}?lang=en#m1`);
    const message = await (await fetch(`${house.url}/talks/${room}/messages/1?lang=en`, { headers })).text();
    const reported = await send(form(message, '/messages/1'), { do: 'report', reason: 'No' });
    assert.match(reported.headers.get('location'), /^\/reports\/[a-z2-7]+\?lang=en$/);
    assert.match(await (await fetch(`${house.url}${reported.headers.get('location')}`, { headers })).text(), /Your report/);
    const { slug } = (await (await fetch(`${house.url}/api/v1/weeks`)).json())[0];
    assert.match(await (await fetch(`${house.url}/weeks/${slug}?lang=en`, { headers })).text(), /<input type="hidden" name="lang" value="en">/);
    // Where no language was asked for, or none that is known, addresses stay as they are.
    for (const query of ['', '?lang=xx', '?lang='])
        assert.equal(form(await (await fetch(`${house.url}/talks/${room}${query}`, { headers })).text(), '/messages'), `/talks/${room}/messages#conversation`);
    await house.done();
});

test('rooms: fields that cannot be are named, in the reader\'s language', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    const cases = [
        [{ name: '', text: 'x' }, 'name'], [{ name: 'A'.repeat(41), text: 'x' }, 'name'], [{ name: '\u202e\u200b', text: 'x' }, 'name'],
        [{ name: 'A', text: '' }, 'text'], [{ name: 'A', text: 'x'.repeat(2001) }, 'text'], [{ name: 'A', text: '  \n ' }, 'text'],
        [{ name: 'A', text: 'x', key: 'short' }, 'key'], [{ name: 'A', text: 'x', key: 'a b c d e f g h i j k' }, 'key'],
    ];
    for (const [body, field] of cases) {
        const answer = await post(house, { key: key(), ...body }, { 'accept-language': 'de' });
        assert.equal(answer.status, 422, JSON.stringify(body));
        assert.equal(answer.headers.get('content-type'), 'application/problem+json');
        const problem = await answer.json();
        assert.ok(problem.errors.some((e) => e.field === field && e.message), JSON.stringify(problem));
    }
    assert.equal((await (await fetch(api(house, 'messages'))).json()).messages.length, 0);
    const longest = await post(house, { name: 'ä'.repeat(40), text: '😀'.repeat(2000), key: key() });
    assert.equal(longest.status, 201);
    for (const body of ['', '[]', '{"name":', 'null', '{"name":1,"text":2}', '['.repeat(5000)]) {
        const answer = await fetch(api(house, 'messages'), { method: 'POST', headers: { 'content-type': 'application/json' }, body });
        assert.ok([400, 422].includes(answer.status), `${answer.status} for ${body.slice(0, 20)}`);
    }
    await house.done();
});

test('rooms: pages of messages go on without gap; a foreign position is 410 with the head', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    for (let i = 1; i <= 120; i++) await say(house, `Satz ${i}`);
    let after = '', texts = [];
    for (;;) {
        const { messages } = await (await fetch(api(house, `messages?limit=50${after && `&after=${after}`}`))).json();
        if (!messages.length) break;
        texts.push(...messages.map((m) => m.text));
        after = messages.at(-1).id;
    }
    assert.deepEqual(texts, Array.from({ length: 120 }, (_, i) => `Satz ${i + 1}`));
    const [epoch] = after.split('.');
    for (const bad of ['other.5', `${epoch}.121`]) {
        const answer = await fetch(api(house, `messages?after=${bad}`));
        assert.equal(answer.status, 410, bad);
        assert.equal((await answer.json()).head, after);
    }
    for (const bad of ['x', `${epoch}.`, `${epoch}.-1`, `${epoch}.99999999999999999999`])
        assert.ok([400, 410].includes((await fetch(api(house, `messages?after=${encodeURIComponent(bad)}`))).status), bad);
    assert.ok([400, 422].includes((await fetch(api(house, 'messages?limit=0'))).status));
    await house.done();
});

test('rooms: a stream starts at the head, resumes by id, and tells what it cannot replay', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    const first = await say(house, 'vorher');
    const live = await new Events(api(house, 'events')).opened;
    assert.equal(live.status, 200);
    assert.match(live.headers.get('content-type'), /^text\/event-stream/);
    assert.equal(live.headers.get('transfer-encoding'), null);
    assert.equal(live.headers.get('x-accel-buffering'), 'no');
    await new Promise((r) => setTimeout(r, 100));
    for (let i = 0; i < 20; i++) await say(house, `live ${i}`);
    const got = await live.until('message', 20);
    assert.deepEqual(got.map((e) => e.data.text), Array.from({ length: 20 }, (_, i) => `live ${i}`));
    assert.equal(got[0].id, first.replace(/1$/, '2'));
    live.close();

    const resumed = await new Events(api(house, `events?after=${first.replace(/1$/, '999')}`), { 'last-event-id': got[9].id }).opened;
    assert.deepEqual((await resumed.until('message', 10)).map((e) => e.data.text), got.slice(10).map((e) => e.data.text));
    resumed.close();

    for (const [after, why] of [['zzz.3', 'epoch'], [first.replace(/1$/, '999'), 'future'], ['rubbish', 'garbage']]) {
        const stream = await new Events(api(house, `events?after=${after}`)).opened;
        const [reset] = await stream.until('reset', 1);
        assert.equal(reset.data.why, why);
        assert.equal(reset.data.to, got.at(-1).id);
        assert.equal(reset.id, undefined);
        await say(house, `nach ${why}`);
        assert.equal((await stream.until('message', 1))[0].data.text, `nach ${why}`);
        got.push((await stream.until('message', 1))[0]);
        stream.close();
    }
    await house.done();
});

test('rooms: hostile words arrive live as text', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    const live = await new Events(api(house, 'events')).opened;
    const page = await new Events(`${house.url}/talks/${room}/stream?after=`).opened;
    await say(house, '<b>fett</b> & "so"');
    assert.equal((await live.until('message', 1))[0].data.text, '<b>fett</b> & "so"');
    const [fragment] = await page.until('message', 1);
    assert.match(fragment.data.html, /&lt;b&gt;fett/);
    live.close();
    page.close();
    await house.done();
});

test('rooms: a page carries its position, and its stream starts behind it', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    for (let i = 0; i < 5; i++) await say(house, `Satz ${i}`);
    const html = await (await fetch(`${house.url}/talks/${room}`)).text();
    const position = html.match(/data-position="([^"]+)"/)[1];
    await say(house, 'danach');
    const stream = await new Events(`${house.url}/talks/${room}/stream?after=${position}`).opened;
    const [event] = await stream.until('message', 1);
    assert.match(event.data.html, /danach/);
    assert.ok(html.includes('Satz 4') && !html.includes('danach'));
    // The same bytes live as on the page.
    const later = await (await fetch(`${house.url}/talks/${room}`)).text();
    assert.ok(later.replace(/\s+/g, ' ').includes(event.data.html.trim().replace(/\s+/g, ' ')));
    stream.close();
    await house.done();
});

test('rooms: earlier messages, permalink and transcripts', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    for (let i = 1; i <= 60; i++) await say(house, `Satz ${i}`);
    const html = await (await fetch(`${house.url}/talks/${room}`)).text();
    assert.ok(html.includes('Satz 60') && html.includes('Satz 11') && !html.includes('Satz 10<'));
    const earlier = html.match(/href="([^"]*before=[^"]*)"/)[1].replaceAll('&amp;', '&');
    assert.match(await (await fetch(new URL(earlier, `${house.url}/talks/${room}`))).text(), /Satz 10/);
    const one = await fetch(`${house.url}/talks/${room}/messages/7`);
    assert.equal(one.status, 200);
    assert.match(await one.text(), /Satz 7/);
    for (const bad of ['0', '61', 'x', '99999999999999999999', '-1'])
        assert.equal((await fetch(`${house.url}/talks/${room}/messages/${bad}`)).status, 404, bad);
    const txt = await (await fetch(`${house.url}/talks/${room}/transcript?format=txt`)).text();
    assert.equal(txt.match(/Satz \d+/g).length, 60);
    const json = await (await fetch(`${house.url}/talks/${room}/transcript?format=json`)).json();
    assert.equal(json.messages.length, 60);
    const cli = house.run('room', 'transcript', room, '--format', 'txt');
    assert.equal(cli.out, txt);
    assert.match(house.run('room', 'transcript', room, '--format', 'html').out, /Satz 60/);
    assert.equal(house.run('room', 'transcript', 'no', '--format', 'txt').code, 66);
    await house.done();
});

test('rooms: a plain form says something without JavaScript, and gives its errors in place', async () => {
    const house = await open({ args: ['--rate', 'off'] });
    const html = await (await fetch(`${house.url}/talks/${room}`)).text();
    // Empty, since many are sent this page: the words tell what is sent again.
    const form = new URLSearchParams({ key: html.match(/name="key" value="([^"]*)"/)[1], name: 'Ben', text: 'Zwei\r\nZeilen' });
    const send = () => fetch(`${house.url}/talks/${room}/messages`, { method: 'POST', body: form, redirect: 'manual' });
    const first = await send();
    assert.equal(first.status, 303);
    assert.match(first.headers.get('location'), /\/talks\/ueber-groesse-naehe#m1$/);
    assert.match(first.headers.get('set-cookie'), /(^|, )guest=/);
    assert.equal((await send()).status, 303);
    const { messages } = await (await fetch(api(house, 'messages'))).json();
    assert.deepEqual(messages.map((m) => m.text), ['Zwei\nZeilen']);
    form.set('text', '');
    form.set('key', key());
    const wrong = await send();
    assert.equal(wrong.status, 422);
    const again = await wrong.text();
    assert.match(again, /value="Ben"/);
    assert.match(again, /<html/);
    await house.done();
});

test('rooms: too often is 429 with Retry-After; cross-site posts are refused', async () => {
    const house = await open();
    let limited;
    // Many at once: on a busy machine they would else come too slowly to be too many.
    for (let i = 0; i < 50 && !limited; i++) {
        const answers = await Promise.all(Array.from({ length: 20 }, () => post(house, { name: 'Eve', text: `Satz ${i}`, key: key() })));
        limited = answers.find(({ status }) => status === 429);
        for (const answer of answers) if (answer !== limited) await answer.arrayBuffer();
    }
    assert.ok(limited, 'never limited');
    assert.ok(Number(limited.headers.get('retry-after')) > 0);
    for (const headers of [{ origin: 'https://evil.example.org' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }])
        assert.equal((await post(house, { name: 'Eve', text: 'x', key: key() }, headers)).status, 403);
    await house.done();
});

test('rooms: SIGHUP closes nothing: readers stay, and what another process stored is there', async () => {
    const house = await open();
    const stream = await new Events(`${house.url}/api/v1/rooms/${room}/events`).opened;
    for (let i = 0; i < 3; i++) {
        house.process.kill('SIGHUP');
        assert.equal((await post(house, { name: 'Ada', text: `nach ${i}`, key: key() })).status, 201);
    }
    await stream.until('message', 3);
    assert.ok(!stream.closed);
    for (let i = 0; i < 50 && (house.log.match(/reading the store anew/g) ?? []).length === 0; i++) await new Promise((next) => setTimeout(next, 20));
    assert.match(house.log, /reading the store anew/);
    stream.close();
    await house.done();
});

test('rooms: a clock that was set back stops nothing; times of a conversation do not run backwards', async () => {
    const house = await open({ env: { NETZARBEIT_NOW: '2012-07-09T12:00:00Z' } });
    await say(house, 'mittags');
    await house.close();
    const messages = async () => (await (await fetch(`${house.url}/api/v1/rooms/${room}/messages`)).json()).messages;
    // Half an hour back: the last time is held. A day back: the clock had been wrong, and is believed now.
    for (const [now, wanted] of [['2012-07-09T11:30:00Z', /^2012-07-09T1[24]:00:0/], ['2012-07-08T12:00:00Z', /^2012-07-08T1[24]:00:0/]]) {
        house.env = { NETZARBEIT_NOW: now };
        await house.open();
        const stream = await new Events(`${house.url}/api/v1/rooms/${room}/events`).opened;
        assert.equal((await post(house, { name: 'Ada', text: now, key: key() })).status, 201);
        await stream.until('message', 1);
        stream.close();
        const last = (await messages()).at(-1);
        assert.equal(last.text, now);
        assert.match(last.time, wanted);
        await house.close();
    }
    await house.open();
    const list = await messages();
    assert.deepEqual(list.map((m) => Number(m.id.split('.')[1])), [1, 2, 3]);
    await house.done();
});
