// SPDX-License-Identifier: AGPL-3.0-or-later
//
// worker.js - without a connection the book's pages are answered by one page that takes a line. Nothing
// else is kept: no page of the book, no answer, nobody's data. The lines are line.js's.

const CACHE = "netzarbeit-line-1";
const SHELL = "/book/offline";
// In the language of the page that called it; without cookies, for it is the same for everybody.
const lang = new URL(self.location.href).searchParams.get("lang") === "de" ? "de" : "en";

async function fill() {
  const answer = await fetch(`${SHELL}?lang=${lang}`, { cache: "no-store", credentials: "omit" });
  if (!answer.ok) throw new Error(`${SHELL}: ${answer.status}`);
  const cache = await caches.open(CACHE);
  const parts = [...(await answer.clone().text()).matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)];
  for (const [, path] of parts) if (!(await cache.match(path))) await cache.add(path);
  await cache.put(SHELL, answer);
}

async function stale() {
  for (const name of await caches.keys())
    if (name.startsWith("netzarbeit-line-") && name !== CACHE) await caches.delete(name);
}

self.addEventListener("install", (event) => event.waitUntil(fill().then(() => self.skipWaiting())));
self.addEventListener("activate", (event) => event.waitUntil(stale().then(() => self.clients.claim())));
// A page that is opened with a connection brings the shell up to date with the program.
self.addEventListener("message", (event) => event.data === "fill" && event.waitUntil(fill().catch(() => {})));

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== "GET" || origin !== self.location.origin) return;
  if (request.mode === "navigate" && pathname.startsWith("/book"))
    event.respondWith(fetch(request).catch(() => caches.match(SHELL)));
  else if (pathname.startsWith("/assets/"))
    event.respondWith(fetch(request).catch(async () => (await caches.match(request)) ?? Response.error()));
});
