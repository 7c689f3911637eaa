// SPDX-License-Identifier: AGPL-3.0-or-later
//
// exchange.mjs - `book import --dry-run`: what files of people hold, said without book and account.
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, folder } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const CARD = 'BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Erna Muster\r\nEMAIL:erna@example.org\r\nEND:VCARD\r\n';
const files = mkdtempSync(join(tmpdir(), 'netzarbeit-files-'));

/** A file with these contents; its path. */
function file(name, contents) {
    const path = join(files, name);
    writeFileSync(path, contents);
    return path;
}

/** The command's JSON, its exit code, and the data folder it must not have made. */
function look(paths, options = {}) {
    const data = join(folder(), 'never');
    const { code, out, err } = command(BINARY, data, ['book', 'import', '--dry-run', '--json', ...paths], options);
    assert.equal(existsSync(data), false, 'it made a data folder');
    return { code, err, report: JSON.parse(out) };
}

test('exchange: cards, tables, mails, talks and meetings are counted, whatever they are called', () => {
    const { code, report } = look([
        file('cards.bin', CARD.repeat(3)),
        file('jcard.bin', '["vcard",[["version",{},"text","4.0"],["fn",{},"text","Ben"]]]'),
        file('table.bin', Buffer.from('Vorname;Nachname;E-Mail-Adresse\nMüller;Erna;e@example.org\n', 'latin1')),
        file('mail.bin', 'From a@example.org Mon Jan  1 10:00:00 2024\nFrom: a@example.org\nDate: 1 Jan 2024 10:00 GMT\n\nx\n'),
        file('chat.bin', '[31.12.20, 23:59:01] Anna: x\n[31.12.20, 23:59:02] Ben: y\n'),
        file('calendar.bin', 'BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240101T100000Z\nEND:VEVENT\nEND:VCALENDAR\n'),
        file('archive.bin', '{"participants":[{"name":"A"}],"messages":[{"sender_name":"A","timestamp_ms":1700000000000}]}'),
    ]);
    assert.equal(code, 0);
    assert.deepEqual(report, { files: 7, files_read: 7, cards: 5, encounters: 5, refused: [] });
});

test('exchange: a bad card is named with file, line and reason, the good ones come in', () => {
    const path = file('some.vcf', `${CARD}BEGIN:VCARD\r\nFN:cut\r\n${CARD}hello\r\n${CARD}BEGIN:VCARD\r\nFN:cut`);
    const { code, report } = look([path]);
    assert.equal(code, 0);
    assert.equal(report.cards, 3);
    assert.deepEqual(report.refused.map((r) => r.line), [6, 13, 19]);
    for (const r of report.refused) assert.ok(r.file === path && r.reason.length > 10);
});

test('exchange: files that cannot be read are refused, and the code says so', () => {
    const picture = file('picture.png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13]));
    const nothing = join(files, 'nothing.vcf');
    assert.equal(look([picture]).code, 65);
    assert.equal(look([nothing]).code, 66);
    assert.equal(look([files]).code, 65);
    const { code, report } = look([picture, nothing, file('one.vcf', CARD)]);
    assert.equal(code, 0);
    assert.deepEqual([report.files, report.files_read, report.cards], [3, 1, 1]);
    assert.deepEqual(report.refused.map((r) => r.line), [1, 0]);
});

test('exchange: the standard input, UTF-16, old Macs, no end of line', () => {
    assert.equal(look(['-'], { input: CARD }).report.cards, 1);
    assert.equal(look([file('wide.vcf', Buffer.from(`\ufeff${CARD}`, 'utf16le'))]).report.cards, 1);
    assert.equal(look([file('mac.vcf', CARD.replaceAll('\r\n', '\r'))]).report.cards, 1);
    assert.equal(look([file('bare.vcf', CARD.trimEnd())]).report.cards, 1);
});

test('exchange: for people it says the same in their language; without --dry-run it takes nothing', () => {
    const path = file('one.vcf', CARD);
    const said = command(BINARY, join(folder(), 'never'), ['book', 'import', '--dry-run', path], { env: { LC_ALL: 'de_DE.UTF-8' } });
    assert.equal(said.code, 0);
    assert.match(said.out, /Personen: 1, .*abgewiesen: 0/);
    assert.equal(command(BINARY, join(folder(), 'never'), ['book', 'import', path]).code, 64);
    assert.equal(command(BINARY, join(folder(), 'never'), ['book', 'import', '--dry-run']).code, 64);
});

test('exchange: cut anywhere, a file of cards gives the whole ones and names the rest', () => {
    const whole = CARD.repeat(4);
    for (let at = 1; at < whole.length; at += 37) {
        const { report } = look([file('cut.vcf', whole.slice(0, at))]);
        const complete = whole.slice(0, at).split('END:VCARD').length - 1;
        assert.equal(report.cards, complete, `cut at ${at}`);
        const rest = whole.slice(0, at).slice(complete * CARD.length).trim();
        assert.equal(report.refused.length, rest === '' && complete > 0 ? 0 : 1, `cut at ${at}`);
    }
});
