/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange.h - the book goes in and out.
 *
 * What comes in is an import: all of it, or nothing. It goes in slices, each a transaction, so that
 * a big one holds up nobody else who writes; while it runs it is 'pending', and one that stopped on
 * its way (the power, a full disk) is taken back by the next import or a job of the house. A whole
 * import can be taken back later as well, whatever happened since: what is the owner's stays.
 *
 * Whom a card means: the same UID, profile, mail address or telephone number, and one name
 * is the other with more or fewer words; or the same name at the same organisation. Never the name
 * alone: that is only proposed (/book/alike finds the pair as well).
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_H
#define FEATURE_EXCHANGE_EXCHANGE_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"
#include "feature/book/book.h"
#include "feature/feature.h"

extern const struct feature exchange;

/* Something in a file that cannot be taken; line 0: the file as a whole. */
struct exchange_refusal {
    str file;
    size_t line;
    const char *reason; /* an English msgid, or the words of the system */
};

/* Two who may be one: they were not made one. */
struct exchange_pair {
    person_id one, other;
    const char *why; /* an English msgid */
};

struct exchange_report {
    size_t files;
    size_t files_read; /* at least one person, message or meeting was found in it */
    size_t cards;      /* people: cards, and rows of tables */
    size_t encounters; /* mails, meetings, messages; talks of a chat count once a sender and day */
    struct exchange_refusal *refused;
    size_t n_refused, cap_refused;
    size_t not_listed;   /* refusals beyond EXCHANGE_REFUSED_MAX are only counted */
    enum err_kind worst; /* of the files that could not be opened */
    /* Of an import, besides: */
    size_t added;      /* people who were not in the book */
    size_t matched;    /* who were, and of whom something new is known now */
    size_t unchanged;  /* who were, with all of it */
    size_t suppressed; /* who were erased once and stay away */
    size_t written;    /* encounters that are in the book now */
    size_t strangers;  /* talks, mails, meetings with nobody who is in the book */
    struct exchange_pair *pairs;
    size_t n_pairs, cap_pairs;
    size_t more_pairs; /* beyond EXCHANGE_PAIRS_MAX */
};
#define EXCHANGE_PAIRS_MAX 1000

#define EXCHANGE_REFUSED_MAX 10000

/* Told now and then how much of a file has been read; bytes. */
struct exchange_progress {
    void (*tell)(void *of, str file, uint64_t bytes);
    void *of;
};

/* Reads one file and adds what it holds to the report; never fails for what is in the file, nor for
 * one that cannot be opened: that is a refusal too. `progress` may be NULL. */
void exchange_look(arena *a, str path, const struct exchange_progress *progress,
                   struct exchange_report *report);

/* ---- imports --------------------------------------------------------------------------------- */

typedef struct {
    int64_t v;
} import_id;

/* A file by its path ("-" is stdin), or, with `bytes`, one that came otherwise. */
struct exchange_source {
    str name;
    str bytes;
};
struct exchange_options {
    const struct exchange_source *sources;
    size_t n_sources;
    const str *me; /* names and mail addresses of the owner, besides those of the account */
    size_t n_me;
    const struct exchange_progress *progress; /* or NULL */
};
/* ERR_INVALID where nothing was found in any file; then, and with any other error, all is as it
 * was. Inside a transaction of the caller it is a part of that. */
MUST const err *exchange_import(store *s, arena *a, account_id owner,
                                const struct exchange_options *o, struct exchange_report *report,
                                import_id *ret);

struct exchange_import {
    import_id id;
    str files; /* their names, with ", " between */
    str state; /* "pending", "done", "undoing", "undone" */
    int64_t time_ms, touched_ms;
    str report; /* exchange_report_json of it */
    int64_t undone_ms;
};
struct exchange_imports {
    const struct exchange_import *item;
    size_t n;
};
/* Newest first. */
MUST const err *exchange_imports(store *s, arena *a, account_id owner,
                                 struct exchange_imports *ret);
MUST const err *exchange_import_get(store *s, arena *a, account_id owner, import_id id,
                                    struct exchange_import *ret);

struct exchange_undone {
    size_t people, encounters; /* taken out of the book */
    size_t stayed;             /* people it had made of whom the owner wrote something since */
};
/* ERR_CONFLICT where that was done already. */
MUST const err *exchange_undo(store *s, arena *a, account_id owner, import_id id,
                              struct exchange_undone *ret);
/* Takes back every import that stopped on its way and was not touched for some minutes. */
MUST const err *exchange_tidy(store *s, arena *a);

/* The report as JSON: people by their ids, no names. */
str exchange_report_json(arena *a, const struct exchange_report *r, bool pairs);

/* An address of a profile in one form; else as it is. */
str exchange_profile(arena *a, str address);

#endif
