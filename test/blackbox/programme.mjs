// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { measuringData, openHouse } from '../lib/house.mjs';
import { skip, test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const now = { NETZARBEIT_NOW: '2026-10-24T10:30:00+02:00' };
const open = () => openHouse(BINARY, { env: now, before: [['week', 'import', programme]] });
const page = async (house, path, lang = 'de') => {
    const answer = await fetch(house.url + path, { headers: { 'accept-language': lang, accept: 'text/html' } });
    return { status: answer.status, headers: answer.headers, text: await answer.text() };
};
const week = '/weeks/tage-der-nachbarschaft-2026';

test('programme: home says what runs now, in both languages, with no request to elsewhere', async () => {
    const house = await open();
    const de = await page(house, '/');
    assert.equal(de.status, 200);
    assert.match(de.text, /<html lang="de"/);
    assert.match(de.text, /Über Größe &amp; Nähe/);
    const en = await page(house, '/', 'en');
    assert.match(en.text, /<html lang="en"/);
    for (const { text } of [de, en]) assert.doesNotMatch(text, /(src|href)="(https?:)?\/\/(?!example\.org)(?!127\.0\.0\.1)/);
    assert.match(de.headers.get('content-security-policy'), /default-src 'none'/);
    assert.doesNotMatch(de.headers.get('content-security-policy'), /unsafe/);
    await house.done();
});

test('programme: every page that links lead to is there', async () => {
    const house = await open();
    const seen = new Set(['/']);
    for (const path of seen) {
        const { status, text, headers } = await page(house, path);
        assert.equal(status, 200, path);
        if (!headers.get('content-type').startsWith('text/html')) continue;
        for (const [, href] of text.matchAll(/href="([^"]*)"/g)) {
            const url = new URL(href.replaceAll('&amp;', '&'), house.url + path);
            url.hash = '';
            if (url.origin === house.url && seen.size < 150) seen.add(url.pathname + url.search);
        }
    }
    assert.ok([...seen].some((p) => p.startsWith('/talks/')) && [...seen].some((p) => p.startsWith('/speakers/')));
    assert.ok(seen.has(`${week}.ics`));
    await house.done();
});

test('programme: hostile names and links arrive as text', async () => {
    const house = await open();
    const { text } = await page(house, '/talks/ueber-groesse-naehe');
    assert.match(text, /Bert &lt;Muster&gt;/);
    assert.doesNotMatch(text, /javascript:/);
    assert.match(text, /Mehr dazu/);
    await house.done();
});

test('programme: the day opens with the running talk and its conversation; a late talk belongs to its eve', async () => {
    const house = await open();
    const { text } = await page(house, `${week}/2026-10-24`);
    assert.match(text, /class="[^"]*conversation/);
    assert.match(text, /In der doppelten Stunde/);
    const { days } = await (await fetch(`${house.url}/api/v1${week}`)).json();
    assert.deepEqual(days.map((d) => d.talks.length), [3, 1]);
    const starts = days.flatMap((d) => d.talks.map((t) => t.start));
    assert.deepEqual(starts, ['2026-10-24T10:00:00+02:00', '2026-10-24T23:30:00+02:00', '2026-10-25T02:30:00+02:00',
        '2026-10-25T14:00:00+01:00']);
    assert.equal(days[1].talks[0].duration, 90);
    await house.done();
});

test('programme: another zone stands beside the week\'s own, right on both sides of the change', async () => {
    const house = await open();
    const first = await page(house, '/talks/ueber-groesse-naehe?zone=America/New_York');
    assert.match(first.text, /4:00|04:00|4 Uhr/);
    const second = await page(house, '/talks/markdown-im-titel?zone=America/New_York');
    assert.match(second.text, /9:00|09:00|9 Uhr/);
    const same = await page(house, '/talks/ueber-groesse-naehe?zone=Europe/Paris');
    assert.doesNotMatch(same.text, /Paris.{0,40}10/);
    const odd = await page(house, '/talks/ueber-groesse-naehe?zone=Mars/Olympus');
    assert.equal(odd.status, 200);
    await house.done();
});

test('programme: search, track and place narrow the week', async () => {
    const house = await open();
    const titles = (text) => [...text.matchAll(/href="\/talks\/([^"?#]+)"/g)].map((m) => m[1]);
    assert.ok(titles((await page(house, `${week}?q=doppelt`)).text).includes('in-der-doppelten-stunde'));
    assert.ok(!titles((await page(house, `${week}?q=doppelt`)).text).includes('markdown-im-titel'));
    assert.ok(titles((await page(house, `${week}?place=Saal`)).text).includes('markdown-im-titel'));
    const none = await page(house, `${week}?q=%3Cscript%3Ealert(1)%3C/script%3E`);
    assert.equal(none.status, 200);
    assert.doesNotMatch(none.text, /<script>alert/);
    await house.done();
});

test('programme: an unknown name is 404 in the reader\'s language', async () => {
    const house = await open();
    for (const path of ['/talks/no', '/weeks/no', '/speakers/no', '/no', `${week}/2020-01-01`, `${week}/2026-99-99`, '/weeks/no.ics']) {
        const de = await page(house, path);
        assert.equal(de.status, 404, path);
        assert.match(de.text, /<html lang="de"/);
    }
    const api = await fetch(`${house.url}/api/v1/weeks/no`);
    assert.equal(api.status, 404);
    assert.equal(api.headers.get('content-type'), 'application/problem+json');
    await house.done();
});

test('programme: an empty house says what it is for', async () => {
    const house = await openHouse(BINARY);
    const { status, text } = await page(house, '/');
    assert.equal(status, 200);
    assert.match(text, /<h1/);
    assert.deepEqual(await (await fetch(`${house.url}/api/v1/weeks`)).json(), []);
    await house.done();
});

for (const [file, talks] of [['fosdem-2010.xml', 0], ['fosdem-2024.xml', 674], ['31c3.xml', 138], ['c3voc-frab-camp2019.json', 79],
    ['c3voc-pretalx-democon.json', 0]])
    test(`programme: the real ${file} comes in whole, twice`, async () => {
        const path = measuringData(`schedules/${file}`);
        if (!path) skip('the measuring data are absent');
        const house = await openHouse(BINARY, { before: [['week', 'import', path], ['week', 'import', path]] });
        const [one, ...others] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
        assert.equal(others.length, 0);
        const { days } = await (await fetch(`${house.url}/api/v1/weeks/${one.slug}`)).json();
        const n = days.reduce((sum, d) => sum + d.talks.length, 0);
        if (talks) assert.equal(n, talks);
        assert.ok(n > 0);
        await house.done();
    });
