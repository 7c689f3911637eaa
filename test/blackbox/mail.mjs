// SPDX-License-Identifier: AGPL-3.0-or-later
//
// mail.mjs - mails out, through a real mail server: setting it up, signing in by mail, what becomes of each
// mail, and who sees it.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { LATER, PASSWORD, Postfix, REFUSED, until, USER } from '../lib/postfix.mjs';
import { test } from '../lib/suite.mjs';
import { Visitor } from '../lib/visitor.mjs';

const { BINARY } = process.env;
const server = (postfix, more = {}) => ({
    host: 'localhost', port: String(postfix.port), security: 'starttls', user: USER, password: PASSWORD, from: USER, ...more,
});

async function withHost() {
    const house = await openHouse(BINARY);
    const host = new Visitor(house);
    assert.equal((await host.signIn(house.hostLink)).to, '/host');
    await host.get('/host/mail');
    return { house, host };
}

async function withMail() {
    const postfix = await Postfix.open();
    const { house, host } = await withHost();
    assert.equal(house.run('mail', 'server', '--ca-file', postfix.certificate).code, 0);
    const kept = await host.post('/host/mail', server(postfix));
    assert.match(kept.text, /The mail server has let the house in/);
    return { postfix, house, host };
}

async function member(house, email) {
    assert.equal(house.run('account', 'add', email, '--name', 'Ben', '--role', 'member').code, 0);
    const visitor = new Visitor(house);
    await visitor.signIn(new URL(house.run('account', 'link', email).out.trim()).pathname);
    await visitor.get('/account/mail');
    return visitor;
}

const arrived = (postfix, n) => until(() => `${n} mails; the server said: ${postfix.log}`, () => {
    const mails = postfix.mails();
    return mails.length >= n && mails;
});
const shows = (visitor, path, pattern) => until(`${path} shows ${pattern}`, async () => pattern.test((await visitor.get(path)).text));

test('the form of the mail server says what is wrong, and whether the server lets the house in', async () => {
    const postfix = await Postfix.open();
    const { house, host } = await withHost();
    assert.equal(house.run('mail', 'server', '--ca-file', postfix.certificate).code, 0);
    const bad = await host.post('/host/mail', server(postfix, { security: 'clear', host: 'mail.example.org' }));
    assert.equal(bad.status, 422);
    assert.match(bad.text, /Without encryption/);
    const wrong = await host.post('/host/mail', server(postfix, { password: 'wrong' }));
    assert.match(wrong.text, /Kept, but the mail server did not let the house in/);
    assert.equal(house.run('mail', 'try').code, 75);
    const right = await host.post('/host/mail', server(postfix));
    assert.match(right.text, /The mail server has let the house in/);
    assert.equal(house.run('mail', 'try').code, 0);
    const page = (await host.get('/host/mail')).text;
    assert.ok(!page.includes('a pass word'), 'the password is never shown');
    const again = await host.post('/host/mail', server(postfix, { password: '' }));
    assert.match(again.text, /has let the house in/, 'an empty field keeps the password');
});

test('a certificate of nobody is not believed', async () => {
    const postfix = await Postfix.open();
    const { host } = await withHost();
    const answer = await host.post('/host/mail', server(postfix));
    assert.match(answer.text, /did not let the house in/);
    assert.ok(!postfix.log.includes('sasl_username'), 'the password was not said');
});

test('a mail arrives as it was written', async () => {
    const { postfix, host } = await withMail();
    const sent = await host.post('/host/mail/test', { to: 'anna@example.org' });
    assert.equal(sent.status, 303);
    const [mail] = await arrived(postfix, 1);
    assert.match(mail, /^To: anna@example\.org$/m);
    assert.match(mail, /^From: .*<house@example\.org>$/m);
    assert.match(mail, /^Auto-Submitted: auto-generated$/m);
    assert.match(mail, /^Message-I[dD]: <[a-z2-7]{26}@example\.org>$/m);
    assert.match(mail, /^Content-Type: multipart\/alternative/m);
    assert.match(Postfix.text(mail), /the house can send mails/);
    assert.match(mail, /Content-Type: text\/html/);
    assert.ok(!/<img|src=/i.test(mail), 'nothing in it is fetched from anywhere');
    await shows(host, '/host/mail', /A mail to try it.*[\s\S]*sent,/);
});

test('a sign-in link comes by mail, and only to who has an account', async () => {
    const { postfix, house } = await withMail();
    await member(house, 'ben@example.org');
    const stranger = new Visitor(house);
    assert.match((await stranger.get('/sign-in')).text, /With a link by mail/);
    const known = await stranger.post('/sign-in/mail', { email: 'Ben@example.org' });
    const unknown = await stranger.post('/sign-in/mail', { email: 'eve@example.org' });
    assert.equal(known.status, 200);
    const same = (text) => text.replace(/(ben|eve)@example\.org/gi, 'X');
    assert.equal(same(known.text), same(unknown.text), 'the answer does not say who has an account');

    const mails = await arrived(postfix, 1);
    const text = Postfix.text(mails[0]);
    const link = text.match(/^http:\S+(\/sign-in\/[a-z2-7]{26})$/m)?.[1];
    assert.ok(link, text);
    assert.match(mails[0], /^To: Ben <ben@example\.org>$/m);
    assert.equal((await stranger.get(link)).status, 200, 'GET shows a button');
    assert.equal((await stranger.post(link)).to, '/account');
    assert.equal((await new Visitor(house).post(link)).status, 410, 'a link is good once');
    const own = (await stranger.get('/account/mail')).text;
    assert.match(own, /Your sign-in link/);
    assert.ok(!own.includes(link), 'the link is forgotten once it went');
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(postfix.mails().length, 1, 'nobody wrote to a stranger');

    assert.equal((await stranger.post('/sign-in/mail', { email: 'no address' })).status, 422);
});

test('a plain no ends a mail, a soft one does not', async () => {
    const { postfix, host } = await withMail();
    await host.post('/host/mail/test', { to: REFUSED });
    await shows(host, '/host/mail', /came back,[\s\S]*no such person/);
    await host.post('/host/mail/test', { to: LATER });
    await shows(host, '/host/mail', /waits,[\s\S]*come again/);
    assert.equal(postfix.mails().length, 0);
});

test('a mail waits for a mail server that is away', async () => {
    const { postfix, house, host } = await withMail();
    await postfix.stop();
    await host.post('/host/mail/test', { to: 'anna@example.org' });
    await until('a first try', () => JSON.parse(house.run('--json', 'mail', 'list').out)[0]?.said);
    assert.match((await host.get('/host/mail')).text, /waits,/);
    await house.close();
    await postfix.start();
    await house.open();
    const id = JSON.parse(house.run('--json', 'mail', 'list').out)[0].id;
    await host.get('/host/mail');
    assert.equal((await host.post(`/host/mail/${id}/again`)).status, 303);
    await arrived(postfix, 1);
    await shows(host, '/host/mail', /sent,/);
    assert.equal(postfix.mails().length, 1);
    assert.equal((await host.post(`/host/mail/${id}/again`)).status, 409, 'what was sent is sent');
});

test('without a mail server a mail waits and can go by hand', async () => {
    const { house, host } = await withHost();
    assert.ok(!(await host.get('/sign-in')).text.includes('With a link by mail'));
    assert.equal((await new Visitor(house).post('/sign-in/mail', { email: 'ben@example.org' })).status, 404);
    await host.get('/host/mail');
    await host.post('/host/mail/test', { to: 'anna@example.org' });
    const page = (await host.get('/host/mail')).text;
    assert.match(page, /href="mailto:anna@example\.org\?subject=A%20mail/);
    const id = page.match(/\/host\/mail\/(\d+)\/by-hand/)[1];
    assert.equal((await host.post(`/host/mail/${id}/by-hand`)).status, 303);
    assert.match((await host.get('/host/mail')).text, /sent by yourself,/);
    assert.equal((await host.post(`/host/mail/${id}/withdraw`)).status, 409);
});

test('nobody sees or touches the mails of another', async () => {
    const { house, host } = await withHost();
    await host.post('/host/mail/test', { to: 'anna@example.org' });
    const ben = await member(house, 'ben@example.org');
    assert.match((await ben.get('/account/mail')).text, /No mail has been written yet/);
    for (const act of ['withdraw', 'by-hand', 'again']) {
        assert.equal((await ben.post(`/account/mail/1/${act}`)).status, 404);
        assert.equal((await ben.post(`/host/mail/1/${act}`)).status, 403);
        assert.notEqual((await new Visitor(house).post(`/account/mail/1/${act}`)).status, 303);
    }
    assert.equal((await ben.get('/host/mail')).status, 403);
    assert.match((await host.get('/host/mail')).text, /waits,/);
});
