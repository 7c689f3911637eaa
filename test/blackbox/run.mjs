// SPDX-License-Identifier: AGPL-3.0-or-later
//
// run.mjs BINARY - the program from outside: commands, pages, the interface for programs, bad input.
import { finish } from '../lib/suite.mjs';

process.env.BINARY ??= process.argv[2];
const parts = process.env.PARTS?.split(',') ?? [
    'commands',
    'house',
    'programme',
    'rooms',
    'cache',
    'duties',
    'posts',
    'accounts',
    'mail',
    'alone',
    'keeping',
    'making',
    'hostile',
    'bad',
    'paste',
    'book',
    'encounters',
    'care',
    'cards',
    'exchange',
    'rank',
    'introductions',
];
for (const part of parts) await import(`./${part}.mjs`);
await finish();
