// SPDX-License-Identifier: AGPL-3.0-or-later
//
// planted.mjs BINARY [SECONDS] - does the checker see what it is there to see? A house stands behind a line
// that spoils what it says, in one way after the other; each time the checker must say which promise was
// broken, and without a fault it must find none. Exit 1: it was blind, or saw what is not there.
import { spawn } from 'node:child_process';
import { createServer, request } from 'node:http';
import { once } from 'node:events';
import { House } from '../lib/house.mjs';
import { rmSync } from 'node:fs';

const [binary, seconds = '4'] = process.argv.slice(2);
const here = (path) => new URL(path, import.meta.url).pathname;
const room = 'ueber-groesse-naehe';

/** Rewrites the events of a stream, one block at a time. */
const blocks = (change) => {
    let text = '';
    return (piece) => {
        let out = '';
        text += piece;
        for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) out += change(text.slice(0, end + 2));
        return out;
    };
};
const isStream = (path) => path.includes('/events') || path.includes('/stream');
const isHide = (block) => block.includes('\nevent: hide\n');

/** What is spoilt: the promise that it breaks, and for a request's path a function over its text, or none. */
const faults = {
    none: { promise: null, of: () => null },
    'an event is left out': {
        promise: 'G3',
        of: (path) => isStream(path) && blocks((block) => (/^id: \S*7\n/.test(block) ? '' : block)),
    },
    'what was hidden is sent as it was said, as from a window that nobody emptied': {
        promise: 'G7',
        words: new Map(),
        of(path) {
            if (!path.includes('/events')) return null;
            return blocks((block) => {
                const data = JSON.parse(block.match(/^data: (.*)$/m)?.[1] ?? '{}');
                if (data.text) this.words.set(data.id, data);
                const was = !data.text && this.words.get(data.id);
                return was ? block.replace(/^data: .*$/m, () => `data: ${JSON.stringify(was)}`) : block;
            });
        },
    },
    'a hide is told as if nothing were to be done': {
        promise: 'G6',
        of(path) {
            const words = new Map(); // said on this line, so that it is no news that they are told
            if (!path.includes('/events')) return null;
            return blocks((block) => {
                const data = JSON.parse(block.match(/^data: (.*)$/m)?.[1] ?? '{}');
                if (data.text) words.set(data.id, data);
                const was = isHide(block) && words.get(data.id);
                return was ? block.replace(/^data: .*$/m, () => `data: ${JSON.stringify(was)}`) : block;
            });
        },
    },
    'the page comes from a cache that hears of new messages only': {
        promise: 'G7',
        items: new Map(),
        of(path) {
            if (path !== `/talks/${room}`) return null;
            let page = '';
            return (piece, last) => {
                page += piece;
                return last ? page.replace(/<li class="message" id="(m\d+)">[^]*?<\/li>/g, (item, id) => this.items.get(id) ?? (this.items.set(id, item), item)) : '';
            };
        },
    },
};

/** A line to `target` that spoils answers by `fault`; resolves to its server. */
async function line(target, fault) {
    const server = createServer((asked, answer) => {
        const change = fault.of(asked.url.split('?')[0]);
        const headers = { ...asked.headers, host: target.host };
        if (change) delete headers['accept-encoding'];
        const onward = request({ host: target.hostname, port: target.port, path: asked.url, method: asked.method, headers, agent: false }, (got) => {
            const { 'content-length': length, ...rest } = got.headers;
            answer.useChunkedEncodingByDefault = false; // the checker wants a stream as the house sends it
            answer.writeHead(got.statusCode, change ? rest : { ...rest, ...(length && { 'content-length': length }) });
            got.setEncoding('utf8');
            got.on('data', (piece) => answer.write(change ? change(piece, false) : piece));
            got.on('end', () => answer.end(change ? change('', true) : ''));
            got.on('error', () => answer.destroy());
        });
        onward.on('error', () => answer.destroy());
        answer.on('close', () => onward.destroy());
        asked.pipe(onward);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return server;
}

async function judged(name, fault) {
    const house = new House(binary, { args: ['--rate', 'off'] });
    house.run('week', 'import', here('../fixtures/schedule.xml'));
    await house.open();
    const server = await line(new URL(house.url), fault);
    const checker = spawn(process.execPath, [here('checker.mjs'), `http://127.0.0.1:${server.address().port}`, room, seconds], { stdio: ['ignore', 'pipe', 'inherit'] });
    let said = '';
    checker.stdout.on('data', (d) => { said += d; });
    const [code] = await once(checker, 'exit');
    server.closeAllConnections();
    server.close();
    await house.close();
    rmSync(house.data, { recursive: true, force: true });
    const right = fault.promise ? code === 1 && new RegExp(`violations of .*${fault.promise}`).test(said) : code === 0;
    console.log(`${right ? 'ok   ' : 'FAIL '} ${fault.promise ?? 'no fault'}: ${name}`);
    if (!right) console.log(said.replace(/^/gm, '      '));
    return right;
}

let right = true;
for (const [name, fault] of Object.entries(faults)) right = (await judged(name, fault)) && right;
process.exit(right ? 0 : 1);
