/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people.js - the search answers while one types, and the words around a letter can be copied. Without
 * it the form does the same with its button, and words are marked and copied as anywhere.
 */
"use strict";

(() => {
    const field = document.getElementById("q");
    const found = document.getElementById("people-found");
    if (!field || !found)
        return;
    let timer = 0, asked = field.value.trim(), running = null;

    const show = async (query) => {
        if (running)
            running.abort();
        running = new AbortController();
        const address = "/book/people?q=" + encodeURIComponent(query);
        try {
            const answer = await fetch(address + "&part=1", { signal: running.signal, cache: "no-store" });
            if (!answer.ok || answer.redirected)
                return; /* the button still works, and says why */
            found.innerHTML = await answer.text();
            history.replaceState(null, "", query ? address : "/book/people");
        } catch (reason) {
            if (reason.name !== "AbortError")
                asked = null; /* the next letter tries again */
        }
    };

    field.addEventListener("input", () => {
        clearTimeout(timer);
        timer = setTimeout(() => {
            const query = field.value.trim();
            if (query !== asked)
                show(asked = query);
        }, 90);
    });
})();

for (const button of document.querySelectorAll("button.copy")) {
    if (!navigator.clipboard)
        break; /* not on a plain http address */
    button.hidden = false;
    button.addEventListener("click", async () => {
        await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
        const said = document.getElementById("copied");
        said.textContent = said.dataset.said;
    });
}
