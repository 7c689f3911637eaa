/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * feature.h - what a feature plugs in. src/app/features.c holds the one list of all of them.
 */
#ifndef FEATURE_FEATURE_H
#define FEATURE_FEATURE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/err.h"
#include "base/str.h"
#include "base/words.h"
#include "bus/bus.h"
#include "store/store.h"
#include "web/req.h"

/* A command as it runs: its arguments without the verb and without the global options. */
typedef struct cli {
    arena *arena;
    store *store;
    bus *bus;
    str folder;  /* the data folder */
    str account; /* --account, absent if not given */
    const str *args;
    size_t n_args;
    bool json; /* --json was given */
} cli;

/* The value of "--name VALUE" or "--name=VALUE", removed from the arguments; absent if not given.
 * A flag without value: cli_flag. */
MUST const err *cli_option(cli *c, const char *name, str *ret);
bool cli_flag(cli *c, const char *name);
/* After all options: exactly this many arguments are left, else ERR_USAGE with `usage`. */
MUST const err *cli_arguments(cli *c, size_t least, size_t most, const char *usage);
/* Results go to stdout. ERR_BROKEN where it cannot be written. */
MUST const err *cli_print(cli *c, str text);
/* The language of the terminal, as far as the house speaks it; English else. */
enum lang cli_lang(void);
/* A message for the person, on stderr. */
void cli_say(cli *c, const char *format, ...) PRINTF_LIKE(2, 3);

struct verb {
    const char *name;    /* "week import" */
    const char *usage;   /* "FILE|- [--zone Z] [--slug S] [--dry-run]" */
    const char *summary; /* one line for `help` and the manual */
    const err *(*run)(cli *c);
};

/* What runs beside the requests while `serve` runs. */
struct job {
    const char *name;
    int every_ms;
    const err *(*run)(store *s, arena *a);
};

/* What a feature is given when `serve` starts, before the first request. */
struct house_parts {
    store_pool *pool;
    bus *bus;
};

struct book_part; /* feature/book/book_part.h */

struct feature {
    const char *name;
    const struct route *routes; /* ends with { 0 } */
    const struct verb *verbs;   /* ends with { 0 } */
    /* Commands that do without a data folder: c->store is NULL. Ends with { 0 }. */
    const struct verb *bare_verbs;
    const query *const *queries; /* ends with NULL; a test prepares every one */
    /* Further lists of the same, where its SQL stands in several files; ends with NULL. */
    const query *const *const *more_queries;
    const struct migration_list *migrations;
    const struct job *jobs; /* ends with { 0 } */
    /* Told who invites, in the transaction in which the set-up form is kept. */
    const err *(*host_named)(store *s, arena *a, str name);
    /* Adds its part to the menu that stands on every page. */
    const err *(*menu)(req *r);
    const err *(*start)(const struct house_parts *parts, store *s, arena *a);
    void (*stop)(void);
    /* Another process changed the store: reload what is kept in memory. */
    void (*store_changed)(store *s);
    void (*metrics)(buf *out);
    /* Fills its part of an empty store with the demonstration, as it looks at that moment; then
     * moves it to another. Inside a transaction; ERR_CONFLICT where its part is not empty. */
    const err *(*demo)(store *s, arena *a, int64_t now_ms);
    const err *(*demo_move)(store *s, arena *a, int64_t now_ms);
    /* What it adds to the book, for the features from `book` on. */
    const struct book_part *book;
};

#endif
