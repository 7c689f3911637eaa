// SPDX-License-Identifier: AGPL-3.0-or-later
//
// care.mjs - Today, the brief, aims, visits and reminders on a telephone and on a wide screen: what stands
// there, putting off and its undo, what prints, and axe-core on each page.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { Visitor } from '../lib/visitor.mjs';
import { launch, visitor } from './browser.mjs';

const { BINARY, SHOTS } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const mine = ['--account', 'ich@example.org'];

/** A book with a reason of each kind. */
async function house() {
    const here = await openHouse(BINARY, { args: ['--rate', 'off'], env: { NETZARBEIT_NOW: '2012-07-12T09:20:00+02:00' } });
    here.run('account', 'add', 'ich@example.org', '--name', 'Erna', '--role', 'member');
    const log = (...words) => {
        const { code, err, out } = here.run(...mine, 'log', '--new', '--json', ...words);
        assert.equal(code, 0, err);
        return JSON.parse(out);
    };
    const anna = log('Anruf', 'Anna Schmidt', '20m', 'vor', '12', 'Tagen', 'gehört', 'sucht Steuerberater in Hamburg', 'versprochen', 'Studie bis Freitag').people[0].id;
    for (const day of ['3. Oktober 2011', '26. September 2011', '19. September 2011']) log('Besuch', 'Ben Klein', day);
    const cem = log('Anruf', 'Cem Demir', '1. Juni 2012', 'bietet', 'eine Werkstatt').people[0].id;
    log('Anruf', 'Dora Lang', '3. Mai 2008', 'gehört', 'plant ein Haus am Meer');
    const me = new Visitor(here, { headers: { 'accept-language': 'de' } });
    await me.signIn(new URL(here.run('account', 'link', 'ich@example.org').out.trim()).pathname);
    await me.get('/book/people');
    assert.equal((await me.post(`/book/people/${cem}/data`, { kind: 'birthday', value: '--07-14' })).status, 303);
    assert.equal((await me.post(`/book/people/${anna}/postal`, { street: 'Hafenstraße 1', code: '20457', town: 'Hamburg' })).status, 303);
    assert.equal((await me.post(`/book/people/${anna}/data`, { kind: 'phone', value: '040 123456' })).status, 303);
    assert.equal((await me.post(`/book/people/${cem}/postal`, { street: 'Elbchaussee 2', code: '22763', town: 'Hamburg' })).status, 303);
    assert.equal((await me.post(`/book/people/${anna}/rhythm`, { days: '7' })).status, 303);
    const aim = (await me.post('/book/aims', { title: 'Räume für die Werkstatt', why: 'Damit die Gruppe einen festen Ort hat.' })).to;
    assert.equal((await me.post(`${aim}/people`, { person: 'Cem Demir' })).status, 303);
    assert.equal((await me.post(`${aim}/steps`, { text: 'nach dem Schlüssel fragen', due: '2012-07-12' })).status, 303);
    return { here, anna, cem, aim };
}

async function signIn(page, here) {
    await page.goto(here.url + new URL(here.run('account', 'link', 'ich@example.org').out.trim()).pathname);
    await page.click('main button');
    await page.waitForURL(/\/(account|book|host)/);
}

const pagesOf = ({ anna, aim }) => ({
    today: '/book', brief: `/book/brief/${anna}`, aims: '/book/aims', aim, visits: '/book/visits', hamburg: '/book/visits?place=Hamburg&day=2012-07-19',
    nowhere: '/book/visits?place=Nirgends', rhythms: '/book/rhythms', reminders: '/book/reminders', person: `/book/people/${anna}`,
});

test('browser: Today says whom, how and why; what is put off comes back by its undo', async () => {
    const made = await house(), browser = await launch();
    const page = await visitor(browser, made.here, { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true });
    await signIn(page, made.here);
    await page.goto(`${made.here.url}/book`);
    assert.match(await page.innerText('h1'), /^Heute, Donnerstag: fünf Dinge, etwa /);
    const lines = await page.locator('.today-line').allInnerTexts();
    assert.match(lines[0], /Anna Schmidt: Sie haben versprochen: Studie, .*; zuletzt: Anruf, vor 12 Tagen, eigener Rhythmus: wöchentlich/);
    assert.match(lines[1], /Cem Demir: Geburtstag Sa 14\.7\./);
    assert.match(lines[2], /Schritt\s+für „Räume für die Werkstatt“: nach dem Schlüssel fragen/);
    assert.match(lines[3], /Besuch oder langer Anruf\s+Ben Klein: zuletzt: Besuch, vor 9 Monaten, davor wöchentlich/);
    assert.match(lines[4], /Fund\s+Dora Lang/);
    await page.tap('.today-line:nth-child(5) summary');
    assert.match(await page.innerText('.today-line .help'), /zuletzt im Mai 2008.*plant ein Haus am Meer/);
    await page.tap('.today-line:nth-child(1) button[value="7"]');
    await page.waitForURL(/person=/);
    assert.match(await page.innerText('.note'), /Kommt wieder am Donnerstag, 19\. Juli 2012/);
    assert.equal(await page.locator('.today-line').count(), 4);
    await page.tap('.note button');
    await page.waitForURL(/\/book$/);
    assert.equal(await page.locator('.today-line').count(), 5);
    await page.tap('.today-line:nth-child(1) a.done');
    await page.waitForURL(/book\/log\?person=/);
    assert.match(await page.innerText('main'), /Was haben Sie von Anna Schmidt gehört\?/);
    await page.fill('#line', '10m gehört die Studie kam an');
    await page.tap('.line-form button');
    await page.waitForURL(/done=/);
    assert.deepEqual(page.faults, []);
    await browser.close();
    await made.here.done();
});

test('browser: the brief prints on one page, without menus', async () => {
    const made = await house(), browser = await launch();
    const page = await visitor(browser, made.here);
    await signIn(page, made.here);
    await page.goto(`${made.here.url}/book/brief/${made.anna}`);
    const text = await page.innerText('main');
    for (const wanted of [/Lohnende Fragen/, /Steuerberater in Hamburg/, /Studie/, /Wobei hilft Anna Schmidt gern\?/]) assert.match(text, wanted);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.isVisible('.book-links'), false);
    assert.equal(await page.isVisible('.screen-only'), false);
    const pdf = (await page.pdf({ format: 'A4' })).toString('latin1');
    assert.equal(pdf.match(/\/Type\s*\/Page\b/g).length, 1);
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'brief-print.png'), fullPage: true });
    await browser.close();
    await made.here.done();
});

test('browser: the pages of care fit 360 and 1280 px, and axe-core finds no violation', async () => {
    const made = await house(), browser = await launch(), found = [];
    if (SHOTS) mkdirSync(SHOTS, { recursive: true });
    for (const width of [360, 1280])
        for (const colorScheme of ['light', 'dark']) {
            const page = await visitor(browser, made.here, { viewport: { width, height: 800 }, colorScheme, isMobile: width === 360, bypassCSP: true });
            await signIn(page, made.here);
            for (const [name, path] of Object.entries(pagesOf(made))) {
                await page.goto(made.here.url + path);
                if (SHOTS) await page.screenshot({ path: join(SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
                assert.ok(await page.evaluate((w) => document.documentElement.scrollWidth <= w, width), `${name} at ${width}`);
                await page.evaluate(axe);
                const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
                    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                    rules: { 'color-contrast-enhanced': { enabled: true } },
                }));
                for (const v of violations) found.push(`${width} ${colorScheme} ${name}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
            }
            await page.close();
        }
    assert.deepEqual(found, []);
    await browser.close();
    await made.here.done();
});
