// SPDX-License-Identifier: AGPL-3.0-or-later
//
// cards.mjs - cards in a browser: a guest on a telephone leaves one and takes it back, two members exchange theirs;
// axe-core on all of their pages. SHOTS=FOLDER leaves pictures of them.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { launch, phone, tooWide, violations, visitor } from './browser.mjs';

const { BINARY, SHOTS } = process.env;
const NOW = { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' };

const open = () => openHouse(BINARY, {
    env: NOW, args: ['--rate', 'off'],
    before: [['demo'], ['account', 'add', 'anna@example.org', '--name', 'Anna', '--role', 'member'], ['account', 'add', 'ben@example.org', '--name', 'Ben', '--role', 'member']],
});

async function enter(page, house, email) {
    const link = house.run('account', 'link', email).out;
    await page.goto(house.url + new URL(link).pathname);
    await page.click('main button');
    await page.waitForURL(/\/(account|host)/);
}

/** The talk whose page is used: the first of the second day. */
async function talkOf(house) {
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    return `/talks/${days[1].talks[0].slug}`;
}

async function writeCard(page, { name = 'Dora Beispiel', reach = 'dora@example.org' } = {}) {
    await page.fill('#name', name);
    await page.fill('#reach', reach);
    await page.fill('#seeks', 'eine Werkstatt in Kiel');
    await page.fill('#offers', 'Übersetzungen aus dem Dänischen');
}

/** From the talk to the receipt, as a guest goes; `look` is called on each page. */
async function leave(page, house, talk, look = async () => {}) {
    await page.goto(house.url + talk);
    await page.click('.next-step a');
    await look('choice');
    await page.click('.card-places a');
    await look('form');
    await writeCard(page);
    await page.check('#agree');
    await page.click('.card-form button');
    await page.waitForURL(/\/cards\/kept\//);
    await look('receipt');
    return page.url();
}

test('browser: on a telephone a guest leaves a card, the host takes it in with one tap, the guest takes it back', async () => {
    const house = await open();
    const browser = await launch();
    const guest = await visitor(browser, house, phone), host = await visitor(browser, house, phone);
    const receipt = await leave(guest, house, await talkOf(house));
    assert.match(await guest.textContent('main'), /Ihre Karte liegt bei/);
    await enter(host, house, 'host@localhost');
    await host.goto(`${house.url}/book/people`);
    await host.click('.waiting-line a');
    await host.click('button[value="take"]');
    await host.waitForURL(/\/book\/people\/\d+/);
    const person = host.url();
    const text = (await host.textContent('main')).replace(/\s+/g, ' ');
    for (const said of ['Dora Beispiel', 'dora@example.org', 'eine Werkstatt in Kiel', 'Übersetzungen aus dem Dänischen', 'Durch eine Karte', 'durch eine Karte, bei']) assert.ok(text.includes(said), `${said}: ${text}`);
    await guest.goto(receipt);
    await guest.click('button[value="withdraw"]');
    assert.match(await guest.textContent('main'), /Ihre Karte ist zurückgenommen/);
    await host.goto(person);
    assert.doesNotMatch(await host.textContent('main'), /Dora/);
    assert.deepEqual([guest.faults, host.faults.filter((f) => !/404/.test(f))], [[], []]);
    await browser.close();
    await house.done();
});

test('browser: two members exchange cards from a message in the conversation', async () => {
    const house = await open();
    const browser = await launch();
    const talk = await talkOf(house);
    const [anna, ben] = [await visitor(browser, house), await visitor(browser, house)];
    await enter(anna, house, 'anna@example.org');
    await enter(ben, house, 'ben@example.org');
    for (const [page, name] of [[anna, 'Anna Muster'], [ben, 'Ben Muster']]) {
        await page.goto(`${house.url}/account/card`);
        await writeCard(page, { name, reach: `${name.split(' ')[0].toLowerCase()}@example.org` });
        await page.check('#shown');
        await page.click('.card-form button');
        assert.match(await page.textContent('[role="status"]'), /Gespeichert/);
    }
    await ben.goto(house.url + talk);
    await ben.fill('#say-name', 'Ben');
    await ben.fill('#say-text', 'Ich baue Bänke.');
    await ben.click('.say button[type="submit"]');
    await ben.waitForSelector('.message .mark:has-text("Mitglied")');
    await anna.goto(house.url + talk);
    await anna.locator('.message', { hasText: 'Ich baue Bänke.' }).locator('.who a').first().click();
    await anna.click('.next-step a');
    await anna.check('#agree');
    await anna.click('.card-form button');
    await anna.waitForURL(/\/book\/cards/);
    assert.match(await anna.textContent('main'), /Ihre Karte ist angeboten/);
    await ben.goto(`${house.url}/book/cards`);
    await ben.click('button[value="take"]');
    await ben.waitForURL(/\/book\/people\/\d+/);
    assert.match(await ben.textContent('h1'), /Anna Muster/);
    await anna.goto(`${house.url}/book/people`);
    assert.match(await anna.textContent('main'), /Ben Muster/);
    assert.deepEqual([anna.faults, ben.faults], [[], []]);
    await browser.close();
    await house.done();
});

test('browser: axe-core finds no violation on the pages of cards, in both languages and colour schemes; nothing is too wide', async () => {
    const found = [];
    const browser = await launch();
    for (const locale of ['de-DE', 'en-GB'])
        for (const colorScheme of ['light', 'dark']) {
            const house = await open();
            const talk = await talkOf(house);
            const options = { locale, colorScheme, bypassCSP: true };
            const guest = await visitor(browser, house, options), host = await visitor(browser, house, options);
            const look = (page) => async (name) => {
                await page.setViewportSize({ width: 320, height: 700 });
                const over = await tooWide(page);
                if (over > 0) found.push(`${name} is ${over} px too wide`);
                for (const one of await violations(page)) found.push(`${locale} ${colorScheme} ${name}: ${one}`);
                for (const width of SHOTS && locale === 'de-DE' ? [360, 1280] : []) {
                    mkdirSync(SHOTS, { recursive: true });
                    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
                    await page.screenshot({ path: join(SHOTS, `cards-${name}-${width}-${colorScheme}.png`), fullPage: true });
                }
                await page.setViewportSize({ width: 1280, height: 900 });
            };
            const see = async (page, name, path) => {
                await page.goto(house.url + path);
                await look(page)(name);
            };
            await see(guest, 'talk', talk);
            await leave(guest, house, talk, look(guest));
            await guest.goto(house.url + talk);
            await guest.click('.next-step a');
            await guest.click('.card-places a');
            await writeCard(guest, { reach: 'nirgends' });
            await guest.check('#agree');
            await guest.click('.card-form button');
            await look(guest)('refused');
            await enter(host, house, 'host@localhost');
            await see(host, 'box', '/book/cards');
            await see(host, 'waiting', '/book/people');
            await see(host, 'own', '/account/card');
            await host.goto(`${house.url}/book/people/new`);
            await host.fill('#name', 'D. B.');
            await host.fill('#email', 'dora@example.org');
            await host.click('main form.fields button');
            await host.goto(`${house.url}/book/cards`);
            await host.click('button[value="take"]');
            await look(host)('ask');
            await host.check('#same-none');
            await host.click('main form.fields button');
            await look(host)('person');
            await see(host, 'taken', '/book/cards');
            await see(host, 'consents', '/book/cards/consents');
            await guest.goto(await leave(guest, house, talk));
            await guest.click('button[value="withdraw"]');
            await look(guest)('gone');
            await house.done();
        }
    assert.deepEqual(found, []);
    await browser.close();
});
