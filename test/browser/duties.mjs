// SPDX-License-Identifier: AGPL-3.0-or-later
//
// duties.mjs - what becomes of a message reaches every reader, live and coming back; what is told to who hears
// the page; the two tabs and the writing line of a telephone; how much the page weighs.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { launch, phone, tooWide, violations, visitor } from './browser.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;
const room = 'ueber-groesse-naehe';

async function open() {
    const house = await openHouse(BINARY, { before: [['week', 'import', programme]], args: ['--rate', 'off'] });
    house.talk = `${house.url}/talks/${room}`;
    return house;
}

const sees = (page, what, selector = '.messages') =>
    page.waitForFunction(([what, selector]) => document.querySelector(selector).textContent.includes(what), [what, selector], { timeout: 10000 });
const live = (page) => page.waitForFunction(() => document.querySelector('.line-state').textContent === 'verbunden', null, { timeout: 10000 });
const post = (house, name, text) => fetch(`${house.url}/api/v1/rooms/${room}/messages`, { method: 'POST', headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ name, text, key: randomBytes(12).toString('hex') }) });

async function say(page, name, text, { question = false } = {}) {
    await page.fill('#say-name', name);
    await page.fill('#say-text', text);
    if (question) await page.check('#say-question');
    await page.click('form.say button[type=submit]');
    await page.waitForFunction(() => document.querySelector('#say-text').value === '', null, { timeout: 10000 });
}

async function host(browser, house) {
    const page = await visitor(browser, house);
    await page.goto(house.hostLink);
    await page.click('main button[type=submit]');
    await page.waitForURL(/\/host(\/house)?$/);
    return page;
}

test('browser: what is taken back, hidden or answered reaches every reader, also one that was away', async () => {
    const house = await open();
    const browser = await launch();
    const [ada, ben, away, desk] = [await visitor(browser, house), await visitor(browser, house), await visitor(browser, house), await host(browser, house)];
    for (const page of [ada, ben, away]) { await page.goto(house.talk); await live(page); }
    await say(ada, 'Ada', 'Ein Versehen');
    await say(ada, 'Ada', 'Wie groß ist Nähe?', { question: true });
    await say(ben, 'Ben', 'Kaufen Sie Teppiche');
    await sees(away, 'Teppiche');
    await sees(ben, 'Wie groß ist Nähe?', '.questions .open');
    await away.goto('about:blank');

    // One's own message has the way to take it back, nobody else's has.
    assert.equal(await ada.textContent('#m1 .report'), 'Zurücknehmen');
    assert.equal(await ben.textContent('#m1 .report'), 'Melden');
    const tools = await ada.context().newPage();
    await tools.goto(house.talk);
    await tools.click('#m1 .report');
    await tools.click('button[value=withdraw]');
    await desk.goto(`${house.talk}/messages/3`);
    await desk.fill('#duty-reason', 'Werbung');
    await desk.click('button[value=hide]');
    await desk.goto(`${house.talk}/messages/2`);
    await desk.click('button[value=answered]');

    const converged = async (page) => {
        await sees(page, 'zurückgenommen');
        await sees(page, 'ausgeblendet: Werbung');
        await page.waitForFunction(() => document.querySelector('.questions .answered li') && !document.querySelector('.questions .open li'), null, { timeout: 10000 });
        assert.equal(await page.textContent('#m2 .asked'), 'Frage, beantwortet');
        const html = await page.content();
        assert.ok(!html.includes('Versehen') && !html.includes('Teppiche'));
    };
    await away.goBack();
    for (const page of [ada, ben, away]) await converged(page);
    await away.reload();
    await converged(away);
    await desk.click('button[value=reopen]');
    for (const page of [ada, ben, away]) await page.waitForFunction(() => document.querySelector('.questions .open li'), null, { timeout: 10000 });
    assert.deepEqual([...ada.faults, ...ben.faults, ...away.faults], []);
    await browser.close();
    await house.done();
});

test('browser: a report and its receipt, without account', async () => {
    const house = await open();
    const browser = await launch();
    const [ben, desk] = [await visitor(browser, house, { javaScriptEnabled: false, ...phone }), await host(browser, house)];
    await post(house, 'Ada', 'Böses');
    await ben.goto(`${house.talk}#conversation`);
    await ben.click('#m1 .report');
    await ben.fill('#report-reason', 'Das geht nicht.');
    await ben.click('button[value=report]');
    assert.match(await ben.textContent('h1'), /Nummer 1/);
    await desk.goto(`${house.url}/host/reports`);
    assert.deepEqual(await violations(await bypass(browser, house, desk)), []);
    await desk.goto(`${house.url}/host/reports`);
    await desk.check('#erase-1');
    await desk.fill('#answer-1', 'Sie haben recht.');
    await desk.click('article button');
    await ben.reload();
    assert.match(await ben.textContent('main'), /gelöscht[\s\S]*Sie haben recht\./);
    await browser.close();
    await house.done();
});

/** The same page with the same cookies where axe may be run in spite of the content's policy. */
async function bypass(browser, house, page) {
    const twin = await visitor(browser, house, { bypassCSP: true });
    await twin.context().addCookies(await page.context().cookies());
    await twin.goto(page.url());
    return twin;
}

test('browser: axe-core finds no violation where messages are marked, hidden, reported and asked', async () => {
    const house = await open();
    const browser = await launch();
    const [ada, desk] = [await visitor(browser, house), await host(browser, house)];
    await ada.goto(house.talk);
    await say(ada, 'Ada', 'Eine Frage?', { question: true });
    await say(ada, 'Ada', 'Teppiche');
    await desk.goto(`${house.talk}/messages/2`);
    await desk.fill('#duty-reason', 'Werbung');
    await desk.click('button[value=hide]');
    await desk.goto(house.talk);
    await say(desk, 'Die Gastgeberin', 'Willkommen');
    const found = [];
    for (const options of [{}, { colorScheme: 'dark' }, phone])
        for (const path of ['', '#conversation', '#m1', '/messages/1', '/messages/2']) {
            const page = await visitor(browser, house, { bypassCSP: true, ...options });
            await page.context().addCookies(await desk.context().cookies());
            await page.goto(house.talk + path);
            found.push(...await violations(page));
            const over = await tooWide(page);
            if (over > 0) found.push(`${path}: ${over} px too wide`);
            await page.context().close();
        }
    assert.deepEqual(found, []);
    await browser.close();
    await house.done();
});

test('browser: new messages are announced in batches, as chosen, and move neither focus nor reading position', async () => {
    const house = await open();
    const browser = await launch();
    for (let i = 0; i < 45; i++) await post(house, 'Ben', `Satz ${i}`);
    const ada = await visitor(browser, house);
    await ada.goto(house.talk);
    await live(ada);
    await ada.evaluate(() => {
        globalThis.told = [];
        new MutationObserver(() => globalThis.told.push(document.querySelector('.aloud [aria-live]').textContent.trim()))
            .observe(document.querySelector('.aloud [aria-live]'), { childList: true });
    });
    const told = (n) => ada.waitForFunction((n) => globalThis.told.length >= n && globalThis.told, n, { timeout: 10000 }).then((all) => all.jsonValue());
    await ada.focus('#m10 a');
    const reading = await ada.evaluate(() => document.querySelector('.log').scrollTop);
    for (const text of ['eins', 'zwei', 'drei']) await post(house, 'Cem', text);
    await sees(ada, 'drei');
    assert.deepEqual(await told(1), ['3 neue Beiträge, zuletzt von Cem: drei']);
    assert.equal(await ada.evaluate(() => document.querySelector('.log').scrollTop), reading);
    assert.equal(await ada.evaluate(() => document.activeElement.closest('li').id), 'm10');
    assert.equal(await ada.getAttribute('.log', 'aria-live'), 'off');
    assert.equal(await ada.$eval('.line-state', (e) => e.closest('[role=status], [aria-live]:not([aria-live=off])')), null);
    assert.equal(await ada.getAttribute('#m10 article', 'aria-label').then((label) => /^Ben, \d\d:\d\d$/.test(label)), true);

    await ada.click('.aloud summary');
    await ada.selectOption('#aloud', 'all');
    await post(house, 'Dora', 'vier');
    await post(house, 'Dora', 'fünf');
    assert.match((await told(2))[1], /^Dora, \d\d:\d\d: vier\s+Dora, \d\d:\d\d: fünf$/);
    await ada.selectOption('#aloud', 'off');
    await post(house, 'Dora', 'sechs');
    await new Promise((r) => setTimeout(r, 4500));
    assert.equal((await told(2)).length, 2);
    await ada.selectOption('#aloud', 'summary');
    await ada.click('.aloud button');
    await post(house, 'Dora', 'sieben');
    await new Promise((r) => setTimeout(r, 4500));
    assert.equal((await told(2)).length, 2);
    await ada.click('.aloud button');
    assert.equal((await told(3))[2], 'Neuer Beitrag von Dora: sieben');
    await ada.selectOption('#aloud', 'off');
    await ada.reload();
    assert.equal(await ada.inputValue('#aloud'), 'off');
    // Nobody is told their own words.
    await ada.click('.aloud summary');
    await ada.selectOption('#aloud', 'summary');
    await say(ada, 'Ada', 'ich selbst');
    await new Promise((r) => setTimeout(r, 4500));
    assert.equal(await ada.textContent('.aloud [aria-live]'), '');
    await browser.close();
    await house.done();
});

test('browser: on a telephone text and conversation are two tabs, and the writing line stays above the keyboard', async () => {
    const house = await open();
    const browser = await launch();
    for (let i = 0; i < 30; i++) await post(house, 'Ben', `Satz ${i}`);
    for (const javaScriptEnabled of [true, false]) {
        const ada = await visitor(browser, house, { ...phone, javaScriptEnabled });
        await ada.goto(house.talk);
        const shown = async () => [await ada.isVisible('article.talk .text'), await ada.isVisible('form.say')];
        assert.deepEqual(await shown(), [true, false]);
        await ada.click('.tabs a[href="#conversation"]');
        assert.deepEqual(await shown(), [false, true]);
        await ada.click('.tabs a[href="#talk"]');
        assert.deepEqual(await shown(), [true, false]);
        await ada.goto(`${house.talk}#m20`);
        assert.deepEqual(await shown(), [false, true]);
        await ada.context().close();
    }
    const ada = await visitor(browser, house, phone);
    await ada.goto(`${house.talk}#conversation`);
    await ada.setViewportSize({ width: 360, height: 400 }); // what the keyboard leaves
    await ada.focus('#say-text');
    const box = await ada.locator('form.say button').boundingBox();
    assert.ok(box.y + box.height <= 400, `the button ends at ${box.y + box.height}`);
    const small = await ada.$$eval('input:not([type=hidden]):not([type=checkbox]), textarea, select', (all) => all.map((e) => parseFloat(getComputedStyle(e).fontSize)).filter((n) => n < 16));
    assert.deepEqual(small, []);
    // A form that could not be taken comes back where it was sent from.
    const plain = await visitor(browser, house, { ...phone, javaScriptEnabled: false });
    await plain.goto(`${house.talk}#conversation`);
    await plain.$eval('form.say', (form) => { form.noValidate = true; });
    await plain.fill('#say-name', 'Ada');
    await plain.click('form.say button');
    assert.ok(await plain.isVisible('#say-text-wrong'));
    await browser.close();
    await house.done();
});

/** How much the page has shifted since it was opened (cumulative layout shift). */
const shift = (page) => page.evaluate(() => new Promise((done) => {
    let sum = 0;
    new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; }).observe({ type: 'layout-shift', buffered: true });
    setTimeout(() => done(sum), 500);
}));

test('browser: the page of a talk with everything is below 60 KB, and nothing in it shifts', async () => {
    const house = await open();
    const browser = await launch();
    for (let i = 0; i < 50; i++) await post(house, `Gast ${i}`, `Satz ${i}: ${randomBytes(40).toString('base64')} und noch einige Worte dazu.`);
    const page = await visitor(browser, house, phone);
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Network.enable');
    let bytes = 0;
    cdp.on('Network.loadingFinished', (e) => { bytes += e.encodedDataLength; });
    await page.goto(house.talk);
    await live(page);
    const moved = await shift(page);
    console.log(`      ${bytes} bytes, shift ${moved.toFixed(4)}`);
    assert.ok(bytes > 5000 && bytes < 60000, `${bytes} bytes`);
    assert.ok(moved < 0.01, `shift ${moved}`);
    await browser.close();
    await house.done();
});

test('browser: on a bad line nothing shifts either where the conversation or a message in it is opened at once', async () => {
    const house = await openHouse(BINARY, { before: [['demo']], env: { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' } });
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    const browser = await launch();
    for (const hash of ['#conversation', '#m3']) {
        const page = await visitor(browser, house, phone);
        const cdp = await page.context().newCDPSession(page);
        await cdp.send('Network.enable');
        // A telephone at the edge of the net: 400 kbit/s, 300 ms there and back.
        await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 300, downloadThroughput: 50000, uploadThroughput: 20000 });
        await page.goto(`${house.url}/talks/${days[0].talks[0].slug}${hash}`);
        await live(page);
        assert.ok(await page.isVisible('form.say'));
        const moved = await shift(page);
        console.log(`      ${hash}: shift ${moved.toFixed(4)}`);
        assert.ok(moved < 0.02, `${hash}: shift ${moved}`);
        await page.context().close();
    }
    await browser.close();
    await house.done();
});

test('browser: at 400 % the conversation can be read and written in, and nothing covers what has the focus', async () => {
    const house = await open();
    const browser = await launch();
    for (let i = 0; i < 12; i++) await post(house, 'Ben', `Satz ${i}`);
    const page = await visitor(browser, house, { viewport: { width: 320, height: 256 } }); // 1280 by 1024, four times as large
    // What stands in the middle of an element is the element, not something before it.
    const uncovered = (selector) => page.$eval(selector, (e) => {
        const { x, y, width, height } = e.getBoundingClientRect();
        return e.contains(document.elementFromPoint(x + width / 2, y + height / 2));
    });
    await page.goto(`${house.talk}#conversation`);
    await live(page);
    assert.ok(await uncovered('#m12 .message-text'), 'the newest is seen');
    assert.equal(await tooWide(page), 0);
    for (const selector of ['#m1 .who a', '#m6 .report', '#m12 .who a', '#say-name', '#say-text', '#say-question', 'form.say button', '.aloud summary', '.tabs a']) {
        await page.focus(selector);
        assert.ok(await uncovered(selector), `${selector} is covered`);
    }
    await page.goto(`${house.talk}#m5`);
    assert.ok(await uncovered('#m5 .message-text'), 'a message that is pointed at is seen');
    await browser.close();
    await house.done();
});
