// SPDX-License-Identifier: AGPL-3.0-or-later
//
// introductions.mjs - two people are introduced, from outside: with a mail server and without, by link and
// by telephone; links abused in every way; what somebody who is asked ever gets to see.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { PASSWORD, Postfix, until, USER } from '../lib/postfix.mjs';
import { test } from '../lib/suite.mjs';
import { Visitor } from '../lib/visitor.mjs';

const { BINARY } = process.env;
const EMAIL = 'erna@example.org';
const DAY = 24 * 3600 * 1000;
/** What must not reach Anna before both have said yes. */
const SECRETS = [/Krüger/, /Krueger/i, /Ben\b/, /ben@/, /Beispiel/, /98765/];

async function owner(house, email = EMAIL, name = 'Erna Muster') {
    assert.equal(house.run('account', 'add', email, '--name', name, '--role', 'member').code, 0);
    const visitor = new Visitor(house);
    await visitor.signIn(new URL(house.run('account', 'link', email).out.trim()).pathname);
    return visitor;
}

async function add(erna, name, fields = {}) {
    await erna.get('/book/people/new');
    const made = await erna.post('/book/people/new', { name, ...fields });
    assert.equal(made.status, 303, made.text);
    return made.to.match(/\/book\/people\/\d+/)[0];
}

async function people(erna) {
    const anna = await add(erna, 'Anna Schmidt', { email: 'anna@example.org', phone: '040 1234567' });
    const ben = await add(erna, 'Ben Krüger', { email: 'ben@example.org', phone: '040 9876543' });
    for (const [who, side, text] of [[anna, 'seeks', 'Räume für Werkstätten'], [ben, 'offers', 'Räume für Werkstätten']])
        await erna.post(`${who}/items`, { side, text });
    await erna.post(`${ben}/roles`, { organisation: 'Beispiel Werke GmbH', title: 'Leitung' });
    return { anna, ben };
}

async function draft(erna, fields = {}) {
    await erna.get('/introductions/new');
    return erna.post('/introductions/new', { a: 'Anna Schmidt', b: 'Ben Krüger', in_turn: '0', stays: '0', ...fields });
}

const write = (erna, path, side, words, more = {}) => erna.post(`${path}/words`, { side, subject: 'Ein Gespräch', words, ...more });
const ask = (erna, path, side, more = {}) => erna.post(`${path}/ask`, { side, way: 'mail', ...more });

/** Without a mail server the owner sees each mail, with its link. */
async function links(erna) {
    const page = (await erna.get('/account/mail')).text;
    const found = [...page.matchAll(/<span class="hint">to ([^<]+)<\/span>[\s\S]*?(\/answer\/[a-z2-7]{26})/g)];
    return Object.fromEntries(found.reverse().map(([, to, link]) => [to.match(/[a-z]+@/)?.[0] ?? to, link]));
}

async function asked(options) {
    const house = await openHouse(BINARY, options);
    const erna = await owner(house);
    const who = await people(erna);
    const path = (await draft(erna)).to;
    await write(erna, path, 0, 'Liebe Anna, ich kenne jemanden mit Räumen.');
    await write(erna, path, 1, 'Lieber Ben, ich kenne jemanden, der Räume sucht.');
    for (const side of [0, 1]) assert.equal((await ask(erna, path, side)).status, 303);
    const link = await links(erna);
    return { house, erna, path, ...who, forAnna: link['anna@'], forBen: link['ben@'] };
}

const stranger = (house) => new Visitor(house);
const shows = async (erna, path, pattern) => assert.match((await erna.get(path)).text, pattern);

test('an introduction without a mail server: mails wait with their link, answers are heard, both are introduced', async () => {
    const { house, erna, path, forAnna, forBen } = await asked();
    assert.ok(forAnna && forBen);
    assert.notEqual(forAnna, forBen);
    const page = await stranger(house).get(forAnna);
    assert.equal(page.status, 200);
    assert.match(page.text, /Erna Muster would like to introduce you to somebody/);
    assert.match(page.text, /ich kenne jemanden mit Räumen/);
    assert.equal(page.headers.get('cache-control'), 'private, no-store');
    assert.match(page.text, /noindex/);
    assert.ok(!page.text.includes(`canonical" href="${house.url}${forAnna}`), 'the secret is in no canonical address');
    assert.match((await stranger(house).post(forAnna, { answer: 'yes', may_ask: '1', said: 'gern im Mai' })).text, /Thank you/);
    await shows(erna, path, /“Yes, gladly”[\s\S]*gern im Mai/);
    assert.match((await erna.post(`${path}/introduce`, { way: 'in person' })).text, /Only when both have said yes/);
    await stranger(house).post(forBen, { answer: 'yes' });
    await shows(erna, path, /both have said yes/);
    assert.equal((await erna.post(`${path}/introduce`, { way: 'mail', words: 'Anna, das ist Ben. Ben, das ist Anna.' })).status, 303);
    const mails = (await erna.get('/account/mail')).text;
    assert.match(mails, /Ben Krüger\nben@example\.org/);
    assert.match(mails, /Anna Schmidt\nanna@example\.org/);
    for (const side of [0, 1]) await erna.post(`${path}/outcome`, { side, worth: '25', said: `wort ${side}`, more: side ? '3,5' : '' });
    const ledger = (await erna.get('/introductions/ledger')).text;
    assert.match(ledger, /Anna Schmidt: more than each alone \(2\.5\)/);
    assert.match(ledger, /Ben Krüger: more than each alone \(3\.5\)/);
    assert.match(ledger, /added up over the known ones: 3\./);
    await house.done();
});

test('a link is good once, for its side, for its time; every refusal is one answer', async () => {
    const { house, erna, path, forAnna, forBen } = await asked();
    const visitor = stranger(house);
    for (let i = 0; i < 3; i++) assert.equal((await visitor.get(forAnna)).status, 200, 'GET decides nothing');
    for (const answer of ['', 'marry', 'ask', 'introduce', 'silent', 'withdraw']) {
        const bad = await visitor.post(forAnna, { answer });
        assert.equal(bad.status, 422, answer);
    }
    assert.equal((await visitor.post(forAnna, { worth: '25' })).status, 410, 'not a link for an outcome');
    await visitor.post(forAnna, { answer: 'no', side: '1', introduction: '1', account: '1' });
    await shows(erna, path, /id="side-0"[\s\S]*“No”[\s\S]*id="side-1"[\s\S]*no answer yet/);
    const refusals = [
        await visitor.post(forAnna, { answer: 'yes' }), // used
        await visitor.get(forAnna),
        await visitor.get('/answer/aaaaaaaaaaaaaaaaaaaaaaaaaa'), // guessed
        await visitor.post('/answer/aaaaaaaaaaaaaaaaaaaaaaaaaa', { answer: 'yes' }),
        await visitor.get('/answer/x'),
        await visitor.get(`/answer/${forAnna.slice(8, 21)}${forBen.slice(21)}`), // swapped halves
        await visitor.get(`/answer/${'7'.repeat(3000)}`),
    ];
    assert.equal((await erna.post(`${path}/step`, { act: 'withdraw' })).status, 303);
    refusals.push(await visitor.get(forBen), await visitor.post(forBen, { answer: 'yes' })); // taken back
    const plain = (text) => text.replace(/(back|target|from)"? ?(value)?="[^"]*"/g, '').replace(/\/settings\?back=[^"]*/g, '');
    for (const refusal of refusals) {
        assert.equal(refusal.status, 410);
        assert.equal(plain(refusal.text), plain(refusals[0].text));
    }
    await house.done();
});

test('a link expires', async () => {
    const { house, erna, path, forBen } = await asked({ env: { NETZARBEIT_NOW: '2012-07-10T12:00:00Z' } });
    assert.equal((await stranger(house).get(forBen)).status, 200);
    await house.close();
    house.env.NETZARBEIT_NOW = new Date(Date.parse('2012-07-10T12:00:00Z') + 31 * DAY).toISOString();
    await house.open();
    assert.equal((await stranger(house).get(forBen)).status, 410);
    assert.equal((await stranger(house).post(forBen, { answer: 'yes' })).status, 410);
    assert.equal((await stranger(house).get(`${forBen}/why`)).status, 410);
    await shows(erna, path, /no answer yet/);
    await house.done();
});

test('words that tell who the other is are held back until looked at', async () => {
    const house = await openHouse(BINARY);
    const erna = await owner(house);
    const { ben } = await people(erna);
    const path = (await draft(erna)).to;
    for (const words of ['Es ist Ben.', 'bei den Beispiel-Werken? beispiel werke', 'ruf an: 0 40 / 98 76-543', 'BEN@EXAMPLE.ORG']) {
        await write(erna, path, 0, words);
        assert.match((await erna.get(path)).text, /Your words may tell who Ben Krüger is/, words);
        assert.equal((await ask(erna, path, 0)).status, 422, words);
    }
    assert.equal((await erna.get('/account/mail')).text.includes('/answer/'), false, 'nothing was sent');
    await erna.post(`/introductions/people/${ben.match(/\d+/)[0]}/named`, { source: 'selbst gesagt', dated: '2012-07-01' });
    assert.doesNotMatch((await erna.get(path)).text, /Your words may tell/);
    assert.equal((await ask(erna, path, 0)).status, 303);
    await house.done();
});

test('an own text is needed; nobody is asked twice; the second only after a yes', async () => {
    const house = await openHouse(BINARY);
    const erna = await owner(house);
    await people(erna);
    const path = (await draft(erna, { in_turn: '1', fee: '100 Euro von der Seite, die mietet' })).to;
    assert.equal((await ask(erna, path, 0)).status, 422);
    await write(erna, path, 0, 'Liebe Anna, magst du?');
    await write(erna, path, 1, 'Lieber Ben, magst du?');
    assert.equal((await ask(erna, path, 1)).status, 409);
    assert.equal((await ask(erna, path, 0)).status, 303);
    assert.equal((await ask(erna, path, 0)).status, 409);
    assert.equal((await erna.post(`${path}/change`, { fee: '' })).status, 409, 'what was said to one cannot be changed');
    const link = (await links(erna))['anna@'];
    assert.match((await stranger(house).get(link)).text, /100 Euro von der Seite, die mietet/);
    assert.match((await erna.get('/account/mail')).text, /100 Euro von der Seite, die mietet/);
    assert.equal((await erna.post(`${path}/step`, { side: 0, act: 'unask' })).status, 303, 'what waits can be taken back');
    assert.equal((await stranger(house).get(link)).status, 410);
    assert.equal((await erna.post(`${path}/ask`, { side: 0, way: 'telephone', act: 'yes', said: 'klar' })).status, 303);
    assert.equal((await ask(erna, path, 1)).status, 303);
    assert.equal((await erna.post(`${path}/step`, { side: 0, act: 'unanswer' })).status, 409);
    assert.equal((await draft(erna)).status, 422, 'the two are being asked already');
    await house.done();
});

test('never again holds for every further introduction, and for an objection', async () => {
    const { house, erna, anna, forAnna, forBen } = await asked();
    await add(erna, 'Cem Yıldız', { email: 'cem@example.org' });
    await stranger(house).post(forAnna, { answer: 'never' });
    const refused = await draft(erna, { b: 'Cem Yıldız' });
    assert.equal(refused.status, 422);
    assert.match(refused.text, /asked not to be asked again/);
    assert.match((await erna.get(anna)).text, /Has asked not to be asked again/);
    const why = (await stranger(house).get(`${forBen}/why`)).text;
    assert.match(why, /Mail address[\s\S]*written down/);
    assert.ok(!why.includes('ben@example.org'), 'the kinds, not the values');
    assert.match((await stranger(house).post(`${forBen}/why`, { what: 'object', said: 'bitte nicht' })).text, /It has been noted/);
    assert.equal((await stranger(house).post(`${forBen}/why`, { what: 'marry' })).status, 400);
    await shows(erna, '/introductions', /Ben Krüger[\s\S]*objects, and is asked no more[\s\S]*bitte nicht/);
    assert.match((await draft(erna, { a: 'Cem Yıldız', b: 'Ben Krüger' })).text, /asked not to be asked again/);
    assert.equal((await erna.post('/introductions/requests/1/done')).status, 303);
    assert.doesNotMatch((await erna.get('/introductions')).text, /bitte nicht/);
    await house.done();
});

test('nobody sees or takes a step in what is another account\'s', async () => {
    const { house, path, anna } = await asked();
    const other = await owner(house, 'otto@example.org', 'Otto');
    await other.get('/introductions');
    assert.equal((await other.get(path)).status, 404);
    for (const [what, fields] of [['words', { side: 0, subject: 'x', words: 'x' }], ['change', {}], ['ask', { side: 0, way: 'telephone' }], ['step', { act: 'withdraw' }], ['tell', { way: 'mail' }], ['introduce', { way: 'in person' }], ['outcome', { worth: '25' }], ['ask-outcome', { words: 'x' }], ['post', {}], ['from', {}]])
        assert.equal((await other.post(`${path}/${what}`, fields)).status, 404, what);
    const id = anna.match(/\d+/)[0];
    assert.equal((await other.post(`/introductions/people/${id}/named`, { source: 'x' })).status, 404);
    assert.equal((await other.post(`/introductions/people/${id}/never`)).status, 404);
    assert.equal((await other.post('/introductions/requests/1/done')).status, 404);
    assert.equal((await other.get(`/introductions/sheet/${id}`)).status, 404);
    assert.equal((await other.get(`/introductions/new?a=${id}`)).status, 404);
    assert.match((await other.get('/introductions/ledger')).text, /Nobody is introduced yet/);
    assert.doesNotMatch((await stranger(house).get(path)).text, /Schmidt/);
    assert.equal(JSON.parse(house.run('--account', 'otto@example.org', '--json', 'introductions').out).length, 0);
    await house.done();
});

test('the commands draft an introduction and say what waits', async () => {
    const house = await openHouse(BINARY);
    const erna = await owner(house);
    await people(erna);
    const as = (...args) => house.run('--account', EMAIL, ...args);
    assert.equal(house.run('introduce', 'Anna', 'Ben').code, 64);
    assert.equal(as('introduce', 'Anna').code, 64);
    assert.equal(as('introduce', 'Anna', 'Otto').code, 66);
    assert.equal(as('introduce', 'Anna', 'Anna').code, 65);
    const made = JSON.parse(as('--json', 'introduce', 'Anna', 'Ben', '--why', 'Räume').out);
    assert.equal(made.stage, 'drafted');
    assert.match(made.url, /\/introductions\/\d+$/);
    assert.equal(as('introduce', 'Anna', 'Ben').code, 65);
    const [one] = JSON.parse(as('--json', 'introductions').out);
    assert.deepEqual([one.waits_for, one.sides[0].name, one.sides[1].state, one.why], ['you', 'Anna Schmidt', 'unasked', 'Räume']);
    assert.match(as('introductions').out, /waits for you\tAnna Schmidt and Ben Krüger\tnobody is asked yet/);
    await house.done();
});

test('the sheet has no names until both have agreed', async () => {
    const house = await openHouse(BINARY);
    const erna = await owner(house);
    const { anna, ben } = await people(erna);
    await erna.post(`${ben}/items`, { side: 'offers', text: 'Führungen bei Beispiel Werke' });
    const path = (await draft(erna, { behalf: 'a' })).to;
    const sheet = `/introductions/sheet/${anna.match(/\d+/)[0]}`;
    const main = async () => (await erna.get(sheet)).text.split('<main')[1];
    const before = await main();
    assert.match(before, /Person 1[\s\S]*Räume für Werkstätten[\s\S]*the name follows once both have agreed/);
    for (const secret of SECRETS) assert.doesNotMatch(before, secret);
    for (const side of [0, 1]) await erna.post(`${path}/ask`, { side, way: 'telephone', act: 'yes' });
    assert.match(await main(), /Ben Krüger[\s\S]*has agreed/);
    await house.done();
});

async function withMail() {
    const postfix = await Postfix.open();
    const house = await openHouse(BINARY);
    const host = new Visitor(house);
    await host.signIn(house.hostLink);
    await host.get('/host/mail');
    assert.equal(house.run('mail', 'server', '--ca-file', postfix.certificate).code, 0);
    await host.post('/host/mail', { host: 'localhost', port: String(postfix.port), security: 'starttls', user: USER, password: PASSWORD, from: USER });
    return { postfix, house, erna: await owner(house) };
}

const arrived = (postfix, to, n = 1) => until(() => `${n} mails to ${to}: ${postfix.log}`, () => {
    const mails = postfix.mails().filter((m) => new RegExp(`^To: .*${to}`, 'm').test(m));
    return mails.length >= n && mails;
});

test('a no reveals nothing: every byte that reaches the one who said yes', async () => {
    const { postfix, house, erna } = await withMail();
    await people(erna);
    const path = (await draft(erna)).to;
    await write(erna, path, 0, 'Liebe Anna, ich kenne jemanden mit Räumen. Magst du?');
    await write(erna, path, 1, 'Lieber Ben, ich kenne jemanden, der Räume sucht.');
    for (const side of [0, 1]) await ask(erna, path, side);
    const [toAnna] = await arrived(postfix, 'anna@');
    const [toBen] = await arrived(postfix, 'ben@');
    assert.match(toAnna, /^From: Erna Muster <house@example\.org>$/m);
    assert.match(toAnna, /^Reply-To: Erna Muster <erna@example\.org>$/m);
    assert.ok(!/^Auto-Submitted/m.test(toAnna), 'a person writes');
    const link = (mail) => Postfix.text(mail).match(/\/answer\/[a-z2-7]{26}/)[0];
    const anna = stranger(house);
    const seen = [toAnna, Postfix.text(toAnna)];
    const look = async (answer) => { const { text, headers } = await answer; seen.push(text, JSON.stringify([...headers])); return text; };
    await look(anna.get(link(toAnna)));
    await look(anna.get(`${link(toAnna)}/why`));
    await look(anna.post(link(toAnna), { answer: 'yes' }));
    await look(anna.get(link(toAnna)));
    assert.match((await stranger(house).post(link(toBen), { answer: 'never' })).text, /Nothing of you was passed on/);
    await shows(erna, path, /“Please don&#39;t ask again”|“Please don't ask again”/);
    await erna.post(`${path}/tell`, { side: 0, way: 'mail' });
    const mails = await arrived(postfix, 'anna@', 2);
    seen.push(mails[1], Postfix.text(mails[1]));
    assert.match(Postfix.text(mails[1]), /Es passt gerade nicht|does not fit at the moment/);
    assert.match(mails[1], /^In-Reply-To:/m, 'one thread');
    for (const text of seen) for (const secret of SECRETS) assert.doesNotMatch(text, secret);
    assert.equal((await arrived(postfix, 'ben@')).length, 1, 'who declined hears nothing more');
    assert.match((await erna.post(`${path}/introduce`, { way: 'in person' })).text, /Only when both/);
    await house.done();
});

test('one reminder, after a week, in the owner\'s words; then silence is a no', async () => {
    const { postfix, house, erna } = await withMail();
    await people(erna);
    const path = (await draft(erna, { in_turn: '1' })).to;
    await write(erna, path, 0, 'Liebe Anna, magst du?', { reminder: 'Liebe Anna, nur zur Erinnerung.' });
    await ask(erna, path, 0);
    const [first] = await arrived(postfix, 'anna@');
    const later = async (days) => {
        await house.close();
        house.env.NETZARBEIT_NOW = new Date(Date.now() + days * DAY).toISOString();
        await house.open();
    };
    await until('the mail is noted as sent', () => JSON.parse(house.run('--account', EMAIL, '--json', 'introductions').out)[0].sides[0].state === 'asked');
    await later(8);
    const mails = await arrived(postfix, 'anna@', 2);
    assert.match(Postfix.text(mails[1]), /nur zur Erinnerung/);
    const link = (mail) => Postfix.text(mail).match(/\/answer\/[a-z2-7]{26}/)[0];
    assert.equal((await stranger(house).get(link(first))).status, 200, 'the first link still holds');
    await later(15);
    await until('silence', () => JSON.parse(house.run('--account', EMAIL, '--json', 'introductions').out)[0].sides[0].state === 'silent');
    assert.equal((await arrived(postfix, 'anna@')).length, 2, 'no second reminder');
    for (const mail of mails) assert.equal((await stranger(house).post(link(mail), { answer: 'yes' })).status, 410);
    await house.done();
});
