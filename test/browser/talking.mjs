// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { measuringData, openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { launch, visitor } from './browser.mjs';

const { BINARY } = process.env;
const own = new URL('../fixtures/schedule.xml', import.meta.url).pathname;

/** A house with a real programme where the measuring data are there, else with our own. */
async function open() {
    const real = measuringData('schedules/31c3.xml');
    if (!real) console.log('      (the measuring data are absent: our own programme instead of a real one)');
    const house = await openHouse(BINARY, { before: [['week', 'import', real ?? own]] });
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    house.talk = new URL(days[0].talks[0].url).pathname;
    return house;
}

const texts = (page) => page.$$eval('.messages .message-text', (all) => all.map((e) => e.innerText.trim()));
const shows = (page, n) => page.waitForFunction((n) => document.querySelectorAll('.messages .message').length >= n, n, { timeout: 10000 });
const state = (page, word) => page.waitForFunction((word) => document.querySelector('.line-state')?.innerText.includes(word), word, { timeout: 30000 });

async function say(page, name, text) {
    const field = page.locator('form.say [name=name]');
    if (await field.isVisible()) await field.fill(name);
    await page.locator('form.say [name=text]').fill(text);
    await page.locator('form.say button[type=submit]').click();
    await page.waitForFunction(() => document.querySelector('form.say [name=text]').value === '', null, { timeout: 10000 });
}

test('browser: two people talk with each other on a talk of an imported programme', async () => {
    const house = await open();
    const browser = await launch();
    const ada = await visitor(browser, house);
    const ben = await visitor(browser, house, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await ada.goto(house.url + house.talk);
    await ben.goto(`${house.url}${house.talk}#conversation`);
    await state(ada, 'verbunden');
    await state(ben, 'verbunden');
    await say(ada, 'Ada', 'Guten Abend!');
    await shows(ben, 1);
    await say(ben, 'Ben', 'Hallo Ada, <b>schön</b>, dass du da bist.');
    await shows(ada, 2);
    await say(ada, 'Ada', 'Danke & gern.');
    await shows(ben, 3);
    const expected = ['Guten Abend!', 'Hallo Ada, <b>schön</b>, dass du da bist.', 'Danke & gern.'];
    assert.deepEqual(await texts(ada), expected);
    assert.deepEqual(await texts(ben), expected);
    // What the page shows after a reload is what was shown live.
    const live = await ada.$eval('.messages', (e) => e.innerText);
    await ada.reload();
    assert.equal(await ada.$eval('.messages', (e) => e.innerText), live);
    assert.deepEqual([...ada.faults, ...ben.faults], []);
    await browser.close();
    await house.done();
});

test('browser: who was offline comes back with nothing missing or doubled', async () => {
    const house = await open();
    const browser = await launch();
    const ada = await visitor(browser, house);
    const ben = await visitor(browser, house);
    await ada.goto(house.url + house.talk);
    await ben.goto(house.url + house.talk);
    await state(ben, 'verbunden');
    await say(ada, 'Ada', 'eins');
    await shows(ben, 1);
    await ben.context().setOffline(true);
    // Chromium keeps an open stream when it is told to be offline; the house goes away for a moment too.
    await house.close();
    await state(ben, 'ohne Verbindung');
    await house.open();
    for (const text of ['zwei', 'drei', 'vier']) {
        const answer = await fetch(`${house.url}/api/v1/rooms${house.talk.replace('/talks', '')}/messages`, { method: 'POST',
            headers: { 'content-type': 'application/json' }, body: JSON.stringify({ name: 'Ada', text, key: `key-of-${text}-0123456789` }) });
        assert.equal(answer.status, 201);
    }
    await ben.context().setOffline(false);
    await ben.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await shows(ben, 4);
    await shows(ada, 4);
    await new Promise((r) => setTimeout(r, 500));
    assert.deepEqual(await texts(ben), ['eins', 'zwei', 'drei', 'vier']);
    assert.deepEqual(await texts(ada), ['eins', 'zwei', 'drei', 'vier']);
    await state(ben, 'verbunden');
    await browser.close();
    await house.done();
});

test('browser: everything works without JavaScript', async () => {
    const house = await open();
    const browser = await launch();
    const page = await visitor(browser, house, { javaScriptEnabled: false });
    await page.goto(house.url + house.talk);
    await page.fill('form.say [name=name]', 'Cem');
    await page.fill('form.say [name=text]', 'Ohne Skript');
    await page.click('form.say button[type=submit]');
    assert.match(page.url(), /#m1$/);
    assert.match(await page.innerText('.messages'), /Ohne Skript/);
    await browser.close();
    await house.done();
});

test('browser: a new message moves neither the focus nor what is being read', async () => {
    const house = await open();
    const browser = await launch();
    const ada = await visitor(browser, house);
    await ada.goto(house.url + house.talk);
    await state(ada, 'verbunden');
    await ada.locator('form.say [name=text]').focus();
    await ada.keyboard.type('halb geschrie');
    const ben = await visitor(browser, house);
    await ben.goto(house.url + house.talk);
    await say(ben, 'Ben', 'dazwischen');
    await shows(ada, 1);
    await ada.keyboard.type('ben');
    assert.equal(await ada.inputValue('form.say [name=text]'), 'halb geschrieben');
    await browser.close();
    await house.done();
});
