/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_test_help.c - see accounts_test_help.h.
 */
#include "feature/accounts/accounts_test_help.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/clock.h"
#include "feature/accounts/accounts.h"

extern const struct migration_list accounts_migrations;
extern const struct migration_list house_migrations;

void accounts_test_help_ok(arena *a, const err *e)
{
    if (e != NULL)
        fail_msg("%s", str_c(a, err_text(a, e)));
}

int accounts_test_help_set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    f->a = arena_new(ARENA_LIMIT);
    snprintf(f->folder, sizeof(f->folder), "/tmp/netzarbeit-accounts-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    const struct migration_list lists[] = { house_migrations, accounts_migrations };
    const struct store_options so = { .folder = str_of(f->folder),
                                      .lists = lists,
                                      .list_count = COUNT_OF(lists) };
    OK(store_pool_open(f->a, &so, &f->pool));
    f->s = store_new(f->pool);
    clock_set(START_MS);
    *state = f;
    return 0;
}

int accounts_test_help_tear_down(void **state)
{
    struct fixture *f = *state;
    store_free(f->s);
    store_pool_close(f->pool);
    static const char *const files[] = { "netzarbeit.db", "netzarbeit.db-wal", "netzarbeit.db-shm",
                                         "serve.lock" };
    char path[128];
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        snprintf(path, sizeof(path), "%s/%s", f->folder, files[i]);
        unlink(path);
    }
    rmdir(f->folder);
    arena_free(f->a);
    free(f);
    clock_real();
    return 0;
}

int64_t accounts_test_help_host(struct fixture *f)
{
    int64_t id = 0;
    OK(accounts_add(f->s, f->a, S("ada@example.org"), S("Ada"), S("host"), &id));
    return id;
}
