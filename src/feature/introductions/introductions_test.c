/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_test.c - introductions in a store: the queries, the way to an outcome, links, time,
 * merged people, erasing, and whose it is.
 */
#include "base/clock.h"
#include "base/json_text.h"
#include "feature/book/book_merge.h"
#include "feature/book/book_test_help.h"
#include "feature/introductions/introductions_answer.h"
#include "feature/introductions/introductions_keep.h"
#include "feature/introductions/introductions_store.h"
#include "feature/mail/mail.h"

extern const struct migration_list encounters_migrations;
extern const struct migration_list introductions_migrations;

#define WEEK_MS (7 * INTRODUCTION_DAY_MS)

struct pair {
    struct book_test_help *f;
    person_id anna, ben;
    struct introductions_at at;
};

static int set_up(void **state)
{
    static const struct migration_list *more[3];
    more[0] = mail.migrations;
    more[1] = &encounters_migrations;
    more[2] = &introductions_migrations;
    *state = book_test_help_open(more, COUNT_OF(more));
    return 0;
}

static int tear_down(void **state)
{
    book_test_help_close(*state);
    return 0;
}

static person_id with_mail(struct book_test_help *f, const char *name, const char *email)
{
    fact_id id = { 0 };
    person_id person = book_test_help_person(f, f->me, name);
    struct datum d = { .kind = S("email"), .value = str_of(email) };
    OK(book_datum_add(f->s, f->arena, f->me, person, &d, LANG_EN, &id));
    return person;
}

static struct pair drafted(struct book_test_help *f)
{
    struct pair p = { .f = f,
                      .anna = with_mail(f, "Anna Schmidt", "anna@example.org"),
                      .ben = with_mail(f, "Ben Krüger", "ben@example.org") };
    struct introduction_draft d = { .a = p.anna, .b = p.ben, .key = S("form-1") };
    p.at = (struct introductions_at){ .owner = f->me,
                                      .lang = LANG_EN,
                                      .base = S("https://house.example") };
    OK(introductions_draft(f->s, f->arena, f->me, LANG_EN, &d, &p.at.id));
    return p;
}

static struct introduction got(const struct pair *p)
{
    struct introduction i = { 0 };
    OK(introductions_get(p->f->s, p->f->arena, p->f->me, p->at.id, &i));
    return i;
}

/* The newest mail to a side, before it went; its token. */
static str asked(struct pair *p, size_t side, const char *reminder)
{
    struct mail_item m = { 0 };
    struct introductions_words w = { S("Ein Gespräch"), S("Magst du?"), str_of(reminder) };
    p->at.side = side;
    OK(introductions_steps_write(p->f->s, p->f->arena, &p->at, &w, NULL));
    OK(introductions_steps_ask(p->f->s, p->f->arena, &p->at, S("mail"), false));
    OK(mail_find(p->f->s, p->f->arena, p->f->me.v, got(p).side[side].mail, &m));
    assert_true(m.link.n > 26);
    return str_sub(m.link, m.link.n - 26, 26);
}

static const err *answered(struct pair *p, str token, enum introduction_act act)
{
    str owner = { 0 };
    return introductions_answer_give(p->f->s, p->f->arena, token, act, S(""), true, &owner);
}

static void every_query_can_be_prepared(void **state)
{
    struct book_test_help *f = *state;
    for (size_t n = 0; introductions_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, introductions_store_queries[n]));
    for (size_t n = 0; introductions_people_store_queries[n] != NULL; n++)
        OK(store_query_check(f->s, f->arena, introductions_people_store_queries[n]));
}

static void two_yes_lead_to_an_outcome(void **state)
{
    struct pair p = drafted(*state);
    struct introduction_draft again = { .a = p.anna, .b = p.ben, .key = S("form-1") };
    introduction_id id = { 0 };
    OK(introductions_draft(p.f->s, p.f->arena, p.f->me, LANG_EN, &again, &id));
    assert_int_equal(id.v, p.at.id.v);
    str anna = asked(&p, 0, ""), ben = asked(&p, 1, "");
    OK(answered(&p, anna, ACT_YES));

    OK(answered(&p, ben, ACT_YES));
    KIND(introductions_steps_introduce(p.f->s, p.f->arena, &p.at, S("mail"), S("")), ERR_INVALID);
    OK(introductions_steps_introduce(p.f->s, p.f->arena, &p.at, S("mail"), S("Anna, Ben.")));
    struct introduction i = got(&p);
    assert_int_equal(introductions_stage(&i), STAGE_INTRODUCED);
    assert_int_equal(introductions_follow_due(&i, clock_now_ms() + 2 * WEEK_MS), 14);
    assert_int_equal(introductions_follow_due(&i, clock_now_ms() + 9 * WEEK_MS), 60);
    KIND(introductions_steps_outcome(p.f->s, p.f->arena, &p.at, 24, S("")), ERR_INVALID);
    for (p.at.side = 0; p.at.side < 2; p.at.side++)
        OK(introductions_steps_outcome(p.f->s, p.f->arena, &p.at, 25, S("mehr")));
    i = got(&p);
    assert_int_equal(introductions_stage(&i), STAGE_KNOWN);
}

static void a_link_is_good_once_and_for_its_purpose(void **state)
{
    struct pair p = drafted(*state);
    struct introductions_question q = { 0 };
    str owner = { 0 }, anna = asked(&p, 0, "");
    OK(introductions_answer_look(p.f->s, p.f->arena, anna, &q));
    KIND(introductions_answer_outcome(p.f->s, p.f->arena, anna, 25, S(""), true, &owner), ERR_GONE);
    KIND(answered(&p, anna, ACT_INTRODUCE), ERR_INVALID);
    OK(answered(&p, anna, ACT_NO));
    KIND(answered(&p, anna, ACT_YES), ERR_GONE);
    KIND(answered(&p, S("aaaaaaaaaaaaaaaaaaaaaaaaaa"), ACT_YES), ERR_GONE);
    KIND(answered(&p, S(""), ACT_YES), ERR_GONE);
    p.at.side = 1;
    KIND(introductions_steps_ask(p.f->s, p.f->arena, &p.at, S("telephone"), false), ERR_CONFLICT);
}

static void silence_is_a_no_after_one_reminder(void **state)
{
    struct pair p = drafted(*state);
    struct mail_list mails = { 0 };
    str anna = asked(&p, 0, "Nur zur Erinnerung.");
    clock_set(BOOK_TEST_NOW_MS + 3 * WEEK_MS);
    OK(introductions_steps_work(p.f->s, p.f->arena));
    SAME(got(&p).side[0].state, "asked"); /* it has not left the house */
    clock_set(BOOK_TEST_NOW_MS);
    OK(mail_by_hand(p.f->s, p.f->arena, p.f->me.v, got(&p).side[0].mail));
    clock_set(BOOK_TEST_NOW_MS + WEEK_MS);
    for (int i = 0; i < 3; i++)
        OK(introductions_steps_work(p.f->s, p.f->arena));
    SAME(got(&p).side[0].state, "reminded");
    OK(mail_about(p.f->s, p.f->arena, p.f->me.v, INTRODUCTIONS_PURPOSE, p.at.id.v, &mails));
    assert_int_equal(mails.n, 2);
    clock_set(BOOK_TEST_NOW_MS + 2 * WEEK_MS);
    OK(introductions_steps_work(p.f->s, p.f->arena));
    SAME(got(&p).side[0].state, "silent");
    KIND(answered(&p, anna, ACT_YES), ERR_GONE);
}

static void never_again_holds_for_whoever_they_become(void **state)
{
    struct pair p = drafted(*state);
    person_id twin = book_test_help_person(p.f, p.f->me, "A. Schmidt");
    person_id cem = book_test_help_person(p.f, p.f->me, "Cem");
    struct introduction_draft d = { .a = twin, .b = cem };
    introduction_id id = { 0 };
    OK(answered(&p, asked(&p, 0, ""), ACT_NEVER));
    OK(book_merge(p.f->s, p.f->arena, p.f->me, twin, p.anna, S(""), NULL));
    KIND(introductions_draft(p.f->s, p.f->arena, p.f->me, LANG_EN, &d, &id), ERR_INVALID);
    OK(introductions_never_lift(p.f->s, p.f->arena, p.f->me, twin));
    OK(introductions_draft(p.f->s, p.f->arena, p.f->me, LANG_EN, &d, &id));
}

static void what_is_anothers_is_not_there(void **state)
{
    struct pair p = drafted(*state);
    struct introduction i = { 0 };
    struct introduction_list all = { 0 };
    KIND(introductions_get(p.f->s, p.f->arena, p.f->other, p.at.id, &i), ERR_MISSING);
    p.at.owner = p.f->other;
    KIND(introductions_steps_take(p.f->s, p.f->arena, &p.at, ACT_WITHDRAW, S("")), ERR_MISSING);
    KIND(introductions_steps_ask(p.f->s, p.f->arena, &p.at, S("telephone"), false), ERR_MISSING);
    OK(introductions_all(p.f->s, p.f->arena, p.f->other, &all));
    assert_int_equal(all.n, 0);
}

static void erasing_one_leaves_nothing_of_it(void **state)
{
    struct pair p = drafted(*state);
    struct introduction i = { 0 };
    struct mail_list mails = { 0 };
    json_t *told = json_text_on(p.f->arena, json_object());
    (void)asked(&p, 0, "");
    OK(introductions_keep_dossier(p.f->s, p.f->arena, p.f->me, p.anna, told));
    str text = json_text_dump(p.f->arena, told, JSON_COMPACT);
    assert_true(str_contains(text, S("Magst du?")));
    assert_false(str_contains(text, S("Krüger")));
    OK(introductions_keep_archive(p.f->s, p.f->arena, p.f->me, told));
    {
        arena *a = p.f->arena;
        struct tx t = { 0 };
        OK(tx_begin_(&t, p.f->s, a));
        OK(introductions_keep_erase(p.f->s, a, p.f->me, p.anna));
        OK(tx_commit(&t));
    }
    KIND(introductions_get(p.f->s, p.f->arena, p.f->me, p.at.id, &i), ERR_MISSING);
    OK(mail_about(p.f->s, p.f->arena, p.f->me.v, INTRODUCTIONS_PURPOSE, p.at.id.v, &mails));
    assert_int_equal(mails.n, 0);
}

#define T(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        T(every_query_can_be_prepared),
        T(two_yes_lead_to_an_outcome),
        T(a_link_is_good_once_and_for_its_purpose),
        T(silence_is_a_no_after_one_reminder),
        T(never_again_holds_for_whoever_they_become),
        T(what_is_anothers_is_not_there),
        T(erasing_one_leaves_nothing_of_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
