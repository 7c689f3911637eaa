// SPDX-License-Identifier: AGPL-3.0-or-later
//
// accounts.mjs - links, codes, sessions and invitations from outside: what lets in, once, and that nothing
// else does.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { Visitor, withHost as houseWithHost } from '../lib/visitor.mjs';

const { BINARY } = process.env;
const UNKNOWN = 'abcdefghijklmnopqrstuvwxyz';
const withHost = (options) => houseWithHost(BINARY, options);

const link = (text, kind) => text.match(new RegExp(`http://[^<"]*/${kind}/[a-z2-7]{26}`))?.[0];
const code = (text) => text.match(/class="short-code">([a-z2-7 ]+)</)?.[1];
const sessions = (text) => [...text.matchAll(/\/account\/sessions\/(\d+)\/end/g)].map((m) => m[1]);

async function invitation(host, fields = {}) {
    await host.get('/host/invitations');
    const made = await host.post('/host/invitations', { name: 'The chess club', days: '14', uses: '1', ...fields });
    assert.equal(made.status, 200, made.text);
    return link(made.text, 'join');
}

test('accounts: a link shows a button first, signs in once, and says no more than that it is gone', async () => {
    const house = await openHouse(BINARY);
    const scanner = new Visitor(house), ada = new Visitor(house), eve = new Visitor(house);
    for (let i = 0; i < 3; i++) assert.equal((await scanner.get(house.hostLink)).status, 200);
    assert.deepEqual(scanner.cookies, {});
    assert.equal((await ada.signIn(house.hostLink)).status, 303);
    assert.equal((await ada.get('/host?later=1')).status, 200);
    const again = await eve.signIn(house.hostLink), guessed = await eve.signIn(`/sign-in/${UNKNOWN}`);
    assert.equal(again.status, 410);
    assert.equal(guessed.status, 410);
    assert.equal(again.text, guessed.text);
    assert.deepEqual(eve.cookies, {});
    await house.done();
});

test('accounts: an expired link, code and invitation are gone', async () => {
    const now = '2012-07-10T14:00:00+02:00', later = '2012-07-10T14:11:00+02:00', muchLater = '2012-07-25T14:00:01+02:00';
    const { house, host } = await withHost({ env: { NETZARBEIT_NOW: now } });
    const shown = await host.post('/account/device');
    const join = await invitation(host);
    for (const [time, path] of [[later, link(shown.text, 'sign-in')], [muchLater, join]]) {
        await house.close();
        house.env.NETZARBEIT_NOW = time;
        await house.open();
        const guest = new Visitor(house);
        const there = new URL(path).pathname;
        assert.equal((await guest.post(there, { name: 'Ben', email: 'ben@example.org' })).status, 410, there);
        assert.equal((await guest.post('/sign-in', { code: code(shown.text) })).status, 422);
        assert.deepEqual(guest.cookies, {});
    }
    await house.done();
});

test('accounts: another device signs in by link or code, once for both', async () => {
    const { house, host } = await withHost();
    for (const way of ['link', 'code']) {
        const shown = await host.post('/account/device');
        assert.match(shown.text, /<svg class="qr" role="img"[^>]*><title>[^<]+<\/title>/);
        assert.match(code(shown.text), /^[a-z347]{4} [a-z347]{4}$/);
        const phone = new Visitor(house), thief = new Visitor(house);
        const by = { link: () => phone.signIn(link(shown.text, 'sign-in')), code: () => phone.post('/sign-in', { code: code(shown.text).toUpperCase() }) };
        assert.equal((await by[way]()).to, '/host');
        assert.equal((await phone.get('/account')).status, 200);
        assert.equal((await thief.signIn(link(shown.text, 'sign-in'))).status, 410);
        assert.equal((await thief.post('/sign-in', { code: code(shown.text) })).status, 422);
        assert.deepEqual(thief.cookies, {});
    }
    await house.done();
});

test('accounts: five wrong codes an hour from an address, and nothing tells a near miss from a far one', async () => {
    const { house, host } = await withHost({ args: ['--trust-proxy', '127.0.0.1', '--rate', 'off'] });
    const right = code((await host.post('/account/device')).text);
    const thief = new Visitor(house, { address: '192.0.2.7' });
    const near = right.slice(0, -1) + (right.endsWith('a') ? 'b' : 'a');
    const answers = [];
    for (const typed of [near, 'aaaa aaaa', '', 'a'.repeat(10000), "' OR 1=1 --"]) answers.push(await thief.post('/sign-in', { code: typed }));
    assert.deepEqual(answers.map((a) => a.status), [422, 422, 422, 422, 422]);
    const said = new Set(answers.map((a) => a.text.replace(/value="[^"]*"/g, '')));
    assert.equal(said.size, 1);
    const locked = await thief.post('/sign-in', { code: right });
    assert.equal(locked.status, 429);
    const wait = Number(locked.headers.get('retry-after'));
    assert.ok(wait > 3500 && wait <= 3600, `Retry-After: ${wait}`);
    // A /64 of IPv6 is one network; others are not held up, and the code still holds for them.
    for (let i = 0; i < 5; i++) assert.equal((await new Visitor(house, { address: `2001:db8::${i}` }).post('/sign-in', { code: near })).status, 422);
    assert.equal((await new Visitor(house, { address: '2001:db8::beef' }).post('/sign-in', { code: right })).status, 429);
    assert.equal((await new Visitor(house, { address: '2001:db8:1::1' }).post('/sign-in', { code: right })).status, 303);
    await house.done();
});

test('accounts: 2,000 sign-in attempts get clear answers, let nobody in and hold nobody up', async () => {
    const { house, host } = await withHost({ args: ['--trust-proxy', '127.0.0.1'] });
    const shown = await host.post('/account/device');
    const thief = new Visitor(house, { address: '192.0.2.8' });
    const counts = {};
    for (let i = 0; i < 2000; i += 20)
        for (const { status, to } of await Promise.all(Array.from({ length: 20 }, (_, k) => (k % 2
            ? thief.post('/sign-in', { code: `abcd ${String(i + k).padStart(4, 'a').replace(/[^a347]/g, 'b')}` })
            : thief.post(`/sign-in/${UNKNOWN}`)))))
            counts[`${status}${to ?? ''}`] = (counts[`${status}${to ?? ''}`] ?? 0) + 1;
    assert.deepEqual(Object.keys(counts).sort(), ['410', '422', '429']);
    assert.equal(counts['422'], 5);
    assert.ok(counts['429'] > 1000, JSON.stringify(counts));
    assert.deepEqual(thief.cookies, {});
    assert.equal((await new Visitor(house, { address: '192.0.2.9' }).post('/sign-in', { code: code(shown.text) })).status, 303);
    assert.doesNotMatch(house.log, new RegExp(UNKNOWN));
    await house.done();
});

test('accounts: sessions are listed and taken back; forged cookies are nobody', async () => {
    const { house, host } = await withHost();
    const phone = new Visitor(house), tablet = new Visitor(house);
    for (const device of [phone, tablet]) await device.signIn(link((await host.post('/account/device')).text, 'sign-in'));
    const page = await host.get('/account');
    assert.equal(page.text.match(/This device/g).length, 1);
    assert.equal(sessions(page.text).length, 2, 'this device has no such button');
    assert.equal((await host.post(`/account/sessions/${sessions(page.text)[0]}/end`)).to, '/account');
    const left = [await phone.get('/account'), await tablet.get('/account')].map((a) => a.status).sort();
    assert.deepEqual(left, [200, 403]);
    await host.get('/account');
    assert.equal((await host.post('/account/sessions/end')).to, '/account');
    assert.deepEqual([(await phone.get('/account')).status, (await tablet.get('/account')).status], [403, 403]);
    assert.equal((await host.get('/account')).status, 200);
    for (const forged of [UNKNOWN, '', 'a'.repeat(5000), `${host.cookies.session}x`, host.cookies.session.toUpperCase(), "1' OR '1'='1"]) {
        const eve = new Visitor(house);
        eve.cookies.session = forged;
        assert.equal((await eve.get('/account')).status, 403, forged.slice(0, 40));
        assert.equal((await eve.get('/host')).status, 403);
        assert.equal((await eve.get('/sign-in')).status, 200);
    }
    const old = host.cookies.session;
    assert.equal((await host.post('/sign-out')).to, '/');
    assert.equal(host.cookies.session, undefined);
    host.cookies.session = old;
    assert.equal((await host.get('/account')).status, 403);
    await house.done();
});

test("accounts: another session's token, another site and another person's session change nothing", async () => {
    const { house, host } = await withHost();
    const join = await invitation(host, { uses: '2' });
    const ben = new Visitor(house), eve = new Visitor(house);
    for (const [visitor, name] of [[ben, 'Ben'], [eve, 'Eve']]) {
        await visitor.get(join);
        assert.equal((await visitor.post(join, { name, email: `${name}@example.org` })).to, '/account');
        await visitor.get('/account');
    }
    await host.get('/account');
    // Eve's token in Ben's browser, none at all, a spoilt one.
    for (const token of [eve.token, '', `${ben.token.slice(0, -1)}0${ben.token.at(-1)}`]) {
        assert.equal((await ben.post('/account/device', { token })).status, 403);
        assert.equal((await ben.post('/sign-out', { token })).status, 403);
    }
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }]) {
        Object.assign(ben.headers, headers);
        assert.equal((await ben.post('/account/device')).status, 403);
        for (const name of Object.keys(headers)) delete ben.headers[name];
    }
    // Sessions of others: every id there is, ended by Eve, ends only her own.
    for (let id = 1; id <= 6; id++) {
        if (!eve.cookies.session) break;
        await eve.post(`/account/sessions/${id}/end`);
    }
    assert.equal((await ben.get('/account')).status, 200);
    assert.equal((await host.get('/account')).status, 200);
    for (const path of ['/account/sessions/x/end', '/account/sessions/99999999999999999999/end', '/account/sessions/-1/end'])
        assert.ok([303, 404].includes((await ben.post(path)).status), path);
    // A member is no host.
    for (const path of ['/host', '/host/invitations', '/host/accounts']) assert.equal((await ben.get(path)).status, 403, path);
    await ben.get('/account');
    assert.equal((await ben.post('/host/invitations', { name: 'x', days: '1', uses: '0' })).status, 403);
    assert.equal((await ben.post('/host/invitations/1/revoke')).status, 403);
    await house.done();
});

test('accounts: an invitation is looked at freely, counted when used, and gone when used up or taken back', async () => {
    const { house, host } = await withHost();
    const once = await invitation(host), club = await invitation(host, { name: 'Club <b>', uses: '0' });
    const ben = new Visitor(house);
    for (let i = 0; i < 3; i++) assert.match((await ben.get(once)).text, /The chess club/);
    const wrong = await ben.post(once, { name: 'N'.repeat(10000), email: 'no address' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /Your name, in up to 80 characters\./);
    assert.match(wrong.text, /value="no address"/);
    assert.equal((await ben.post(once, { name: 'Ben', email: 'ben@example.org' })).to, '/account');
    const late = new Visitor(house);
    assert.equal((await late.get(once)).status, 410);
    assert.equal((await late.post(once, { name: 'Cem', email: 'cem@example.org' })).status, 410);
    assert.match((await host.get('/host/invitations')).text, /1 of 1 came/);

    // Who is a member already uses nothing up.
    await ben.get(club);
    assert.equal((await ben.post(club, { name: 'Ben', email: 'ben2@example.org' })).to, '/account');
    const list = await host.get('/host/invitations');
    assert.match(list.text, /0 persons came/);
    assert.match(list.text, /Club &lt;b&gt;/);
    assert.doesNotMatch(list.text, /\/join\/[a-z2-7]{26}/, 'a link is shown once');
    const id = list.text.match(/invitations\/(\d+)\/revoke/)[1];
    assert.equal((await host.post(`/host/invitations/${id}/revoke`)).to, '/host/invitations');
    const guessed = (await late.get(`/join/${UNKNOWN}`)).text, revoked = (await late.get(club)).text;
    assert.equal(revoked.replaceAll(new URL(club).pathname, ''), guessed.replaceAll(`/join/${UNKNOWN}`, ''));
    // Taking it back can be undone.
    assert.equal((await host.post(`/host/invitations/${id}/restore`)).to, '/host/invitations');
    assert.equal((await late.get(club)).status, 200);
    // A sign-in link is no invitation, and the other way round.
    const device = new URL(link((await host.post('/account/device')).text, 'sign-in')).pathname;
    assert.equal((await late.get(device.replace('sign-in', 'join'))).status, 410);
    assert.equal((await late.post(`${new URL(await invitation(host)).pathname.replace('join', 'sign-in')}`)).status, 410);
    await house.done();
});

test('accounts: whether an address has an account is told to nobody', async () => {
    const { house, host } = await withHost({ before: [['account', 'add', 'ada@example.org', '--name', 'Ada', '--role', 'host']] });
    const join = await invitation(host, { uses: '0' });
    const answers = [];
    for (const email of ['ada@example.org', 'ada@example.org', 'new@example.org']) {
        const eve = new Visitor(house);
        await eve.get(join);
        const { status, to } = await eve.post(join, { name: 'Eve', email });
        answers.push(`${status} ${to}`);
        const page = await eve.get('/account');
        assert.match(page.text, /signed in as Eve/);
        assert.doesNotMatch(page.text, /example\.org|claimed\.invalid/);
        assert.equal((await eve.get('/host')).status, 403, 'a claimed address gives no rights');
    }
    assert.equal(new Set(answers).size, 1, answers.join(', '));
    const list = await host.get('/host/accounts');
    assert.equal(list.text.match(/Another account had this address before/g).length, 2);
    await house.done();
});

test('accounts: invitations that cannot be are refused with what was typed; the command makes them too', async () => {
    const { house, host } = await withHost();
    await host.get('/host/invitations');
    for (const fields of [{ name: ' ', days: '14', uses: '1' }, { name: 'A', days: '0', uses: '1' }, { name: 'A', days: '367', uses: '1' },
        { name: 'A', days: 'soon', uses: '1' }, { name: 'A', days: '1', uses: '-1' }, { name: 'A', days: '1', uses: '9'.repeat(30) }, {}]) {
        const { status, text } = await host.post('/host/invitations', fields);
        assert.equal(status, 422, JSON.stringify(fields));
        if (fields.days === 'soon') assert.match(text, /name="days" value="soon"/);
    }
    assert.match((await host.get('/host/invitations')).text, /None yet\./);
    const { code: exit, out } = house.run('account', 'invite', '--name', 'Ben', '--days', '3', '--uses', '2');
    assert.equal(exit, 0);
    assert.match(out, /^http:\/\/127\.0\.0\.1:\d+\/join\/[a-z2-7]{26}\n$/);
    const guest = new Visitor(house);
    assert.match((await guest.get(new URL(out.trim()).pathname)).text, /This invitation is for Ben/);
    assert.match((await host.get('/host/invitations')).text, /0 of 2 came/);
    for (const args of [[], ['--name', 'A', '--days', 'x'], ['--name', 'A', 'more']]) assert.equal(house.run('account', 'invite', ...args).code, 64, args.join(' '));
    assert.equal(house.run('account', 'invite', '--name', 'A', '--days', '400').code, 65);
    await house.done();
});
