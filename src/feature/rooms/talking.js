// SPDX-License-Identifier: AGPL-3.0-or-later
//
// talking.js - tells who hears the page that something was said: politely, in batches, in the measure that
// they chose (nothing, in short, everything), and not while they paused it. The choice stays on this device.

const BATCH_MS = 4000;

function kept(name, value) {
  try {
    if (value !== undefined) localStorage.setItem(name, value);
    return localStorage.getItem(name) ?? "";
  } catch {
    return "";
  }
}

function talking(section) {
  const part = section.querySelector(".aloud");
  const [measure, pause, line] = ["select", "button", "[aria-live]"].map((what) => part.querySelector(what));
  const paused = () => pause.getAttribute("aria-pressed") === "true";
  const own = new Set(); // numbers of what was said here: nobody is told their own words
  let [waiting, timer] = [[], 0];

  // "Ada, 14:03" and what she said.
  const whole = ({ label, text }) => `${label}: ${text}`;
  function inShort(all) {
    const last = all.at(-1);
    const words = all.length === 1 ? part.dataset.one : part.dataset.many;
    return words.replace("{n}", all.length).replace("{name}", () => last.name).replace("{text}", () => last.text);
  }

  function tell() {
    timer = 0;
    if (paused() || waiting.length === 0) return;
    const all = waiting.filter(({ seq }) => !own.has(seq));
    waiting = [];
    if (measure.value === "off" || all.length === 0) return;
    const lines = measure.value === "all" ? all.map(whole) : [inShort(all)];
    line.replaceChildren(...lines.map((text) => Object.assign(document.createElement("span"), { textContent: `${text} ` })));
  }

  const soon = () => (timer ||= setTimeout(tell, BATCH_MS));

  section.addEventListener("message", ({ detail: { kind, message, seq } }) => {
    // What nobody is to read any more is not told, and does not stay where it was told.
    if (kind === "hide") {
      waiting = waiting.filter((one) => one.seq !== seq);
      line.replaceChildren();
    }
    const article = message.querySelector("article");
    if (kind !== "message" || !article) return;
    waiting.push({
      seq,
      label: article.getAttribute("aria-label"),
      name: article.querySelector("b").textContent,
      text: article.querySelector(".message-text").textContent.trim(),
    });
    soon();
  });

  section.addEventListener("said", ({ detail }) => own.add(detail.seq));

  measure.value = kept("aloud") || "summary";
  measure.addEventListener("change", () => kept("aloud", measure.value));
  pause.setAttribute("aria-pressed", String(kept("aloud paused") === "yes"));
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", String(!paused()));
    kept("aloud paused", paused() ? "yes" : "no");
    if (!paused()) soon();
  });
}

for (const section of document.querySelectorAll(".conversation[data-stream^='/']")) talking(section);
