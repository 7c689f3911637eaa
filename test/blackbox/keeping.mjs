// SPDX-License-Identifier: AGPL-3.0-or-later
//
// keeping.mjs - dossier, erasing, the yearly look, an account taken along and deleted, encrypted backups: over
// HTTP and on the command line.
import assert from 'node:assert/strict';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { guest } from '../lib/host.mjs';
import { command, folder, openHouse } from '../lib/house.mjs';
import { Member } from '../lib/member.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const NOW = { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' };
const EMAIL = 'ich@example.org';

async function house(env = NOW, data) {
    const h = await openHouse(BINARY, { env, args: ['--rate', 'off'], ...(data && { data }) });
    return [h, await new Member(h, EMAIL).signIn()];
}

async function two(me) {
    const anna = await me.person('Anna Schmidt', { email: 'anna@example.org', met_how: 'auf der Messe' });
    const ben = await me.person('Ben Krüger');
    assert.equal((await me.post(`${anna}/notes`, { text: 'Kalfaktor, sagt Ben' })).status, 303);
    assert.equal((await me.post(`${anna}/notes`, { text: 'Hypochonder', sensitive: '1' })).status, 303);
    return { anna, ben };
}

test('keeping: a dossier as page, file and command says the same, sensitive notes in it, others not', async () => {
    const [h, me] = await house();
    const { anna } = await two(me);
    const page = await me.get(`${anna}/dossier`);
    assert.equal(page.status, 200);
    assert.match(page.headers.get('cache-control'), /no-store/);
    for (const word of ['anna@example.org', 'auf der Messe', 'Kalfaktor, sagt […]', 'Hypochonder', 'written by the owner']) assert.ok(page.text.includes(word), word);
    assert.ok(!page.text.includes('Ben'), 'another person stands in it');
    assert.ok(page.text.includes('Read it through'), 'the owner is not told to read it');
    const file = await me.get(`${anna}/dossier.json`);
    assert.match(file.headers.get('content-disposition'), /attachment/);
    const told = JSON.parse(file.text);
    assert.equal(told.dossier, 1);
    assert.equal(told.name, 'Anna Schmidt');
    assert.deepEqual(told.data.map((d) => [d.kind, d.value, d.source, d.dated]), [['email', 'anna@example.org', 'mine', '2012-07-10']]);
    const { out, err, code } = h.run('--account', EMAIL, 'export-dossier', 'Anna Schmidt');
    assert.equal(code, 0);
    assert.match(err, /[Rr]ead it through/);
    const printed = JSON.parse(out);
    delete printed.made; delete told.made;
    assert.deepEqual(printed, told);
    assert.equal((await me.get('/book/people/99/dossier')).status, 404);
    await h.done();
});

test('keeping: erasing wants the name, has no undo, and no page knows them afterwards', async () => {
    const [h, me] = await house();
    const { anna, ben } = await two(me);
    assert.equal((await me.post(`${ben}/notes`, { text: 'kennt Anna Schmidt' })).status, 303);
    const page = await me.get(`${anna}/erase`);
    assert.ok(page.text.includes('cannot be undone') && page.text.includes(`href="${ben}"`), 'it does not say where the name still stands');
    const wrong = await me.post(`${anna}/erase`, { sure: 'Anna' });
    assert.equal(wrong.status, 422);
    assert.equal((await me.get(anna)).status, 200);
    assert.equal((await me.post(`${anna}/erase`, { sure: ' anna  SCHMIDT ' })).location, '/book/erased');
    assert.ok((await me.get('/book/erased')).text.includes('no import'));
    for (const path of [anna, `${anna}/edit`, `${anna}/dossier`, `${anna}/erase`]) assert.equal((await me.get(path)).status, 404, path);
    assert.ok(!(await me.get('/book/people?q=kalfaktor')).text.includes('Schmidt'));
    assert.equal((await me.get(ben)).status, 200);
    const back = async (who) => (await me.post('/book/privacy/back', { who })).text;
    assert.ok((await back('Cem')).includes('Nobody was erased'));
    assert.ok((await back('ANNA@example.org')).includes('may bring them back'));
    assert.ok((await back('anna@example.org')).includes('Nobody was erased'));
    assert.notEqual(h.run('--account', EMAIL, 'person', 'erase', 'Ben').code, 0);
    assert.equal(h.run('--account', EMAIL, 'person', 'erase', 'Ben', '--sure').code, 0);
    assert.equal((await me.get(ben)).status, 404);
    await h.done();
});

test('keeping: once a year the silent are asked about: kept, or only name and how you met', async () => {
    const [first, before] = await house();
    const { anna } = await two(before);
    assert.ok((await before.get('/book/yearly')).text.includes('Nobody:'));
    await first.close();
    const [h, me] = await house({ NETZARBEIT_NOW: '2016-01-01T12:00:00+01:00' }, first.data);
    const list = (await me.get('/book/yearly')).text;
    assert.ok(list.includes('Anna Schmidt') && list.includes('Ben Krüger'));
    const one = (await me.get('/book/yearly?one=1')).text;
    assert.equal((one.match(/name="person"/g) ?? []).length, 1);
    assert.ok((await me.get(one.match(/href="(\/book\/yearly\?one=1&amp;after=\d+)"/)[1].replaceAll('&amp;', '&'))).text.includes('Ben Krüger'));
    assert.equal((await me.post('/book/yearly', { person: anna.split('/').pop(), do: 'slim', one: '1' })).location, '/book/yearly?one=1');
    const slim = JSON.parse((await me.get(`${anna}/dossier.json`)).text);
    assert.equal(slim.names[0].met_how, 'auf der Messe');
    assert.deepEqual([slim.data, slim.notes], [[], []]);
    assert.ok(!(await me.get('/book/yearly')).text.includes('Anna Schmidt'));
    assert.equal((await me.post('/book/yearly', { person: '2', do: 'keep' })).status, 303);
    assert.ok((await me.get('/book/yearly')).text.includes('Nobody:'));
    for (const years of ['0', '99', 'x']) assert.equal((await me.post('/book/yearly/years', { years })).status, 400);
    assert.equal((await me.post('/book/yearly/years', { years: '5' })).status, 303);
    assert.ok((await me.get('/book/yearly')).text.includes('value="5"'));
    await h.done();
});

test('keeping: an account is taken along as one file, and the command writes the same', async () => {
    const [h, me] = await house();
    await two(me);
    const answer = await me.post('/account/export', {});
    assert.equal(answer.status, 200);
    assert.match(answer.headers.get('content-disposition'), /netzarbeit-account\.jsonl/);
    const lines = answer.text.trim().split('\n').map((line) => JSON.parse(line));
    assert.deepEqual([lines[0].format, lines[0].version, lines[0].account.email], ['netzarbeit-account', 1, EMAIL]);
    assert.deepEqual(lines.at(-1), { end: true, rows: lines.length - 2 });
    const rows = (table) => lines.filter((line) => line.table === table).map((line) => line.row);
    assert.deepEqual(rows('person').map((p) => p.name), ['Anna Schmidt', 'Ben Krüger']);
    assert.deepEqual(rows('note').map((n) => n.text), ['Kalfaktor, sagt Ben', 'Hypochonder']);
    assert.equal(rows('session').length, 1);
    const out = join(folder(), 'account.jsonl');
    assert.equal(h.run('account', 'export', EMAIL, '--out', out).code, 0);
    assert.equal(statSync(out).mode & 0o777, 0o600);
    const book = (text) => text.split('\n').slice(1).join('\n');
    assert.equal(book(readFileSync(out, 'utf8')), book(answer.text));
    assert.equal(h.run('account', 'export', EMAIL, '--out', out).code, 65, 'a file that is there was written over');
    assert.equal(h.run('account', 'export', 'nobody@example.org', '--out', `${out}2`).code, 66);
    assert.ok((await me.get('/book/opened')).text.includes('account export'));
    await h.done();
});

test('keeping: who deletes their account is asked for the address, signed out, and gone; not the last host', async () => {
    const [h, me] = await house();
    const { anna } = await two(me);
    assert.equal((await me.post('/account/delete', { sure: 'du@example.org' })).status, 422);
    const done = await me.post('/account/delete', { sure: ' Ich@Example.org' });
    assert.equal(done.location, '/account/gone');
    assert.match(done.headers.get('set-cookie'), /session=;/);
    assert.ok((await guest(h, '/account/gone')).text.includes('deleted'));
    assert.notEqual((await me.get(anna)).status, 200);
    assert.ok(!h.run('account', 'list').out.includes(EMAIL));
    const host = await new Member(h, 'host@example.org').signIn('host');
    h.run('account', 'list').out.split('\n').filter((line) => line.includes('host@localhost')).forEach(() => assert.equal(h.run('account', 'delete', 'host@localhost', '--sure').code, 0));
    assert.ok((await host.get('/account/delete')).text.includes('the only host'));
    assert.equal((await host.post('/account/delete', { sure: 'host@example.org' })).status, 409);
    const last = h.run('account', 'delete', 'host@example.org', '--sure');
    assert.deepEqual([last.code, /last host/.test(last.err)], [65, true]);
    assert.equal(h.run('account', 'delete', 'host@example.org').code, 64);
    assert.equal((await host.get('/account')).status, 200);
    await h.done();
});

test('keeping: what the owner should know, and the ready texts with the house in them', async () => {
    const [h, me] = await house();
    const know = (await me.get('/book/privacy')).text;
    for (const path of ['/book/opened', '/book/yearly', '/account/export', '/account/delete', '/book/privacy/records']) assert.ok(know.includes(`href="${path}"`), path);
    assert.ok(know.includes('owns the machine'));
    const texts = (await me.get('/book/privacy/records', { 'accept-language': 'de' })).text;
    for (const word of ['Art. 28 DSGVO', 'Art. 30', 'Art. 32', '>ich<']) assert.ok(texts.includes(word), word);
    assert.equal((await guest(h, '/book/privacy')).text.includes('owns the machine'), false);
    await h.done();
});

test('keeping: a backup is encrypted; it opens with its passphrase only, whole only, and with the key if asked', async () => {
    const [h, me] = await house();
    await two(me);
    const place = folder(), phrase = join(place, 'phrase'), wrong = join(place, 'wrong');
    writeFileSync(phrase, 'drei Worte und noch eins\n');
    writeFileSync(wrong, 'drei Worte und noch zwei\n');
    const file = (name) => join(place, name);
    assert.equal(h.run('backup', file('a'), '--encrypt').code, 64, 'without a passphrase');
    assert.equal(h.run('backup', file('a'), '--encrypt', '--passphrase-file', phrase).code, 0);
    assert.equal(h.run('backup', file('b'), '--encrypt', '--with-key', '--passphrase-file', phrase).code, 0);
    assert.equal(h.run('backup', file('c'), '--with-key').code, 0);
    assert.equal(h.run('backup', file('d')).code, 0);
    assert.equal(h.run('backup', file('a'), '--encrypt', '--passphrase-file', phrase).code, 65, 'a file that is there was written over');
    assert.ok(readFileSync(file('d')).includes('Kalfaktor') && !readFileSync(file('a')).includes('Kalfaktor') && !readFileSync(file('a')).includes('SQLite'));
    assert.deepEqual([statSync(file('a')).mode & 0o777, existsSync(file('c.key')), existsSync(file('d.key')), existsSync(join(h.data, 'backup.part'))], [0o600, true, false, false]);
    const into = (from, ...args) => { const data = folder(); return { data, ...command(BINARY, data, ['restore', file(from), ...args]) }; };
    assert.equal(into('a').code, 64);
    const bad = into('a', '--passphrase-file', wrong);
    assert.deepEqual([bad.code, /wrong passphrase/.test(bad.err), existsSync(join(bad.data, 'netzarbeit.db')), existsSync(join(bad.data, 'restore.part'))], [65, true, false, false]);
    const bytes = readFileSync(file('a'));
    writeFileSync(file('cut'), bytes.subarray(0, bytes.length - 100));
    writeFileSync(file('flip'), bytes.map((b, i) => (i === bytes.length - 1000 ? b ^ 1 : b)));
    for (const name of ['cut', 'flip']) assert.equal(into(name, '--passphrase-file', phrase).code, 65, name);
    const notes = (data) => JSON.parse(command(BINARY, data, ['--account', EMAIL, 'export-dossier', 'Anna Schmidt']).out).notes;
    for (const [from, open, ...args] of [['a', false, '--passphrase-file', phrase], ['b', true, '--passphrase-file', phrase], ['c', true], ['d', false]]) {
        const there = into(from, ...args);
        assert.equal(there.code, 0, there.err);
        assert.equal(notes(there.data).some((n) => n.text === 'Hypochonder'), open, from);
        assert.equal(notes(there.data).some((n) => n.closed), !open, from);
    }
    await h.done();
});
