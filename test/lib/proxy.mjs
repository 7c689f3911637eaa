// SPDX-License-Identifier: AGPL-3.0-or-later
//
// proxy.mjs - a way to the house that can be cut: while it is, connections end at once.
import net from 'node:net';
import { afterwards } from './suite.mjs';

export async function proxyTo(house) {
    const open = new Set();
    const proxy = { cut: false };
    const server = net.createServer((from) => {
        if (proxy.cut) return from.destroy();
        const to = net.connect(house.port, '127.0.0.1');
        for (const socket of [from, to]) {
            open.add(socket);
            socket.on('error', () => {});
            socket.on('close', () => { open.delete(socket); from.destroy(); to.destroy(); });
        }
        from.pipe(to).pipe(from);
    });
    await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
    afterwards(async () => server.close());
    proxy.url = `http://127.0.0.1:${server.address().port}`;
    /** Nothing comes through until mend(). */
    proxy.break = () => {
        proxy.cut = true;
        for (const socket of open) socket.destroy();
    };
    proxy.mend = () => { proxy.cut = false; };
    proxy.close = () => { proxy.break(); return new Promise((resolve) => server.close(resolve)); };
    return proxy;
}
