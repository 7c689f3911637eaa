/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keep_seal_test.c - what was sealed opens to the same bytes; nothing else opens.
 */
#include "app/keep_seal.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/err.h"
#include "os/file.h"
#include "store/store_rig.h"

#define PHRASE S("drei Worte und noch eins")

struct seal_test {
    arena *arena;
    str folder, plain, sealed, out;
};

static str named(struct seal_test *f, const char *name)
{
    return str_format(f->arena, "%.*s/%s", STR_ARG(f->folder), name);
}

static int set_up(void **state)
{
    static struct seal_test f;
    char place[] = "/tmp/keep-seal-XXXXXX";
    f.arena = arena_new(ARENA_LIMIT);
    assert_non_null(mkdtemp(place));
    f.folder = str_copy(f.arena, str_of(place));
    f.plain = named(&f, "plain");
    f.sealed = named(&f, "sealed");
    f.out = named(&f, "out");
    *state = &f;
    return 0;
}

static int tear_down(void **state)
{
    struct seal_test *f = *state;
    const str all[] = { f->plain, f->sealed, f->out };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        (void)unlink(str_c(f->arena, all[i]));
    assert_int_equal(rmdir(str_c(f->arena, f->folder)), 0);
    arena_free(f->arena);
    return 0;
}

static str bytes_of(struct seal_test *f, size_t n)
{
    char *p = arena_alloc(f->arena, n + 1);
    for (size_t i = 0; i < n; i++)
        p[i] = (char)(i * 2654435761u >> 24);
    return (str){ p, n };
}

static void invalid(const err *e)
{
    assert_non_null(e);
    assert_int_equal(e->kind, ERR_INVALID);
}

static void what_was_sealed_opens_to_the_same(void **state)
{
    struct seal_test *f = *state;
    /* Around the borders of a chunk, of which four bytes and the key are taken. */
    const size_t sizes[] = { 0, 65536 - 4 - 4, 65536 - 4 - 3, 200000 };
    for (size_t i = 0; i < COUNT_OF(sizes); i++) {
        str in = bytes_of(f, sizes[i]), key = { 0 }, back = { 0 }, raw = { 0 };
        OK(file_write(f->arena, f->plain, in));
        OK(keep_seal(f->arena, f->plain, S("ab12"), PHRASE, f->sealed));
        OK(file_read(f->arena, f->sealed, (size_t)1 << 20, &raw));
        assert_true(sizes[i] < 64 || !str_contains(raw, str_sub(in, 0, 64)));
        OK(keep_unseal(f->arena, f->sealed, PHRASE, f->out, &key));
        OK(file_read(f->arena, f->out, (size_t)1 << 20, &back));
        assert_true(str_eq(in, back) && str_eq(key, S("ab12")));
        unlink(str_c(f->arena, f->sealed));
        unlink(str_c(f->arena, f->out));
    }
}

static void nothing_else_opens(void **state)
{
    struct seal_test *f = *state;
    str key = { 0 }, raw = { 0 };
    OK(file_write(f->arena, f->plain, bytes_of(f, 150000)));
    OK(keep_seal(f->arena, f->plain, S(""), PHRASE, f->sealed));
    assert_int_equal(keep_seal(f->arena, f->plain, S(""), PHRASE, f->sealed)->kind, ERR_CONFLICT);
    OK(file_read(f->arena, f->sealed, (size_t)1 << 20, &raw));
    invalid(keep_unseal(f->arena, f->sealed, S("drei Worte und noch zwei"), f->out, &key));
    const size_t chunk = 65536 + 17, head = 60;
    const size_t cuts[] = { 19, head, head + chunk, raw.n - 1 };
    for (size_t i = 0; i < COUNT_OF(cuts); i++) {
        OK(file_write(f->arena, f->sealed, str_sub(raw, 0, cuts[i])));
        invalid(keep_unseal(f->arena, f->sealed, PHRASE, f->out, &key));
        assert_false(file_exists(f->arena, f->out));
    }
    const size_t flips[] = { 0, 25, 40, head + 70000, raw.n - 1 };
    for (size_t i = 0; i < COUNT_OF(flips); i++) {
        char *changed = str_c(f->arena, raw);
        memcpy(changed, raw.p, raw.n);
        changed[flips[i]] = (char)(changed[flips[i]] ^ 4);
        OK(file_write(f->arena, f->sealed, (str){ changed, raw.n }));
        invalid(keep_unseal(f->arena, f->sealed, PHRASE, f->out, &key));
        assert_false(file_exists(f->arena, f->out));
    }
    OK(file_write(f->arena, f->sealed, str_format(f->arena, "%s", "short")));
    bool sealed = true;
    OK(keep_sealed(f->arena, f->sealed, &sealed));
    assert_false(sealed);
}

static void a_short_passphrase_is_refused(void **state)
{
    struct seal_test *f = *state;
    OK(file_write(f->arena, f->plain, S("x")));
    invalid(keep_seal(f->arena, f->plain, S(""), S("zu kurz"), f->sealed));
    assert_false(file_exists(f->arena, f->sealed));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(what_was_sealed_opens_to_the_same),
        TEST(nothing_else_opens),
        TEST(a_short_passphrase_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
