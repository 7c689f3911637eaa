// SPDX-License-Identifier: AGPL-3.0-or-later
//
// hour.mjs - the first hour of a host, played from an empty data folder to a conversation with people in it
// and the post of a guest author in the feed. Nobody types an address: every way goes by what stands on a
// page, or by a link that was handed over. axe-core reads every page on the way.
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { openHouse } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';
import { launch, phone, tooWide, violations, visitor } from './browser.mjs';

const { BINARY } = process.env;
const invitation = readFileSync(new URL('../fixtures/invitation.txt', import.meta.url), 'utf8');
const schema = new URL('../fixtures/atom.rng', import.meta.url).pathname;
/** The Monday of the invitation, while its second talk is on. */
const NOW = { NETZARBEIT_NOW: '2027-05-10T14:20:00+02:00' };

const faults = [];

/** Somebody with a browser of their own, whose every page is looked at. */
class Person {
    static async at(browser, house, options = {}) {
        return Object.assign(new Person(), { house, page: await visitor(browser, house, { bypassCSP: true, ...options }) });
    }

    async look() {
        faults.push(...await violations(this.page));
        const over = await tooWide(this.page);
        if (over > 0) faults.push(`${this.page.url()}: ${over} px too wide`);
    }

    /** Follows a link that was handed over on paper, by mail or on a terminal. */
    async open(link) {
        await this.page.goto(link);
        await this.look();
    }

    /** Follows a link of the page by its words; `within` says where it stands if it is not the content. */
    async follow(words, within = 'main') {
        await Promise.all([this.page.waitForNavigation(), this.page.locator(within).getByRole('link', { name: words }).first().click()]);
        await this.look();
    }

    /** Presses a button that leads to another page. */
    async press(words, within = 'main') {
        await Promise.all([this.page.waitForNavigation(), this.page.locator(within).getByRole('button', { name: words, exact: true }).first().click()]);
        await this.look();
    }

    /** Fills fields by their labels, as people find them. */
    async fill(fields, within = 'main') {
        for (const [label, value] of Object.entries(fields)) await this.page.locator(within).getByLabel(label, { exact: true }).fill(value);
    }

    async heading(words) {
        assert.equal((await this.page.textContent('h1')).trim(), words);
    }

    async sees(words, selector = 'main') {
        await this.page.waitForFunction(([words, selector]) => document.querySelector(selector)?.textContent.includes(words), [words, selector], { timeout: 10000 });
    }

    async seesNoMore(words) {
        await this.page.waitForFunction((words) => !document.documentElement.outerHTML.includes(words), words, { timeout: 10000 });
    }

    async say(name, text, { question = false } = {}) {
        await this.fill({ 'Ihr Name': name, 'Was Sie sagen möchten': text }, 'form.say');
        if (question) await this.page.getByLabel('Das ist eine Frage').check();
        await this.page.click('form.say button');
        await this.page.waitForFunction(() => document.querySelector('#say-text').value === '', null, { timeout: 10000 });
    }
}

/** The one link of a page that is shown once, to be handed over. */
const handed = async (person, way) => (await person.page.textContent('main')).match(new RegExp(`http://\\S+/${way}/[a-z2-7]+`))[0];

async function moveIn(host, stranger) {
    await host.open(host.house.hostLink);
    await host.heading('Anmelden');
    await host.press('Anmelden');
    await host.heading('Richten Sie Ihr Haus ein');
    await host.press('So behalten');
    await host.sees('Bitte geben Sie dem Haus einen Namen.');
    await host.fill({
        'Name des Hauses': 'Haus am Markt', 'Wer lädt ein?': 'Hanna Gastfreund', Zeitzone: 'Berlin',
        'Öffentliche Adresse': 'https://haus.example.org', 'E-Mail-Adresse für Fragen': 'hanna@haus.example.org',
    });
    await host.page.getByLabel('Sprache', { exact: true }).selectOption('de');
    await host.press('So behalten');
    // On a public address nobody sees anything before the duties are written.
    await stranger.open(host.house.url);
    await stranger.heading('Das Haus wird eingerichtet');
    await host.fill({
        Impressum: 'Hanna Gastfreund, Marktplatz 1, 12345 Musterstadt, hanna@haus.example.org, Telefon 0123 456',
        'Datenschutz: Ihre eigenen Worte': 'Verantwortlich: Hanna Gastfreund, Marktplatz 1, 12345 Musterstadt.',
    });
    await host.press('So behalten');
    await host.sees('Behalten. Es gilt ab jetzt überall.');
    await host.sees('Angemeldet: Hanna Gastfreund', 'footer');
    await stranger.open(host.house.url);
    await stranger.heading('Haus am Markt');
    await stranger.follow('Impressum', 'footer');
    await stranger.sees('Marktplatz 1');
    await stranger.follow('Datenschutz', 'footer');
    await stranger.sees('Verantwortlich: Hanna Gastfreund');
}

async function makeWeek(host, stranger) {
    await host.follow('Zum Schreibtisch');
    await host.follow('Einladung einfügen, Woche bekommen');
    await host.fill({ 'Text der Einladung': invitation });
    await host.press('Lesen');
    await host.sees('Was verstanden wurde');
    await host.sees('Eine Zeile wurde nicht verstanden.');
    assert.equal(await host.page.textContent('mark'), 'Wer mag, bringt Kuchen mit');
    const third = host.page.locator('fieldset', { has: host.page.getByText('Vortrag 3', { exact: true }) });
    assert.equal(await third.getByLabel('Thema').inputValue(), 'Wie man eine Gasse wider belebt');
    await third.getByLabel('Thema').fill('Wie man eine Gasse wieder belebt');
    await host.press('Prüfen');
    await host.press('Woche anlegen');
    await host.heading('Eventwoche Nachbarschaft');
    await host.sees('Diese Woche sehen alle.');
    for (const topic of ['Das offene Ohr', 'Ist Grüßen Arbeit?', 'Wie man eine Gasse wieder belebt']) await host.sees(topic);
    await stranger.open(host.house.url);
    await stranger.sees('Findet gerade statt: Montag, 10. Mai 2027.');
    await stranger.sees('Ist Grüßen Arbeit?', '.running');
}

/** The host makes one invitation, for two. */
async function invite(host) {
    await host.follow('Ihr Schreibtisch', 'header');
    await host.follow('Einladungen');
    await host.fill({ 'Für wen ist sie?': 'Die Nachbarn', 'Für wie viele Menschen gilt sie?': '2' });
    await host.press('Einladung anlegen');
    return handed(host, 'join');
}

async function comeIn(person, link, name) {
    await person.open(link);
    await person.heading('Sie sind eingeladen');
    await person.fill({ 'Ihr Name': name, 'Ihre Mailadresse': `${name.toLowerCase()}@example.org` });
    await person.press('Eintreten');
    await person.follow('Zum Programm');
    await person.follow('Ist Grüßen Arbeit?', '.running');
}

async function talk(host, ada, ben) {
    await host.follow('Haus am Markt', 'header');
    await host.follow('Ist Grüßen Arbeit?', '.running');
    await ben.page.click('.tabs a[href="#conversation"]');
    for (const { page } of [host, ada, ben]) await page.waitForFunction(() => document.querySelector('.line-state').textContent === 'verbunden', null, { timeout: 10000 });
    await ada.say('Ada', 'Guten Tag, hier ist Ada.');
    await ben.sees('Guten Tag, hier ist Ada.', '.messages');
    await ben.say('Ben', 'Hallo Ada! Ich bin der mit dem Hund.');
    await ada.sees('der mit dem Hund', '.messages');
    await ada.say('Ada', 'Grüßt man auch, wer nie zurückgrüßt?', { question: true });
    for (const person of [host, ben]) await person.sees('wer nie zurückgrüßt', '.questions .open');
    await ben.say('Ben', 'Meine Nummer ist 0123 456789');
    await ada.sees('0123 456789', '.messages');

    // The host marks the question, from its place in the list of questions.
    await host.follow('Grüßt man auch', '.questions');
    await host.press('Diese Frage ist beantwortet');
    await ada.sees('wer nie zurückgrüßt', '.questions .answered');
    await ben.sees('Frage, beantwortet', '#m3');

    // Ben should not have said that.
    await ben.look();
    await ben.follow('Zurücknehmen', '#m4');
    await ben.press('Diesen Beitrag zurücknehmen');
    await ada.sees('zurückgenommen', '#m4');
    await ada.seesNoMore('0123 456789');
    await ben.follow('Zu seiner Stelle im Gespräch');
    assert.ok(await ben.page.isVisible('form.say'), 'back among the others');
    await ben.sees('zurückgenommen', '#m4');
    await ada.look();
}

/** A guest author writes by a private link; the host publishes. */
async function post(host, dora) {
    await host.follow('Beiträge schreiben', '.menu');
    await host.fill({ 'Name der Person, die schreibt': 'Dora Lang' });
    await host.press('Einen privaten Verweis machen');
    await dora.open(await handed(host, 'write'));
    await dora.fill({ Titel: 'Drei Türen weiter', Text: 'Ich wohne **drei Türen weiter** & grüße alle.', 'Anschrift, wie sie unter dem Text stehen soll (darf leer bleiben)': 'Musterstadt' });
    await dora.press('Vorschau');
    await dora.press('Als Entwurf speichern');
    await host.follow('Beiträge schreiben', '.menu');
    await host.follow('Drei Türen weiter');
    await host.press('Speichern und veröffentlichen');
    await host.follow('Zur Seite');
    await dora.page.reload();
    await dora.heading('Ihr Beitrag ist veröffentlicht');
    await dora.follow('Drei Türen weiter');
    await dora.sees('Dora Lang', '.signature');
}

function validate(feed) {
    assert.match(execFileSync('xmllint', ['--noout', '--relaxng', schema, '-'], { input: feed, encoding: 'utf8', stdio: ['pipe', 'pipe', 'pipe'] }), /^$/);
}

test('browser: the first hour of a host, from an empty machine to a conversation and a post in the feed', async () => {
    const house = await openHouse(BINARY, { env: NOW });
    assert.match(house.hostLink, /\/sign-in\//, 'an empty house prints the link of its host');
    const browser = await launch();
    const [host, ada, ben, dora] = [await Person.at(browser, house), await Person.at(browser, house), await Person.at(browser, house, phone), await Person.at(browser, house, phone)];
    await moveIn(host, ada);
    await makeWeek(host, ada);
    const link = await invite(host);
    await comeIn(ada, link, 'Ada');
    await comeIn(ben, link, 'Ben');
    await talk(host, ada, ben);
    await post(host, dora);
    const feed = await (await fetch(`${house.url}/feed.atom`)).text();
    assert.match(feed, /<title>Drei Türen weiter<\/title>/);
    assert.match(feed, /<name>Dora Lang<\/name>/);
    validate(feed);
    // The invitation was good for two.
    await dora.open(link);
    assert.ok(!await dora.page.getByLabel('Ihr Name').isVisible());
    const seen = [host, ada, ben, dora].flatMap(({ page }) => page.faults.filter((fault) => !/status of (410|422|503)/.test(fault)));
    assert.deepEqual([...new Set(faults)], []);
    assert.deepEqual(seen, []);
    await browser.close();
    await house.done();
});
