// SPDX-License-Identifier: AGPL-3.0-or-later
//
// host.mjs - a guest who reads, and a host who fills in forms as they stand on their pages.

/** Somebody without a cookie. */
export async function guest(house, path, headers = {}) {
    const answer = await fetch(house.url + path, { redirect: 'manual', headers: { 'accept-language': 'en', ...headers } });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
}

/** The form of a page that goes to `action`, as text. */
export const formOf = (html, action) => html.slice(html.indexOf(`action="${action}"`)).split('</form>')[0];
const unmark = (text) => text.replaceAll('&#39;', "'").replaceAll('&quot;', '"').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

/** Who keeps the house, with a session, and without a script. */
export class Host {
    constructor(house) {
        this.house = house;
    }

    async signIn() {
        const answer = await fetch(this.house.hostLink, { method: 'POST', redirect: 'manual' });
        if (answer.status !== 303) throw new Error(`the host link answers ${answer.status}`);
        this.cookie = answer.headers.get('set-cookie').split(';')[0];
        return this;
    }

    get(path) {
        return guest(this.house, path, { cookie: this.cookie });
    }

    async post(path, fields) {
        const answer = await fetch(this.house.url + path, { method: 'POST', redirect: 'manual', headers: { cookie: this.cookie, origin: this.house.url },
            body: new URLSearchParams(fields) });
        return answer.status;
    }

    /** Sends a form as it stands on its page, with changes. */
    async send(path, changes, action = path) {
        const html = formOf((await this.get(path)).text, action);
        const fields = {};
        for (const [tag] of html.matchAll(/<input[^>]*>/g)) {
            if (/type="checkbox"/.test(tag) && !/ checked/.test(tag)) continue;
            fields[tag.match(/ name="([^"]*)"/)[1]] = unmark(tag.match(/ value="([^"]*)"/)?.[1] ?? '');
        }
        for (const [, name, value] of html.matchAll(/<textarea[^>]* name="([^"]*)"[^>]*>\n?([^<]*)<\/textarea>/g)) fields[name] = unmark(value);
        for (const [, name, options] of html.matchAll(/<select[^>]* name="([^"]*)"[^>]*>([^]*?)<\/select>/g))
            fields[name] = unmark((options.match(/<option value="([^"]*)" selected/) ?? options.match(/<option value="([^"]*)"/))?.[1] ?? '');
        return this.post(action, { ...fields, ...changes });
    }
}
