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

static const struct verb *find(const struct options *o, size_t *ret_words)
{
    const struct verb *best = NULL;
    *ret_words = 0;
    for (size_t i = 0; features[i] != NULL; i++)
        for (const struct verb *v = features[i]->verbs; v != NULL && v->name != NULL; v++) {
            size_t n = words_matched(o, str_of(v->name));
            if (n > *ret_words) {
                *ret_words = n;
                best = v;
            }
        }
    return best;
}

static const err *run_verb(arena *a, const struct options *o, const struct verb *verb,
                           size_t n_words, store_pool *pool)
{
    bus *b = bus_new();
    store *s = store_new(pool);
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
    const struct verb *verb = find(o, &n_words);
    if (verb == NULL)
        FAIL(a, ERR_USAGE, "no such command: %.*s (netzarbeit help lists them)",
             STR_ARG(o->args[0]));

    struct store_options so = { .folder = o->folder };
    store_pool *pool = NULL;
    features_book();
    features_migrations(a, &so.lists, &so.list_count);
    TRY(store_pool_open(a, &so, &pool));
    const err *e = run_verb(a, o, verb, n_words, pool);
    store_pool_close(pool);
    return e;
}

void commands_help(void)
{
    puts("netzarbeit [--data DIR] [--store URL] [--account EMAIL] [--json] COMMAND …\n\n"
         "  serve [--listen ADDR:PORT] [--url URL] [--trust-proxy ADDR] [--loops N]\n"
         "        [--workers N] [--rate FACTOR|off]\n"
         "      open the house until it is told to stop\n"
         "  backup FILE [--with-key]\n"
         "      a consistent copy of the store, also while the house is open; sensitive notes cannot\n"
         "      be read in it, unless the key is put beside it as FILE.key\n"
         "  restore FILE\n"
         "      put a copy in the place of the store; the house must be closed\n"
         "  doctor\n"
         "      looks at the data folder, the machine, the store and the public address");
    for (size_t i = 0; features[i] != NULL; i++)
        for (const struct verb *v = features[i]->verbs; v != NULL && v->name != NULL; v++)
            printf("  %s%s%s\n      %s\n", v->name, v->usage[0] == '\0' ? "" : " ", v->usage,
                   v->summary);
    puts("  help, version");
}
