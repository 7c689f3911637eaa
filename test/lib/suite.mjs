// SPDX-License-Identifier: AGPL-3.0-or-later
//
// suite.mjs - tests one after the other, each named by what holds when it passes.
const tests = [];
const leftovers = [];
const LIMIT_MS = 180000;

/** Called after each test, so that one that failed leaves nothing running. */
export function afterwards(clean) {
    leftovers.push(clean);
}

function limited(run) {
    let timer;
    const late = new Promise((_, reject) => { timer = setTimeout(() => reject(new Error(`not done in ${LIMIT_MS / 1000} s`)), LIMIT_MS); });
    return Promise.race([run(), late]).finally(() => clearTimeout(timer));
}

export function test(name, run) {
    tests.push({ name, run });
}

export class Skip extends Error {}

export function skip(why) {
    throw new Skip(why);
}

/** Runs what was named; the process ends with 1 if one failed. $ONLY chooses by a part of the name. */
export async function finish() {
    let failed = 0, passed = 0, skipped = 0;
    for (const { name, run } of tests) {
        if (process.env.ONLY && !name.includes(process.env.ONLY)) continue;
        try {
            await limited(run);
            passed++;
            console.log(`ok    ${name}`);
        } catch (e) {
            if (e instanceof Skip) {
                skipped++;
                console.log(`SKIP  ${name}: ${e.message}`);
                continue;
            }
            failed++;
            console.log(`FAIL  ${name}\n      ${String(e.stack ?? e).replaceAll('\n', '\n      ')}`);
        } finally {
            for (const clean of leftovers.splice(0)) await clean().catch(() => {});
        }
    }
    console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
    process.exit(failed === 0 && passed > 0 ? 0 : 1);
}
