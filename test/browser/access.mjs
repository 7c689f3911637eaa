// SPDX-License-Identifier: AGPL-3.0-or-later
//
// access.mjs - axe-core on every kind of page, in both languages and colour schemes; widths down to 320 px.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { launch, tooWide, violations, visitor } from './browser.mjs';

const { BINARY } = process.env;

/** One of each kind of page of the demonstration week. */
export async function pages(house) {
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    const talk = days[0].talks[0];
    return {
        home: '/', week: `/weeks/${week.slug}`, search: `/weeks/${week.slug}?q=netz`, nothing: `/weeks/${week.slug}?q=qqqq`,
        day: `/weeks/${week.slug}/${days[1].date}`, talk: `/talks/${talk.slug}`, message: `/talks/${talk.slug}/messages/1`,
        quiet: `/talks/${days[4].talks[2].slug}`, transcript: `/talks/${talk.slug}/transcript?format=html`,
        speaker: `/speakers/${talk.speakers[0].slug}`, posts: '/posts', post: '/posts/was-ist-netzarbeit-wert', untagged: '/posts?tag=nichts', settings: '/settings', imprint: '/imprint', privacy: '/privacy', signin: '/sign-in', missing: '/no-such-page',
    };
}

/** The pages of a host; signs in by the button of a link, as people do. */
export async function desk(house, page) {
    const path = (...args) => new URL(house.run('account', ...args).out).pathname;
    await page.goto(house.url + path('link', 'host@localhost'));
    await page.click('main button');
    await page.waitForURL(/\/host/);
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    const talk = days[0].talks[0];
    return {
        desk: '/host?later=1', setup: '/host/house', example: '/host/demo', paste: '/host/paste', weeks: '/host/weeks', editor: `/host/weeks/${week.slug}`,
        versions: `/host/weeks/${week.slug}/versions`, talk_editor: `/host/talks/${talk.slug}`, speaker_editor: `/host/speakers/${talk.speakers[0].slug}`, reports: '/host/reports',
        account: '/account', invitations: '/host/invitations', accounts: '/host/accounts', writing: '/host/posts', writing_new: '/host/posts/new',
        writing_post: '/host/posts/was-ist-netzarbeit-wert', erasing_post: '/host/posts/was-ist-netzarbeit-wert/erase', invited: path('invite', '--name', 'Ben'),
    };
}

export const demo = (binary, env = {}) => openHouse(binary, { before: [['demo']], env: { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00', ...env } });

/** Looks at every page as a stranger, then as the host, and at those that only a button leads to. */
async function everyPage(house, page, look) {
    const join = new URL(house.run('account', 'invite', '--name', 'Ben').out).pathname;
    for (const [name, path] of Object.entries({ ...await pages(house), link: house.hostLink.replace(house.url, ''), join })) {
        await page.goto(house.url + path);
        await look(name);
    }
    for (const [name, path] of Object.entries(await desk(house, page))) {
        await page.goto(house.url + path);
        await look(name);
    }
    await page.goto(`${house.url}/account`);
    await page.click('form[action="/account/device"] button');
    await look('device');
    await page.goto(`${house.url}/host/invitations`);
    await page.fill('#name', 'Cem');
    await page.click('main button');
    await look('invitation');
    await page.goto(`${house.url}/host/posts`);
    await page.fill('#link-name', 'Dora');
    await page.click('form.invite button');
    await look('author link');
    await page.click('.private-link a');
    await look('write');
    await page.fill('#title', 'Ein Anfang');
    await page.click('button[value=preview]');
    await look('preview');
}

for (const [language, locale] of [['German', 'de-DE'], ['English', 'en-GB']])
    for (const colorScheme of ['light', 'dark'])
        test(`browser: axe-core finds no violation on any page, in ${language}, ${colorScheme}`, async () => {
            const house = await demo(BINARY);
            const browser = await launch();
            const page = await visitor(browser, house, { locale, colorScheme, bypassCSP: true });
            const found = [];
            await everyPage(house, page, async (name) => found.push(...(await violations(page)).map((one) => `${name}: ${one}`)));
            await browser.close();
            await house.done();
            assert.deepEqual(found, []);
        });

test('browser: nothing is wider than the screen at 320 px', async () => {
    const house = await demo(BINARY);
    const browser = await launch();
    const page = await visitor(browser, house, { viewport: { width: 320, height: 640 } });
    const wide = [];
    for (const [name, path] of [...Object.entries(await pages(house)), ...Object.entries(await desk(house, page))]) {
        await page.goto(house.url + path);
        const over = await tooWide(page);
        if (over > 0) wide.push(`${name}: ${over} px`);
    }
    await browser.close();
    await house.done();
    assert.deepEqual(wide, []);
});

test('browser: the first stop of the tabulator leads to the content, and every stop is seen', async () => {
    const house = await demo(BINARY);
    const browser = await launch();
    const page = await visitor(browser, house);
    await page.goto(`${house.url}/`);
    await page.keyboard.press('Tab');
    const first = await page.evaluate(() => document.activeElement.getAttribute('href'));
    assert.match(first, /^#/);
    for (let i = 0; i < 12; i++) {
        await page.keyboard.press('Tab');
        const outline = await page.evaluate(() => {
            const style = getComputedStyle(document.activeElement);
            return document.activeElement === document.body || style.outlineStyle !== 'none' || style.boxShadow !== 'none';
        });
        assert.ok(outline, `stop ${i} cannot be seen`);
    }
    await browser.close();
    await house.done();
});
