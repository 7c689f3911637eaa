// SPDX-License-Identifier: AGPL-3.0-or-later
//
// returning.mjs - the conversation's script when things go wrong: the house away while something is
// said, more missed than can be replayed, a page that comes back from the browser's own memory.
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { launch, visitor } from './browser.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const talk = '/talks/ueber-groesse-naehe';

const open = () => openHouse(BINARY, { before: [['week', 'import', programme]], args: ['--rate', 'off'] });
const numbers = (page) => page.$$eval('.messages .message', (all) => all.map((e) => Number(e.id.slice(1))));
const shows = (page, id) => page.waitForSelector(`#m${id}`, { state: 'attached', timeout: 20000 });
const state = (page, word) => page.waitForFunction((word) => document.querySelector('.line-state').innerText.includes(word), word, { timeout: 30000 });

async function say(house, from, to) {
    for (let i = from; i <= to; i++) {
        const answer = await fetch(`${house.url}/api/v1/rooms/ueber-groesse-naehe/messages`, {
            method: 'POST', headers: { 'content-type': 'application/json' },
            body: JSON.stringify({ name: 'Ada', text: `Satz ${i}`, key: `key-of-message-${i}` }),
        });
        assert.equal(answer.status, 201);
    }
}

async function enter(browser, house) {
    const page = await visitor(browser, house);
    await page.goto(house.url + talk);
    await state(page, 'verbunden');
    return page;
}

test('browser: who missed more than can be replayed is shown the newest part, whole', async () => {
    const house = await open();
    const browser = await launch();
    const page = await enter(browser, house);
    await say(house, 1, 1);
    await shows(page, 1);
    await page.context().setOffline(true);
    await house.close();
    await state(page, 'ohne Verbindung');
    await house.open();
    await say(house, 2, 520);
    await page.context().setOffline(false);
    await shows(page, 520);
    await state(page, 'verbunden');
    assert.deepEqual(await numbers(page), Array.from({ length: 50 }, (_, i) => 471 + i));
    assert.ok(await page.isVisible('.earlier a'));
    await say(house, 521, 521);
    await shows(page, 521);
    assert.deepEqual(page.faults.filter((fault) => !/ERR_|502|503/.test(fault)), []);
    await browser.close();
    await house.done();
});

test('browser: what is said while the house is away is kept, and said once when it is back', async () => {
    const house = await open();
    const browser = await launch();
    const page = await enter(browser, house);
    await page.fill('form.say [name=name]', 'Ben');
    await page.fill('form.say [name=text]', 'durch die Nacht');
    await house.close('SIGKILL');
    await page.click('form.say button[type=submit]');
    await page.waitForTimeout(300);
    assert.equal(await page.inputValue('form.say [name=text]'), 'durch die Nacht');
    await page.waitForFunction(() => document.querySelector('form.say .note').innerText.includes('nicht angekommen'), null, { timeout: 20000 });
    await house.open();
    await page.click('form.say button[type=submit]');
    await shows(page, 1);
    await page.waitForFunction(() => document.querySelector('form.say [name=text]').value === '');
    assert.equal(await page.innerText('form.say .note'), '');
    // The same words again are a message of their own.
    await page.fill('form.say [name=text]', 'durch die Nacht');
    await page.click('form.say button[type=submit]');
    await shows(page, 2);
    assert.deepEqual(await numbers(page), [1, 2]);
    await browser.close();
    await house.done();
});

test('browser: what cannot be taken is said beside its field', async () => {
    const house = await open();
    const browser = await launch();
    const page = await enter(browser, house);
    await page.fill('form.say [name=name]', '\u200b\u200b');
    await page.fill('form.say [name=text]', 'ohne Namen');
    await page.click('form.say button[type=submit]');
    await page.waitForFunction(() => document.querySelector('#say-name-wrong').innerText.length > 0);
    assert.equal(await page.inputValue('form.say [name=text]'), 'ohne Namen');
    await page.fill('form.say [name=name]', 'Cem');
    await page.click('form.say button[type=submit]');
    await shows(page, 1);
    assert.equal(await page.innerText('#say-name-wrong'), '');
    await browser.close();
    await house.done();
});

test('browser: a page that was left and is come back to goes on', async () => {
    const house = await open();
    const browser = await launch();
    const page = await enter(browser, house);
    await say(house, 1, 2);
    await shows(page, 2);
    await page.goto(`${house.url}/`);
    await say(house, 3, 5);
    await page.goBack();
    await shows(page, 5);
    await say(house, 6, 6);
    await shows(page, 6);
    assert.deepEqual(await numbers(page), [1, 2, 3, 4, 5, 6]);
    await browser.close();
    await house.done();
});
