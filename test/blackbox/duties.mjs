// SPDX-License-Identifier: AGPL-3.0-or-later
//
// duties.mjs - taking back, hiding, erasing, reports, kept names, marks, questions: from outside.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { openHouse } from '../lib/house.mjs';
import { Events } from '../lib/http.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const room = 'ueber-groesse-naehe';
const key = () => randomBytes(12).toString('hex');
const open = (options = {}) => openHouse(BINARY, { before: [['week', 'import', programme]], args: ['--rate', 'off'], ...options });

/** Somebody with a browser's cookies and without a script. */
class Person {
    constructor(house) {
        Object.assign(this, { house, cookies: new Map() });
    }

    async ask(path, { form, headers = {} } = {}) {
        const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
        const answer = await fetch(new URL(path, this.house.url), {
            method: form ? 'POST' : 'GET', body: form && new URLSearchParams(form), redirect: 'manual',
            headers: { 'accept-language': 'de', ...(cookie && { cookie }), ...headers },
        });
        for (const line of answer.headers.getSetCookie()) {
            const [, name, value] = line.match(/^([^=]+)=([^;]*)/);
            if (/Max-Age=0/.test(line)) this.cookies.delete(name);
            else this.cookies.set(name, value);
        }
        return answer;
    }

    async text(path) {
        const answer = await this.ask(path);
        assert.equal(answer.status, 200, path);
        return answer.text();
    }

    say(text, more = {}) {
        return this.ask(`/talks/${room}/messages`, { form: { key: key(), name: 'Ada', text, ...this.token, ...more } });
    }

    duty(seq, form) {
        return this.ask(`/talks/${room}/messages/${seq}`, { form: { ...this.token, ...form } });
    }

    async signIn() {
        assert.equal((await this.ask(this.house.hostLink, { form: {} })).status, 303);
        this.token = { token: (await this.text('/host/reports')).match(/name="token" value="([^"]+)"/)[1] };
        return this;
    }
}

const log = async (house) => (await (await fetch(`${house.url}/api/v1/rooms/${room}/messages`)).json()).messages;
const listen = (house, what = `api/v1/rooms/${room}/events`, after = '') => new Events(`${house.url}/${what}${after && `?after=${after}`}`).opened;

/** Everything by which words could reach a reader. */
async function everything(house, epoch) {
    const texts = await Promise.all([`/talks/${room}`, `/talks/${room}/messages/1`, ...['txt', 'json', 'html'].map((f) => `/talks/${room}/transcript?format=${f}`),
        `/api/v1/rooms/${room}/messages`].map(async (path) => (await fetch(house.url + path)).text()));
    texts.push(house.run('room', 'transcript', room, '--format', 'json').out);
    for (const what of [`api/v1/rooms/${room}/events`, `talks/${room}/stream`]) {
        const stream = await listen(house, what, `${epoch}.0`);
        await stream.until('hide', 1);
        texts.push(JSON.stringify(stream.events));
        stream.close();
    }
    return texts.join('\n');
}

test('duties: who wrote a message can take it back and show it again, and nobody else', async () => {
    const house = await open();
    const [ada, eve] = [new Person(house), new Person(house)];
    assert.equal((await ada.say('geheimes Wort')).status, 303);
    assert.equal((await eve.say('etwas anderes', { name: 'Eve' })).status, 303);
    const [{ id }] = await log(house);
    const epoch = id.split('.')[0];
    const live = await listen(house);
    const early = await listen(house, `talks/${room}/stream`, `${epoch}.0`);
    await early.until('message', 2);
    assert.equal((await eve.duty(1, { do: 'withdraw' })).status, 403);
    assert.equal((await new Person(house).duty(1, { do: 'withdraw' })).status, 403);
    assert.doesNotMatch(await eve.text(`/talks/${room}/messages/1`), /zurücknehmen/);
    assert.match(await ada.text(`/talks/${room}/messages/1`), /zurücknehmen/);
    assert.equal((await ada.duty(1, { do: 'withdraw' })).status, 303);
    const [hidden] = await live.until('hide', 1);
    assert.deepEqual([hidden.id, hidden.data.id, hidden.data.state, hidden.data.name, hidden.data.text], [`${epoch}.3`, id, 'withdrawn', '', '']);
    assert.match((await early.until('hide', 1))[0].data.html, /zurückgenommen/);
    assert.doesNotMatch(await everything(house, epoch), /geheimes/);
    assert.equal((await ada.duty(1, { do: 'withdraw' })).status, 403);
    assert.equal((await ada.duty(1, { do: 'put-back' })).status, 303);
    assert.equal((await live.until('restore', 1))[0].data.text, 'geheimes Wort');
    assert.equal((await log(house))[0].text, 'geheimes Wort');
    live.close();
    early.close();
    await house.done();
});

test('duties: a host hides with a reason for all to read; what was in memory is never replayed', async () => {
    const house = await open();
    const [ada, host] = [new Person(house), await new Person(house).signIn()];
    await ada.say('geheimes Wort');
    const [{ id }] = await log(house);
    const epoch = id.split('.')[0];
    const live = await listen(house); // so that the words are in the window of the live room
    await ada.say('danach');
    await live.until('message', 1);
    assert.equal((await ada.duty(1, { do: 'hide', reason: 'x' })).status, 403);
    assert.equal((await host.duty(1, { do: 'hide', reason: '' })).status, 422);
    assert.equal((await host.duty(1, { do: 'hide', reason: 'x'.repeat(301) })).status, 422);
    assert.equal((await host.duty(1, { do: 'hide', reason: 'Gegen die <Hausordnung>' })).status, 303);
    const [event] = await live.until('hide', 1);
    assert.deepEqual([event.data.state, event.data.reason, event.data.text], ['hidden', 'Gegen die <Hausordnung>', '']);
    assert.doesNotMatch(await everything(house, epoch), /geheimes/);
    assert.match(await ada.text(`/talks/${room}`), /Gegen die &lt;Hausordnung&gt;/);
    // The writer may not undo what the host decided, but may erase their own words.
    assert.equal((await ada.duty(1, { do: 'put-back' })).status, 403);
    assert.equal((await host.duty(1, { do: 'restore' })).status, 303);
    assert.match(await ada.text(`/talks/${room}`), /geheimes Wort/);
    assert.equal((await host.duty(1, { do: 'nothing' })).status, 400);
    assert.equal((await host.ask(`/talks/${room}/messages/1`, { form: { do: 'hide', reason: 'ohne Marke' } })).status, 403);
    assert.equal((await host.duty(99, { do: 'hide', reason: 'x' })).status, 404);
    live.close();
    await house.done();
});

test('duties: what is erased is gone from everything, and leaves a marked gap; the same request says it no second time', async () => {
    const house = await open();
    const [ada, host] = [new Person(house), await new Person(house).signIn()];
    const form = { key: key(), name: 'Adalgisa', text: 'geheimes Wort' };
    const send = () => ada.ask(`/talks/${room}/messages`, { form });
    await send();
    await ada.say('danach');
    const [{ id }] = await log(house);
    const epoch = id.split('.')[0];
    assert.equal((await host.duty(1, { do: 'erase' })).status, 422);
    assert.equal((await host.duty(1, { do: 'erase', sure: '1' })).status, 303);
    const all = await everything(house, epoch);
    assert.doesNotMatch(all, /geheimes|Adalgisa/);
    assert.match(await ada.text(`/talks/${room}`), /gelöscht/);
    const [gap, after] = await log(house);
    assert.deepEqual([gap.id, gap.state, gap.name, gap.text, gap.mark], [id, 'erased', '', '', '']);
    assert.equal(after.text, 'danach');
    assert.equal((await host.duty(1, { do: 'restore' })).status, 403);
    assert.equal((await send()).status, 303);
    assert.equal((await log(house)).length, 2);
    assert.equal((await ada.duty(2, { do: 'erase', sure: '1' })).status, 303); // one's own
    await house.close();
    const { readFileSync, readdirSync } = await import('node:fs');
    for (const file of readdirSync(house.data).filter((name) => name.startsWith('netzarbeit.db')))
        assert.ok(!readFileSync(`${house.data}/${file}`).includes('geheimes Wort'), `${file} still has the words`);
    await house.open();
    await house.done();
});

test('duties: a report is made without account, has a receipt, and its decision is read there', async () => {
    const house = await open();
    const [ada, eve, host] = [new Person(house), new Person(house), await new Person(house).signIn()];
    await ada.say('böses Wort');
    assert.match(await eve.text(`/talks/${room}`), new RegExp(`href="/talks/${room}/messages/1#report"`));
    assert.match(await eve.text(`/talks/${room}/messages/1`), /Diesen Beitrag melden/);
    assert.equal((await eve.duty(1, { do: 'report', reason: ' ' })).status, 422);
    const again = await eve.duty(1, { do: 'report', reason: 'y'.repeat(2001), contact: 'eve@example.org' });
    assert.equal(again.status, 422);
    assert.match(await again.text(), /eve@example\.org/);
    const made = await eve.duty(1, { do: 'report', reason: 'Das ist <Verleumdung>.', contact: 'eve@example.org' });
    assert.equal(made.status, 303);
    const receipt = made.headers.get('location');
    assert.match(receipt, /^\/reports\/[a-z2-7]{26}$/);
    const before = await eve.text(receipt);
    assert.match(before, /Nummer 1/);
    assert.match(before, /Noch nichts/);
    assert.match(before, /noindex/);
    assert.ok(before.includes(house.url + receipt));
    assert.equal((await eve.ask(`/reports/${'a'.repeat(26)}`)).status, 404);
    assert.notEqual((await eve.ask('/host/reports')).status, 200);
    const list = await host.text('/host/reports');
    assert.match(list, /Das ist &lt;Verleumdung&gt;\./);
    assert.match(list, /böses Wort/);
    const decide = (form) => host.ask('/host/reports/1', { form: { ...host.token, ...form } });
    assert.equal((await decide({ decision: 'hide', answer: '' })).status, 422);
    assert.equal((await decide({ decision: 'burn', answer: 'x' })).status, 422);
    assert.equal((await eve.ask('/host/reports/1', { form: { decision: 'leave', answer: 'x' } })).status === 303, false);
    assert.equal((await decide({ decision: 'hide', answer: 'Es ist eine Beleidigung.' })).status, 303);
    assert.equal((await log(house))[0].state, 'hidden');
    const after = await eve.text(receipt);
    assert.match(after, /ausgeblendet/);
    assert.match(after, /Es ist eine Beleidigung\./);
    // A flood of reports is no more than what somebody can read.
    let limited = 0;
    await ada.say('noch eins');
    for (let i = 0; i < 40 && !limited; i++)
        if ((await eve.duty(3, { do: 'report', reason: `nein ${i}` })).status === 429) limited = i;
    assert.ok(limited > 20, `limited after ${limited}`);
    assert.ok(!house.log.includes(receipt.slice(9)), 'the token is in the log');
    await house.done();
});

test('duties: names of hosts and speakers are kept for them, look-alikes too', async () => {
    const house = await open();
    const [eve, host] = [new Person(house), await new Person(house).signIn()];
    const week = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week[0].slug}`)).json();
    const { speakers: [{ name }] } = days.flatMap((day) => day.talks).find((talk) => talk.slug === room);
    const hostName = (await host.text('/host/reports')).match(/Angemeldet: ([^<]+)</)[1];
    for (const taken of [name, name.toUpperCase(), ` ${name.replace(/ /g, '  ')} `, name.replace(/a/g, 'а').replace(/o/g, 'о'), name.replace(/ /g, '.'),
        `${name} (spricht)`, `${name} (host)`, hostName, hostName.toLowerCase()]) {
        const answer = await eve.say('ich bin es', { name: taken });
        assert.equal(answer.status, 422, taken);
        assert.match(await answer.text(), /Bitte wählen Sie einen anderen Namen/);
        const program = await fetch(`${house.url}/api/v1/rooms/${room}/messages`, { method: 'POST', headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ name: taken, text: 'x', key: key() }) });
        assert.equal(program.status, 422);
        assert.equal((await program.json()).errors[0].field, 'name');
    }
    assert.equal((await eve.say('ich bin es nicht', { name: `${name.split(' ')[0]}-Sophie` })).status, 303);
    assert.equal((await host.say('Willkommen', { name: hostName })).status, 303);
    const [, welcome] = await log(house);
    assert.equal(welcome.mark, 'host');
    assert.match(await eve.text(`/talks/${room}`), /<span class="mark">lädt ein<\/span>/);
    assert.match(await eve.text(`/talks/${room}/transcript?format=txt`), /\(lädt ein\): Willkommen/);
    await house.done();
});

test('duties: questions stand together, and the host marks them answered', async () => {
    const house = await open();
    const [ada, host] = [new Person(house), await new Person(house).signIn()];
    await ada.say('keine Frage');
    await ada.say('Wie groß ist <Nähe>?', { question: '1' });
    const [, asked] = await log(house);
    assert.equal(asked.question, 'open');
    const section = async () => (await ada.text(`/talks/${room}`)).match(/<section class="questions"[\s\S]*?<\/section>/)[0];
    const halves = async () => { const [openOnes, answered] = (await section()).split('<details'); return [openOnes.includes('data-seq="2"'), answered.includes('data-seq="2"')]; };
    assert.match(await section(), /Wie groß ist &lt;Nähe&gt;\?/);
    assert.deepEqual(await halves(), [true, false]);
    const live = await listen(house);
    const page = await listen(house, `talks/${room}/stream`);
    await new Promise((r) => setTimeout(r, 200));
    assert.equal((await ada.duty(2, { do: 'answered' })).status, 403);
    assert.equal((await host.duty(2, { do: 'answered' })).status, 303);
    assert.equal((await live.until('edit', 1))[0].data.question, 'answered');
    assert.equal((await page.until('edit', 1))[0].data.question.answered, true);
    assert.deepEqual(await halves(), [false, true]);
    assert.equal((await host.duty(2, { do: 'reopen' })).status, 303);
    assert.equal((await host.duty(1, { do: 'answered' })).status, 403);
    assert.deepEqual(await halves(), [true, false]);
    assert.equal((await ada.duty(2, { do: 'withdraw' })).status, 303);
    assert.equal((await page.until('hide', 1))[0].data.question, null);
    assert.deepEqual(await halves(), [false, false]);
    live.close();
    page.close();
    await house.done();
});

test('duties: the host has commands for them, beside a running house', async () => {
    const house = await open();
    await new Person(house).say('eins', { question: '1' });
    const live = await listen(house);
    assert.equal(house.run('room', 'answered', room, '1').code, 0);
    assert.equal((await live.until('edit', 1))[0].data.question, 'answered');
    assert.equal(house.run('room', 'hide', room, '1').code, 64);
    assert.equal(house.run('room', 'hide', room, '1', '--reason', 'Werbung').code, 0);
    assert.equal((await live.until('hide', 1))[0].data.reason, 'Werbung');
    assert.equal(house.run('room', 'restore', room, '1').code, 0);
    assert.equal((await live.until('restore', 1))[0].data.text, 'eins');
    assert.equal(house.run('room', 'erase', room, '1').code, 0);
    assert.equal((await live.until('hide', 2))[1].data.state, 'erased');
    assert.equal(house.run('room', 'restore', room, '1').code, 65);
    assert.equal(house.run('room', 'erase', room, '9').code, 66);
    live.close();
    await house.done();
});

test('duties: conversations are kept from search engines, unless the host decides otherwise', async () => {
    const house = await open();
    const host = await new Person(house).signIn();
    await host.say('Willkommen');
    const robots = async () => [
        (await fetch(`${house.url}/talks/${room}/transcript`)).headers.get('x-robots-tag'),
        /name="robots" content="noindex"/.test(await host.text(`/talks/${room}/messages/1`)),
        /name="robots"/.test(await host.text(`/talks/${room}`)),
    ];
    assert.deepEqual(await robots(), ['noindex', true, false]);
    assert.match(await host.text(`/talks/${room}`), /data-nosnippet/);
    assert.equal((await host.ask('/host/conversations', { form: { ...host.token, index: '1' } })).status, 303);
    assert.deepEqual(await robots(), [null, false, false]);
    assert.equal((await new Person(house).ask('/host/conversations', { form: { index: '0' } })).status === 303, false);
    await house.done();
});

test('duties: the house can be put among a telephone\'s apps', async () => {
    const house = await open();
    const page = await (await fetch(`${house.url}/`)).text();
    assert.match(page, /interactive-widget=resizes-content/);
    const manifest = await fetch(new URL(page.match(/rel="manifest" href="([^"]+)"/)[1], house.url));
    assert.equal(manifest.headers.get('content-type'), 'application/manifest+json');
    const { icons, display, start_url: start } = await manifest.json();
    assert.deepEqual([display, start], ['standalone', '/']);
    for (const { src, type } of icons) {
        const icon = await fetch(house.url + src);
        assert.deepEqual([icon.status, icon.headers.get('content-type')], [200, type]);
    }
    await house.done();
});

test('duties: reports are listed and decided from the command line; erasing takes along what a report quotes', async () => {
    const house = await open();
    const ada = new Person(house);
    await ada.say('ein geheimes langes Wort', { name: 'Adalgisa' });
    await ada.say('etwas anderes');
    const receipt = async (seq, reason) => (await ada.duty(seq, { do: 'report', reason, contact: 'eve@example.org' })).headers.get('location');
    const first = await receipt(1, 'Adalgisa schrieb „ein geheimes langes Wort“, das geht nicht');
    await receipt(2, 'gefällt mir nicht');
    assert.match(await ada.text('/talks/ueber-groesse-naehe/messages/1'), /sechs Monate nach der Entscheidung/);
    const list = (...args) => JSON.parse(house.run('--json', 'room', 'reports', ...args).out);
    assert.deepEqual(list().map((r) => [r.number, r.room, r.message, r.state, r.text, r.contact, r.decision, r.decided]),
        [[1, room, 1, 'shown', 'ein geheimes langes Wort', 'eve@example.org', '', null], [2, room, 2, 'shown', 'etwas anderes', 'eve@example.org', '', null]]);
    assert.match(house.run('room', 'reports').out, /^Meldung 1, \S+, ueber-groesse-naehe 1\n {2}Beitrag: Adalgisa: ein geheimes langes Wort\n {2}Gemeldet, weil: /);
    for (const [args, code] of [[['1'], 64], [['1', 'hide'], 64], [['x', 'hide', '--reason', 'a'], 64], [['1', 'burn', '--reason', 'a'], 65], [['99', 'hide', '--reason', 'a'], 66]])
        assert.equal(house.run('room', 'decide', ...args).code, code, args.join(' '));
    const left = JSON.parse(house.run('--json', 'room', 'decide', '2', 'leave', '--reason', 'Das ist eine Meinung').out);
    assert.deepEqual([left.decision, left.answer, left.state], ['leave', 'Das ist eine Meinung', 'shown']);
    assert.deepEqual(list().map((r) => r.number), [1]);
    assert.equal(house.run('room', 'decide', '1', 'hide', '--reason', 'Privat').code, 0);
    assert.match(await ada.text(`/talks/${room}`), /Privat/);
    assert.match(house.run('room', 'reports').err, /Keine Meldung wartet/);
    assert.deepEqual(list('--all').map((r) => r.number).sort(), [1, 2]);
    assert.match(await ada.text(first), /„ein geheimes langes Wort“/);
    assert.equal(house.run('room', 'erase', room, '1').code, 0);
    const told = await ada.text(first);
    assert.doesNotMatch(told, /geheimes|Adalgisa/);
    assert.match(told, /\[…\] schrieb „\[…\]“, das geht nicht/);
    assert.doesNotMatch(house.run('room', 'reports', '--all').out, /geheimes|Adalgisa/);
    await house.done();
});
