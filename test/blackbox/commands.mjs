// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { command, folder, House, openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;

test('commands: help and version need no data folder', () => {
    const data = join(folder(), 'never');
    assert.match(command(BINARY, data, ['help']).out, /serve/);
    assert.match(command(BINARY, data, ['version']).out, /^netzarbeit \d/);
    assert.equal(existsSync(data), false);
});

test('commands: a wrong call is 64, with one line that says why', () => {
    const data = folder();
    for (const args of [['juggle'], ['serve', '--rate', 'often'], ['serve', '--workers', '0'], ['week', 'import'],
        ['account', 'add', 'a@example.org'], ['serve', '--listen'], ['serve', '--url', 'http://'],
        ['serve', '--url', 'http://h\nX: y'], ['serve', '--url', 'http://h/"x']]) {
        const { code, err } = command(BINARY, data, args);
        assert.equal(code, 64, args.join(' '));
        assert.match(err, /^netzarbeit: .+\n$/);
    }
});

test('commands: the data folder is made for its owner only', () => {
    const data = join(folder(), 'new');
    assert.equal(command(BINARY, data, ['account', 'list']).code, 0);
    assert.equal(statSync(data).mode & 0o777, 0o700);
    assert.equal(statSync(join(data, 'netzarbeit.db')).mode & 0o077, 0);
});

test('commands: a second house on the same folder or port is 69', async () => {
    const house = await openHouse(BINARY);
    const again = command(BINARY, house.data, ['serve', '--listen', '127.0.0.1:0']);
    assert.equal(again.code, 69);
    const port = command(BINARY, folder(), ['serve', '--listen', `127.0.0.1:${house.port}`]);
    assert.equal(port.code, 69);
    await house.done();
});

test('commands: the host link signs in once; GET alone does not', async () => {
    const house = await openHouse(BINARY);
    assert.ok(house.hostLink?.startsWith(`${house.url}/sign-in/`));
    const page = await fetch(house.hostLink);
    assert.equal(page.status, 200);
    assert.equal(page.headers.get('set-cookie'), null);
    const denied = await fetch(`${house.url}/host`, { redirect: 'manual' });
    assert.notEqual(denied.status, 200);

    const post = () => fetch(house.hostLink, { method: 'POST', redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' } });
    const first = await post();
    assert.equal(first.status, 303);
    const cookie = first.headers.get('set-cookie');
    assert.match(cookie, /^session=[a-z2-7]{26};.*HttpOnly/i);
    assert.match(cookie, /SameSite=Lax/i);
    const desk = await fetch(`${house.url}/host`, { headers: { cookie: cookie.split(';')[0] } });
    assert.equal(desk.status, 200);
    const html = await desk.text();
    const token = html.match(/name="token" value="([^"]+)"/)?.[1];
    assert.ok(token);
    assert.equal((await post()).status, 410);

    const out = (body) => fetch(`${house.url}/sign-out`, { method: 'POST', redirect: 'manual', body,
        headers: { cookie: cookie.split(';')[0], 'content-type': 'application/x-www-form-urlencoded' } });
    assert.equal((await out('')).status, 403, 'without the form\'s token');
    assert.equal((await out(`token=${token}`)).status, 303);
    assert.notEqual((await fetch(`${house.url}/host`, { redirect: 'manual', headers: { cookie: cookie.split(';')[0] } })).status, 200);

    await house.close();
    await house.open();
    assert.equal(house.hostLink, undefined, 'a host was here');
    await house.done();
});

test('commands: accounts are added, listed and given links', async () => {
    const data = folder();
    const run = (...args) => command(BINARY, data, args);
    assert.equal(run('account', 'add', 'Ada@Example.org', '--name', 'Ada', '--role', 'host').code, 0);
    assert.equal(run('account', 'add', 'ada@example.org', '--name', 'Ada', '--role', 'host').code, 65);
    assert.equal(run('account', 'add', 'nobody', '--name', 'Ada', '--role', 'host').code, 65);
    assert.deepEqual(JSON.parse(run('account', 'list', '--json').out), [{ email: 'ada@example.org', name: 'Ada', role: 'host' }]);
    assert.match(run('account', 'link', 'ada@example.org').out, /^http:\/\/127\.0\.0\.1:2012\/sign-in\/[a-z2-7]{26}\n$/);
    assert.equal(run('account', 'link', 'eve@example.org').code, 66);
});

test('commands: import reports, repeats without doubling, and refuses what is no programme', () => {
    const data = folder();
    const run = (args, options) => command(BINARY, data, args, options);
    const dry = run(['week', 'import', programme, '--dry-run']);
    assert.equal(dry.code, 0, dry.err);
    assert.equal(run(['week', 'export', 'tage-der-nachbarschaft-2026', '--format', 'ics']).code, 66);
    const first = run(['week', 'import', '-'], { input: readFileSync(programme) });
    assert.equal(first.code, 0, first.err);
    assert.match(first.err, /guid/);
    const ics = run(['week', 'export', 'tage-der-nachbarschaft-2026', '--format', 'ics']);
    assert.equal(ics.code, 0, ics.err);
    assert.equal(ics.out.match(/BEGIN:VEVENT/g).length, 4);
    assert.equal(run(['week', 'import', programme]).code, 0);
    const again = run(['week', 'export', 'tage-der-nachbarschaft-2026', '--format', 'ics']);
    const steady = (text) => text.replace(/^DTSTAMP.*\r\n/gm, '');
    assert.equal(steady(again.out), steady(ics.out));

    const junk = join(folder(), 'junk');
    for (const text of ['', 'hello', '<html><body>no</body></html>', '{"a":1}', 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n', '<schedule><day>']) {
        writeFileSync(junk, text);
        const refused = run(['week', 'import', junk]);
        assert.equal(refused.code, 65, text);
        assert.match(refused.err, /^netzarbeit: [^\n]+\n$/, text);
    }
    assert.equal(run(['week', 'import', '/nowhere.xml']).code, 66);
    assert.equal(steady(run(['week', 'export', 'tage-der-nachbarschaft-2026', '--format', 'ics']).out), steady(ics.out));
});

test('commands: an import beside the open house is seen within half a second', async () => {
    const house = await openHouse(BINARY);
    assert.deepEqual(await (await fetch(`${house.url}/api/v1/weeks`)).json(), []);
    assert.equal(house.run('week', 'import', programme, '--slug', 'nachbarn').code, 0);
    await new Promise((r) => setTimeout(r, 500));
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    assert.equal(week.slug, 'nachbarn');
    assert.match(await (await fetch(`${house.url}/`)).text(), /weeks\/nachbarn/);
    await house.done();
});

test('commands: the demonstration week fills an empty store only, and moves', async () => {
    const house = new House(BINARY, { env: { NETZARBEIT_NOW: '2026-03-03T12:00:00+01:00' } });
    assert.equal(house.run('demo').code, 0);
    assert.notEqual(house.run('demo').code, 0);
    await house.open();
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    assert.deepEqual([week.start, week.end], ['2026-03-02', '2026-03-06']);
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    assert.equal(days.length, 5);
    assert.ok(days.every((d) => d.talks.length === 3));
    house.env = { NETZARBEIT_NOW: '2026-03-30T12:00:00+02:00' };
    const moved = house.run('demo', '--move');
    assert.equal(moved.code, 0, moved.err);
    await new Promise((r) => setTimeout(r, 400));
    const [after] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    assert.deepEqual([after.start, after.end], ['2026-03-29', '2026-04-02']);
    const later = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    assert.match(later.days[1].talks[0].start, /^2026-03-30T10:00:00\+02:00$/, 'ten o\'clock stays ten o\'clock over the change of the clocks');
    await house.done();
});

test('commands: a copy is restored under a new epoch; not while the house is open', async () => {
    const house = await openHouse(BINARY, { before: [['demo']] });
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    const messages = `${house.url}/api/v1/rooms/${days[0].talks[0].room}/messages`;
    const before = await (await fetch(messages)).json();
    const copies = folder();
    const copy = join(copies, 'copy.db');
    assert.equal(house.run('backup', copy).code, 0);
    assert.notEqual(house.run('backup', copy).code, 0, 'never over a file');
    assert.equal(house.run('restore', copy).code, 75);
    await house.close();
    assert.equal(house.run('restore', copy).code, 0);
    mkdirSync(join(copies, 'x'));
    assert.notEqual(house.run('restore', join(copies, 'x')).code, 0);
    await house.open();
    const after = await (await fetch(messages.replace(/:\d+\//, `:${house.port}/`))).json();
    assert.notEqual(after.epoch, before.epoch);
    assert.deepEqual(after.messages.map((m) => m.text), before.messages.map((m) => m.text));
    rmSync(copies, { recursive: true });
    await house.done();
});
