/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_duty_test.c - what can be done with a message and by whom; names that are kept; reports.
 */
#include "feature/rooms/rooms_test_help.h"

#include "base/clock.h"
#include "base/id.h"
#include "feature/accounts/accounts.h"
#include "feature/house/house.h"
#include "feature/rooms/rooms_duty.h"
#include "feature/rooms/rooms_next.h"
#include "feature/rooms/rooms_people.h"
#include "feature/rooms/rooms_quote.h"
#include "feature/rooms/rooms_view.h"

/* ---- states ---------------------------------------------------------------------------------- */

static const struct rooms_asker host = { .host = true, .guest = S_INIT("") };
static const struct rooms_asker writer = { .guest = S_INIT("w") };
static const struct rooms_asker other = { .guest = S_INIT("o") };
static const struct rooms_asker nobody = { .guest = S_INIT("") };

static void who_may_do_what(void **state)
{
    (void)state;
    static const struct {
        const char *state, *question;
        enum rooms_duty what;
        bool host, writer;
    } cases[] = {
        { "shown", "", ROOMS_WITHDRAW, false, true },
        { "hidden", "", ROOMS_WITHDRAW, false, false },
        { "withdrawn", "", ROOMS_WITHDRAW, false, false },
        { "withdrawn", "", ROOMS_PUT_BACK, false, true },
        { "hidden", "", ROOMS_PUT_BACK, false, false }, /* what the host hid */
        { "erased", "", ROOMS_PUT_BACK, false, false },
        { "shown", "", ROOMS_HIDE, true, false },
        { "withdrawn", "", ROOMS_HIDE, false, false },
        { "hidden", "", ROOMS_RESTORE, true, false },
        { "withdrawn", "", ROOMS_RESTORE, false, false }, /* what its writer took back */
        { "erased", "", ROOMS_RESTORE, false, false },
        { "shown", "", ROOMS_ERASE, true, true },
        { "hidden", "", ROOMS_ERASE, true, true },
        { "withdrawn", "open", ROOMS_ERASE, true, true },
        { "erased", "", ROOMS_ERASE, false, false },
        { "shown", "open", ROOMS_ANSWERED, true, false },
        { "shown", "answered", ROOMS_ANSWERED, false, false },
        { "shown", "", ROOMS_ANSWERED, false, false },
        { "hidden", "open", ROOMS_ANSWERED, false, false },
        { "shown", "answered", ROOMS_REOPEN, true, false },
        { "shown", "", ROOMS_REOPEN, false, false },
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct rooms_kept kept = { .state = str_of(cases[i].state),
                                   .question = str_of(cases[i].question),
                                   .guest = S("w") };
        assert_int_equal(rooms_duty_may(cases[i].what, &host, &kept), cases[i].host);
        assert_int_equal(rooms_duty_may(cases[i].what, &writer, &kept), cases[i].writer);
        assert_false(rooms_duty_may(cases[i].what, &other, &kept));
        assert_false(rooms_duty_may(cases[i].what, &nobody, &kept));
        kept.guest = S(""); /* said by a program: nobody's own */
        assert_false(rooms_duty_may(cases[i].what, &nobody, &kept));
    }
    enum rooms_duty what = ROOMS_HIDE;
    assert_true(rooms_duty_of(S("put-back"), &what) && what == ROOMS_PUT_BACK);
    assert_false(rooms_duty_of(S(""), &what) || rooms_duty_of(S("leave"), &what));
}

static const err *duty(struct rooms_test_help *f, int64_t seq, enum rooms_duty what)
{
    return rooms_duty_do(f->s, f->arena, LANG_DE, f->room, seq, what, S("weil"));
}

static int64_t head_of(struct rooms_test_help *f)
{
    int64_t head = 0;
    OK(rooms_store_head(f->s, f->arena, f->room, &head));
    return head;
}

static struct message message_of(struct rooms_test_help *f, int64_t seq)
{
    struct message m = { 0 };
    OK(rooms_store_message(f->s, f->arena, f->room, seq, &m));
    return m;
}

static void each_is_an_event_once(void **state)
{
    struct rooms_test_help *f = *state;
    struct room_event *events = NULL;
    size_t n = 0;
    struct say asked = { .name = S("Ada"), .text = S("why?"), .question = true };
    OK(rooms_say_at(f->s, f->arena, f->room, &asked, clock_now_ms()));
    OK(duty(f, 1, ROOMS_ANSWERED));
    OK(duty(f, 1, ROOMS_ANSWERED)); /* so already */
    OK(duty(f, 1, ROOMS_HIDE));
    KIND(duty(f, 1, ROOMS_WITHDRAW), ERR_CONFLICT);
    KIND(duty(f, 1, ROOMS_REOPEN), ERR_CONFLICT);
    SAME(message_of(f, 1).reason, "weil");
    OK(duty(f, 1, ROOMS_RESTORE));
    SAME(message_of(f, 1).reason, "");
    OK(duty(f, 1, ROOMS_WITHDRAW));
    OK(duty(f, 1, ROOMS_PUT_BACK));
    KIND(duty(f, 2, ROOMS_HIDE), ERR_MISSING); /* an event, but no message */
    assert_int_equal(head_of(f), 6);
    OK(rooms_store_events(f->s, f->arena, f->room, 0, 6, 10, &events, &n));
    static const char *const kinds[] = { "message", "edit", "hide", "restore", "hide", "restore" };
    assert_int_equal(n, COUNT_OF(kinds));
    for (size_t i = 0; i < n; i++) {
        SAME(events[i].kind, kinds[i]);
        assert_int_equal(events[i].message.seq, 1);
    }
    SAME(events[0].message.question, "answered");
}

static void times_do_not_run_backwards(void **state)
{
    struct rooms_test_help *f = *state;
    const int64_t now = INT64_C(1341921780000), minute = 60000;
    /* What the clock says, and what a message said at that moment bears. */
    const int64_t said[][2] = { { 0, 0 },
                                { -1, 0 },
                                { -60 * minute, 0 },
                                { 1, 1 },
                                { -60 * minute, -60 * minute }, /* further than is believed */
                                { -61 * minute, -60 * minute } };
    struct messages m = { 0 };
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        clock_set(now + said[i][0]);
        rooms_test_help_say(f, "Ada", "word");
    }
    OK(duty(f, 1, ROOMS_WITHDRAW));
    OK(rooms_after(f->s, f->arena, f->room, 0, 100, &m));
    for (size_t i = 0; i < COUNT_OF(said); i++)
        assert_int_equal(m.item[i].time_ms - now, said[i][1]);
    int64_t last = 0;
    OK(rooms_store_last_ms(f->s, f->arena, f->room, &last));
    assert_int_equal(last, now - 60 * minute);
    clock_real();
}

static void hiding_takes_a_reason(void **state)
{
    struct rooms_test_help *f = *state;
    rooms_test_help_say(f, "Ada", "word");
    const err *e =
        rooms_duty_do(f->s, f->arena, LANG_DE, f->room, 1, ROOMS_HIDE, S(" \n\xe2\x80\xae "));
    KIND(e, ERR_INVALID);
    SAME(e->fields[0].message, "Bitte sagen Sie, warum.");
    assert_int_equal(head_of(f), 1);
    SAME(message_of(f, 1).state, "shown");
}

static const query q_left = {
    "SELECT CAST(count(*) AS BIGINT) FROM room_message WHERE name || text || digest || guest || "
    "mark || question || reason <> ''",
    0, 1, (const col[]){ { STORE_INT, 0 } }, sizeof(int64_t)
};

static void what_is_erased_is_gone(void **state)
{
    struct rooms_test_help *f = *state;
    int64_t left = 0, seq = 0;
    bool found = false, again = false;
    struct say say = { .name = S("Ada"),
                       .text = S("secret"),
                       .key = S("0123456789abcdef"),
                       .guest = S("w"),
                       .mark = S("host"),
                       .question = true };
    OK(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again));
    OK(duty(f, 1, ROOMS_HIDE));
    OK(duty(f, 1, ROOMS_ERASE));
    OK(store_row(f->s, f->arena, &q_left, NO_ARGS, &left, &found));
    assert_int_equal(left, 0);
    OK(rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again)); /* come late */
    assert_true(again);
    assert_int_equal(seq, 1);
    struct room room = { 0 };
    const char *type = NULL;
    str text = { 0 };
    OK(rooms_get(f->s, f->arena, f->room, &room));
    OK(rooms_view_transcript(f->s, f->arena, &room, LANG_EN, S("txt"), &type, &text));
    assert_true(str_contains(text, S("(This message was erased.)")));
    assert_false(str_contains(text, S("secret")) || str_contains(text, S("Ada")));
}

/* ---- names ----------------------------------------------------------------------------------- */

static void names_that_look_alike(void **state)
{
    (void)state;
    static const struct {
        const char *name, *kept;
        bool alike;
    } cases[] = {
        { "Ada Lovelace", "Ada Lovelace", true },
        { "ADA LOVELACE", "Ada Lovelace", true },
        { "Ada  Love-lace.", "Ada Lovelace", true },
        { "Аdа Lоvеlасе", "Ada Lovelace", true }, /* Cyrillic letters */
        { "Ada LoveIace", "Ada Lovelace", true }, /* a capital i */
        { "Ada L0velace", "Ada Lovelace", true },
        { "𝐀𝐝𝐚 Lovelace", "Ada Lovelace", true },
        { "Adá Lovelace", "Ada Lovelace", true },
        { "Ada Lovelace (host)", "Ada Lovelace", true },
        { "Ada Lovelace – lädt ein", "Ada Lovelace", true },
        { "Ada Lovelace, spricht", "Ada Lovelace", true },
        { "GROẞ", "groß", true },
        { "Ada", "Ada Lovelace", false },
        { "Ada Lovelace-Byron", "Ada Lovelace", false },
        { "Adam", "Ada", false },
        { "Ben", "Ada", false },
        { "Ben", "", false },
        { "…", "***", false }, /* names without a letter are nobody's */
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        if (rooms_people_alike(str_of(cases[i].name), str_of(cases[i].kept)) != cases[i].alike)
            fail_msg("%s / %s", cases[i].name, cases[i].kept);
    }
}

static const err *some_names(store *s, arena *a, const struct room *room, struct rooms_persons *ret)
{
    (void)s;
    static const struct rooms_person speakers[] = { { S_INIT("Cem Aydin"), S_INIT("speaker") } };
    (void)a;
    *ret = (struct rooms_persons){ speakers, str_eq(room->slug, S("a")) ? 1 : 0 };
    return NULL;
}

static const struct rooms_people some_people = { some_names, NULL };

static void names_are_kept(void **state)
{
    struct rooms_test_help *f = *state;
    static const struct {
        const char *mark, *name;
        bool taken;
    } cases[] = { { "", "Dora", false },         { "", "dora host", true },
                  { "", "Cem Aydin", true },     { "speaker", "Cem Aydin", false },
                  { "speaker", "Dora H", true }, { "host", "Cem Aydin", false },
                  { "host", "Dora H", false },   { "", "Erna", true },
                  { "", "Member Person", false } };
    int64_t id = 0;
    OK(accounts_add(f->s, f->arena, S("dora@example.org"), S("Dora H"), S("host"), &id));
    OK(accounts_add(f->s, f->arena, S("d2@example.org"), S("Dora"), S("member"), &id));
    OK(house_set(f->s, f->arena, "host", S("Erna")));
    OK(accounts_add(f->s, f->arena, S("d3@example.org"), S("Dora (Host)"), S("host"), &id));
    rooms_people_add(&some_people);
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        struct say say = { .name = str_of(cases[i].name),
                           .text = S("word"),
                           .mark = str_of(cases[i].mark) };
        int64_t seq = 0;
        bool again = false;
        const err *e = rooms_say(f->s, f->arena, LANG_EN, f->room, &say, &seq, &again);
        if ((e != NULL) != cases[i].taken)
            fail_msg("%s as %s", cases[i].name, cases[i].mark);
        if (e != NULL)
            SAME(e->fields[0].field, "name");
    }
}

/* ---- reports --------------------------------------------------------------------------------- */

static struct rooms_report report_of(struct rooms_test_help *f, str token)
{
    struct rooms_report report = { 0 };
    OK(rooms_store_report_of(f->s, f->arena, id_digest(f->arena, token), &report));
    return report;
}

static void a_report_is_decided(void **state)
{
    struct rooms_test_help *f = *state;
    struct rooms_notice notice = { S("it <hurts>"), { 0 } };
    int64_t id = 0;
    str token = { 0 };
    rooms_test_help_say(f, "Ada", "word");
    OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &notice, &id, &token));
    SAME(report_of(f, token).reason, "it <hurts>");
    SAME(report_of(f, token).decision, "");
    KIND(rooms_duty_decide(f->s, f->arena, LANG_EN, id, S("burn"), S("x")), ERR_INVALID);
    KIND(rooms_duty_decide(f->s, f->arena, LANG_EN, id, S("hide"), S("")), ERR_INVALID);
    KIND(rooms_duty_decide(f->s, f->arena, LANG_EN, 99, S("hide"), S("x")), ERR_MISSING);
    OK(rooms_duty_decide(f->s, f->arena, LANG_EN, id, S("hide"), S("an\ninsult")));
    SAME(message_of(f, 1).state, "hidden");
    SAME(message_of(f, 1).reason, "an insult");
    SAME(report_of(f, token).answer, "an\ninsult");
    OK(rooms_duty_decide(f->s, f->arena, LANG_EN, id, S("erase"), S("worse")));
    SAME(message_of(f, 1).state, "erased");
    OK(rooms_duty_decide(f->s, f->arena, LANG_EN, id, S("hide"), S("gone anyway")));
    assert_int_equal(head_of(f), 3);
    KIND(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 9, &notice, &id, &token), ERR_MISSING);
}

static void what_reports_quote_goes_with_the_message(void **state)
{
    struct rooms_test_help *f = *state;
    struct rooms_notice quoting = { S("Adalgisa wrote “the secret of the  OLD house”, that hurts"),
                                    S("eve@example.org") };
    struct rooms_notice plain = { S("the secret of the old house"), { 0 } };
    int64_t id = 0, second = 0, ignored = 0;
    str token = { 0 }, other_token = { 0 };
    rooms_test_help_say(f, "Adalgisa", "Hear the secret of the old house!");
    rooms_test_help_say(f, "Ben", "another");
    OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &quoting, &id, &token));
    OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 2, &plain, &ignored, &other_token));
    OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &plain, &second, &other_token));
    OK(rooms_duty_decide(f->s, f->arena, LANG_EN, second, S("leave"), S("Adalgisa may")));
    OK(rooms_duty_decide(f->s, f->arena, LANG_EN, id, S("erase"),
                         S("“the secret of the old house” is private")));
    SAME(report_of(f, token).reason, "[…] wrote “[…]”, that hurts");
    SAME(report_of(f, token).answer, "“[…]” is private");
    SAME(report_of(f, token).decision, "erase");
    SAME(report_of(f, other_token).answer, "[…] may");
    SAME(report_of(f, other_token).reason, "[…]");
    struct rooms_reports about = { 0 };
    OK(rooms_store_reports_about(f->s, f->arena, f->room, 2, &about));
    assert_int_equal(about.n, 1);
    SAME(about.item[0].reason, "the secret of the old house"); /* of another message */
}

static void who_reported_is_forgotten(void **state)
{
    struct rooms_test_help *f = *state;
    const int64_t day = INT64_C(24) * 3600 * 1000, now = INT64_C(1341921780000);
    struct rooms_notice notice = { S("no"), S("eve@example.org") };
    int64_t decided = 0, open = 0;
    str token = { 0 }, waiting = { 0 };
    clock_set(now);
    rooms_test_help_say(f, "Ada", "word");
    OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &notice, &decided, &token));
    OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &notice, &open, &waiting));
    OK(rooms_duty_decide(f->s, f->arena, LANG_EN, decided, S("leave"), S("fine")));
    clock_set(now + ROOMS_CONTACT_DAYS * day - 1);
    OK(rooms_duty_forget(f->s, f->arena));
    SAME(report_of(f, token).contact, "eve@example.org");
    clock_set(now + ROOMS_CONTACT_DAYS * day);
    OK(rooms_duty_forget(f->s, f->arena));
    SAME(report_of(f, token).contact, "");
    SAME(report_of(f, token).reason, "no");
    SAME(report_of(f, waiting).contact, "eve@example.org");
    clock_real();
}

static void quotes_and_what_is_none(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name, *said, *left;
    } cases[] = {
        { "", "", "", "" },
        { "nothing of it", "Ada", "a long enough message", "nothing of it" },
        { "A Long  enough\nmessage!", "Ada", "a long enough message", "[…]!" },
        { "he says: long enough mess", "Ada", "a long enough message", "he says: […]" },
        { "an enough message", "Ada", "a long enough message", "an […]" },
        { "long enoug", "Ada", "a long enough message", "long enoug" },
        { "Ada, ADA; Adam and Nada", "Ada", "x y z", "[…], […]; Adam and Nada" },
        { "no, not: No!", "Ada", "no", "[…], not: […]!" },
        { "Größe: ÄRGER IM HAUS überall", "Jö", "Ärger im Haus", "Größe: […] überall" },
        { "Jö?", "Jö", "", "[…]?" },
        { "aaaaaaaaaaaaaaaaaaaaaaaa", "a", "aaaaaaaaaaaa", "[…]" },
    };
    SCRATCH(a);
    for (size_t i = 0; i < COUNT_OF(cases); i++)
        SAME(rooms_quote_remove(a, str_of(cases[i].text), str_of(cases[i].name),
                                str_of(cases[i].said)),
             cases[i].left);
}

static void a_flood_of_reports_ends(void **state)
{
    struct rooms_test_help *f = *state;
    struct rooms_notice notice = { S("no"), S("eve@example.org") };
    struct rooms_reports all = { 0 };
    int64_t id = 0, first = 0;
    str token = { 0 };
    clock_set(INT64_C(1341921780000));
    rooms_test_help_say(f, "Ada", "word");
    for (int i = 0; i < 30; i++) {
        OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &notice, &id, &token));
        first = first == 0 ? id : first;
    }
    const err *e = rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &notice, &id, &token);
    KIND(e, ERR_LIMIT);
    assert_int_equal(e->retry_after, 60);
    clock_set(INT64_C(1341921780000) + 60000);
    OK(rooms_duty_report(f->s, f->arena, LANG_EN, f->room, 1, &notice, &id, &token));
    OK(rooms_duty_decide(f->s, f->arena, LANG_EN, first, S("leave"), S("fine")));
    OK(rooms_store_reports(f->s, f->arena, &all));
    assert_int_equal(all.n, 31);
    assert_int_equal(all.item[0].id, first + 1); /* the oldest that waits */
    assert_int_equal(all.item[30].id, first);    /* what is decided comes last */
    clock_real();
}

/* ---- members who want to be known ------------------------------------------------------------ */

static const err *forget(struct rooms_test_help *f, int64_t account)
{
    TX(t, f->s, f->arena);
    TRY(rooms_next_forget(f->s, f->arena, account));
    return tx_commit(&t);
}

static void whose_words_they_are(void **state)
{
    struct rooms_test_help *f = *state;
    const struct say said[] = {
        { .name = S("Ada"), .text = S("one"), .mark = S("member"), .account = 7 },
        { .name = S("Ben"), .text = S("two"), .mark = S("host"), .account = 7 },
        { .name = S("Cem"), .text = S("three") },
    };
    static const int64_t wanted[] = { 7, 7, 0 };
    struct message m = { 0 };
    int64_t seq = 0, account = 0;
    bool again = false;
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        OK(rooms_say(f->s, f->arena, LANG_EN, f->room, &said[i], &seq, &again));
        OK(rooms_next_writer(f->s, f->arena, f->room, seq, &m, &account));
        assert_int_equal(account, wanted[i]);
    }
    /* Erased words are nobody's, and hidden ones lead to nobody. */
    OK(rooms_duty_do(f->s, f->arena, LANG_EN, f->room, 1, ROOMS_HIDE, S("why")));
    KIND(rooms_next_writer(f->s, f->arena, f->room, 1, &m, &account), ERR_MISSING);
    OK(rooms_duty_do(f->s, f->arena, LANG_EN, f->room, 1, ROOMS_RESTORE, S("")));
    OK(forget(f, 7));
    OK(rooms_next_writer(f->s, f->arena, f->room, 1, &m, &account));
    assert_int_equal(account, 0);
    SAME(m.mark, "");
    OK(rooms_next_writer(f->s, f->arena, f->room, 2, &m, &account));
    assert_int_equal(account, 0);
    SAME(m.mark, "host");
}

#define STORE_TEST(fn)                                                                             \
    cmocka_unit_test_setup_teardown(fn, rooms_test_help_open, rooms_test_help_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(who_may_do_what),
        STORE_TEST(each_is_an_event_once),
        STORE_TEST(hiding_takes_a_reason),
        STORE_TEST(what_is_erased_is_gone),
        cmocka_unit_test(names_that_look_alike),
        STORE_TEST(names_are_kept),
        STORE_TEST(a_report_is_decided),
        STORE_TEST(a_flood_of_reports_ends),
        cmocka_unit_test(quotes_and_what_is_none),
        STORE_TEST(times_do_not_run_backwards),
        STORE_TEST(what_reports_quote_goes_with_the_message),
        STORE_TEST(who_reported_is_forgotten),
        STORE_TEST(whose_words_they_are),
    };
    return cmocka_run_group_tests_name("rooms_duty", tests, NULL, NULL);
}
