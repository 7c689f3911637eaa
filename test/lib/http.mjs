// SPDX-License-Identifier: AGPL-3.0-or-later
//
// http.mjs - requests as bytes on a socket, and server-sent events as they arrive.
import { connect } from 'node:net';

/** Sends `bytes` and returns all that comes until the other side closes or `wait` ms pass. */
export function raw(port, bytes, wait = 3000) {
    return new Promise((resolve) => {
        const chunks = [];
        const socket = connect(port, '127.0.0.1', () => socket.write(bytes));
        const timer = setTimeout(() => socket.destroy(), wait);
        socket.on('data', (d) => chunks.push(d));
        socket.on('error', () => {});
        socket.on('close', () => {
            clearTimeout(timer);
            resolve(Buffer.concat(chunks).toString('latin1'));
        });
    });
}

export const status = (answer) => Number(answer.match(/^HTTP\/1\.[01] (\d{3})/)?.[1] ?? 0);

/** Reads a stream: `events` fills up; `until(n)` waits for the n-th. */
export class Events {
    constructor(url, headers = {}) {
        this.events = [];
        this.abort = new AbortController();
        this.waiting = [];
        this.opened = fetch(url, { headers, signal: this.abort.signal }).then((answer) => {
            this.status = answer.status;
            this.headers = answer.headers;
            this.#read(answer.body).catch(() => {});
            return this;
        });
    }

    async #read(body) {
        let text = '';
        const decoder = new TextDecoder();
        for await (const chunk of body) {
            text += decoder.decode(chunk, { stream: true });
            for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) this.#take(text.slice(0, end));
        }
        this.closed = true;
    }

    #take(block) {
        const event = {};
        for (const line of block.split('\n')) {
            const at = line.indexOf(':');
            if (at > 0) event[line.slice(0, at)] = line.slice(at + 1).replace(/^ /, '');
        }
        if (event.data === undefined) return;
        event.data = JSON.parse(event.data);
        this.events.push(event);
        this.waiting = this.waiting.filter((check) => !check());
    }

    of(kind) {
        return this.events.filter((e) => e.event === kind);
    }

    until(kind, n, ms = 5000) {
        return new Promise((resolve, reject) => {
            const timer = setTimeout(() => reject(new Error(`${this.of(kind).length} of ${n} ${kind} events in ${ms} ms`)), ms);
            const check = () => {
                if (this.of(kind).length < n) return false;
                clearTimeout(timer);
                resolve(this.of(kind));
                return true;
            };
            if (!check()) this.waiting.push(check);
        });
    }

    close() {
        this.abort.abort();
    }
}
