// SPDX-License-Identifier: AGPL-3.0-or-later
//
// cards.mjs - cards from outside: left by guests, offered by members, taken in and taken back; and that member A,
// member B, the host and a guest see nothing of each other's.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { Visitor } from '../lib/visitor.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const room = 'ueber-groesse-naehe';
const HOST = 'host:Host';
/** The feature's routes, from its table: a new one cannot be forgotten. */
const routes = [...readFileSync(new URL('../../src/feature/cards/cards_web.c', import.meta.url), 'utf8')
    .matchAll(/\{ "(GET|POST)", "([^"]+)", \w+, ([^}]+) \}/g)].map(([, method, path, needs]) => ({ method, path, needs }));
const words = { name: 'Dora Beispiel', reach: 'dora@example.org', seeks: 'a workshop in Kiel', offers: 'translations' };
const anybody = 'a'.repeat(26);

/** A house with a programme, its host, two members, and a guest. */
async function all(options = {}) {
    const members = ['anna', 'ben'].map((name) => ['account', 'add', `${name}@example.org`, '--name', name, '--role', 'member']);
    const house = await openHouse(BINARY, { before: [['week', 'import', programme], ...members], args: ['--rate', 'off'], ...options });
    const enter = async (link) => {
        const one = new Visitor(house);
        await one.signIn(link);
        await one.get('/account');
        return one;
    };
    const link = (email) => new URL(house.run('account', 'link', email).out.trim()).pathname;
    const [host, anna, ben] = [await enter(house.hostLink), await enter(link('anna@example.org')), await enter(link('ben@example.org'))];
    await host.post('/host/house', { name: 'Haus', host: 'Host' });
    return { house, host, anna, ben, guest: new Visitor(house) };
}

const places = (text) => [...text.matchAll(/href="(\/cards\/[^"]*\?to=[^"]*)"/g)].map(([, path]) => path.replaceAll('&amp;', '&'));
const field = (text, name) => text.match(new RegExp(`name="${name}" value="([^"]*)"`))?.[1];

/** Goes the way a person goes: talk, link, with whom, card. */
async function leave(who, { at = 0, form = {}, more = {} } = {}) {
    const choice = await who.get(`/cards/${room}`);
    assert.equal(choice.status, 200);
    const page = await who.get(places(choice.text)[at]);
    assert.equal(page.status, 200);
    const sent = { key: field(page.text, 'key'), to: field(page.text, 'to'), ...words, agree: '1', ...form, ...more };
    return { sent, page, answer: await who.post(`/cards/${room}`, sent) };
}

const cardIds = (text) => [...text.matchAll(/action="\/book\/cards\/(\d+)"/g)].map(([, id]) => id);

test('cards: every talk page offers the next step, the same for all guests and without a token', async () => {
    const { house, guest } = await all();
    const one = await guest.get(`/talks/${room}`), two = await new Visitor(house).get(`/talks/${room}`);
    assert.match(one.text, new RegExp(`<a href="/cards/${room}">Leave your card</a>`));
    assert.equal(one.text, two.text);
    assert.equal((await guest.get('/cards/no-such-talk')).status, 404);
    const { text } = await guest.get(`/cards/${room}`);
    assert.match(text, /noindex/);
    assert.ok(places(text).length >= 2, 'host and speakers');
    await house.done();
});

test('cards: a post has the next step too; with nobody else to choose the form comes at once', async () => {
    const house = await openHouse(BINARY, { before: [['demo']], args: ['--rate', 'off'] });
    const guest = new Visitor(house);
    const [, post] = (await guest.get('/posts')).text.match(/href="\/posts\/([a-z0-9-]+)"/);
    assert.match((await guest.get(`/posts/${post}`)).text, new RegExp(`<a href="/cards/${post}">Leave your card</a>`));
    const page = await guest.get(`/cards/${post}`);
    const sent = { key: field(page.text, 'key'), to: field(page.text, 'to'), ...words, agree: '1' };
    const kept = await guest.get((await guest.post(`/cards/${post}`, sent)).to);
    assert.ok(kept.text.includes(`href="/posts/${post}"`));
    await house.done();
});

test('cards: a guest leaves one, the host takes it in, the guest takes it back', async () => {
    const { house, host, guest } = await all();
    const { sent, page, answer } = await leave(guest);
    for (const told of ['GDPR, article 6(1)(a)', '30 days', 'data protection authority', 'private link']) assert.ok(page.text.includes(told), told);
    assert.equal(answer.status, 303);
    const receipt = await guest.get(answer.to);
    assert.equal(receipt.status, 200);
    assert.match(receipt.headers.get('cache-control'), /no-store/);
    assert.ok(receipt.text.includes('dora@example.org') && receipt.text.includes(answer.to));
    /* The same form again is the same card. */
    assert.equal((await guest.post(`/cards/${room}`, sent)).to, answer.to);
    let box = await host.get('/book/cards');
    assert.equal(cardIds(box.text).length, 1);
    assert.match((await host.get('/book/people')).text, /Somebody left you a card/);
    assert.doesNotMatch((await host.get('/book/people')).text, /Dora/);
    const taken = await host.post(`/book/cards/${cardIds(box.text)[0]}`, { do: 'take' });
    assert.match(taken.to, /^\/book\/people\/\d+$/);
    const person = await host.get(taken.to);
    for (const said of ['Dora Beispiel', 'dora@example.org', 'a workshop in Kiel', 'translations', 'By a card', 'version 2026-11']) assert.ok(person.text.includes(said), said);
    box = await host.get('/book/cards');
    assert.doesNotMatch((await host.get('/book/people')).text, /Somebody left you a card/);
    assert.ok((await host.get('/book/cards/consents')).text.includes('I agree that'));
    /* Back: by POST only, once, and all of it goes. */
    assert.equal((await guest.get(`${answer.to}?do=withdraw`)).status, 200);
    assert.equal((await host.get(taken.to)).status, 200);
    assert.equal((await guest.post(answer.to, { do: 'withdraw' })).status, 200);
    assert.equal((await host.get(taken.to)).status, 404);
    assert.doesNotMatch((await host.get('/book/people?q=dora')).text, /example\.org/);
    assert.doesNotMatch((await host.get('/book/cards/consents')).text, /Dora/);
    for (const again of [await guest.get(answer.to), await guest.post(answer.to, { do: 'withdraw' }), await guest.post(`/cards/${room}`, sent)])
        assert.equal(again.status, 410);
    await house.done();
});

test('cards: what is refused keeps what was typed; without consent nothing is kept', async () => {
    const { house, host, guest } = await all();
    for (const [form, said] of [[{ agree: '' }, /Without your consent/], [{ name: '' }, /what you are called/], [{ reach: 'nowhere' }, /one way to reach you/], [{ seeks: 'x'.repeat(501) }, /At most 500/]]) {
        const { answer } = await leave(guest, { form });
        assert.equal(answer.status, 422);
        assert.match(answer.text, said);
        assert.ok(answer.text.includes('translations'));
    }
    assert.equal((await leave(guest, { form: { to: 'host:Nobody' } })).answer.status, 422);
    assert.equal((await leave(guest, { form: { key: 'short' } })).answer.status, 400);
    const { answer } = await leave(guest, { form: { name: '<script>alert(1)</script>', reach: 'https://example.org/"onclick="x' } });
    assert.equal(answer.status, 303);
    const { text } = await host.get('/book/cards');
    assert.ok(!text.includes('<script>alert') && !text.includes('"onclick="x'));
    assert.equal(cardIds(text).length, 1);
    const cross = await fetch(`${house.url}/cards/${room}`, { method: 'POST', headers: { origin: 'https://elsewhere.example.org' }, body: new URLSearchParams({ ...words, key: anybody, to: HOST, agree: '1' }) });
    assert.equal(cross.status, 403);
    await house.done();
});

test('cards: guessed, foreign and unfit links are one answer', async () => {
    const { house, host, anna, guest } = await all();
    await leave(anna);
    for (const token of [anybody, 'x', 'A'.repeat(26), `${anybody}a`, '%00', '1', "'"]) {
        for (const who of [guest, anna, host]) {
            const got = await who.get(`/cards/kept/${token}`), posted = await who.post(`/cards/kept/${token}`, { do: 'withdraw' });
            assert.deepEqual([token, got.status, posted.status], [token, token === '%00' ? 400 : 410, token === '%00' ? 400 : 410]);
        }
    }
    /* A member's card has no link, though its form had a key. */
    await house.done();
});

test('cards: members A and B exchange cards, from a message; nobody is told of a no', async () => {
    const { house, host, anna, ben, guest } = await all();
    const say = (who, text) => who.post(`/talks/${room}/messages`, { name: text, text, key: Math.random().toString(36).slice(2).padEnd(20, 'x') });
    await say(ben, 'Ben unknown');
    assert.equal((await ben.post('/account/card', { ...words, name: 'Ben Muster', reach: 'ben@example.org', shown: '1' })).status, 303);
    await say(ben, 'Ben known');
    const log = (await (await fetch(`${house.url}/api/v1/rooms/${room}/messages`)).json()).messages;
    assert.deepEqual(log.map((m) => m.mark), ['', 'member']);
    assert.ok(!JSON.stringify(log).includes('account'));
    const offer = (n) => `/book/cards/offer?room=${room}&message=${n}`;
    /* Only who is signed in is offered the link, only beside who wants to be known. */
    assert.match((await anna.get(`/talks/${room}/messages/2`)).text, /Offer Ben known your card/);
    for (const [who, n] of [[guest, 2], [anna, 1], [ben, 2]]) assert.doesNotMatch((await who.get(`/talks/${room}/messages/${n}`)).text, /your card<\/a><\/p>\s*<div class="duties"/);
    assert.equal((await anna.get(offer(1))).status, 404);
    assert.equal((await anna.get(offer(99))).status, 404);
    assert.equal((await ben.get(offer(2))).status, 404);
    assert.match((await anna.get(offer(2))).text, /You have no card yet/);
    await anna.post('/account/card', { ...words, name: 'Anna Muster', reach: 'anna@example.org' });
    const page = await anna.get(offer(2));
    assert.ok(!page.text.includes('ben@example.org'), 'nothing of Ben is shown before he accepts');
    const key = field(page.text, 'key');
    assert.equal((await anna.post('/book/cards/offer', { room, message: '2', key })).status, 422);
    assert.equal((await anna.post('/book/cards/offer', { room, message: '2', key, agree: '1' })).status, 303);
    const [id] = cardIds((await ben.get('/book/cards')).text);
    /* Declined: Anna sees what she saw before. */
    const before = (await anna.get('/book/cards')).text;
    await ben.post(`/book/cards/${id}`, { do: 'decline' });
    const strip = (text) => text.replaceAll(/value="[^"]*"/g, '');
    assert.equal(strip((await anna.get('/book/cards')).text), strip(before));
    assert.doesNotMatch((await ben.get('/book/people')).text, /Somebody left you a card/);
    await ben.post(`/book/cards/${id}`, { do: 'again' });
    const taken = await ben.post(`/book/cards/${id}`, { do: 'take' });
    assert.match(taken.to, /^\/book\/people\/\d+$/);
    assert.match((await ben.get(taken.to)).text, /anna@example\.org/);
    assert.match((await anna.get('/book/people')).text, /Ben Muster/);
    assert.doesNotMatch((await host.get('/book/people')).text, /Muster/);
    /* Anna takes hers back: out of Ben's book, Ben's stays in hers. */
    const given = (await anna.get('/book/cards')).text.match(/action="(\/book\/cards\/\d+\/back)"/)[1];
    assert.equal((await ben.post(given)).status, 404);
    assert.equal((await host.post(given)).status, 404);
    assert.equal((await anna.post(given)).status, 303);
    assert.equal((await anna.post(given)).status, 404);
    assert.equal((await ben.get(taken.to)).status, 404);
    assert.match((await anna.get('/book/people')).text, /Ben Muster/);
    await house.done();
});

test('cards: the owner is asked where the address is in the book already', async () => {
    const { house, host, guest } = await all();
    const made = await host.post('/book/people/new', { name: 'D. B.', email: 'Dora@Example.org' });
    const person = made.to.match(/\d+$/)[0];
    await leave(guest);
    const [id] = cardIds((await host.get('/book/cards')).text);
    const asked = await host.post(`/book/cards/${id}`, { do: 'take' });
    assert.equal(asked.status, 409);
    assert.match(asked.text, new RegExp(`name="person" value="${person}"`));
    assert.equal((await host.post(`/book/cards/${id}`, { do: 'take', person: '999999' })).status, 404);
    assert.equal((await host.post(`/book/cards/${id}`, { do: 'take', person: 'x' })).status, 400);
    assert.equal((await host.post(`/book/cards/${id}`, { do: 'take', person })).to, `/book/people/${person}`);
    assert.equal([...(await host.get('/book/people')).text.matchAll(/class="person-line"/g)].length, 1);
    await house.done();
});

test('cards: member A, member B, the host and a guest see nothing of each other\'s', async () => {
    const { house, host, anna, ben, guest } = await all();
    await leave(guest);
    await anna.post('/account/card', { ...words, name: 'Anna Muster', reach: 'anna@example.org' });
    const [id] = cardIds((await host.get('/book/cards')).text);
    for (const who of [anna, ben]) {
        for (const path of ['/book/cards', '/book/cards/consents', '/account/card', '/book/people']) {
            const { status, text } = await who.get(path);
            assert.equal(status, 200, path);
            assert.ok(!text.includes('Dora'), path);
        }
        for (const what of ['take', 'decline', 'again']) assert.equal((await who.post(`/book/cards/${id}`, { do: what })).status, 404);
        assert.equal((await who.post(`/book/cards/${id}/back`)).status, 404);
    }
    for (const who of [host, ben]) assert.ok(!(await who.get('/account/card')).text.includes('Anna Muster'));
    assert.equal(routes.length, 13);
    for (const { method, path, needs } of routes) {
        const open = path.startsWith('/cards/') && !path.endsWith('/speaker');
        assert.equal(/MEMBER|FORM/.test(needs), !open, path);
        const at = path.replace(':room', room).replace(':id', id).replace(':token', anybody);
        for (const who of open ? [guest, anna, ben] : [guest]) {
            const { status, text } = await who.ask(at, { method, fields: method === 'POST' ? { do: 'take', token: who.token ?? '' } : undefined });
            assert.ok(open || status === 303 || status >= 400, `${method} ${at} ${status}`);
            assert.ok(!text.includes('Dora'), at);
        }
    }
    assert.equal((await anna.post(`/cards/${room}/speaker`, { name: 'Ada' })).status, 403, 'a name alone makes nobody a speaker');
    assert.equal(cardIds((await host.get('/book/cards')).text).length, 1);
    await house.done();
});

test('cards: a speaker with the talk\'s private link gets the cards themself', async () => {
    const { house, host, anna, guest } = await all();
    const speaker = places((await guest.get(`/cards/${room}`)).text)[1];
    const name = decodeURIComponent(new URL(speaker, house.url).searchParams.get('to')).replace('speaker:', '');
    assert.match((await guest.get(speaker)).text, /on behalf of/);
    await host.get(`/host/talks/${room}`);
    const shown = await host.post(`/host/talks/${room}/links`, { name, do: 'make' });
    const [, token] = shown.text.match(/\/speak\/([a-z2-7]{26})/);
    assert.equal((await anna.post(`/talks/${room}/speaking/${token}`)).status, 303);
    const { text } = await anna.get(`/cards/${room}`);
    assert.match(text, /You speak here/);
    assert.doesNotMatch((await guest.get(`/cards/${room}`)).text, /You speak here/);
    assert.equal((await anna.post(`/cards/${room}/speaker`, { name: 'Somebody else' })).status, 400);
    assert.equal((await anna.post(`/cards/${room}/speaker`, { name })).status, 303);
    await leave(guest, { at: 1 });
    assert.equal(cardIds((await anna.get('/book/cards')).text).length, 1);
    assert.equal(cardIds((await host.get('/book/cards')).text).length, 0);
    await house.done();
});

test('cards: a flood ends at the door, and the house says when to come again', async () => {
    const { house, guest } = await all();
    const statuses = [];
    for (let i = 0; i < 31; i++) statuses.push((await leave(guest)).answer);
    assert.deepEqual([...new Set(statuses.slice(0, 30).map((a) => a.status))], [303]);
    assert.equal(statuses[30].status, 429);
    assert.equal(statuses[30].headers.get('retry-after'), '60');
    await house.done();
});
