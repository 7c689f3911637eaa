// SPDX-License-Identifier: AGPL-3.0-or-later
//
// checker.mjs BASE_URL ROOM [SECONDS] - talks and listens in a room of a running house, records what
// everybody saw, and then checks the promises that a room makes (docs/architecture.md):
//
//   G1 what was acknowledged is in every later view exactly once
//   G2 every reader sees the same order          G3 without a silent hole
//   G4 the same key again gives the same answer  G5 page and stream fit together
//   G6 after a hide or restore every reader ends with the same words, also one that was away
//   G7 words that are hidden reach nobody who comes after they were
//   G9 the transcript is the log
//
// Writers take messages back and show them again meanwhile: in the log that is "hide" and "restore".
// It knows nothing of the program but its interface. Connections are cut at random from this side;
// somebody else may kill and restart the house meanwhile (faults.sh). Exit 1: a promise was broken.
// Run the house with `--rate off`.
import { randomBytes } from 'node:crypto';
import { request } from 'node:http';

const [base, room, seconds = '10'] = process.argv.slice(2);
if (!base || !room || !(Number(seconds) > 0)) {
    console.error('usage: checker.mjs BASE_URL ROOM [SECONDS]');
    process.exit(64);
}

const WRITERS = 4, STREAM_READERS = 6, PAGE_READERS = 4, PATIENCE_MS = 30000;
const api = `${base}/api/v1/rooms/${room}`;
const run = randomBytes(4).toString('hex');
const ends = Date.now() + Number(seconds) * 1000;
const sleep = (ms) => new Promise((done) => setTimeout(done, ms));
const chance = (share) => Math.random() < share;

const violations = [];
const violated = (promise, text) => violations.push(`${promise}: ${text}`);
const count = { said: 0, repeated: 0, hidden: 0, restored: 0, cut: 0, delivered: 0, connected: 0, pages: 0 };

const place = (id) => {
    const at = id.lastIndexOf('.');
    return { epoch: id.slice(0, at), seq: Number(id.slice(at + 1)) };
};

// ---- requests -----------------------------------------------------------------------------------

/** An answer as { status, headers, text }; rejects where the line broke. `cutAfter`: we break it. */
function ask(url, { method = 'GET', body, headers = {}, cutAfter } = {}) {
    return new Promise((resolve, reject) => {
        const asked = request(url, { method, headers, agent: false, timeout: 10000 }, (answer) => {
            const pieces = [];
            answer.on('data', (piece) => pieces.push(piece));
            answer.on('error', reject);
            answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, text: Buffer.concat(pieces).toString() }));
        });
        asked.on('error', reject);
        asked.on('timeout', () => asked.destroy(new Error('timeout')));
        if (cutAfter !== undefined) setTimeout(() => asked.destroy(new Error('cut')), cutAfter);
        asked.end(body);
    });
}

/** The same until there is an answer that is one: the house may be away for a while. */
async function insist(url, options, accept) {
    for (const started = Date.now(); ; await sleep(50 + Math.random() * 100)) {
        const answer = await ask(url, options).catch(() => null);
        if (answer && accept(answer.status)) return answer;
        if (Date.now() - started > PATIENCE_MS) throw new Error(`no answer from ${url}: ${answer?.status ?? 'no line'}`);
    }
}

const getJson = async (url) => JSON.parse((await insist(url, {}, (status) => status === 200)).text);

// ---- writers ------------------------------------------------------------------------------------

const acknowledged = new Map(); // text -> id
const attempted = new Set();

async function sayOnce(message, cookie = '') {
    const options = {
        method: 'POST', body: JSON.stringify(message),
        headers: { 'content-type': 'application/json', accept: 'application/json', cookie },
    };
    if (chance(0.1)) { // the answer is lost on the way; who speaks cannot know whether it was taken
        count.cut++;
        await ask(`${api}/messages`, { ...options, cutAfter: Math.random() * 10 }).catch(() => {});
    }
    const answer = await insist(`${api}/messages`, options, (status) => status < 429);
    if (answer.status !== 200 && answer.status !== 201) throw new Error(`${answer.status} for a message: ${answer.text}`);
    return { status: answer.status, id: JSON.parse(answer.text).id };
}

/** The cookie by which a writer may take back what it said; given with the first word said on the page. */
async function firstWord(number) {
    const message = { name: `writer ${number}`, text: `${run} ${number} 0`, key: randomBytes(12).toString('hex') };
    const { headers } = await insist(`${base}/talks/${room}/messages`, {
        method: 'POST', body: new URLSearchParams(message).toString(), headers: { 'content-type': 'application/x-www-form-urlencoded' },
    }, (status) => status === 303);
    attempted.add(message.text);
    return headers['set-cookie'].find((line) => line.startsWith('guest=')).split(';')[0];
}

async function writer(number) {
    const cookie = await firstWord(number);
    const mine = []; // what may be taken back
    for (let n = 1; Date.now() < ends; n++) {
        const message = { name: `writer ${number}`, text: `${run} ${number} ${n} <b>"&"</b>`, key: randomBytes(12).toString('hex') };
        attempted.add(message.text);
        const { id } = await sayOnce(message, cookie);
        acknowledged.set(message.text, id);
        original.set(place(id).seq, message.text);
        mine.push(place(id).seq);
        count.said++;
        if (chance(0.15)) await repeat(message, id, cookie);
        if (chance(0.15)) await look(message, id);
        // Also long after, when its frame has left the window.
        if (chance(0.3)) await turn(mine[Math.floor(Math.random() ** 3 * mine.length)], cookie);
        await sleep(Math.random() * 40);
    }
}

// ---- taking back and showing again --------------------------------------------------------------

const original = new Map(); // SEQ -> what was acknowledged there
const hidden = new Map(); // SEQ -> since when; for as long as it is certain

/** Takes a message back, or shows it again. Until the answer is there either may be seen. */
async function turn(seq, cookie) {
    const show = hidden.has(seq);
    hidden.delete(seq);
    const body = `do=${show ? 'put-back' : 'withdraw'}`;
    // 403: it is so already; the answer to the first request was lost with the house.
    await insist(`${base}/talks/${room}/messages/${seq}`,
        { method: 'POST', body, headers: { 'content-type': 'application/x-www-form-urlencoded', cookie } }, (status) => status === 303 || status === 403);
    if (!show) hidden.set(seq, Date.now());
    count[show ? 'restored' : 'hidden']++;
}

/** What comes on a line that was asked for at `began` holds no words that were hidden before and still are. */
function checkHidden(name, began, seq, text) {
    if (text && hidden.get(seq) < began) violated('G7', `${name}: ${seq} is hidden, and was sent: ${text}`);
}

async function repeat(message, id, cookie) {
    const again = await sayOnce(message, cookie);
    count.repeated++;
    if (again.id !== id) violated('G4', `a repeated key gave ${again.id} after ${id}`);
    if (again.status !== 200) violated('G4', `a repeated key was answered with ${again.status}`);
}

async function look(message, id) {
    const { epoch, seq } = place(id);
    const { messages } = await getJson(`${api}/messages?after=${epoch}.${seq - 1}&limit=1`); // nobody hid it yet
    if (messages[0]?.id !== id || messages[0].text !== message.text) violated('G1', `${id} was acknowledged and is not there`);
}

// ---- readers ------------------------------------------------------------------------------------

/** One connection: calls `event` for each event until that returns true, the line ends, or `ms` are over. */
function listen(url, lastId, ms, event) {
    return new Promise((resolve) => {
        const began = Date.now();
        const headers = lastId ? { 'last-event-id': lastId } : {};
        const asked = request(url, { headers, agent: false }, (answer) => {
            if (answer.statusCode !== 200) return answer.resume().on('end', resolve);
            count.connected++;
            if (answer.headers['transfer-encoding']) violated('stream', 'it is chunked');
            let text = '';
            answer.setEncoding('utf8').on('data', (piece) => {
                text += piece;
                for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2))
                    if (take(text.slice(0, end), event, began) === true) asked.destroy();
            });
            answer.on('error', () => {}).on('close', resolve);
        });
        asked.on('error', resolve);
        setTimeout(() => asked.destroy(), ms);
        asked.end();
    });
}

function take(block, event, began) {
    const got = {};
    for (const line of block.split('\n')) {
        const at = line.indexOf(':');
        if (at > 0) got[line.slice(0, at)] = line.slice(at + 1).replace(/^ /, '');
    }
    return got.data !== undefined && event({ ...got, data: JSON.parse(got.data), began });
}

const KINDS = ['message', 'hide', 'restore', 'edit'];
const about = new Map(); // id of an event -> its kind and message, as the first who saw it was told

class Reader {
    /** `textOf` and `seqOf`: of what an event brings. */
    constructor(name, url, textOf, seqOf) {
        Object.assign(this, { name, url, textOf, seqOf, seen: [], last: undefined, now: new Map() });
    }

    event(e) {
        if (e.event === 'reset') {
            // Behind by more than may be replayed is no fault here, and is said; all else would be one.
            if (e.data.why !== 'stale') violated('G3', `${this.name}: reset ${JSON.stringify(e.data)}, asked for ${this.last}`);
            this.last = e.data.to;
            this.seen.push({ id: e.data.to, jump: true });
            this.now.clear(); // a browser would fetch the page anew
        }
        if (e.event === 'presence' && e.id !== undefined) violated('stream', `${this.name}: presence with an id`);
        if (!KINDS.includes(e.event)) return;
        count.delivered++;
        const seq = this.seqOf(e.data), text = this.textOf(e.data), what = `${e.event} of ${seq}`;
        if ((about.get(e.id) ?? what) !== what) violated('G2', `${this.name}: ${e.id} is ${what}, was ${about.get(e.id)} to others`);
        about.set(e.id, what);
        checkHidden(this.name, e.began, seq, text);
        this.seen.push({ id: e.id, seq, text });
        this.now.set(seq, text);
        this.last = e.id;
    }

    async read(until) {
        while (!until(this)) {
            const url = this.last && chance(0.3) ? `${this.url}after=${this.last}` : this.url;
            const lastId = url === this.url || chance(0.5) ? this.last : undefined;
            const ms = until.short ? 500 : 100 + Math.random() * 2500;
            await listen(url, lastId, ms, (e) => this.event(e));
            await sleep(Math.random() * 100);
        }
    }
}

/** Each connection starts where the page it just fetched says that it stands. */
class PageReader {
    constructor(name) {
        Object.assign(this, { name, histories: [] });
    }

    async read(until) {
        while (!until(this)) {
            const began = Date.now();
            const page = await insist(`${base}/talks/${room}`, {}, (status) => status === 200);
            count.pages++;
            const position = page.text.match(/data-position="([^"]+)"/)[1];
            const items = page.text.matchAll(/<li class="message" id="m(\d+)">([^]*?)<\/li>/g);
            const shown = Array.from(items, ([, seq, inner]) => ({ seq: Number(seq), text: textOfHtml({ html: inner }) }));
            for (const { seq, text } of shown) checkHidden(`${this.name}'s page`, began, seq, text);
            const history = { position, shown: shown.map(({ seq }) => seq), seen: [] };
            this.histories.push(history);
            await sleep(Math.random() * 300);
            await listen(`${base}/talks/${room}/stream?after=${position}`, undefined, 200 + Math.random() * 1500, (e) => {
                if (e.event === 'reset' && e.data.why !== 'stale') violated('G5', `${this.name}: reset ${JSON.stringify(e.data)} from ${position}`);
                if (!KINDS.includes(e.event)) return;
                count.delivered++;
                checkHidden(this.name, e.began, e.data.seq, textOfHtml(e.data));
                history.seen.push({ id: e.id, seq: e.data.seq, text: textOfHtml(e.data) });
            });
        }
    }
}

function textOfHtml({ html }) {
    const inner = html.match(/class="message-text">([\s\S]*?)<\/div>/)?.[1] ?? '';
    const entities = { '&lt;': '<', '&gt;': '>', '&amp;': '&', '&quot;': '"', '&#39;': "'" };
    return inner.replace(/<[^>]*>/g, '').replace(/&(lt|gt|amp|quot|#39);/g, (entity) => entities[entity]).trim();
}

// ---- checks -------------------------------------------------------------------------------------

/** Every message, by its SEQ; between them stand events about them. */
async function wholeLog() {
    const log = new Map();
    for (let after = ''; ;) {
        const { messages, head } = await getJson(`${api}/messages?limit=500${after && `&after=${after}`}`);
        for (const message of messages) log.set(place(message.id).seq, message);
        if (messages.length === 0) return { log, head };
        after = messages.at(-1).id;
    }
}

function checkLog({ log, head }) {
    const times = new Map();
    let last = 0;
    for (const [seq, { id, text, state }] of log) {
        if (seq <= last) violated('G3', `the log has ${id} behind ${last}`);
        last = seq;
        times.set(text, (times.get(text) ?? 0) + 1);
        if (text.startsWith(`${run} `) && !attempted.has(text)) violated('G1', `nobody said ${text}`);
        if ((state === 'shown') !== (text !== '')) violated('G7', `${id} is ${state}, its words are "${text}"`);
        if (original.has(seq) && (state !== 'shown') !== hidden.has(seq)) violated('G6', `${id} is ${state} in the end`);
    }
    if (place(head).seq < last) violated('G3', `the head is ${head}, the last message ${last}`);
    for (const [text, id] of acknowledged) {
        const { seq } = place(id);
        const wanted = hidden.has(seq) ? '' : text;
        if ((times.get(text) ?? 0) !== (wanted ? 1 : 0)) violated('G1', `${id} is there ${times.get(text) ?? 0} times`);
        if (log.get(seq)?.text !== wanted) violated('G1', `${id} is not what was acknowledged`);
    }
    for (const text of attempted) if ((times.get(text) ?? 0) > 1) violated('G4', `said twice: ${text}`);
}

/** Each event follows the one before, and brings the words of its message or none. */
function checkOrder(name, promise, seen, log, before) {
    let last = before;
    for (const { id, seq: subject, text, jump } of seen) {
        const { epoch, seq } = place(id);
        if (last && epoch !== last.epoch) violated(promise, `${name}: ${id} after epoch ${last.epoch}`);
        if (!jump && last && seq !== last.seq + 1) violated(promise, `${name}: ${id} after ${last.seq}`);
        const words = original.get(subject) ?? log.get(subject)?.text;
        if (!jump && text !== '' && text !== words) violated('G2', `${name}: ${id} was not what the log says`);
        last = { epoch, seq };
    }
}

function checkPage(name, { position, shown, seen }, log) {
    const at = place(position);
    const wanted = [...log.keys()].filter((seq) => seq <= at.seq).slice(-50);
    if (shown.join() !== wanted.join()) violated('G5', `${name}: page at ${position} shows ${shown.slice(-3)}, not ${wanted.slice(-3)}`);
    checkOrder(name, 'G5', seen, log, at);
}

/** Whoever has followed to the end has the words that the log has, whatever happened to them meanwhile. */
function checkEnd(reader, log) {
    for (const [seq, text] of reader.now)
        if (log.get(seq)?.text !== text) violated('G6', `${reader.name} ends with "${text}" for ${seq}, the log with "${log.get(seq)?.text}"`);
}

async function checkTranscript({ log }) {
    const { messages } = await getJson(`${base}/talks/${room}/transcript?format=json`);
    const line = ({ id, name, text, state }) => JSON.stringify([id, name, text, state]);
    if (messages.map(line).join() !== [...log.values()].map(line).join()) violated('G9', 'the transcript is not the log');
}

/** Who is connected hears at once what is said, without coming back for it. */
async function checkLive(reader) {
    const message = { name: 'the last', text: `${run} heard by ${reader.name}?`, key: randomBytes(12).toString('hex') };
    let heard = false;
    const listening = listen(reader.url, undefined, 5000, (e) => {
        heard ||= e.event === 'message' && reader.textOf(e.data) === message.text;
        return heard;
    });
    await sleep(300);
    await sayOnce(message);
    await listening;
    if (!heard) violated('live', `${reader.name} did not hear what was said while it listened`);
}

// ---- the whole ----------------------------------------------------------------------------------

const html = (kind) => new Reader(`fragments ${kind}`, `${base}/talks/${room}/stream?lang=${kind}&`, textOfHtml, (data) => data.seq);
const readers = Array.from({ length: STREAM_READERS }, (_, i) =>
    i % 3 === 2 ? html(i % 2 ? 'de' : 'en') : new Reader(`stream ${i}`, `${api}/events?`, (data) => data.text, (data) => place(data.id).seq));
const pages = Array.from({ length: PAGE_READERS }, (_, i) => new PageReader(`page ${i}`));
const { head: start } = await getJson(`${api}/messages?limit=1`);
for (const reader of readers) reader.last = start;

const over = () => Date.now() >= ends;
try {
    await Promise.all([
        ...Array.from({ length: WRITERS }, (_, i) => writer(i)),
        ...readers.map((reader) => reader.read(over)), ...pages.map((page) => page.read(over)),
    ]);
    const whole = await wholeLog();
    const deadline = Date.now() + PATIENCE_MS;
    const arrived = Object.assign((reader) => reader.last === whole.head || Date.now() > deadline, { short: true });
    await Promise.all(readers.map((reader) => reader.read(arrived)));
    checkLog(whole);
    for (const reader of readers) {
        checkOrder(reader.name, 'G3', reader.seen, whole.log, place(start));
        checkEnd(reader, whole.log);
        if (reader.last !== whole.head) violated('G1', `${reader.name} ended at ${reader.last}, the log at ${whole.head}`);
    }
    for (const page of pages) page.histories.forEach((history) => checkPage(page.name, history, whole.log));
    await checkTranscript(whole);
    await Promise.all(readers.map(checkLive));
} catch (problem) {
    violated('answer', problem.stack);
}
if (count.said < 10 || count.delivered < 10 || count.hidden < 3 || count.restored < 1) violated('checker', 'too little happened to say anything');

for (const violation of violations.slice(0, 20)) console.log(violation);
const promises = [...new Set(violations.map((violation) => violation.split(':')[0]))].sort();
console.log(`${Object.entries(count).map(([what, n]) => `${n} ${what}`).join(', ')}; ${violations.length} violations${promises.length ? ` of ${promises.join(', ')}` : ''}`);
process.exit(violations.length === 0 ? 0 : 1);
