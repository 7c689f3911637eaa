// SPDX-License-Identifier: AGPL-3.0-or-later
//
// run.mjs BINARY - what people see and do, in Debian's Chromium.
import { finish } from '../lib/suite.mjs';

process.env.BINARY ??= process.argv[2];
const parts = process.env.PARTS?.split(',') ?? [
    'talking',
    'returning',
    'duties',
    'hour',
    'book',
    'encounters',
    'care',
    'cards',
    'keeping',
    'introductions',
    'access',
];
for (const part of parts) await import(`./${part}.mjs`);
await finish();
