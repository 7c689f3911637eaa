/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/commands.h"

#include <stdio.h>
#include <string.h>

#include "app/features.h"
#include "store/store.h"

/* How many words of the line the verb's name takes up; 0 if it is another verb. */
static size_t words_matched(const struct options *o, str name)
{
    str piece;
    size_t n = 0;
    while (str_next(&name, ' ', &piece)) {
        if (n >= o->n_args || !str_eq(piece, o->args[n]))
            return 0;
        n++;
    }
    return n;
}

/* The verb that takes up most words of the line, if that is more than `*words`, which follows. */
static void find_in(const struct options *o, const struct verb *verbs, const struct verb **best,
                    size_t *words)
{
    for (const struct verb *v = verbs; v != NULL && v->name != NULL; v++) {
        size_t n = words_matched(o, str_of(v->name));
        if (n > *words) {
            *words = n;
            *best = v;
        }
    }
}

static bool says_dry_run(const struct options *o)
{
    for (size_t i = 0; i < o->n_args; i++)
        if (str_eq(o->args[i], S("--dry-run")))
            return true;
    return false;
}

/* A command that does without a store and also stands among those with one is the former where it
 * is only tried (--dry-run). */
static const struct verb *find(const struct options *o, size_t *ret_words, bool *ret_bare)
{
    const struct verb *best = NULL;
    *ret_words = 0;
    bool dry = says_dry_run(o);
    for (size_t i = 0; dry && features[i] != NULL; i++)
        find_in(o, features[i]->bare_verbs, &best, ret_words);
    if (best != NULL) {
        *ret_bare = true;
        return best;
    }
    for (size_t i = 0; features[i] != NULL; i++)
        find_in(o, features[i]->verbs, &best, ret_words);
    const struct verb *with_store = best;
    for (size_t i = 0; features[i] != NULL; i++)
        find_in(o, features[i]->bare_verbs, &best, ret_words);
    *ret_bare = best != with_store;
    return best;
}

/* `pool` is NULL for a command that does without a store. */
static const err *run_verb(arena *a, const struct options *o, const struct verb *verb,
                           size_t n_words, store_pool *pool)
{
    bus *b = bus_new();
    store *s = pool == NULL ? NULL : store_new(pool);
    cli c = { .arena = a,
              .store = s,
              .bus = b,
              .folder = o->folder,
              .account = o->account,
              .args = o->args + n_words,
              .n_args = o->n_args - n_words,
              .json = o->json };
    const err *e = verb->run(&c);
    store_free(s);
    bus_free(b);
    return e;
}

const err *commands_run(arena *a, const struct options *o)
{
    size_t n_words = 0;
    bool bare = false;
    const struct verb *verb = find(o, &n_words, &bare);
    if (verb == NULL)
        FAIL(a, ERR_USAGE, "no such command: %.*s (netzarbeit help lists them)",
             STR_ARG(o->args[0]));

    if (bare)
        return run_verb(a, o, verb, n_words, NULL);

    struct store_options so = { .folder = o->folder };
    store_pool *pool = NULL;
    features_book();
    features_migrations(a, &so.lists, &so.list_count);
    TRY(store_pool_open(a, &so, &pool));
    const err *e = run_verb(a, o, verb, n_words, pool);
    store_pool_close(pool);
    return e;
}

static void help_verbs(const struct verb *verbs)
{
    for (const struct verb *v = verbs; v != NULL && v->name != NULL; v++)
        printf("  %s%s%s\n      %s\n", v->name, v->usage[0] == '\0' ? "" : " ", v->usage,
               v->summary);
}

void commands_help(void)
{
    puts("netzarbeit [--data DIR] [--store URL] [--account EMAIL] [--json] COMMAND …\n\n"
         "  serve [--listen ADDR:PORT] [--url URL] [--trust-proxy ADDR] [--loops N]\n"
         "        [--workers N] [--rate FACTOR|off]\n"
         "      open the house until it is told to stop\n"
         "  backup FILE [--encrypt --passphrase-file FILE] [--with-key]\n"
         "      a consistent copy of the store, also while the house is open; sensitive notes "
         "cannot\n"
         "      be read in it, unless their key is put in or beside it\n"
         "  restore FILE [--passphrase-file FILE]\n"
         "      put a copy in the place of the store; the house must be closed\n"
         "  doctor\n"
         "      looks at the data folder, the machine, the store and the public address\n"
         "  check routes|commands|queries\n"
         "      what this program answers to, for tests (JSON)");
    for (size_t i = 0; features[i] != NULL; i++) {
        help_verbs(features[i]->verbs);
        help_verbs(features[i]->bare_verbs);
    }
    puts("  help, version");
}
