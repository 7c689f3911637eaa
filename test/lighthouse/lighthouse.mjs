// SPDX-License-Identifier: AGPL-3.0-or-later
//
// lighthouse.mjs BINARY [RUNS] - what Lighthouse says of home, day and talk of the demonstration, as a telephone
// on a slow line sees them (its mobile profile): the median of RUNS (3). Ends with 1 where it is below 95.
import { existsSync } from 'node:fs';
import * as chrome from 'chrome-launcher';
import lighthouse from 'lighthouse';
import { openHouse } from '../lib/house.mjs';

const [binary, runs = '3'] = process.argv.slice(2);
const BAR = 95;
const CATEGORIES = ['performance', 'accessibility', 'best-practices'];
const MEASURES = { 'first-contentful-paint': 'ms', 'largest-contentful-paint': 'ms', 'total-blocking-time': 'ms', 'cumulative-layout-shift': '' };
const chromePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const chromeFlags = ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

async function pages(house) {
    const [week] = await (await fetch(`${house.url}/api/v1/weeks`)).json();
    const { days } = await (await fetch(`${house.url}/api/v1/weeks/${week.slug}`)).json();
    return { home: '/', day: `/weeks/${week.slug}/${days[1].date}`, talk: `/talks/${days[0].talks[0].slug}` };
}

/** In a browser of its own. A trace that could not be recorded (the machine was busy) is recorded once more. */
async function run(url, again = true) {
    const browser = await chrome.launch({ chromePath, chromeFlags });
    try {
        const { lhr } = await lighthouse(url, { port: browser.port, onlyCategories: CATEGORIES, logLevel: 'error', locale: 'en-US' });
        if (!lhr.runtimeError) return lhr;
        if (!again) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    } finally {
        await browser.kill();
    }
    return run(url, false);
}

/** Audits that cost points in one of the runs, with what Lighthouse says about them. */
function wanting(all) {
    const lines = new Set();
    for (const { audits, categories } of all)
        for (const category of CATEGORIES)
            for (const { id, weight } of categories[category].auditRefs)
                if (weight > 0 && audits[id].score !== null && audits[id].score < 0.9) lines.add(`${category}: ${id} ${audits[id].displayValue ?? ''}`);
    return [...lines];
}

const house = await openHouse(binary, { before: [['demo']], env: { NETZARBEIT_NOW: '2012-07-10T14:20:00+02:00' } });
let low = 0;
try {
    for (const [name, path] of Object.entries(await pages(house))) {
        const all = [];
        for (let i = 0; i < Number(runs); i++) all.push(await run(house.url + path));
        const score = (category) => Math.round(100 * median(all.map((lhr) => lhr.categories[category].score)));
        const figures = Object.entries(MEASURES).map(([id, unit]) => {
            const value = median(all.map((lhr) => lhr.audits[id].numericValue));
            return `${id} ${unit ? Math.round(value) : value.toFixed(3)}${unit && ` ${unit}`}`;
        });
        console.log(`${name.padEnd(5)} ${CATEGORIES.map((category) => `${category} ${score(category)}`).join(', ')}\n      ${figures.join(', ')}`);
        for (const line of wanting(all)) console.log(`      ${line}`);
        low += CATEGORIES.filter((category) => score(category) < BAR).length;
    }
} finally {
    await house.done();
}
console.log(low === 0 ? `all at ${BAR} or above` : `${low} below ${BAR}`);
process.exit(low === 0 ? 0 : 1);
