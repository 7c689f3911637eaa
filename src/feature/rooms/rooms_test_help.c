/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_test_help.c - see rooms_test_help.h.
 */
#include "feature/rooms/rooms_test_help.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "feature/house/house.h"

void rooms_test_help_ok(const err *e, const char *file, int line)
{
    if (e == NULL)
        return;
    SCRATCH(a);
    print_error("%.*s\n", STR_ARG(err_text(a, e)));
    _fail(file, line);
}

void rooms_test_help_kind(const err *e, enum err_kind wanted, const char *file, int line)
{
    if (e != NULL && e->kind == wanted)
        return;
    print_error("kind %d instead of %d\n", e == NULL ? -1 : (int)e->kind, (int)wanted);
    _fail(file, line);
}

int rooms_test_help_open(void **state)
{
    struct rooms_test_help *f = calloc(1, sizeof *f);
    f->arena = arena_new(ARENA_LIMIT);
    (void)snprintf(f->folder, sizeof f->folder, "%s", "/tmp/rooms-test-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    const struct migration_list lists[] = { *house.migrations, *rooms.migrations };
    struct store_options options = { .folder = str_of(f->folder),
                                     .lists = lists,
                                     .list_count = COUNT_OF(lists) };
    OK(store_pool_open(f->arena, &options, &f->pool));
    f->s = store_new(f->pool);
    struct tx t = { 0 };
    OK(tx_begin_(&t, f->s, f->arena));
    OK(rooms_create(f->s, f->arena, S("a"), S("/talks/a"), S("Weaving <nets>"), S("Europe/Berlin"),
                    &f->room));
    OK(tx_commit(&t));
    *state = f;
    return 0;
}

static int remove_one(const char *path, const struct stat *st, int kind, struct FTW *at)
{
    (void)st;
    (void)kind;
    (void)at;
    return remove(path);
}

int rooms_test_help_close(void **state)
{
    struct rooms_test_help *f = *state;
    store_free(f->s);
    store_pool_close(f->pool);
    (void)nftw(f->folder, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(f->arena);
    free(f);
    return 0;
}

int64_t rooms_test_help_say(struct rooms_test_help *f, const char *name, const char *text)
{
    struct say say = { .name = str_of(name), .text = str_of(text) };
    int64_t seq = 0;
    bool again = true;
    OK(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again));
    assert_false(again);
    return seq;
}
