// SPDX-License-Identifier: AGPL-3.0-or-later
//
// posts.mjs - a guest writes by a private link, a host publishes, the feed tells of it.
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openHouse } from '../lib/house.mjs';
import { Events } from '../lib/http.mjs';
import { test } from '../lib/suite.mjs';

const { BINARY } = process.env;
const open = (options = {}) => openHouse(BINARY, { args: ['--rate', 'off'], ...options });

const entities = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
const plain = (text) => text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);

/** Somebody with a cookie or none, who fills in forms as they stand on a page. */
class Person {
    constructor(house) {
        Object.assign(this, { house, cookie: '' });
    }

    async #ask(path, options = {}) {
        const answer = await fetch(new URL(path, this.house.url), {
            redirect: 'manual', ...options, headers: { 'accept-language': 'en', cookie: this.cookie, ...options.headers },
        });
        const set = answer.headers.getSetCookie?.() ?? [answer.headers.get('set-cookie') ?? ''];
        for (const one of set) if (/^(session|guest)=/.test(one)) this.cookie = one.split(';')[0];
        return { status: answer.status, to: answer.headers.get('location'), text: await answer.text(), headers: answer.headers };
    }

    get(path, headers) {
        return this.#ask(path, { headers });
    }

    /** Sends the form of `page` that goes to `action`, with `fields` in the place of its own. */
    async send(page, action, fields = {}) {
        const { text } = await this.get(page);
        return this.sendForm(text, action, fields);
    }

    sendForm(text, action, fields) {
        const form = text.match(new RegExp(`<form[^>]*action="${action}(?:#[^"]*)?"[^>]*>([^]*?)</form>`))?.[1];
        assert.ok(form, `no form to ${action}`);
        const body = new URLSearchParams();
        for (const [input] of form.matchAll(/<input[^>]*>/g)) body.set(input.match(/name="([^"]*)"/)?.[1], plain(input.match(/value="([^"]*)"/)?.[1] ?? ''));
        for (const [, name, value] of form.matchAll(/<textarea[^>]*name="([^"]*)"[^>]*>([^]*?)<\/textarea>/g)) body.set(name, plain(value.replace(/^\n/, '')));
        for (const [name, value] of Object.entries(fields)) body.set(name, value);
        return this.#ask(action, { method: 'POST', body });
    }
}

async function host(house) {
    const person = new Person(house);
    const path = house.hostLink.replace(house.url, '');
    assert.equal((await person.send(path, path)).status, 303);
    return person;
}

async function invited(from, page = '/host/posts', action = '/host/posts/links') {
    const { text } = await from.send(page, action, { name: 'Greta Gast' });
    return text.match(/href="[^"]*(\/write\/[a-z2-7]+)"/)[1];
}

const essay = { title: 'Über Küchen & Netze', text: 'Ein *Wort*.\n\n<b>nicht fett</b>', author: 'Greta Gast', address: 'Seefelde, post@gast.example.org', written: '2012-07-09', do: 'save' };

test('posts: a guest writes by a private link, the host publishes, and it is in list and feed', async () => {
    const house = await open();
    const guest = new Person(house), anna = await host(house);
    const write = await invited(anna);
    assert.match((await guest.get(write)).text, /value="Greta Gast"/);
    let answer = await guest.send(write, write, essay);
    assert.equal(answer.status, 303);
    assert.equal(answer.to, `${write}?done=saved`);
    assert.match((await guest.get(answer.to)).text, /Saved as a draft/);
    answer = await guest.send(write, write, { text: 'Ein *anderes* Wort.' });
    assert.equal(answer.status, 303);
    for (const path of ['/posts/ueber-kuechen-netze', '/posts/ueber-kuechen-netze/transcript', '/api/v1/rooms/ueber-kuechen-netze/messages'])
        assert.equal((await guest.get(path)).status, 404, path);
    assert.doesNotMatch((await guest.get('/feed.atom')).text, /Wort/);
    const desk = '/host/posts/ueber-kuechen-netze';
    assert.equal((await guest.get(desk)).status, 403);
    assert.match((await anna.get('/host/posts')).text, new RegExp(desk));
    answer = await anna.send(desk, desk, { tags: 'Netz, Küche', do: 'publish' });
    assert.equal(answer.status, 303);
    const page = await guest.get('/posts/ueber-kuechen-netze');
    assert.match(page.text, /<h1 lang="de">Über Küchen &amp; Netze<\/h1>/);
    assert.match(page.text, /Ein <em>anderes<\/em> Wort/);
    assert.match(page.text, /class="signature"><b>Greta Gast<\/b>, <time datetime="2012-07-09">/);
    assert.match(page.text, /Seefelde, post@gast\.example\.org/);
    assert.match(page.text, /<link rel="alternate" type="application\/atom\+xml" href="\/feed\.atom"/);
    const data = JSON.parse(page.text.match(/<script type="application\/ld\+json">([^]*?)<\/script>/)[1]);
    assert.equal(data['@type'], 'BlogPosting');
    assert.equal(data.author.name, 'Greta Gast');
    assert.match((await guest.get('/posts?tag=kueche')).text, /Über Küchen/);
    assert.match((await guest.get('/posts?tag=nichts')).text, /No post bears this tag/);
    const feed = await guest.get('/feed.atom');
    assert.match(feed.headers.get('content-type'), /^application\/atom\+xml/);
    assert.match(feed.text, /<title>Über Küchen &amp; Netze<\/title>/);
    assert.match(feed.text, /<name>Greta Gast<\/name>/);
    assert.equal((await guest.get('/feed.atom', { 'if-none-match': feed.headers.get('etag') })).status, 304);
    // Once public, it is the host's; what comes too late is shown, not lost.
    assert.match((await guest.get(write)).text, /Your post is published/);
    await anna.send(desk, `${desk}/unpublish`);
    assert.equal((await guest.get('/posts/ueber-kuechen-netze')).status, 404);
    const { text: form } = await guest.get(write);
    await anna.send(desk, desk, { do: 'publish' });
    answer = await guest.sendForm(form, write, { text: 'Zu spät <geschrieben>' });
    assert.equal(answer.status, 409);
    assert.match(answer.text, /Zu spät &lt;geschrieben&gt;/);
    assert.doesNotMatch((await guest.get('/posts/ueber-kuechen-netze')).text, /Zu spät/);
    await house.done();
});

test('posts: two hosts at once: the second is shown both texts; saving again keeps both versions', async () => {
    const house = await open();
    const anna = await host(house);
    const made = await anna.send('/host/posts/new', '/host/posts/new', essay);
    const path = made.to.split('?')[0];
    const { text: old } = await anna.get(path);
    assert.equal((await anna.send(path, path, { text: 'Von Anna' })).status, 303);
    const second = await anna.sendForm(old, path, { text: 'Von Ben' });
    assert.equal(second.status, 409);
    assert.match(second.text, /readonly>\nVon Anna</);
    assert.match(second.text, />\nVon Ben</);
    assert.equal((await anna.sendForm(second.text, path, {})).status, 303);
    assert.match((await anna.get(path)).text, />\nVon Ben</);
    assert.equal((await anna.send(path, `${path}/restore`)).status, 303);
    assert.match((await anna.get(path)).text, />\nVon Anna</);
    await house.done();
});

test('posts: previews and faults keep every word and store nothing', async () => {
    const house = await open();
    const anna = await host(house);
    const preview = await anna.send('/host/posts/new', '/host/posts/new', { ...essay, do: 'preview' });
    assert.equal(preview.status, 200);
    assert.match(preview.text, /Ein <em>Wort<\/em>/);
    assert.match(preview.text, /&lt;b&gt;nicht fett/);
    const wrong = await anna.send('/host/posts/new', '/host/posts/new', { ...essay, title: '', text: '', do: 'publish' });
    assert.equal(wrong.status, 422);
    assert.match(wrong.text, /Please give it a title/);
    assert.match(wrong.text, /Without a text it cannot be published/);
    assert.match(wrong.text, /value="Seefelde, post@gast/);
    const long = await anna.send('/host/posts/new', '/host/posts/new', { ...essay, text: 'ä'.repeat(40000) });
    assert.equal(long.status, 422);
    assert.ok(long.text.includes('ä'.repeat(40000)));
    assert.match((await anna.get('/host/posts')).text, /No draft is waiting/);
    assert.match((await anna.get('/posts')).text, /Nothing has been published yet/);
    await house.done();
});

test('posts: a link that was taken back, guessed or is of another kind opens nothing', async () => {
    const house = await open();
    const guest = new Person(house), anna = await host(house);
    const write = await invited(anna);
    const { text: form } = await guest.get(write);
    const { text } = await anna.get('/host/posts');
    const revoke = text.match(/action="(\/host\/posts\/links\/\d+\/revoke)"/)[1];
    assert.equal((await anna.send('/host/posts', revoke)).status, 303);
    assert.equal((await guest.get(write)).status, 410);
    assert.equal((await guest.sendForm(form, write, essay)).status, 410);
    assert.equal((await guest.get(`/write/${'a'.repeat(26)}`)).status, 410);
    assert.equal((await guest.get(house.hostLink.replace('/sign-in/', '/write/'))).status, 410);
    for (const path of ['/host/posts', '/host/posts/new']) assert.notEqual((await guest.get(path)).status, 200, path);
    const posted = await fetch(`${house.url}/host/posts/new`, { method: 'POST', body: new URLSearchParams(essay), redirect: 'manual' });
    assert.notEqual(posted.status, 303);
    assert.doesNotMatch((await anna.get('/host/posts')).text, /Küchen/);
    await house.done();
});

test('posts: a post has its conversation, with permanent addresses', async () => {
    const house = await open({ before: [['demo']] });
    const reader = new Person(house);
    const path = (await reader.get('/posts')).text.match(/href="(\/posts\/[a-z0-9-]+)"/)[1];
    const said = await reader.send(path, `${path}/messages`, { name: 'Lena', text: 'Mir hat sie einen Archivar geschenkt.' });
    assert.equal(said.to, `${path}#m1`);
    assert.match((await reader.get(path)).text, /einen Archivar geschenkt/);
    assert.match((await reader.get(`${path}/messages/1`)).text, /einen Archivar geschenkt/);
    assert.match((await reader.get(`${path}/transcript?format=txt`)).text, /Lena/);
    assert.equal((await reader.send(path, `${path}/messages`, { name: '', text: 'x' })).status, 422);
    assert.match((await reader.get(path)).text, /class="questions"[^]*data-seq="1"/);
    const back = await reader.send(`${path}/messages/1`, `${path}/messages/1`, { do: 'withdraw' });
    assert.equal(back.to, `${path}/messages/1`);
    assert.doesNotMatch((await reader.get(path)).text, /einen Archivar geschenkt/);
    assert.match((await reader.get('/')).text, /href="\/posts"/);
    const again = house.run('demo');
    assert.equal(again.code, 65);
    await house.done();
});

/** Where a guest could read a post's conversation. */
const roomPaths = (slug) => [`/posts/${slug}`, `/posts/${slug}/stream`, `/posts/${slug}/transcript?format=json`, `/posts/${slug}/messages/1`,
    `/api/v1/rooms/${slug}/messages`, `/api/v1/rooms/${slug}/events`];

async function publicPost(anna, fields = {}) {
    const made = await anna.send('/host/posts/new', '/host/posts/new', { ...essay, ...fields, do: 'publish' });
    assert.equal(made.status, 303);
    return made.to.match(/posts\/([a-z0-9-]+)/)[1];
}

test('posts: the conversation of a post that is no longer public is read by nobody, and goes on when it is', async () => {
    const house = await open();
    const anna = await host(house), guest = new Person(house);
    const slug = await publicPost(anna);
    await guest.send(`/posts/${slug}`, `/posts/${slug}/messages`, { name: 'Lena', text: 'ein geheimes Wort' });
    const live = await new Events(`${house.url}/api/v1/rooms/${slug}/events`).opened;
    const page = await new Events(`${house.url}/posts/${slug}/stream`).opened;
    const { to: receipt } = await guest.send(`/posts/${slug}/messages/1`, `/posts/${slug}/messages/1`, { do: 'report', reason: 'nicht gut' });
    assert.match((await guest.get(receipt)).text, /Küchen/);
    assert.equal((await anna.send(`/host/posts/${slug}`, `/host/posts/${slug}/unpublish`)).status, 303);
    assert.doesNotMatch((await guest.get(receipt)).text, /Küchen|geheimes/);
    assert.match((await guest.get(receipt)).text, /in a conversation that is not public/);
    assert.match((await anna.get('/host/reports')).text, /Küchen/);
    for (const stream of [live, page]) for (let i = 0; i < 100 && !stream.closed; i++) await new Promise((next) => setTimeout(next, 20));
    assert.ok(live.closed && page.closed, 'a stream of a closed conversation is cut');
    for (const path of roomPaths(slug)) {
        const answer = await guest.get(path, { 'last-event-id': '' });
        assert.equal(answer.status, 404, path);
        assert.doesNotMatch(answer.text, /geheimes|Lena/, path);
    }
    const said = await fetch(`${house.url}/api/v1/rooms/${slug}/messages`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"name":"Lena","text":"noch eines"}' });
    assert.equal(said.status, 404);
    assert.equal((await anna.send(`/host/posts/${slug}`, `/host/posts/${slug}`, { do: 'publish' })).status, 303);
    assert.match((await guest.get(`/posts/${slug}`)).text, /ein geheimes Wort/);
    assert.match((await guest.get(`/api/v1/rooms/${slug}/messages`)).text, /geheimes/);
    await house.done();
});

test('posts: what is erased answers "gone", and no word of it is in store, feed, lists, versions or streams', async () => {
    const house = await open();
    const anna = await host(house), guest = new Person(house);
    const secret = { title: 'Zitronengras', text: 'Quittenmus', author: 'Philomena Muster' };
    const slug = await publicPost(anna, secret);
    const path = `/host/posts/${slug}`;
    await anna.send(path, path, { text: 'Quittenmus, anders' });
    await guest.send(`/posts/${slug}`, `/posts/${slug}/messages`, { name: 'Lena', text: 'Quittenmus ist gut' });
    const write = await invited(anna, path, `${path}/link`);
    const live = await new Events(`${house.url}/api/v1/rooms/${slug}/events`).opened;
    const { text: form } = await anna.get(path);
    assert.equal((await guest.get(`${path}/erase`)).status, 403);
    const look = await anna.get(`${path}/erase`);
    assert.match(look.text, /There is no way back/);
    assert.match(look.text, /Philomena Muster/);
    assert.equal((await anna.send(`${path}/erase`, `${path}/erase`, { sure: '' })).status, 422);
    assert.equal((await guest.get(`/posts/${slug}`)).status, 200);
    const stolen = await fetch(`${house.url}${path}/erase`, { method: 'POST', body: new URLSearchParams({ sure: '1' }), redirect: 'manual', headers: { cookie: anna.cookie } });
    assert.equal(stolen.status, 403);
    const done = await anna.send(`${path}/erase`, `${path}/erase`, { sure: '1' });
    assert.equal(done.to, '/host/posts?done=erased');
    assert.match((await anna.get(done.to)).text, /The post was erased/);
    for (let i = 0; i < 100 && !live.closed; i++) await new Promise((next) => setTimeout(next, 20));
    assert.ok(live.closed);
    for (const p of roomPaths(slug)) assert.equal((await guest.get(p)).status, p.startsWith('/api') ? 404 : 410, p);
    assert.equal((await guest.get(write)).status, 410);
    assert.equal((await anna.sendForm(form, path, { text: 'zu spät' })).status, 410);
    for (const p of ['/', '/posts', '/posts?tag=kueche', '/feed.atom', `/posts/${slug}`, '/host/posts', '/host/reports'])
        assert.doesNotMatch((await anna.get(p)).text, /Zitronen|Quitten|Philomena/, p);
    assert.equal(await publicPost(anna, { title: secret.title, text: 'x' }), `${slug}-2`);
    await anna.send(`/host/posts/${slug}-2`, `/host/posts/${slug}-2/unpublish`);
    assert.equal(house.run('post', 'erase', `${slug}-2`).code, 64);
    assert.equal(house.run('post', 'erase', `${slug}-2`, '--sure').code, 0);
    assert.equal(house.run('post', 'erase', `${slug}-2`, '--sure').code, 66);
    await house.close();
    // Not in the file either, once the log was moved into it.
    assert.equal(house.run('doctor').signal, null);
    for (const file of readdirSync(house.data).filter((name) => name.startsWith('netzarbeit.db'))) {
        const bytes = readFileSync(join(house.data, file)).toString('latin1');
        for (const word of ['Quittenmus', 'Philomena', 'Zitronengras', 'zitronengras']) assert.ok(!bytes.includes(word), `${word} in ${file}`);
    }
    await house.done();
});
