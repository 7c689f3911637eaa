// SPDX-License-Identifier: AGPL-3.0-or-later
//
// keeping.mjs - the pages of a book's privacy in a browser: a person erased on a telephone by keyboard, the
// yearly look, the dossier printed; axe-core on all of them. $SHOTS takes pictures.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../lib/house.mjs';
import { Member } from '../lib/member.mjs';
import { test } from '../lib/suite.mjs';
import { launch, phone, tooWide, violations, visitor } from './browser.mjs';

const { BINARY, SHOTS } = process.env;
const EMAIL = 'ich@example.org';
// Six years behind the first entries: the yearly look has somebody to ask about.
const LATER = { NETZARBEIT_NOW: '2018-07-10T14:20:00+02:00' };

/** A book of 2012, looked at in 2018. */
async function opened() {
    const before = await openHouse(BINARY, { env: { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' } });
    const me = await new Member(before, EMAIL).signIn();
    const anna = await me.person('Anna Schmidt', { phone: '040 / 123 456-7', email: 'anna@example.org', met_how: 'auf der Messe in Lübeck' });
    const ben = await me.person('Ben Krüger');
    await me.post(`${anna}/notes`, { text: 'Mag Tee, sagt Ben' });
    await me.post(`${anna}/notes`, { text: 'Hört links schlecht', sensitive: '1' });
    await me.post(`${anna}/items`, { side: 'seeks', text: 'Steuerberater in Hamburg' });
    await me.post(`${ben}/notes`, { text: 'kennt Anna Schmidt aus dem Chor' });
    before.run('--account', EMAIL, 'log', 'call "Anna Schmidt" 20m heard "neue Stelle, Ben hilft"');
    await before.close();
    const house = await openHouse(BINARY, { env: LATER, data: before.data });
    return { house, anna, ben };
}

async function signIn(page, house) {
    await page.goto(house.url + new URL(house.run('account', 'link', EMAIL).out, house.url).pathname);
    await page.click('main button');
    await page.waitForURL(/\/account/);
}

const pagesOf = ({ anna }) => ({
    dossier: `${anna}/dossier`, erase: `${anna}/erase`, yearly: '/book/yearly', 'yearly-one': '/book/yearly?one=1', privacy: '/book/privacy',
    records: '/book/privacy/records', erased: '/book/erased', export: '/account/export', delete: '/account/delete', gone: '/account/gone', account: '/account',
});

test('browser: axe-core finds no violation in what belongs to privacy; nothing is too wide', async () => {
    const book = await opened();
    const browser = await launch();
    const found = [];
    for (const [locale, colorScheme] of [['de-DE', 'light'], ['de-DE', 'dark'], ['en-GB', 'light']]) {
        const page = await visitor(browser, book.house, { locale, colorScheme, bypassCSP: true });
        await signIn(page, book.house);
        for (const [name, path] of Object.entries(pagesOf(book))) {
            await page.setViewportSize({ width: 320, height: 700 });
            await page.goto(book.house.url + path);
            const over = await tooWide(page);
            if (over > 0) found.push(`${locale} ${name} is ${over} px too wide`);
            found.push(...(await violations(page)).map((v) => `${locale} ${colorScheme} ${name}: ${v}`));
            if (!SHOTS || locale === 'en-GB') continue;
            mkdirSync(SHOTS, { recursive: true });
            for (const width of [360, 1280]) {
                await page.setViewportSize({ width, height: width === 360 ? 740 : 900 });
                await page.screenshot({ path: join(SHOTS, `${name}-${width}-${colorScheme}.png`), fullPage: true });
            }
        }
        assert.deepEqual(page.faults, []);
    }
    assert.deepEqual(found, []);
    await browser.close();
    await book.house.done();
});

test('browser: on a telephone, by keyboard: from the page of somebody to erasing them, and no way back', async () => {
    const { house, anna, ben } = await opened();
    const browser = await launch();
    const page = await visitor(browser, house, phone);
    await signIn(page, house);
    await page.goto(house.url + anna);
    await page.locator('details.keeping summary').focus();
    await page.keyboard.press('Enter');
    await page.click(`a[href="${anna}/erase"]`);
    assert.ok(await page.locator(`main a[href="${ben}"]`).isVisible(), 'it is not said where the name still stands');
    await page.fill('#sure', 'Anna');
    await page.keyboard.press('Enter');
    await page.waitForSelector('#sure-wrong:not(:empty)');
    await page.fill('#sure', 'anna schmidt');
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/book\/erased/);
    assert.equal((await page.goto(house.url + anna)).status(), 404);
    await browser.close();
    await house.done();
});

test('browser: a dossier is printed without what is for the owner only', async () => {
    const { house, anna } = await opened();
    const browser = await launch();
    const page = await visitor(browser, house);
    await signIn(page, house);
    await page.goto(`${house.url}${anna}/dossier`);
    await page.emulateMedia({ media: 'print' });
    assert.equal(await page.locator('.no-print').isVisible(), false);
    assert.ok(await page.getByText('Hört links schlecht').isVisible());
    assert.ok(!(await page.locator('main').innerText()).includes('Ben'));
    if (SHOTS) await page.screenshot({ path: join(SHOTS, 'dossier-print.png'), fullPage: true });
    await browser.close();
    await house.done();
});
