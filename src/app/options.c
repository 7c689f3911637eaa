/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/options.h"

#include <stdlib.h>

/* "--name VALUE" or "--name=VALUE" at `*i`: true if it is that option; *i moves past the value. */
static bool option_at(const str *words, size_t n, size_t *i, str name, str *ret)
{
    str head, tail;
    if (!str_starts(words[*i], name))
        return false;
    if (str_eq(words[*i], name)) {
        *ret = *i + 1 < n ? words[++*i] : (str){ 0 };
        return true;
    }
    if (!str_cut(words[*i], '=', &head, &tail) || !str_eq(head, name))
        return false;
    *ret = tail;
    return true;
}

static str environment(const char *name, str otherwise)
{
    str value = str_of(getenv(name));
    return str_empty(value) ? otherwise : value;
}

const err *options_read(arena *a, int argc, char **argv, struct options *ret)
{
    size_t n = argc > 0 ? (size_t)argc - 1 : 0;
    str *words = NEW_ARRAY(a, str, n + 1);
    str *left = NEW_ARRAY(a, str, n + 1);
    for (size_t i = 0; i < n; i++)
        words[i] = str_of(argv[i + 1]);

    struct options o = { .folder = environment("NETZARBEIT_DATA", S("./data")),
                         .account = environment("NETZARBEIT_ACCOUNT", (str){ 0 }),
                         .args = left };
    for (size_t i = 0; i < n; i++) {
        str store = S("sqlite");
        bool took = option_at(words, n, &i, S("--data"), &o.folder) ||
                    option_at(words, n, &i, S("--account"), &o.account) ||
                    option_at(words, n, &i, S("--store"), &store);
        if (took && (o.folder.p == NULL || store.p == NULL))
            FAIL(a, ERR_USAGE, "%.*s needs a value", STR_ARG(words[i]));
        if (!str_eq(store, S("sqlite")))
            FAIL(a, ERR_USAGE, "--store %.*s: this build opens only sqlite, in the data folder",
                 STR_ARG(store));
        if (took)
            continue;
        if (str_eq(words[i], S("--json")))
            o.json = true;
        else
            left[o.n_args++] = words[i];
    }
    *ret = o;
    return NULL;
}
