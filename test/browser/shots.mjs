// SPDX-License-Identifier: AGPL-3.0-or-later
//
// shots.mjs BINARY [FOLDER] [NAME…] - pictures of every kind of page at 360 and 1280 px, light and dark, to
// be looked at. Leaves FOLDER/NAME-WIDTH-SCHEME.png (default test/shots).
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { launch, visitor } from './browser.mjs';

const [binary, folder = 'test/shots', ...names] = process.argv.slice(2);
process.env.BINARY = binary;
const { demo, pages } = await import('./access.mjs');
mkdirSync(folder, { recursive: true });
const house = await demo(binary);
const browser = await launch();
for (const [width, colorScheme] of [[360, 'light'], [360, 'dark'], [1280, 'light'], [1280, 'dark']]) {
    const page = await visitor(browser, house, { viewport: { width, height: width === 360 ? 740 : 900 }, colorScheme, isMobile: width === 360 });
    for (const [name, path] of Object.entries(await pages(house))) {
        if (names.length && !names.includes(name)) continue;
        await page.goto(house.url + path);
        await page.waitForTimeout(150);
        await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: width === 360 });
    }
}
await browser.close();
await house.done();
