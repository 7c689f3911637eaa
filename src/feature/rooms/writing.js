// SPDX-License-Identifier: AGPL-3.0-or-later
//
// writing.js - the writing line: says something without leaving the page, once, however often it takes;
// and knows which messages were said on this device, so that they can be taken back from their place.

const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, "0")).join("");
const pause = (tries) => Math.min(30000, 500 * 2 ** tries) * (0.5 + Math.random());

// Some browsers refuse to keep anything; then there is nothing kept.
function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function writing(section, form) {
  const { room, stream, position, takeback } = section.dataset;
  const own = `said ${room} ${position.split(".")[0]}`; // numbers of one's own messages, on this device
  const note = form.querySelector(".note");
  const { key, name, text, question } = form.elements;
  let [tried, sending] = ["", false]; // what this key was sent with
  key.value = newKey();

  const mine = () => kept(own).split(" ").filter(Boolean);
  // Where others report it, who said it finds the way to take it back.
  function offer() {
    for (const seq of mine()) {
      const link = section.querySelector(`#m${seq} .report`);
      if (link) [link.textContent, link.hash] = [takeback, ""];
    }
  }
  function remember(seq) {
    kept(own, [...mine().slice(-99), seq].join(" "));
    offer();
  }
  section.addEventListener("message", offer);
  offer();

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
    const asked = `${words}${question.checked}`;
    if (tried && tried !== asked) key.value = newKey();
    tried = asked;
    for (const place of form.querySelectorAll(".wrong, .note")) place.textContent = "";
    const [answer, body] = await send().catch(() => [{}, {}]);
    sending = false;
    for (const { field, message } of body.errors ?? [])
      form.querySelector(`#say-${CSS.escape(field)}-wrong`)?.replaceChildren(message);
    if (!answer.ok) return void (note.textContent = form.dataset[answer.status === 422 ? "refused" : "failed"]);
    section.dispatchEvent(new CustomEvent("said", { detail: body }));
    remember(body.seq);
    if (!stream) location.reload();
    if (words === `${name.value}\n${text.value}`) text.value = "";
    [key.value, tried, question.checked] = [newKey(), "", false];
  });
}

for (const section of document.querySelectorAll(".conversation")) writing(section, section.querySelector("form.say"));
