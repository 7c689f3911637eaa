// SPDX-License-Identifier: AGPL-3.0-or-later
//
// introductions.mjs - an introduction in browsers, with three people and real mail: the owner at a desk, the
// two on their telephones, to an entry of 2.5 in the ledger; another that ends in a no and reveals nothing;
// axe-core on all of its pages.
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../lib/house.mjs';
import { PASSWORD, Postfix, until, USER } from '../lib/postfix.mjs';
import { test } from '../lib/suite.mjs';
import { Visitor } from '../lib/visitor.mjs';
import { launch, phone, tooWide, violations, visitor } from './browser.mjs';

const { BINARY, SHOTS } = process.env;
const EMAIL = 'erna@example.org';
const SECRETS = ['Krüger', 'Ben ', 'ben@example.org', 'Beispiel Werke', '9876543'];

const signedIn = async (page, house) => {
    await page.goto(house.url + new URL(house.run('account', 'link', EMAIL).out.trim()).pathname);
    await page.click('main button');
    await page.waitForURL(/\/account/);
};

async function withMail() {
    const postfix = await Postfix.open();
    const house = await openHouse(BINARY, { before: [['account', 'add', EMAIL, '--name', 'Erna Muster', '--role', 'member']] });
    const host = new Visitor(house);
    await host.signIn(house.hostLink);
    await host.get('/host/mail');
    assert.equal(house.run('mail', 'server', '--ca-file', postfix.certificate).code, 0);
    await host.post('/host/mail', { host: 'localhost', port: String(postfix.port), security: 'starttls', user: USER, password: PASSWORD, from: USER });
    return { postfix, house };
}

async function person(page, house, name, email, side, text) {
    await page.goto(`${house.url}/book/people/new`);
    await page.fill('#name', name);
    await page.fill('#email', email);
    await page.click('main form.fields button');
    await page.waitForURL(/\/book\/people\/\d+/);
    await page.check(`.add-item [value="${side}"]`);
    await page.fill('#item-text', text);
    await page.click('.add-item > p > button');
    await page.waitForURL(/done=added/);
    return new URL(page.url()).pathname;
}

const two = async (page, house) => ({
    anna: await person(page, house, 'Anna Schmidt', 'anna@example.org', 'seeks', 'Räume für Werkstätten'),
    ben: await person(page, house, 'Ben Krüger', 'ben@example.org', 'offers', 'Räume für Werkstätten'),
});

async function drafted(page, house, anna) {
    await page.goto(house.url + anna);
    await page.click('#introductions a[href^="/introductions/new"]');
    await page.fill('#b', 'Ben Krüger');
    await page.check('[name="in_turn"][value="0"]');
    await page.click('main form.fields > p > button');
    await page.waitForURL(/\/introductions\/\d+$/);
    return new URL(page.url()).pathname;
}

async function asks(page, side, subject, words) {
    await page.fill(`#subject-${side}`, subject);
    await page.locator(`#words-${side}`).press('Control+End');
    await page.locator(`#words-${side}`).pressSequentially(words);
    await page.click(`#side-${side} form[action$="/words"] button`);
    await page.click(`#side-${side} form[action$="/ask"] > p > button >> nth=0`);
    await page.waitForSelector(`#side-${side} .state:has-text("gefragt")`);
}

const mailsTo = (postfix, to, n = 1) => until(() => `${n} mails to ${to}; ${postfix.log}`, () => {
    const mails = postfix.mails().filter((m) => new RegExp(`^To: .*${to}`, 'm').test(m));
    return mails.length >= n && mails;
});
const linkOf = (mail) => Postfix.text(mail).match(/\/answer\/[a-z2-7]{26}/)[0];

/** On a telephone, without an account; all that the page held is kept in `seen`. */
async function answers(browser, house, link, act, seen = []) {
    const page = await visitor(browser, house, phone);
    page.on('response', async (r) => seen.push(await r.text().catch(() => '')));
    await page.goto(house.url + link);
    seen.push(await page.content());
    await act(page);
    await page.waitForSelector('h1:has-text("Danke")');
    seen.push(await page.content());
    assert.deepEqual(page.faults, []);
    await page.context().close();
}

test('browser: three people and real mail, to an entry of 2.5 in the ledger', async () => {
    const { postfix, house } = await withMail();
    const browser = await launch();
    const erna = await visitor(browser, house);
    await signedIn(erna, house);
    const { anna } = await two(erna, house);
    const path = await drafted(erna, house, anna);
    await asks(erna, 0, 'Ein Gespräch', 'ich kenne jemanden mit Räumen. Darf ich dich bekannt machen?');
    await asks(erna, 1, 'Ein Gespräch', 'ich kenne jemanden, der Räume sucht. Darf ich dich bekannt machen?');
    for (const who of ['anna@', 'ben@']) {
        const [mail] = await mailsTo(postfix, who);
        await answers(browser, house, linkOf(mail), async (page) => {
            await page.check('[name="may_ask"]');
            await page.click('text=Ja, gern');
        });
    }
    await erna.goto(house.url + path);
    await erna.fill('#together-words', 'Liebe Anna, das ist Ben. Lieber Ben, das ist Anna.');
    await erna.click('text=An beide senden');
    const [, toAnna] = await mailsTo(postfix, 'anna@', 2);
    assert.match(Postfix.text(toAnna), /Ben Krüger\nben@example\.org/);
    assert.match(toAnna, /^Reply-To: .*<ben@example\.org>$/m);
    for (const [side, who] of [[0, 'anna@'], [1, 'ben@']]) {
        await erna.goto(house.url + path);
        await erna.click(`#side-${side} summary:has-text("per Mail fragen")`);
        await erna.locator(`#ask-${side}`).press('Control+End');
        await erna.locator(`#ask-${side}`).pressSequentially(' was ist daraus geworden?');
        await erna.click(`#side-${side} form[action$="/ask-outcome"] button`);
        const mails = await mailsTo(postfix, who, 3);
        await answers(browser, house, linkOf(mails[2]), async (page) => {
            await page.check('[name="worth"][value="25"]');
            await page.fill('#said', `Zusammen ging es (${who})`);
            await page.check('[name="release"]');
            await page.click('main form button');
        });
    }
    await erna.goto(`${house.url}/introductions/ledger`);
    const ledger = await erna.textContent('main');
    assert.match(ledger, /Anna Schmidt: mehr als jeder für sich \(2,5\) – „Zusammen ging es \(anna@\)“/);
    assert.match(ledger, /Ben Krüger: mehr als jeder für sich \(2,5\)/);
    assert.match(ledger, /zusammengezählt über die bekannten: 2,5\./);
    await erna.goto(house.url + path);
    await erna.click('text=Einen Beitrag darüber beginnen');
    assert.match(await erna.textContent('main'), /Ein Beitrag darüber ist begonnen/);
    assert.deepEqual(erna.faults, []);
    await browser.close();
    await house.done();
});

test('browser: a no reveals nothing to the one who said yes', async () => {
    const { postfix, house } = await withMail();
    const browser = await launch();
    const erna = await visitor(browser, house);
    await signedIn(erna, house);
    const { anna } = await two(erna, house);
    const path = await drafted(erna, house, anna);
    await asks(erna, 0, 'Ein Gespräch', 'ich kenne jemanden mit Räumen.');
    await asks(erna, 1, 'Ein Gespräch', 'ich kenne jemanden, der Räume sucht.');
    const seen = [];
    const [toAnna] = await mailsTo(postfix, 'anna@');
    const [toBen] = await mailsTo(postfix, 'ben@');
    await answers(browser, house, linkOf(toAnna), (page) => page.click('text=Ja, gern'), seen);
    await answers(browser, house, linkOf(toBen), (page) => page.click('text=Nein'));
    await erna.goto(house.url + path);
    await erna.click('#side-0 form[action$="/tell"] button >> nth=0');
    const mails = await mailsTo(postfix, 'anna@', 2);
    assert.match(Postfix.text(mails[1]), /Es passt gerade nicht/);
    seen.push(...mails, ...mails.map(Postfix.text));
    for (const text of seen) for (const secret of SECRETS) assert.ok(!text.includes(secret), `${secret} in ${text}`);
    assert.ok(seen.length > 6);
    await browser.close();
    await house.done();
});

async function everyPage(page, house) {
    const { anna } = await two(page, house);
    const path = await drafted(page, house, anna);
    await page.fill('#subject-0', 'Ein Gespräch');
    await page.fill('#words-0', 'Liebe Anna, Ben Krüger hat Räume.');
    await page.click('#side-0 form[action$="/words"] button');
    const erna = new Visitor(house);
    await erna.signIn(new URL(house.run('account', 'link', EMAIL).out.trim()).pathname);
    await erna.get(path);
    await erna.post(`${path}/words`, { side: 1, subject: 'Ein Gespräch', words: 'Lieber Ben, magst du jemanden kennenlernen, der Räume sucht?' });
    await erna.post(`${path}/ask`, { side: 1, way: 'mail' });
    const answer = (await erna.get('/account/mail')).text.match(/\/answer\/[a-z2-7]{26}/)[0];
    await page.goto(`${house.url}/book/people/new`);
    await person(page, house, 'Cem Yıldız', 'cem@example.org', 'seeks', 'Köche');
    await erna.get('/introductions/new');
    const other = (await erna.post('/introductions/new', { a: 'Anna Schmidt', b: 'Cem Yıldız', in_turn: '0', behalf: 'a', why: 'beide kochen' })).to;
    for (const side of [0, 1]) await erna.post(`${other}/ask`, { side, way: 'telephone', act: 'yes' });
    await erna.post(`${other}/introduce`, { way: 'in person' });
    for (const side of [0, 1]) await erna.post(`${other}/outcome`, { side, worth: '25', said: 'Es wurde ein Fest.' });
    return { list: '/introductions', new: '/introductions/new', asking: path, known: other, ledger: '/introductions/ledger', sheet: `/introductions/sheet/${anna.match(/\d+/)[0]}`, person: anna, answer, why: `${answer}/why`, gone: '/answer/aaaaaaaaaaaaaaaaaaaaaaaaaa' };
}

test('browser: axe-core finds no violation in introductions, in both languages and colour schemes; nothing is too wide', async () => {
    const house = await openHouse(BINARY, { before: [['account', 'add', EMAIL, '--name', 'Erna Muster', '--role', 'member']] });
    const browser = await launch();
    const found = [];
    let shown;
    for (const [locale, colorScheme] of [['de-DE', 'light'], ['en-GB', 'dark'], ['de-DE', 'dark']]) {
        const page = await visitor(browser, house, { locale, colorScheme, bypassCSP: true });
        await signedIn(page, house);
        if (!shown) {
            await page.goto(`${house.url}/introductions`);
            found.push(...await violations(page));
            shown = await everyPage(page, house);
        }
        for (const [name, path] of Object.entries(shown)) {
            await page.setViewportSize({ width: 320, height: 700 });
            await page.goto(house.url + path);
            if (await tooWide(page) > 0) found.push(`${name} is ${await tooWide(page)} px too wide`);
            await page.evaluate(() => document.querySelectorAll('details').forEach((d) => { d.open = true; }));
            found.push(...await violations(page));
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
