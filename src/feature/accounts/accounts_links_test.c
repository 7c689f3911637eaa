/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_links_test.c - private links hold for their kind, their days and their uses, and nobody
 * learns why one does not hold; a QR code is a square that says its address.
 */
#include "feature/accounts/accounts_links.h"

#include <qrencode.h>

#include "base/clock.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_store.h"
#include "feature/accounts/accounts_test_help.h"

static str make(struct store_rig *f, const char *kind, int64_t subject, int64_t days, int64_t uses)
{
    str token = { 0 };
    int64_t id = 0;
    OK(accounts_link_make(f->s, f->arena, str_of(kind), subject, S("Ben Beispiel"), days, uses,
                          &token, &id));
    assert_int_equal(token.n, 26);
    assert_true(id > 0);
    return token;
}

static void test_a_link_says_what_it_is_for(void **state)
{
    struct store_rig *f = *state;
    str token = make(f, "speaker", 7, 14, 0);
    struct private_link one = { 0 };
    OK(accounts_link_look(f->s, f->arena, token, S("speaker"), &one));
    assert_int_equal(one.subject, 7);
    assert_true(str_eq(one.name, S("Ben Beispiel")));
    assert_true(str_eq(one.kind, S("speaker")));
    assert_int_equal(one.created_ms, START_MS);
    assert_int_equal(one.expires_ms, START_MS + 14 * DAY_MS);
    assert_int_equal(one.uses, 0);
    assert_false(one.revoked);
}

static void test_looking_does_not_count_and_using_does(void **state)
{
    struct store_rig *f = *state;
    str token = make(f, "member", 0, 1, 2);
    struct private_link one = { 0 };
    for (int i = 0; i < 3; i++)
        OK(accounts_link_look(f->s, f->arena, token, S("member"), &one));
    OK(accounts_link_use(f->s, f->arena, token, S("member"), &one));
    assert_int_equal(one.uses, 1);
    OK(accounts_link_use(f->s, f->arena, token, S("member"), &one));
    assert_int_equal(one.uses, 2);
    assert_int_equal(accounts_link_use(f->s, f->arena, token, S("member"), &one)->kind, ERR_GONE);
    assert_int_equal(accounts_link_look(f->s, f->arena, token, S("member"), &one)->kind, ERR_GONE);
}

static void test_zero_uses_is_any_number(void **state)
{
    struct store_rig *f = *state;
    str token = make(f, "author", 0, 1, 0);
    struct private_link one = { 0 };
    for (int i = 0; i < 20; i++)
        OK(accounts_link_use(f->s, f->arena, token, S("author"), &one));
    assert_int_equal(one.uses, 20);
}

/* A use inside a transaction that is rolled back was none. */
static const err *use_and_fail(struct store_rig *f, str token)
{
    struct private_link one = { 0 };
    TX(t, f->s, f->arena);
    TRY(accounts_link_use(f->s, f->arena, token, S("member"), &one));
    FAIL(f->arena, ERR_INVALID, "changed my mind");
}

static void test_a_use_is_undone_with_what_it_was_for(void **state)
{
    struct store_rig *f = *state;
    str token = make(f, "member", 0, 1, 1);
    struct private_link one = { 0 };
    assert_int_equal(use_and_fail(f, token)->kind, ERR_INVALID);
    OK(accounts_link_use(f->s, f->arena, token, S("member"), &one));
    assert_int_equal(one.uses, 1);
}

/* Every way not to hold, by one answer. */
static void test_nobody_learns_why_a_link_does_not_hold(void **state)
{
    struct store_rig *f = *state;
    struct private_link one = { 0 };
    struct private_links all = { 0 };
    str foreign = make(f, "speaker", 1, 1, 0);
    str revoked = make(f, "member", 0, 1, 0);
    OK(accounts_links_of(f->s, f->arena, S("member"), 0, &all));
    OK(accounts_link_revoke(f->s, f->arena, all.item[0].id));
    str used_up = make(f, "member", 0, 1, 1);
    OK(accounts_link_use(f->s, f->arena, used_up, S("member"), &one));
    str expired = make(f, "member", 0, 1, 0);
    str good = make(f, "member", 0, 2, 0);
    clock_set(START_MS + DAY_MS);

    const str bad[] = {
        foreign, revoked, used_up, expired, S("abcdefghijklmnopqrstuvwxyz"), S("")
    };
    const err *first = accounts_link_look(f->s, f->arena, bad[0], S("member"), &one);
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const err *look = accounts_link_look(f->s, f->arena, bad[i], S("member"), &one);
        const err *use = accounts_link_use(f->s, f->arena, bad[i], S("member"), &one);
        assert_int_equal(look->kind, ERR_GONE);
        assert_int_equal(use->kind, ERR_GONE);
        assert_true(str_eq(look->msg, first->msg));
        assert_true(str_eq(use->msg, first->msg));
    }
    OK(accounts_link_look(f->s, f->arena, good, S("member"), &one));
}

static void test_the_list_has_expired_and_revoked_ones_newest_first(void **state)
{
    struct store_rig *f = *state;
    (void)make(f, "member", 0, 1, 0);
    (void)make(f, "member", 0, 30, 3);
    (void)make(f, "speaker", 0, 30, 0);
    clock_set(START_MS + 2 * DAY_MS);
    struct private_links all = { 0 };
    OK(accounts_links_of(f->s, f->arena, S("member"), 0, &all));
    assert_int_equal(all.n, 2);
    assert_int_equal(all.item[0].most_uses, 3);
    assert_true(all.item[1].expires_ms < clock_now_ms());
    OK(accounts_link_revoke(f->s, f->arena, all.item[0].id));
    OK(accounts_link_revoke(f->s, f->arena, all.item[0].id));
    OK(accounts_link_revoke(f->s, f->arena, 99999));
    OK(accounts_links_of(f->s, f->arena, S("member"), 0, &all));
    assert_true(all.item[0].revoked);
    assert_false(all.item[1].revoked);
    OK(accounts_link_restore(f->s, f->arena, all.item[0].id));
    OK(accounts_link_restore(f->s, f->arena, 99999));
    OK(accounts_links_of(f->s, f->arena, S("member"), 0, &all));
    assert_false(all.item[0].revoked);
}

static void test_what_cannot_be_a_link(void **state)
{
    struct store_rig *f = *state;
    static const struct {
        str name;
        int64_t days, uses;
    } bad[] = { { S_INIT(" "), 1, 1 },        { S_INIT("B"), 0, 1 },
                { S_INIT("B"), 367, 1 },      { S_INIT("B"), 1, -1 },
                { S_INIT("B"), -5, 0 },       { S_INIT("B"), INT64_MAX / 4, 0 },
                { S_INIT("B"), 1, INT64_MAX } };
    str token = { 0 };
    int64_t id = 0;
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        const err *e = accounts_link_make(f->s, f->arena, S("member"), 0, bad[i].name, bad[i].days,
                                          bad[i].uses, &token, &id);
        assert_int_equal(e->kind, ERR_INVALID);
    }
    assert_null(token.p);
    struct private_links all = { 0 };
    OK(accounts_links_of(f->s, f->arena, S("member"), 0, &all));
    assert_int_equal(all.n, 0);
}

static void test_a_link_is_forgotten_ninety_days_after_its_end(void **state)
{
    struct store_rig *f = *state;
    (void)make(f, "member", 0, 1, 0);
    struct private_links all = { 0 };
    const int64_t ends[] = { 91 * DAY_MS - 1, 91 * DAY_MS };
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        str token = { 0 };
        clock_set(START_MS + ends[i]);
        if (i == 0) /* making a sign-in link sweeps */
            OK(accounts_link(f->s, f->arena, accounts_test_help_host(f), &token));
        else
            OK(accounts_host_link(f->s, f->arena, &token));
        OK(accounts_links_of(f->s, f->arena, S("member"), 0, &all));
        assert_int_equal(all.n, 1 - i);
    }
}

/* Dark modules of a drawing, counted from its runs: "M4 4h7v1h-7z" is seven. */
static long dark_modules(str svg)
{
    long sum = 0;
    str rest = svg;
    for (size_t at; (at = str_find(rest, S("v1h-"))) < rest.n;) {
        str after = str_sub(rest, at + 4, rest.n), digits = { 0 }, tail = { 0 };
        int64_t run = 0;
        assert_true(str_cut(after, 'z', &digits, &tail));
        assert_true(str_to_int64(digits, &run));
        sum += (long)run;
        rest = tail;
    }
    return sum;
}

static void test_a_qr_code_is_drawn_whole(void **state)
{
    struct store_rig *f = *state;
    str url = S("https://house.example.org/sign-in/abcdefghijklmnopqrstuvwxyz");
    html drawing = { 0 };
    OK(accounts_qr(f->arena, url, S("Anna's <link>"), &drawing));
    assert_true(str_contains(drawing.s, S("role=\"img\"")));
    assert_true(str_contains(drawing.s, S("&lt;link&gt;</title>")));
    assert_false(str_contains(drawing.s, S("<link>")));

    QRcode *code = QRcode_encodeData((int)url.n, (const unsigned char *)url.p, 0, QR_ECLEVEL_M);
    assert_non_null(code);
    long dark = 0;
    for (int i = 0; i < code->width * code->width; i++)
        dark += code->data[i] & 1;
    int side = code->width + 8;
    QRcode_free(code);
    assert_int_equal(dark_modules(drawing.s), dark);
    assert_true(str_contains(drawing.s, str_format(f->arena, "viewBox=\"0 0 %d %d\"", side, side)));
}

static void test_an_address_that_fits_no_qr_code(void **state)
{
    struct store_rig *f = *state;
    char *text = arena_alloc(f->arena, 2332);
    for (size_t i = 0; i < 2332; i++)
        text[i] = 'a';
    html drawing = { 0 };
    OK(accounts_qr(f->arena, (str){ text, 2331 }, S("long"), &drawing));
    assert_int_equal(accounts_qr(f->arena, (str){ text, 2332 }, S("longer"), &drawing)->kind,
                     ERR_INVALID);
    assert_int_equal(accounts_qr(f->arena, S(""), S("nothing"), &drawing)->kind, ERR_INVALID);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_a_link_says_what_it_is_for),
        TEST(test_looking_does_not_count_and_using_does),
        TEST(test_zero_uses_is_any_number),
        TEST(test_a_use_is_undone_with_what_it_was_for),
        TEST(test_nobody_learns_why_a_link_does_not_hold),
        TEST(test_the_list_has_expired_and_revoked_ones_newest_first),
        TEST(test_what_cannot_be_a_link),
        TEST(test_a_link_is_forgotten_ninety_days_after_its_end),
        TEST(test_a_qr_code_is_drawn_whole),
        TEST(test_an_address_that_fits_no_qr_code),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
