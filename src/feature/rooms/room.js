// SPDX-License-Identifier: AGPL-3.0-or-later
//
// room.js - makes the conversation on a page live. Without it, the page works by reload.
// The page carries its position in the log and the stream goes on from there. What is shown already is
// dropped by its number; where the server says that something cannot be replayed, the list is fetched.

const KINDS = ["message", "edit", "hide", "restore", "pin", "phase"];
const QUIET_MS = 40000; // two heartbeats; the count of readers comes every 15 s at least

const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
const pause = (tries) => Math.min(30000, 500 * 2 ** tries) * (0.5 + Math.random());

function live(section) {
  const { stream } = section.dataset;
  const [log, state] = [".log", ".line-state"].map((part) => section.querySelector(part));
  let list = log.querySelector(".messages");
  let { position } = section.dataset;
  let [source, heard] = [null, 0]; // the stream, and when it gave a sign of life
  let [tries, timer] = [0, 0]; // connections that failed, and the one to be tried later

  const tell = (word) => {
    if (state.textContent !== state.dataset[word]) state.textContent = state.dataset[word];
  };

  function show(kind, item) {
    const old = document.getElementById(`m${item.seq}`);
    if (!item.html || (kind === "message" ? old : !old)) return;
    const frame = document.createElement("template");
    frame.innerHTML = item.html;
    const message = frame.content.firstElementChild;
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48;
    let before = list.lastElementChild;
    while (before && Number(before.id.slice(1)) > item.seq) before = before.previousElementSibling;
    if (old) old.replaceWith(message);
    else if (before) before.after(message);
    else list.prepend(message);
    section.querySelector(".empty")?.remove();
    if (atEnd) log.scrollTop = log.scrollHeight;
  }

  function later(what) {
    source?.close();
    tell("away");
    clearTimeout(timer);
    timer = setTimeout(what, pause(tries++));
  }

  // What cannot be replayed is fetched: the list as it stands now, and its position.
  async function renew() {
    source?.close();
    try {
      const answer = await fetch(stream.replace("/stream?", "?"), { cache: "no-store" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector(".conversation");
      log.replaceChildren(...fresh.querySelector(".log").children);
      list = log.querySelector(".messages");
      position = fresh.dataset.position;
      log.scrollTop = log.scrollHeight;
      connect();
    } catch {
      later(renew);
    }
  }

  function connect() {
    timer = clearTimeout(timer) ?? 0;
    source?.close();
    heard = Date.now();
    tell("behind");
    const mine = new EventSource(`${stream}&after=${encodeURIComponent(position)}`);
    const on = (name, act) =>
      mine.addEventListener(name, (event) => {
        if (name !== "error") heard = Date.now();
        if (mine === source) act(event);
      });
    source = mine;
    for (const kind of KINDS)
      on(kind, (event) => {
        show(kind, JSON.parse(event.data));
        position = event.lastEventId || position;
      });
    on("presence", () => (tries = 0));
    on("reset", renew);
    on("open", () => tell("live"));
    // The browser comes back by itself, with the last id, unless it was refused.
    on("error", () => {
      if (mine.readyState === EventSource.CLOSED) return later(connect);
      tell("behind");
      setTimeout(() => mine === source && (open() || tell("away")), 3000);
    });
  }

  const open = () => source?.readyState === EventSource.OPEN;
  const quiet = () => Date.now() - heard > QUIET_MS;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible" && (quiet() || !open())) connect();
  });
  window.addEventListener("online", connect);
  window.addEventListener("offline", () => tell("away"));
  window.addEventListener("pageshow", (event) => event.persisted && connect());
  window.addEventListener("pagehide", () => source?.close());
  setInterval(() => timer === 0 && quiet() && connect(), 5000);
  if (!/^#m\d+$/.test(location.hash)) log.scrollTop = log.scrollHeight;
  connect();
  // What was said here is shown when the stream brings it, or at once while the stream is away.
  return (item) => open() || show("message", item);
}

function writing(form, said) {
  const note = form.querySelector(".note");
  const { key, name, text } = form.elements;
  let [tried, sending] = ["", false]; // what this key was sent with
  key.value = newKey();

  // With the same key each time, so that the words are said once however often it takes.
  async function send(tries = 0) {
    try {
      const [headers, body] = [{ Accept: "application/json" }, new URLSearchParams(new FormData(form))];
      const answer = await fetch(form.action, { method: "POST", headers, body });
      if (answer.status < 500 || tries === 2) return [answer, await answer.json()];
    } catch (problem) {
      if (tries === 2) throw problem;
    }
    await new Promise((done) => setTimeout(done, pause(tries)));
    return send(tries + 1);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    const words = `${name.value}\n${text.value}`;
    if (tried && tried !== words) key.value = newKey();
    tried = words;
    for (const place of form.querySelectorAll(".wrong, .note")) place.textContent = "";
    const [answer, body] = await send().catch(() => [{}, {}]);
    sending = false;
    for (const { field, message } of body.errors ?? [])
      form.querySelector(`#say-${CSS.escape(field)}-wrong`)?.replaceChildren(message);
    if (!answer.ok) return void (note.textContent = form.dataset[answer.status === 422 ? "refused" : "failed"]);
    said(body);
    if (words === `${name.value}\n${text.value}`) text.value = "";
    [key.value, tried] = [newKey(), ""];
  });
}

for (const section of document.querySelectorAll(".conversation"))
  writing(section.querySelector("form.say"), section.dataset.stream ? live(section) : () => location.reload());
