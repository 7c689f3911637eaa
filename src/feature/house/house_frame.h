/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_frame.h - what the house's pages are given, and the rules behind them; inside this folder
 * only.
 */
#ifndef FEATURE_HOUSE_HOUSE_FRAME_H
#define FEATURE_HOUSE_HOUSE_FRAME_H

#include <stdbool.h>

#include "base/html.h"
#include "base/str.h"
#include "store/store.h"
#include "web/req.h"

/* Everything around a page's <main>. */
struct house_frame {
    str title, house; /* "title - house", or the house alone */
    str description;
    str canonical; /* with scheme and host */
    str lang;      /* "de" */
    str kind;      /* class of <body> */
    bool noindex;
    bool talking; /* a conversation stands on the page */
    html head, menu;
    str style, icon, touch_icon;
    str back;       /* where the choice of language returns to */
    str back_query; /* the same, written for the query of an address */
    html token;
    str name;  /* who is signed in, or empty */
    bool desk; /* to a host: the way to the desk */
    str host;  /* who invites, or empty */
};

/* One page for everything that can go wrong. The texts are msgids. */
struct house_fault {
    int status;
    str title, happened, safe, advice;
};

/* house_open.c: what house_open() and house_language() answer from, read anew. feature.start and
 * .store_changed. */
MUST const err *house_open_load(store *s, arena *a);
void house_open_changed(store *s);

/* What a form says about its fields. */
struct house_faults {
    const struct err_field *item;
    size_t n;
};

struct house_zone {
    str name;
};
struct house_zones {
    const struct house_zone *item;
    size_t n;
};

/* One field of the set-up form. */
struct house_input {
    str name, type; /* "text", "email", "url", "lang", "markdown" */
    str above;      /* a heading before it, or empty */
    str label, hint, value, wrong;
};
struct house_inputs {
    const struct house_input *item;
    size_t n;
};
struct house_setup_page {
    bool first;  /* the house has no name yet */
    bool kept;   /* comes from keeping it */
    bool closed; /* visitors see nothing yet */
    int64_t wrong;
    struct house_inputs fields;
    html token;
};

struct house_desk_part {
    bool closed, duties, demo;
};

/* Imprint or privacy. */
struct house_duty {
    html text; /* the host's own words */
    str host, info, social;
    bool social_link; /* an address, not a handle */
    bool is_host;     /* who reads could write it */
};
struct house_cookie {
    str name, when;
    int64_t days;
};
struct house_cookies {
    const struct house_cookie *item;
    size_t n;
};

/* A path of this house that a form may name as the way back: no other host, no blank, no control.
 */
bool house_path_ok(str path);
/* `target` without ?lang= and ?zone=, which would undo the choice that returns there. */
str house_back(arena *a, str target);

/* The words for a status, in the reader's language; a status without its own has those of 400 or
 * 500. */
struct house_fault house_error_words(enum lang lang, int status);

/* Begins a page for an error. From status 500 on it does not touch the store, which may be what
 * failed. */
void house_frame_bare(req *r, str title, int status);
void house_frame_end(req *r);

#endif
