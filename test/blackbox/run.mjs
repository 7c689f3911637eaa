// SPDX-License-Identifier: AGPL-3.0-or-later
//
// run.mjs BINARY - the program from outside: commands, pages, the interface for programs, bad input.
import { finish } from '../lib/suite.mjs';

process.env.BINARY ??= process.argv[2];
for (const part of ['commands', 'house', 'programme', 'rooms', 'duties', 'posts', 'accounts', 'making', 'hostile', 'paste', 'rank']) await import(`./${part}.mjs`);
await finish();
