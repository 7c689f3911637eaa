// SPDX-License-Identifier: AGPL-3.0-or-later
//
// visitor.mjs - somebody at the house, by a browser without script: keeps cookies and the form's token.
import assert from 'node:assert/strict';
import { openHouse } from './house.mjs';

/** A browser's cookies and nothing else; `address` is what a trusted proxy says of it. */
export class Visitor {
    constructor(house, { address, headers = {} } = {}) {
        Object.assign(this, { house, cookies: {}, headers: { 'accept-language': 'en', ...headers } });
        if (address) this.headers['x-forwarded-for'] = address;
    }

    async ask(path, { method = 'GET', fields } = {}) {
        const cookie = Object.entries(this.cookies).map(([n, v]) => `${n}=${v}`).join('; ');
        const answer = await fetch(new URL(path, this.house.url), {
            method, redirect: 'manual', body: fields && new URLSearchParams(fields),
            headers: { ...this.headers, ...(cookie ? { cookie } : {}) },
        });
        for (const line of answer.headers.getSetCookie()) {
            const [name, value] = line.split(';')[0].split(/=(.*)/s);
            if (value && !/max-age=0/i.test(line)) this.cookies[name] = value;
            else delete this.cookies[name];
        }
        const text = await answer.text();
        this.token = text.match(/name="token" value="([^"]+)"/)?.[1] ?? this.token;
        return { status: answer.status, headers: answer.headers, text, to: answer.headers.get('location') };
    }

    get(path) {
        return this.ask(path);
    }

    /** With the token of the last page seen, as a form has it. */
    post(path, fields = {}) {
        return this.ask(path, { method: 'POST', fields: { ...(this.cookies.session ? { token: this.token } : {}), ...fields } });
    }

    async signIn(link) {
        await this.get(link);
        return this.post(link);
    }
}

/** A house, and its host signed in. */
export async function withHost(binary, options) {
    const house = await openHouse(binary, options);
    const host = new Visitor(house);
    assert.equal((await host.signIn(house.hostLink)).to, '/host');
    await host.get('/account');
    return { house, host };
}
