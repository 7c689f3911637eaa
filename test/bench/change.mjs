// SPDX-License-Identifier: AGPL-3.0-or-later
//
// change.mjs PROGRAM - how soon a guest sees what a host has changed on a page that was kept. A guest asks for
// the page again and again; counted is from the answer that the host's form was stored, and from its sending.
import { rmSync } from 'node:fs';
import { Host, guest } from '../lib/host.mjs';
import { openHouse } from '../lib/house.mjs';

const CHANGES = 15;
const BAR_MS = 100;
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

const house = await openHouse(process.argv[2], { before: [['demo']], args: ['--rate', 'off'] });
const host = await new Host(house).signIn();
const talk = (await guest(house, '/')).text.match(/\/talks\/[a-z0-9-]+/)[0];

/** When a request began whose answer shows the text. */
async function seen(text) {
    for (;;) {
        const began = performance.now();
        if ((await guest(house, talk)).text.includes(text)) return { began, ended: performance.now() };
    }
}

const [stored, sent] = [[], []];
for (let i = 0; i < CHANGES; i++) {
    const title = `A title of its own, number ${i}.`;
    const sending = performance.now();
    const watching = seen(title);
    await host.send(`/host${talk}`, { title });
    const answered = performance.now();
    const { ended } = await watching;
    stored.push(Math.max(0, ended - answered));
    sent.push(ended - sending);
}
await house.close();
rmSync(house.data, { recursive: true, force: true });
const worst = Math.max(...stored);
console.log(`a host's change on the public page: ${median(stored).toFixed(1)} ms after it was stored (most ${worst.toFixed(1)}), `
    + `${median(sent).toFixed(0)} ms after the form was asked for`);
console.log(`  bar: ms at most ${BAR_MS}: ${worst.toFixed(1)} - ${worst <= BAR_MS ? 'reached' : 'NOT REACHED'}`);
