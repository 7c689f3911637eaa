// SPDX-License-Identifier: AGPL-3.0-or-later
//
// book.mjs - the book's people in a browser: search while typing, a person's page and forms, on a telephone
// too; axe-core on all of its pages.
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { launch, visitor } from './browser.mjs';

const { BINARY, SHOTS } = process.env;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const EMAIL = 'ich@example.org';
const NOW = { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' };

/** A house with a member, and that member's book open in a browser. */
async function bookOf(house, page) {
    const link = house.run('account', 'link', EMAIL).out;
    await page.goto(house.url + new URL(link).pathname);
    await page.click('main button');
    await page.waitForURL(/\/account/);
}

const openBook = (options = {}) => openHouse(BINARY, { env: NOW, before: [['account', 'add', EMAIL, '--name', 'Ich', '--role', 'member']], ...options });

async function add(page, house, name, fields = {}) {
    await page.goto(`${house.url}/book/people/new`);
    await page.fill('#name', name);
    for (const [id, value] of Object.entries(fields)) await page.fill(`#${id}`, value);
    await page.click('main form.fields button');
    await page.waitForURL(/\/book\/people\/\d+/);
    return new URL(page.url()).pathname;
}

/** Fills the fields of a form of the edit page and sends it. */
async function edit(page, house, person, form, fields) {
    await page.goto(`${house.url}${person}/edit`);
    const section = page.locator(`form[action="${person}/${form}"]`);
    for (const [name, value] of Object.entries(fields)) {
        const field = section.locator(`[name="${name}"]`);
        if (!(await field.first().isVisible())) await section.locator('summary').first().click();
        if (await field.first().evaluate((e) => e.tagName === 'SELECT')) await field.selectOption(value);
        else if (await field.first().getAttribute('type') === 'radio') await section.locator(`[name="${name}"][value="${value}"]`).check();
        else await field.fill(value);
    }
    await section.locator('button').last().click();
}

/** Two people with something of everything. */
async function filled(page, house) {
    const anna = await add(page, house, 'Anna Schmidt', { phone: '040 / 123 456-7', email: 'anna@example.org', met_how: 'auf der Messe in Lübeck' });
    const ben = await add(page, house, 'Ben Krüger');
    await edit(page, house, anna, 'data', { kind: 'birthday', value: '18.2.' });
    await edit(page, house, anna, 'data', { kind: 'tag', value: 'Werkstatt' });
    await edit(page, house, anna, 'data', { kind: 'salutation', value: 'Frau' });
    await edit(page, house, anna, 'name', { given: 'Anna', family: 'Schmidt', prefix: 'Dr.' });
    await edit(page, house, anna, 'postal', { street: 'Weg 1', code: '20095', town: 'Hamburg' });
    await edit(page, house, anna, 'roles', { organisation: 'Beispiel GmbH', title: 'Einkauf', from_on: '2005', to_on: '2010' });
    await edit(page, house, ben, 'roles', { organisation: 'Beispiel GmbH', from_on: '2009' });
    await edit(page, house, anna, 'closeness', { closeness: '3' });
    await page.goto(house.url + anna);
    for (const [side, text] of [['seeks', 'Steuerberatung in Hamburg'], ['offers', 'Räume für Werkstätten']]) {
        await page.check(`.add-item [value="${side}"]`);
        await page.fill('#item-text', text);
        await page.click('.add-item > p > button');
    }
    await page.fill('#note-text', 'Mag Gärten');
    await page.click('#notes form.fields button');
    await page.fill('#note-text', 'Migräne seit Mai');
    await page.check('[name="sensitive"]');
    await page.click('#notes form.fields button');
    return { anna, ben };
}

const pagesOf = ({ anna, ben }) => ({ alike: '/book/alike', merge: `${anna}/merge?with=%23${ben.split('/').pop()}`, with: `${anna}/merge`, organisation: '/book/organisations/1', people: '/book/people', found: '/book/people?q=steuer', nothing: '/book/people?q=qqqq', new: '/book/people/new', person: anna, sensitive: `${anna}?open=sensitive`, edit: `${anna}/edit`, opened: '/book/opened' });

test('browser: the book on a telephone: everything about a person, searched while typing', async () => {
    const house = await openBook();
    const browser = await launch();
    const page = await visitor(browser, house, { viewport: { width: 360, height: 740 } });
    await bookOf(house, page);
    await page.goto(`${house.url}/book/people`);
    assert.match(await page.textContent('main'), /Die erste Person hinzufügen/);
    const { anna, ben } = await filled(page, house);
    await page.goto(house.url + anna);
    const text = (await page.textContent('main')).replace(/\s+/g, ' ');
    for (const said of ['Dr. Anna Schmidt', 'noch keine Begegnung', 'gut bekannt', 'Steuerberatung in Hamburg (notiert 10. Juli 2012)', '2005 bis 2010', 'Ben Krüger: beide waren zur selben Zeit bei Beispiel GmbH', 'Mag Gärten', 'Eine vertrauliche Notiz.', '18. Februar', 'Sehr geehrte Frau Dr. Schmidt,', 'Mit freundlichen Grüßen', 'auf der Messe in Lübeck'])
        assert.ok(text.includes(said), `${said} is not in: ${text}`);
    assert.ok(!text.includes('Migräne'));
    assert.equal(await page.getAttribute('.reach a[href^="tel:"]', 'href'), 'tel:49401234567');
    await page.click('text=Vertrauliche Notizen zeigen');
    assert.match(await page.textContent('#notes'), /Migräne seit Mai/);
    await page.click('#ties button');
    assert.match(await page.textContent('#ties'), /Ben Krüger: sie kennen sich/);
    /* Search answers while one types; umlauts and telephone numbers as one likes. */
    await page.goto(`${house.url}/book/people`);
    for (const [typed, found] of [['krueg', ben], ['040 123', anna], ['luebeck', anna], ['steuer', anna]]) {
        await page.fill('#q', '');
        await page.type('#q', typed);
        await page.waitForFunction((path) => [...document.querySelectorAll('#people-found .person-line a')].map((a) => a.getAttribute('href')).join() === path, found);
    }
    await page.fill('#q', 'migr');
    await page.waitForSelector('#people-found .empty');
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 360);
    assert.deepEqual(page.faults, []);
    await browser.close();
    await house.done();
});

test('browser: two who are one are brought together side by side, and parted again', async () => {
    const house = await openBook();
    const browser = await launch();
    const page = await visitor(browser, house, { viewport: { width: 360, height: 740 } });
    await bookOf(house, page);
    const anna = await add(page, house, 'Anna Schmidt', { phone: '040 / 123 456-7' });
    const annie = await add(page, house, 'Annie S.', { phone: '+49 40 1234567' });
    await page.goto(`${house.url}/book/alike`);
    assert.match(await page.textContent('main'), /Anna Schmidt und Annie S\.\s+dieselbe Telefonnummer/);
    await page.click('.person-line a');
    assert.equal(await page.locator('.alike > div').count(), 2);
    await page.click('form[action$="/merge"] button');
    await page.waitForURL(/done=merged/);
    assert.equal(new URL(page.url()).pathname, anna);
    assert.match(await page.textContent('main'), /Zusammengeführt aus\s+Annie S\./);
    await page.goto(house.url + annie);
    assert.equal(new URL(page.url()).pathname, anna);
    await page.click('form[action$="/undo"] button');
    await page.waitForURL(/done=parted/);
    await page.goto(house.url + annie);
    assert.equal(await page.textContent('h1'), 'Annie S.');
    /* What was taken back comes again by its button. */
    await page.goto(`${house.url}${annie}/edit`);
    await page.click('form[action$="/remove"] button');
    assert.equal(await page.locator('.reach a').count(), 0);
    await page.click('.note button');
    assert.equal(await page.locator('.reach a').count(), 1);
    assert.deepEqual(page.faults, []);
    await browser.close();
    await house.done();
});

test('browser: what was typed into a refused form stays, with the reason beside it', async () => {
    const house = await openBook();
    const browser = await launch();
    const page = await visitor(browser, house);
    await bookOf(house, page);
    const anna = await add(page, house, 'Anna Schmidt');
    await edit(page, house, anna, 'data', { kind: 'birthday', value: '31.2.1964' });
    assert.equal(await page.inputValue('#data-value'), '31.2.1964');
    assert.match(await page.textContent('#data-wrong'), /einen Tag, den es gibt/);
    await edit(page, house, anna, 'roles', { organisation: 'A', from_on: '2012', to_on: '2010' });
    assert.match(await page.textContent('#role-to-wrong'), /bevor es beginnt/);
    await edit(page, house, anna, 'ties', { other: 'Otto' });
    assert.match(await page.textContent('#tie-wrong'), /heißt niemand so/);
    await page.goto(`${house.url}/book/people/new`);
    await page.fill('#name', 'schmidt, anna');
    await page.click('main form.fields button');
    assert.match(await page.textContent('main'), /Ist es dieselbe Person/);
    await browser.close();
    await house.done();
});

test('browser: axe-core finds no violation in the book, in both languages and colour schemes; nothing is too wide', async () => {
    const house = await openBook();
    const browser = await launch();
    const found = [];
    let shown;
    for (const locale of ['de-DE', 'en-GB'])
        for (const colorScheme of ['light', 'dark']) {
            const page = await visitor(browser, house, { locale, colorScheme, bypassCSP: true });
            await bookOf(house, page);
            shown ??= pagesOf(await filled(page, house));
            for (const [name, path] of Object.entries(shown)) {
                await page.setViewportSize({ width: 320, height: 700 });
                await page.goto(house.url + path);
                const width = await page.evaluate(() => document.documentElement.scrollWidth);
                if (width > 320) found.push(`${name} is ${width} px wide`);
                await page.evaluate(axe);
                const { violations } = await page.evaluate(() => globalThis.axe.run(document, {
                    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
                    rules: { 'color-contrast-enhanced': { enabled: true } },
                }));
                for (const v of violations) found.push(`${locale} ${colorScheme} ${name}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
                if (!SHOTS || locale === 'en-GB') continue;
                mkdirSync(SHOTS, { recursive: true });
                for (const width of [360, 1280]) {
                    await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
                    await page.screenshot({ path: join(SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
                }
            }
        }
    assert.deepEqual(found, []);
    await browser.close();
    await house.done();
});
