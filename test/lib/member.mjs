// SPDX-License-Identifier: AGPL-3.0-or-later
//
// member.mjs - somebody with an account who sends the house's forms without a script.
import { guest } from './host.mjs';

export class Member {
    constructor(house, email) {
        Object.assign(this, { house, email });
    }

    /** Makes the account where there is none, and a session. */
    async signIn(role = 'member') {
        this.house.run('account', 'add', this.email, '--name', this.email.split('@')[0], '--role', role);
        const link = this.house.run('account', 'link', this.email).out.trim();
        const answer = await fetch(this.house.url + new URL(link, this.house.url).pathname, { method: 'POST', redirect: 'manual' });
        if (answer.status !== 303) throw new Error(`the link answers ${answer.status}`);
        this.cookie = answer.headers.get('set-cookie').split(';')[0];
        this.token = (await this.get('/account')).text.match(/name="token" value="([^"]+)"/)[1];
        return this;
    }

    get(path, headers = {}) {
        return guest(this.house, path, { cookie: this.cookie, ...headers });
    }

    /** { status, text, location } */
    async post(path, fields) {
        const answer = await fetch(this.house.url + path, { method: 'POST', redirect: 'manual',
            headers: { cookie: this.cookie, origin: this.house.url, 'accept-language': 'en' }, body: new URLSearchParams({ token: this.token, ...fields }) });
        return { status: answer.status, text: await answer.text(), location: answer.headers.get('location'), headers: answer.headers };
    }

    /** A new person of the book: the path of their page. */
    async person(name, fields = {}) {
        const { status, location, text } = await this.post('/book/people/new', { name, ...fields });
        if (status !== 303) throw new Error(`a new person answers ${status}: ${text.slice(0, 400)}`);
        return location.split('?')[0];
    }
}
