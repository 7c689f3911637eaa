// SPDX-License-Identifier: AGPL-3.0-or-later
//
// care.mjs - the day with the book: log, today and brief on the command line; aims, putting off, rhythms,
// visits, the secret calendar; and that another account, the host and a guest get nothing of it.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { Visitor } from '../lib/visitor.mjs';

const { BINARY } = process.env;
const NOW = { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' }; // a Tuesday
const mine = ['--account', 'ich@example.org'];

async function house() {
    const here = await openHouse(BINARY, { args: ['--rate', 'off'], env: NOW });
    for (const [email, role] of [['ich@example.org', 'member'], ['andere@example.org', 'member'], ['gastgeber@example.org', 'host']])
        assert.equal(here.run('account', 'add', email, '--name', email.split('@')[0], '--role', role).code, 0);
    return here;
}
const log = (here, ...words) => {
    const { code, out, err } = here.run(...mine, 'log', '--new', '--json', ...words);
    assert.equal(code, 0, err);
    return JSON.parse(out);
};
const today = (here, account = mine) => JSON.parse(here.run(...account, 'today', '--json').out);

async function signIn(here, email) {
    const visitor = new Visitor(here);
    await visitor.signIn(new URL(here.run('account', 'link', email).out.trim()).pathname);
    assert.equal((await visitor.get('/book')).status, 200);
    return visitor;
}

test('care: the day on the command line: a call, what is due, the brief before the next', async () => {
    const here = await house();
    assert.match(here.run(...mine, 'today').out, /^Today, Tuesday: nothing waits\nNobody is in this book yet/);
    log(here, 'call', 'Anna Schmidt', '20m', 'yesterday', 'heard', 'seeks a tax adviser in Hamburg', 'promised', 'send the study by Thursday');
    const { title, day, things } = today(here);
    assert.equal(title, 'Today, Tuesday: one thing, about 15 minutes');
    assert.equal(day, '2012-07-10');
    assert.equal(things.length, 1);
    assert.equal(things[0].why, 'promise');
    assert.equal(things[0].name, 'Anna Schmidt');
    const text = here.run(...mine, 'today').out;
    assert.match(text, /^call +Anna Schmidt: you promised: send the study, /m);
    const brief = here.run(...mine, 'brief', 'Anna');
    assert.equal(brief.code, 0, brief.err);
    for (const wanted of [/^Anna Schmidt\n/, /Worth asking\n {2}What does Anna Schmidt gladly help with\?/, /You promised\n {2}send the study/, /Last encounters\n {2}seeks a tax adviser in Hamburg/]) assert.match(brief.out, wanted);
    const json = JSON.parse(here.run(...mine, 'brief', 'Anna', '--json').out);
    assert.equal(json.questions.length, 2);
    assert.equal(json.mine[0].text, 'send the study');
    assert.equal(here.run(...mine, 'brief', 'Nobody').code, 66);
    assert.equal(here.run(...mine, 'brief').code, 64);
    assert.equal(here.run(...mine, 'today', 'tomorrow').code, 64);
    assert.equal(here.run('today').code, 64, 'whose book?');
    assert.deepEqual(today(here, ['--account', 'andere@example.org']).things, []);
    assert.equal(here.run('--account', 'andere@example.org', 'brief', 'Anna').code, 66);
    const me = await signIn(here, 'ich@example.org');
    assert.match((await me.get('/book/opened')).text, /<code>brief<\/code>/, 'the owner is told');
    await here.done();
});

test('care: putting off, its undo, and what is no number of days', async () => {
    const here = await house();
    const anna = log(here, 'call', 'Anna', 'promised', 'the list by tomorrow').people[0].id;
    const me = await signIn(here, 'ich@example.org');
    const off = await me.post('/book/today/snooze', { person: anna, days: 7 });
    assert.equal(off.to, `/book?person=${anna}&days=7`);
    assert.match((await me.get(off.to)).text, /Comes back on Tuesday, 17 July 2012/);
    assert.deepEqual(today(here).things, []);
    assert.equal((await me.post('/book/today/undo', { what: 'person', id: anna })).status, 303);
    assert.equal(today(here).things.length, 1);
    for (const days of ['0', '-1', '3651', '9'.repeat(30), 'x', '']) assert.equal((await me.post('/book/today/snooze', { person: anna, days })).status, 400, days);
    assert.equal((await me.post('/book/today/snooze', { person: 999, days: 1 })).status, 404);
    assert.equal((await me.get('/book?person=%3Cb%3E&days=7')).status, 200);
    await here.done();
});

test('care: an aim is made, refused, changed, closed and taken back; its step comes up', async () => {
    const here = await house();
    log(here, 'call', 'Anna Schmidt');
    const me = await signIn(here, 'ich@example.org');
    const empty = await me.post('/book/aims', { title: ' ', why: 'because <b>' });
    assert.equal(empty.status, 422);
    assert.match(empty.text, /What do you want to reach\?/);
    assert.match(empty.text, /because &lt;b&gt;/, 'what was typed stays');
    assert.equal((await me.post('/book/aims', { title: 'x'.repeat(201) })).status, 422);
    assert.equal((await me.post('/book/aims', { title: 'Rooms', behalf: 'Unknown' })).status, 422);
    const { to } = await me.post('/book/aims', { title: 'Rooms <3', behalf: 'Anna' });
    assert.match(to, /^\/book\/aims\/\d+$/);
    assert.match((await me.get(to)).text, /Rooms &lt;3/);
    assert.equal((await me.post(`${to}/steps`, { text: 'ask', due: '2012-02-30' })).status, 422);
    assert.equal((await me.post(`${to}/steps`, { text: '', due: '' })).status, 422);
    assert.equal((await me.post(`${to}/steps`, { text: 'ask for the key', due: '2012-07-10' })).status, 303);
    assert.match(today(here).things[0].text, /Rooms <3.*ask for the key, due today/);
    assert.equal((await me.post(`${to}/people`, { person: 'anna' })).status, 303);
    assert.match((await me.get(to)).text, /No longer in this aim: Anna Schmidt/);
    assert.equal((await me.post(to, { do: 'reached' })).status, 303);
    assert.deepEqual(today(here).things, []);
    assert.equal((await me.post(to, { do: 'conquered' })).status, 400);
    const gone = await me.post(to, { do: 'remove' });
    assert.equal((await me.get(to)).status, 404);
    assert.match((await me.get(gone.to)).text, /Undo/);
    assert.equal((await me.post(to, { what: 'restore', id: to.match(/\d+$/)[0] })).to, to);
    assert.equal((await me.get(to)).status, 200);
    await here.done();
});

test('care: rhythms, hours and visits', async () => {
    const here = await house();
    const anna = log(here, 'call', 'Anna', '30m', '3 weeks ago').people[0].id;
    const me = await signIn(here, 'ich@example.org');
    assert.equal((await me.post(`/book/people/${anna}/rhythm`, { days: '1' })).status, 303);
    for (const days of ['-1', '3651', 'often']) assert.equal((await me.post(`/book/people/${anna}/rhythm`, { days })).status, 400, days);
    assert.match((await me.get('/book/rhythms')).text, /Your rhythms ask for about 3½ hours a week/);
    for (const hours of ['0', '81', 'many']) assert.equal((await me.post('/book/rhythms', { hours })).status, 422, hours);
    assert.equal((await me.post('/book/rhythms', { hours: '1' })).status, 303);
    assert.match((await me.get('/book/rhythms')).text, /That does not fit, by far: .*about 4 times/);
    await me.post('/book/rhythms', { hours: '4' });
    assert.match((await me.get('/book/rhythms')).text, /That fits\./);
    await me.post(`/book/people/${anna}/postal`, { street: 'Hafenstraße 1', code: '20457', town: 'Hamburg' });
    for (const place of ['Hamburg', 'HAMBURG', '20', '20457']) assert.match((await me.get(`/book/visits?place=${place}`)).text, /Hafenstraße 1, 20457 Hamburg/, place);
    for (const place of ['Kiel', '21', '%25', 'a'.repeat(100)]) assert.match((await me.get(`/book/visits?place=${place}`)).text, /Nobody in your book has an address there/, place);
    assert.equal((await me.get('/book/visits?place=Hamburg&day=2012-02-30')).status, 422);
    assert.equal((await me.get(`/book/visits?place=${'a'.repeat(101)}`)).status, 422);
    await here.done();
});

test('care: the calendar: shown once, without a session, revoked, never kept or indexed', async () => {
    const here = await house();
    log(here, 'call', 'Anna Schmidt', 'promised', 'the study by Friday');
    const me = await signIn(here, 'ich@example.org'), guest = new Visitor(here);
    const made = await me.post('/book/reminders/feed');
    const path = made.text.match(/value="http[^"]*(\/book\/feed\/[a-z2-7]{26}\.ics)"/)[1];
    assert.ok(!(await me.get('/book/reminders')).text.includes(path), 'shown once');
    const ics = await guest.get(path);
    assert.equal(ics.status, 200);
    assert.match(ics.headers.get('content-type'), /^text\/calendar/);
    assert.match(ics.headers.get('cache-control'), /no-store/);
    assert.equal(ics.headers.get('x-robots-tag'), 'noindex');
    assert.match(ics.text, /^BEGIN:VCALENDAR\r\n/);
    assert.match(ics.text, /DTSTART;VALUE=DATE:20120713\r\n[^]*SUMMARY:Promised to Anna Schmidt: the study/);
    assert.equal((await guest.get(path.replace('.ics', ''))).status, 404);
    assert.equal((await guest.get(`/book/feed/${'a'.repeat(26)}.ics`)).status, 404);
    const again = (await me.post('/book/reminders/feed')).text.match(/value="http[^"]*(\/book\/feed\/[a-z2-7]{26}\.ics)"/)[1];
    assert.equal((await guest.get(path)).status, 404, 'the former one is gone');
    assert.equal((await guest.get(again)).status, 200);
    await me.post('/book/reminders/feed', { do: 'revoke' });
    assert.equal((await guest.get(again)).status, 404);
    assert.equal((await me.post('/book/reminders/mail', { hour: 7 })).status, 400, 'the house sends no mails');
    await here.done();
});

test('care: another account, the host and a guest get nothing on any of its routes', async () => {
    const here = await house();
    const zora = log(here, 'call', 'Zora Verborgen', 'promised', 'a zinnober study by tomorrow').people[0].id;
    const me = await signIn(here, 'ich@example.org');
    await me.post(`/book/people/${zora}/postal`, { street: 'Geheimweg 1', code: '20457', town: 'Hamburg' });
    const aim = (await me.post('/book/aims', { title: 'Zinnober aim' })).to;
    await me.post(`${aim}/steps`, { text: 'zinnober step', due: '2012-07-10' });
    const step = (await me.get(aim)).text.match(/\/book\/steps\/(\d+)/)[1];
    const gets = ['/book', `/book/brief/${zora}`, '/book/aims', aim, '/book/visits?place=Hamburg', '/book/rhythms', '/book/reminders'];
    const posts = [
        ['/book/today/snooze', { person: zora, days: 1 }], ['/book/today/snooze', { step, days: 1 }], ['/book/today/undo', { what: 'person', id: zora }],
        [`/book/people/${zora}/rhythm`, { days: 7 }], [aim, { do: 'remove' }], [aim, { title: 'Mine now' }], [`${aim}/people`, { person: 'Zora' }],
        [`${aim}/steps`, { text: 'x' }], [`/book/steps/${step}`, { do: 'done' }],
    ];
    const before = today(here);
    for (const email of ['andere@example.org', 'gastgeber@example.org']) {
        const other = await signIn(here, email);
        for (const path of gets) {
            const answer = await other.get(path);
            assert.ok(!/zinnober|Zora|Geheimweg/i.test(answer.text), `${email} ${path}`);
            if (/\d/.test(path)) assert.equal(answer.status, 404, path);
        }
        for (const [path, fields] of posts) assert.equal((await other.post(path, fields)).status, 404, `${email} ${path}`);
    }
    const guest = new Visitor(here);
    for (const path of gets) {
        const answer = await guest.get(path);
        assert.ok(!/zinnober|Zora|Geheimweg/i.test(answer.text), path);
        assert.notEqual(answer.status, 200, path);
    }
    for (const [path, fields] of posts) assert.ok([303, 401, 403, 404].includes((await guest.post(path, fields)).status), path);
    assert.deepEqual(today(here), before);
    await here.done();
});
