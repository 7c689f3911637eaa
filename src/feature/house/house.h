/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house.h - the house itself: its settings, and the frame that stands around every page (head, menu
 * of days, choice of language and zone, footer).
 */
#ifndef FEATURE_HOUSE_HOUSE_H
#define FEATURE_HOUSE_HOUSE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "feature/feature.h"

extern const struct feature house;

/* ---- settings: short texts by name ------------------------------------------------------------
 */

/* "" where it was never set and has no default. Names: "name" (of the house), "host" (its host's
 * name), "zone", "lang", "info" (mail address), "social" (a handle or address elsewhere), "demo"
 * ("1" while the demonstration week is in it), "url" (how the house is reached, for what is written
 * outside of a request), "imprint" and "privacy" (Markdown). */
MUST const err *house_setting(store *s, arena *a, const char *name, str *ret);
MUST const err *house_set(store *s, arena *a, const char *name, str value);

/* False until the house was given a name: then the host is led to the set-up page. */
MUST const err *house_named(store *s, arena *a, bool *ret);
/* The function that is told who invites, in the transaction in which the set-up form is kept; `app`
 * registers each before start. */
void house_host_add(const err *(*told)(store *s, arena *a, str name));
/* The set-up form's part of the host's desk, written into r->out. */
MUST const err *house_desk(req *r);

/* ---- opening ----------------------------------------------------------------------------------
 */

/* Imprint and privacy information are both written. */
MUST const err *house_duties(store *s, arena *a, bool *ret);
/* server_hooks.open: on a public address nothing is shown to people who are not signed in until
 * both are written. Public is what the setting "url" or the address that was asked for says, see
 * house_address.h. */
bool house_open(const req *r);
/* server_hooks.language */
enum lang house_language(void);

/* ---- the frame --------------------------------------------------------------------------------
 */

/* The languages as a page's foot offers them, the menu and so on are written by these two.
 * Everything between is the <main> of the page. `title` is the page's own, the house's name follows
 * it. */
struct house_page {
    str title;
    str description;  /* for <meta>; may be absent */
    str canonical;    /* path; absent = the request's */
    html head;        /* more for <head> (feeds, JSON-LD); may be empty */
    const char *kind; /* class of <body>: "talk", "day"; the style sheet's hook */
    bool talking;     /* a conversation stands on the page: a skip link leads to it */
    bool noindex;     /* not for search engines */
};
MUST const err *house_page_begin(req *r, const struct house_page *p);
MUST const err *house_page_end(req *r);

/* The function that adds a feature's part to the menu; `app` registers each before start. */
void house_menu_add(const err *(*menu)(req *r));

/* The language that the address asks for with ?lang=, as its tag; else empty. */
str house_language_asked(const req *r);
/* `path` (a fragment may stand at its end, no query) with that language, if one is asked for: so
 * the forms of a page that was opened in a language do not answer in another. */
str house_in_language(const req *r, str path);

/* server_hooks.error_page: what happened, what is safe, what to do, in the reader's language. */
void house_error_page(req *r, int status, const err *e);

/* The zone in which the reader wants times besides the week's own: r->zone if it is known. */
bool house_reader_zone(const req *r, str *ret);

/* The value of a query: what is no letter or digit as %XX. */
str house_query_value(arena *a, str value);

#endif
