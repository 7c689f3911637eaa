/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown.h - texts of talks and posts: Markdown (GitHub's, by cmark-gfm in safe mode) to markup,
 * and the HTML of foreign programmes to Markdown.
 */
#ifndef ENGINE_MARKDOWN_MARKDOWN_H
#define ENGINE_MARKDOWN_MARKDOWN_H

#include "base/arena.h"
#include "base/html.h"
#include "base/str.h"

/* A longer text is shown as plain paragraphs, cut at the limit with a sentence that says so. */
#define MARKDOWN_MAX ((size_t)64 << 10)

/* Safe markup: raw HTML is shown as text, links take http, https, mailto and paths only and get
 * rel="nofollow ugc noopener", pictures become links (no third-party request). Headings start at
 * `heading` (2-6), so that the page's own outline stays right. What stands under a heading "In
 * English", "English", "Auf Deutsch" or "Deutsch" is marked with that language (WCAG 2.2, 3.1.2) up
 * to the next heading that is not below it. */
html markdown_html(arena *a, str text, int heading);

/* What a person said in a conversation: paragraphs and line breaks kept, plain http(s) addresses
 * become links with the same rel; nothing else is markup. */
html markdown_plain(arena *a, str text);

/* A foreign HTML fragment (an abstract) as Markdown: paragraphs, line breaks, emphasis, links,
 * lists, headings, code; everything else loses its tags. A text without tags comes back as it is
 * but for entities. Never fails; broken markup is read as browsers would (libxml2's HTML parser).
 */
str markdown_from_html(arena *a, str text);
/* True where the text looks like HTML: a known tag or an entity in it. */
_Bool markdown_looks_html(str text);

/* The first sentences as plain text for a summary: at most `n` code points, cut at a word, with
 * "…". */
str markdown_summary(arena *a, str text, size_t n);

#endif
