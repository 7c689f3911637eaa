// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { command, folder } from '../lib/house.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const HEAD = 'a\tb\tstrength\tfirst\tlast\tcount\n';

/** A ring of circles: [a, b, strength, first, last, count]. */
function community() {
    const ties = [];
    for (let circle = 0; circle < 6; circle++)
        for (let i = 0; i < 6; i++)
            for (let k = i + 1; k < 6; k++)
                if ((i + k + circle) % 3 !== 0)
                    ties.push([`c${circle}m${i}`, `c${circle}m${k}`, 1 + i, k, 40 + 7 * ((i * k) % 9), 2]);
    for (let circle = 0; circle < 6; circle++)
        ties.push([`c${circle}m1`, `c${(circle + 1) % 6}m1`, 2, 3, 99, 1]);
    return ties;
}

const table = (ties) => HEAD + ties.map((t) => t.join('\t') + '\n').join('');

function file(text, name = 'ties.tsv') {
    const path = join(folder(), name);
    writeFileSync(path, text);
    return path;
}

const rank = (...args) => command(BINARY, join(folder(), 'never'), ['rank', ...args]);
const rows = (text) => text.trimEnd().split('\n').slice(1).map((line) => line.split('\t'));

test('rank: pairs have reasons that add up to the score, and make no data folder', () => {
    const data = join(folder(), 'never');
    const { code, out } = command(BINARY, data, ['rank', 'pairs', '--all', '--ties', file(table(community()))]);
    assert.equal(code, 0);
    assert.equal(existsSync(data), false);
    assert.match(out, /^introducer\ta\tb\tscore\treason\n/);
    const known = new Set(community().flatMap(([a, b]) => [`${a} ${b}`, `${b} ${a}`]));
    for (const [introducer, a, b, score, reason] of rows(out)) {
        const sum = [...reason.matchAll(/\(([+-][0-9.]+)\)/g)].reduce((s, m) => s + Math.round(m[1] * 1e6), 0);
        assert.equal(sum, Math.round(score * 1e6), `${a} ${b}`);
        assert.ok(known.has(`${introducer} ${a}`) && known.has(`${introducer} ${b}`) && !known.has(`${a} ${b}`));
    }
});

test('rank: the order of lines, packing and threads change nothing', () => {
    const ties = community();
    const other = ties.map(([a, b, ...rest], i) => (i % 2 ? [b, a, ...rest] : [a, b, ...rest])).reverse();
    const packed = file(gzipSync(table(other)), 'ties.tsv.gz');
    const plain = file(table(ties));
    for (const verb of [['pairs', '--all'], ['pairs', '--top', '3'], ['members', '--top', '4']]) {
        const want = rank(...verb, '--ties', plain);
        assert.equal(want.code, 0, want.err);
        assert.ok(rows(want.out).length > 20);
        assert.equal(rank(...verb, '--ties', packed).out, want.out);
    }
    const members = rank('members', '--ties', plain);
    assert.equal(rank('members', '--threads', '3', '--ties', plain).out, members.out);
});

test('rank: who was not seen within the window is not proposed, unless all are asked for', () => {
    const ties = file(table(community().concat([['old', 'c0m1', 3, 1, 2, 1]])));
    const proposed = rank('pairs', '--ties', ties, '--top', '1000', '--window', '60').out;
    assert.ok(!proposed.includes('old'));
    assert.ok(rank('pairs', '--ties', ties, '--all', '--window', '60').out.includes('old has not been seen lately'));
    assert.ok(!rank('members', '--ties', ties, '--window', '60').out.includes('old'));
});

test('rank: what one seeks and the other offers counts, with the words that met', () => {
    const ties = file(table(community()));
    const seeks = file('id\ttext\nc0m1\tSteuerberater in Hamburg\n', 'seeks.tsv');
    const offers = file('id\ttext\nc0m2\tSteuerberatung für Vereine\n', 'offers.tsv');
    const only = ['pairs', '--all', '--introducer', 'c0m3', '--ties', ties];
    const pair = (out) => rows(out).find(([, a, b]) => a === 'c0m1' && b === 'c0m2');
    const before = pair(rank(...only).out);
    const after = pair(rank(...only, '--seeks', seeks, '--offers', offers).out);
    assert.ok(Number(after[3]) > Number(before[3]));
    assert.match(after[4], /c0m1 seeks “Steuerberater”, c0m2 offers “Steuerberatung”/);
    const unknown = rank(...only, '--seeks', file('id\ttext\nnobody\tx\n', 's.tsv'));
    assert.equal(unknown.code, 65);
    assert.match(unknown.err, /:2: /);
});

test('rank: bad lines are named and refused, or left out and counted', () => {
    const bad = ['x\tx\t1\t0\t1\t1', 'x\ty\t-1\t0\t1\t1', 'x\ty\t\t0\t1\t1', 'x\ty\t1\t0', 'x\ty\t1\t5\t1\t1', 'x\ty\t1\t5\t900\t1'];
    const path = file(HEAD + 'p\tq\t1\t0\t1\t1\n' + bad.join('\n') + '\n');
    const refused = rank('pairs', '--ties', path, '--now', '100');
    assert.equal(refused.code, 65);
    for (let line = 3; line < 3 + bad.length; line++) assert.ok(refused.err.includes(`${path}:${line}: `), `line ${line}`);
    assert.equal(refused.out, '');
    const lenient = rank('pairs', '--ties', path, '--now', '100', '--lenient');
    assert.equal(lenient.code, 0);
    assert.match(lenient.err, /6 bad lines left out/);

    const twice = file(HEAD + 'x\ty\t1\t0\t1\t1\ny\tz\t1\t0\t1\t1\ny\tx\t1\t0\t1\t1\n');
    const twins = rank('members', '--ties', twice);
    assert.equal(twins.code, 65);
    assert.ok(twins.err.includes(`${twice}:4: `));
    assert.match(rank('members', '--ties', twice, '--lenient').err, /1 bad lines? left out/);
    assert.equal(rank('pairs', '--ties', file('no\ttable\n')).code, 65);
    assert.equal(rank('pairs', '--lenient', '--ties', file('no\ttable\n')).code, 65);
    assert.equal(rank('pairs', '--ties', file(gzipSync(table(community())).subarray(0, 200), 'cut.gz')).code, 65);
});

test('rank: wrong calls', () => {
    const ties = file(table(community()));
    for (const args of [['pairs'], ['pairs', '--ties', ties, '--top', '0'], ['members', '--ties', ties, '--threads', 'x'],
        ['pairs', '--ties', ties, '--half-life', '-1'], ['pairs', '--ties', ties, '--now', 'today'], ['members', ties]])
        assert.equal(rank(...args).code, 64, args.join(' '));
    assert.equal(rank('pairs', '--ties', join(folder(), 'none')).code, 66);
    assert.equal(rank('pairs', '--ties', ties, '--introducer', 'nobody').code, 66);
});
