// SPDX-License-Identifier: AGPL-3.0-or-later
//
// room.js - makes the conversation on a page live. Without it, the page works by reload.
// The page carries its position in the log and the stream goes on from there. What is shown already is
// dropped by its number; where the server says that something cannot be replayed, the list is fetched.
// Others on the page are told by the event "message"; who says something here sends the event "said".

const KINDS = ["message", "edit", "hide", "restore", "pin", "phase"];
const QUIET_MS = 40000; // two heartbeats; the count of readers comes every 15 s at least

const pause = (tries) => Math.min(30000, 500 * 2 ** tries) * (0.5 + Math.random());

const element = (html) => {
  const frame = document.createElement("template");
  frame.innerHTML = html;
  return frame.content.firstElementChild;
};

// Behind the last one that has a smaller number.
function insert(list, item, seq, seqOf) {
  let before = list.lastElementChild;
  while (before && seqOf(before) > seq) before = before.previousElementSibling;
  if (before) before.after(item);
  else list.prepend(item);
}

// Each event about a question says where it stands now, so the lists come right by themselves.
function ask({ seq, question }) {
  const lists = document.getElementById("questions");
  lists?.querySelector(`[data-seq="${seq}"]`)?.remove();
  if (!lists || !question) return;
  insert(lists.querySelector(question.answered ? ".answered" : ".open"), element(question.html), seq,
    (line) => Number(line.dataset.seq));
}

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
    ask(item);
    const old = document.getElementById(`m${item.seq}`);
    if (!item.html || (kind === "message" ? old : !old)) return;
    const message = element(item.html);
    const atEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 48 && !log.matches(":focus-within");
    if (old) old.replaceWith(message);
    else insert(list, message, item.seq, (line) => Number(line.id.slice(1)));
    section.querySelector(".empty")?.remove();
    if (atEnd) log.scrollTop = log.scrollHeight;
    section.dispatchEvent(new CustomEvent("message", { detail: { kind, message, seq: item.seq } }));
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
      document.getElementById("questions")?.replaceWith(page.getElementById("questions"));
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
  // On a telephone the conversation is shown by its tab; only then it can be scrolled.
  for (const shown of ["load", "hashchange"])
    window.addEventListener(shown, () => location.hash === "#conversation" && (log.scrollTop = log.scrollHeight));
  // What was said here is shown when the stream brings it, or at once while the stream is away.
  section.addEventListener("said", ({ detail }) => open() || show("message", detail));
}

for (const section of document.querySelectorAll(".conversation[data-stream^='/']")) live(section);
