// SPDX-License-Identifier: AGPL-3.0-or-later
//
// shots.mjs BINARY [FOLDER] [NAME…] - pictures of every kind of page at 360 and 1280 px, light and dark, to
// be looked at. Leaves FOLDER/NAME-WIDTH-SCHEME.png (default test/shots).
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { launch, visitor } from './browser.mjs';

const [binary, folder = 'test/shots', ...names] = process.argv.slice(2);
process.env.BINARY = binary;
const { demo, desk, pages } = await import('./access.mjs');
const invitation = readFileSync(new URL('../fixtures/invitation.txt', import.meta.url), 'utf8');
mkdirSync(folder, { recursive: true });
const house = await demo(binary);
const browser = await launch();
for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']]) {
    const page = await visitor(browser, house, { viewport: { width, height: width === 360 ? 740 : 900 }, colorScheme, isMobile: width === 360 });
    const wanted = (name) => !names.length || names.includes(name);
    const shoot = async (name) => {
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: width === 360 });
    };
    const first = await pages(house);
    for (const [name, path] of Object.entries({ ...first, conversation: `${first.talk}#conversation`, ...await desk(house, page) })) {
        if (!wanted(name)) continue;
        await page.goto(house.url + path);
        await shoot(name);
    }
    if (!wanted('pasted')) continue;
    await page.goto(`${house.url}/host/paste`);
    await page.fill('#text', invitation);
    await page.click('main button');
    await shoot('pasted');
}
await browser.close();
await house.done();
