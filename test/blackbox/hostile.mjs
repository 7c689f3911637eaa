// SPDX-License-Identifier: AGPL-3.0-or-later
import assert from 'node:assert/strict';
import { openHouse } from '../lib/house.mjs';
import { raw, status } from '../lib/http.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const programme = new URL('../fixtures/schedule.xml', import.meta.url).pathname;

test('hostile: malformed requests get a 4xx, and the house stands', async () => {
    const house = await openHouse(BINARY, { before: [['week', 'import', programme]] });
    const close = 'Connection: close\r\n\r\n';
    const cases = {
        'no Host': ['GET / HTTP/1.1\r\n' + close, [400]],
        'NUL in the path': [`GET /a%00b HTTP/1.1\r\nHost: h\r\n${close}`, [400, 404]],
        'no UTF-8': [`GET /talks/%ff%fe HTTP/1.1\r\nHost: h\r\n${close}`, [400, 404]],
        'dots': [`GET /../../etc/passwd HTTP/1.1\r\nHost: h\r\n${close}`, [400, 404]],
        'encoded dots': [`GET /assets/..%2f..%2fetc%2fpasswd HTTP/1.1\r\nHost: h\r\n${close}`, [400, 404]],
        'long path': [`GET /${'a'.repeat(20000)} HTTP/1.1\r\nHost: h\r\n${close}`, [400, 404, 414, 431]],
        'large headers': [`GET / HTTP/1.1\r\nHost: h\r\nX: ${'a'.repeat(70000)}\r\n${close}`, [400, 431]],
        'many headers': [`GET / HTTP/1.1\r\nHost: h\r\n${'X: y\r\n'.repeat(8000)}${close}`, [400, 431]],
        'unknown method': [`BREW / HTTP/1.1\r\nHost: h\r\n${close}`, [400, 405, 501]],
        'DELETE': [`DELETE / HTTP/1.1\r\nHost: h\r\n${close}`, [405]],
        'TRACE': [`TRACE / HTTP/1.1\r\nHost: h\r\n${close}`, [405]],
        'large body': [`POST /talks/ueber-groesse-naehe/messages HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n${close}`, [413]],
        'two lengths': [`POST /sign-out HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 2\r\n${close}xx`, [400]],
        'length and chunks': [`POST /sign-out HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n${close}0\r\n\r\n`, [400, 403, 404]],
        'no HTTP': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n', [0, 400]],
    };
    for (const [name, [bytes, expected]] of Object.entries(cases)) {
        const answer = await raw(house.port, bytes);
        assert.ok(expected.includes(status(answer)), `${name}: ${status(answer)}`);
        assert.doesNotMatch(answer, /root:/);
    }
    assert.equal(await (await fetch(`${house.url}/healthz`)).text(), 'ok\n');
    await house.done();
});

test('hostile: HEAD has no body; 405 names what is allowed', async () => {
    const house = await openHouse(BINARY, { before: [['week', 'import', programme]] });
    const head = await raw(house.port, 'HEAD / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n');
    assert.equal(status(head), 200);
    assert.match(head, /\r\n\r\n$/);
    const wrong = await fetch(`${house.url}/api/v1/weeks`, { method: 'POST' });
    assert.equal(wrong.status, 405);
    assert.match(wrong.headers.get('allow'), /GET/);
    await house.done();
});

test('hostile: pages do not change where nothing changed (ETag), and carry the headers of safety', async () => {
    const house = await openHouse(BINARY, { before: [['week', 'import', programme]] });
    const first = await fetch(`${house.url}/speakers/ada-beispiel`);
    const tag = first.headers.get('etag');
    assert.ok(tag);
    const second = await fetch(`${house.url}/speakers/ada-beispiel`, { headers: { 'if-none-match': tag } });
    assert.equal(second.status, 304);
    for (const name of ['content-security-policy', 'x-content-type-options', 'referrer-policy', 'permissions-policy'])
        assert.ok(first.headers.get(name), name);
    const html = await first.text();
    const css = html.match(/href="(\/assets\/site\.[0-9a-f]+\.css)"/)[1];
    const sheet = await fetch(house.url + css, { headers: { 'accept-encoding': 'br' } });
    assert.match(sheet.headers.get('cache-control'), /immutable/);
    assert.equal(sheet.headers.get('content-encoding'), 'br');
    assert.equal((await fetch(`${house.url}/assets/site.0000000000000000.css`)).status, 404);
    await house.done();
});

test('hostile: the access log has shortened addresses and one line a request', async () => {
    const house = await openHouse(BINARY, { before: [['week', 'import', programme]] });
    await fetch(`${house.url}/talks/no-such-talk?secret=1`);
    await house.close();
    const lines = house.log.split('\n').filter((l) => l.includes('no-such-talk'));
    assert.ok(lines.length >= 1 && lines.length <= 2, house.log);
    assert.ok(lines.every((l) => !l.includes('127.0.0.1') && !l.includes('secret')));
    await house.done();
});
