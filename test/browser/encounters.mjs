// SPDX-License-Identifier: AGPL-3.0-or-later
//
// encounters.mjs - the line on a telephone: one line, one tap; without a connection (a proxy that is cut) it
// waits on the device and is sent later, once, to the book of whoever wrote it; after a call the page asks.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { openHouse } from '../lib/house.mjs';
import { proxyTo } from '../lib/proxy.mjs';
import { test } from '../lib/suite.mjs';
import { launch, visitor } from './browser.mjs';

const { BINARY } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };
const mine = ['--account', 'ich@example.org'];

async function house() {
    const here = await openHouse(BINARY, { args: ['--rate', 'off'], env: { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' } });
    for (const email of ['ich@example.org', 'andere@example.org']) here.run('account', 'add', email, '--name', email.split('@')[0], '--role', 'member');
    for (const words of [['call', 'Anna Schmidt', '20m', 'heard', 'seeks a tax adviser'], ['Besuch', 'Ben Klein', 'gestern', 'bietet', 'Werkstatt', 'versprochen', 'Liste bis Freitag']]) {
        const { code, err } = here.run(...mine, 'log', '--new', ...words);
        assert.equal(code, 0, err);
    }
    return here;
}

async function signIn(page, here, url, email) {
    await page.goto(url + new URL(here.run('account', 'link', email).out.trim()).pathname);
    await page.click('main button');
    await page.waitForURL(/\/(account|book|host)/);
}

async function write(page, line) {
    await page.fill('#line', line);
    await page.tap('.line-form button');
}

const ready = (page) => page.evaluate(() => navigator.serviceWorker.ready.then((r) => new Promise((done) => {
    const wait = () => (navigator.serviceWorker.controller ? done() : setTimeout(wait, 50));
    if (r.active) wait();
})));
const waiting = (page, n) => page.waitForFunction((n) => Number(document.querySelector('.line-queue').dataset.waiting) === n, n, { timeout: 20000 });
const real = (page) => page.faults.filter((fault) => !/ERR_|Failed to fetch|502/.test(fault));

test('browser: at 360 px an encounter is one line and one tap, and corrected with one more', async () => {
    const here = await house(), browser = await launch();
    const page = await visitor(browser, here, phone);
    await signIn(page, here, here.url, 'ich@example.org');
    await page.goto(`${here.url}/book/log`);
    await write(page, 'Anruf Anna 20m gehört sucht Büro in Kiel, versprochen Studie bis Freitag');
    await page.waitForURL(/done=\d+/);
    const text = await page.innerText('.understood');
    assert.match(text, /Anna Schmidt/);
    assert.match(text, /20 Minuten/);
    assert.match(text, /sucht: Büro in Kiel/);
    assert.match(text, /Freitag, 13\. Juli 2012/);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    await page.tap('.correct button[value="visit"]');
    await page.waitForSelector('.correct button[value="visit"][aria-pressed="true"]');
    await page.tap('.understood .lines button[value="stands"]');
    await page.waitForFunction(() => !document.querySelector('.understood .lines button[value="stands"]'));
    await write(page, 'Anruf Unbekannt Neu 5m');
    await page.waitForURL(/waiting/);
    await page.tap('button[value="new"]');
    await page.waitForURL(/done=\d+/);
    assert.match(await page.innerText('.understood'), /Unbekannt Neu/);
    assert.deepEqual(page.faults, []);
    await browser.close();
    await here.done();
});

test('browser: without a connection a line waits on the device and is sent once when there is one', async () => {
    const here = await house(), browser = await launch(), proxy = await proxyTo(here);
    const page = await visitor(browser, { url: proxy.url }, phone);
    await signIn(page, here, proxy.url, 'ich@example.org');
    await page.goto(`${proxy.url}/book/log`);
    await ready(page);
    proxy.break();
    // On the page that is open.
    await write(page, 'Anruf Anna 7m gehört ohne Netz eins');
    await waiting(page, 1);
    assert.match(await page.innerText('.line-queue'), /ohne Netz eins – wartet auf Verbindung/);
    // And on one that is opened without any connection: nobody's data are in it.
    await page.goto(`${proxy.url}/book/log`);
    assert.match(await page.innerText('h1'), /Ohne Verbindung/);
    await waiting(page, 1);
    assert.doesNotMatch(await page.innerText('main'), /ohne Netz eins|Ben Klein/);
    await write(page, 'Anruf Ben 8m gehört ohne Netz zwei');
    await waiting(page, 2);
    assert.match(await page.innerText('.line-queue'), /ohne Netz zwei/);
    assert.equal(here.run(...mine, '--json', 'person', 'show', 'Ben Klein').out.includes('ohne Netz'), false);
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= 360));
    proxy.mend();
    await page.goto(`${proxy.url}/book/log`);
    await waiting(page, 0);
    for (const [id, words] of [[1, /ohne Netz eins/], [2, /ohne Netz zwei/]]) {
        await page.goto(`${proxy.url}/book/people/${id}`);
        assert.equal((await page.innerText('.timeline')).match(words)?.length, 1);
    }
    assert.deepEqual(real(page), []);
    await browser.close();
    await proxy.close();
    await here.done();
});

test('browser: a line that waits belongs to its writer: another account neither sees nor sends it', async () => {
    const here = await house(), browser = await launch(), proxy = await proxyTo(here);
    const page = await visitor(browser, { url: proxy.url }, phone);
    await signIn(page, here, proxy.url, 'ich@example.org');
    await page.goto(`${proxy.url}/book/log`);
    await ready(page);
    proxy.break();
    await write(page, 'Anruf Anna 7m gehört Geheimes');
    await waiting(page, 1);
    // The session ends (here: its cookie), the line stays on the device.
    await page.context().clearCookies();
    proxy.mend();
    await signIn(page, here, proxy.url, 'andere@example.org');
    await page.goto(`${proxy.url}/book/log`);
    await waiting(page, 0);
    assert.doesNotMatch(await page.innerText('body'), /Geheimes/);
    await page.waitForTimeout(500);
    await page.context().clearCookies();
    await signIn(page, here, proxy.url, 'ich@example.org');
    await page.goto(`${proxy.url}/book/log`);
    await waiting(page, 0);
    await page.goto(`${proxy.url}/book/people/1`);
    assert.match(await page.innerText('.timeline'), /Geheimes/);
    await browser.close();
    await proxy.close();
    await here.done();
});

test('browser: after a call from a person\'s page it asks what was heard', async () => {
    const here = await house(), browser = await launch();
    const page = await visitor(browser, here, phone);
    await signIn(page, here, here.url, 'ich@example.org');
    await page.goto(`${here.url}/book/people/1`);
    const after = await page.getAttribute('.after-call', 'href');
    assert.equal(after, '/book/log?person=1&kind=call');
    // No telephone here: a number is put on the page, and the page goes away and comes back.
    await page.evaluate(() => {
        const number = Object.assign(document.createElement('a'), { href: 'tel:+494012345', textContent: '040 12345', id: 'dial' });
        number.addEventListener('click', (event) => event.preventDefault());
        document.querySelector('main').prepend(number);
    });
    await page.tap('#dial');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    assert.equal(await page.innerText('label[for="line"]'), 'Was haben Sie gehört?');
    assert.equal(await page.evaluate(() => document.activeElement.id), 'line');
    await write(page, '12m neue Stelle, sucht Wohnung');
    await page.waitForURL(/done=\d+/);
    const text = await page.innerText('.understood');
    assert.match(text, /Anruf/);
    assert.match(text, /Anna Schmidt/);
    await browser.close();
    await here.done();
});

test('browser: the pages of encounters pass axe in both languages and colour schemes, down to 320 px', async () => {
    const here = await house(), browser = await launch(), found = [];
    for (const locale of ['de-DE', 'en-GB'])
        for (const colorScheme of ['light', 'dark']) {
            const page = await visitor(browser, here, { locale, colorScheme, bypassCSP: true, viewport: { width: 320, height: 700 } });
            await signIn(page, here, here.url, 'ich@example.org');
            await page.goto(`${here.url}/book/log`);
            await page.fill('#line', 'Besuch Eva Fremd 20.7.');
            await page.click('.line-form button');
            await page.waitForURL(/waiting/);
            const paths = { asked: new URL(page.url()).pathname, log: '/book/log', done: '/book/log?done=2', person: '/book/people/2', encounter: '/book/encounters/2', form: '/book/encounters/new?person=1', meeting: '/book/meeting', ten: '/book/ten', offline: '/book/offline' };
            for (const [name, path] of Object.entries(paths)) {
                await page.goto(here.url + path);
                await page.evaluate(axe);
                const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
                    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast-enhanced': { enabled: true } },
                }));
                for (const v of violations) found.push(`${locale} ${colorScheme} ${name}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
                if (await page.evaluate(() => document.documentElement.scrollWidth > 320)) found.push(`${locale} ${name}: wider than 320 px`);
            }
            assert.deepEqual(page.faults, []);
            await page.context().close();
        }
    assert.deepEqual(found, []);
    await browser.close();
    await here.done();
});
