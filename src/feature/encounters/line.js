// SPDX-License-Identifier: AGPL-3.0-or-later
//
// line.js - the line: sent with one tap; without a connection it waits on this device (IndexedDB) and is
// sent when there is one again, once, however often it takes (its key is given when it is typed). Lines
// belong to an account: they are shown and sent only while it is signed in. After a call from a person's
// page the line asks what was heard. Without this script the form works as any other.

const TIMEOUT = 10000;

/* ---- lines on this device ---- */

function database() {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open("netzarbeit-lines", 1);
    asked.onupgradeneeded = () => {
      asked.result.createObjectStore("lines", { keyPath: "key" });
      asked.result.createObjectStore("about", { keyPath: "name" });
    };
    asked.onsuccess = () => resolve(asked.result);
    asked.onerror = () => reject(asked.error);
  });
}

async function stored(place, mode, work) {
  const db = await database();
  try {
    return await new Promise((resolve, reject) => {
      const change = db.transaction(place, mode, { durability: "strict" });
      const asked = work(change.objectStore(place));
      change.oncomplete = () => resolve(asked.result);
      change.onabort = () => reject(change.error);
    });
  } finally {
    db.close();
  }
}

const keep = (line) => stored("lines", "readwrite", (s) => s.put(line));
const drop = (key) => stored("lines", "readwrite", (s) => s.delete(key));
const lines = () => stored("lines", "readonly", (s) => s.getAll());
const know = (name, value) => stored("about", "readwrite", (s) => s.put({ name, value }));
const known = async (name) => (await stored("about", "readonly", (s) => s.get(name)))?.value;

const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");

/* ---- one form ---- */

function lineForm(form) {
  const shell = form.dataset.owner === ""; // opened without a connection: whose it is, the device knows
  const queue = document.querySelector(".line-queue");
  const note = form.querySelector(".line-note");
  const wrong = form.querySelector("#line-wrong");
  const field = form.elements.line;
  let sending = false;
  form.elements.key.value = newKey();

  const owner = async () => (shell ? known("owner") : form.dataset.owner);

  // In the shell nobody is signed in for certain: only how many wait, not what they say.
  async function show() {
    const whose = await owner();
    const own = (await lines()).filter((line) => line.owner === whose).sort((a, b) => a.typed - b.typed);
    const list = queue.querySelector("ul");
    queue.hidden = own.length === 0;
    list.replaceChildren(
      ...own.map((line) => {
        const item = document.createElement("li");
        const text = shell && !line.here ? new Date(line.typed).toLocaleString(document.documentElement.lang) : line.line;
        item.textContent = `${text} – ${line.wrong || form.dataset.waits}`;
        return item;
      }),
    );
    queue.dataset.waiting = own.length;
  }

  const post = (values) =>
    fetch("/book/log", { method: "POST", body: new URLSearchParams(values), signal: AbortSignal.timeout(TIMEOUT) });

  // A page of the book with its form: the token to send with, and whose it is; null while nobody is signed in.
  async function signedIn() {
    const answer = await fetch("/book/log", { cache: "no-store", signal: AbortSignal.timeout(TIMEOUT) });
    if (!answer.ok) return null;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const other = page.querySelector("form.line-form");
    if (!other?.dataset.owner) return null;
    return { owner: other.dataset.owner, token: other.elements.token.value };
  }

  async function faultOf(answer) {
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return page.querySelector("#line-wrong")?.textContent || String(answer.status);
  }

  async function send() {
    if (sending || !navigator.onLine || (await lines()).length === 0) return;
    sending = true;
    try {
      const who = await signedIn();
      let [sent, asked] = [0, false];
      for (const line of who ? await lines() : []) {
        if (line.owner !== who.owner || line.wrong) continue;
        const { key, person, kind, typed } = line;
        const answer = await post({ line: line.line, key, person, kind, typed, token: who.token });
        if (answer.ok) {
          await drop(key);
          sent++;
          asked = asked || answer.url.includes("/waiting/");
        } else if (answer.status === 422) await keep({ ...line, wrong: await faultOf(answer) });
        else break;
      }
      if (sent > 0) note.textContent = form.dataset.sent;
      // There the questions stand that a line may have left.
      if (sent > 0 && (shell || asked) && field.value === "") location.assign("/book/log");
    } catch {
      // No connection after all: the next occasion comes.
    } finally {
      sending = false;
      await show();
    }
  }

  async function wait(values) {
    await keep({ ...values, owner: (await owner()) ?? "", typed: Date.now(), here: shell });
    form.reset();
    form.elements.key.value = newKey();
    note.textContent = form.dataset.offline;
    await show();
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (field.value.trim() === "") return field.focus();
    const { line, key, person = "", kind = "", token = "" } = Object.fromEntries(new FormData(form));
    wrong.textContent = "";
    try {
      const who = shell ? await signedIn() : { token };
      if (!who) throw new Error("nobody is signed in");
      const answer = await post({ line, key, person, kind, token: who.token });
      if (answer.ok) return location.assign(answer.url);
      if (answer.status === 422) wrong.textContent = await faultOf(answer);
      else throw new Error(answer.status);
    } catch {
      await wait({ line, key, person, kind });
    }
  });

  addEventListener("online", send);
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && send());
  setInterval(send, 30000);
  if (!shell) know("owner", form.dataset.owner);
  show().then(send);
}

/* ---- after a call ---- */

// A tap on a number dials; who comes back is asked what they heard.
function afterCall(section) {
  const form = section.querySelector("form.line-form");
  let called = false;
  document.addEventListener("click", (event) => {
    called = called || Boolean(event.target.closest?.('a[href^="tel:"]'));
  });
  document.addEventListener("visibilitychange", () => {
    if (!called || document.visibilityState !== "visible") return;
    called = false;
    let kind = form.elements.kind;
    if (!kind) {
      kind = Object.assign(document.createElement("input"), { type: "hidden", name: "kind" });
      form.append(kind);
    }
    kind.value = "call";
    form.querySelector("label").textContent = form.dataset.heard;
    section.scrollIntoView();
    form.elements.line.focus();
  });
}

const form = document.querySelector('form.line-form[action="/book/log"]');
if (form && "indexedDB" in window) lineForm(form);
const section = form?.closest("section[data-person]");
if (section) afterCall(section);

if (form?.dataset.owner && "serviceWorker" in navigator)
  navigator.serviceWorker
    .register(`/book/worker.js?lang=${document.documentElement.lang}`, { scope: "/book/" })
    .then((registration) => registration.active?.postMessage("fill"))
    .catch(() => {});
