// SPDX-License-Identifier: AGPL-3.0-or-later
//
// browser.mjs - Debian's Chromium, driven by playwright-core; every request to elsewhere is a fault.
import { createRequire } from 'node:module';
import { existsSync, readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';
import { afterwards } from '../lib/suite.mjs';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** What a telephone is to Chromium. */
export const phone = { viewport: { width: 360, height: 740 }, isMobile: true, hasTouch: true };

export async function launch() {
    const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
    const browser = await chromium.launch({
        executablePath,
        args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
            '--disable-component-update', '--disable-sync'],
    });
    afterwards(() => browser.close());
    return browser;
}

/** A page of a browser of its own: no cookies shared, faults and foreign requests collected. */
export async function visitor(browser, house, options = {}) {
    const context = await browser.newContext({ locale: 'de-DE', viewport: { width: 1280, height: 900 }, ...options });
    const page = await context.newPage();
    page.faults = [];
    page.on('pageerror', (e) => page.faults.push(String(e)));
    page.on('console', (m) => { if (m.type() === 'error' && !/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION|ERR_INCOMPLETE|422/.test(m.text())) page.faults.push(m.text()); });
    page.on('request', (r) => { if (!r.url().startsWith(house.url) && !r.url().startsWith('data:')) page.faults.push(`request to ${r.url()}`); });
    return page;
}

/** What axe-core finds wrong on the page as it is; its visitor was made with bypassCSP. */
export async function violations(page) {
    await page.evaluate(axe);
    const { violations: found } = await page.evaluate(() => globalThis.axe.run(document, {
        runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'], rules: { 'color-contrast-enhanced': { enabled: true } },
    }));
    return found.map((v) => `${page.url()}: ${v.id}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(' | ')}`);
}

/** By how many pixels the page is wider than the screen. */
export const tooWide = (page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
