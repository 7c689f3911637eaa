/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_rules_test.c - the state machine asked for every step in every state; time; and
 * what a text reveals.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "feature/introductions/introductions_reveal.h"
#include "feature/introductions/introductions_rules.h"

/* ---- every step in every state --------------------------------------------------------------- */

/* Of all combinations, calls fn with each. */
static void each(void (*fn)(const struct introduction_facts *f))
{
    static const int64_t worths[] = { WORTH_UNKNOWN, 20, WORTH_MORE };
    for (int a = 0; a < SIDE_STATES; a++)
        for (int b = 0; b < SIDE_STATES; b++)
            for (unsigned bits = 0; bits < 1 << 8; bits++)
                for (size_t w = 0; w < COUNT_OF(worths); w++) {
                    struct introduction_facts f = {
                        .side = { (enum introduction_answer)a, (enum introduction_answer)b },
                        .in_turn = bits & 1,
                        .introduced = (bits & 2) && a == SIDE_YES && b == SIDE_YES,
                        .withdrawn = (bits & 4) && !(bits & 2),
                        .told = { bits & 8, false },
                        .by_owner = { bits & 16, bits & 16 },
                        .may_ask = { bits & 32, bits & 32 },
                        .released = { bits & 64, bits & 64 },
                        .posted = bits & 128,
                        .worth = { worths[w], WORTH_UNKNOWN },
                    };
                    fn(&f);
                }
}

/* Written independently of the rules: what each step asks for. */
static bool expected(const struct introduction_facts *f, enum introduction_act act, size_t side)
{
    enum introduction_answer own = f->side[side], other = f->side[!side];
    bool waits = own == SIDE_ASKED || own == SIDE_REMINDED;
    bool open = !f->withdrawn && !f->introduced;
    bool other_no =
        other == SIDE_NOT_NOW || other == SIDE_NO || other == SIDE_NEVER || other == SIDE_SILENT;
    switch (act) {
    case ACT_WRITE:
        return open && own == SIDE_UNASKED && other == SIDE_UNASKED;
    case ACT_ASK:
        return open && own == SIDE_UNASKED && !other_no &&
               !(f->in_turn && side == 1 && other != SIDE_YES);
    case ACT_UNASK:
        return open && own == SIDE_ASKED;
    case ACT_REMIND:
        return open && own == SIDE_ASKED && !other_no;
    case ACT_SILENT:
        return open && waits;
    case ACT_YES:
    case ACT_NOT_NOW:
    case ACT_NO:
    case ACT_NEVER:
        return open && (waits || own == SIDE_SILENT);
    case ACT_UNANSWER:
        return open && own != SIDE_UNASKED && !waits && f->by_owner[side] && !f->told[!side] &&
               !(f->in_turn && side == 0 && other != SIDE_UNASKED);
    case ACT_TELL:
        return open && own == SIDE_YES && other_no && !f->told[side];
    case ACT_INTRODUCE:
        return open && own == SIDE_YES && other == SIDE_YES;
    case ACT_UNINTRODUCE:
        return f->introduced && f->worth[0] == WORTH_UNKNOWN && f->worth[1] == WORTH_UNKNOWN;
    case ACT_FOLLOW:
    case ACT_OUTCOME:
        return f->introduced;
    case ACT_ASK_OUTCOME:
        return f->introduced && f->may_ask[side] && f->worth[side] == WORTH_UNKNOWN;
    case ACT_RELEASE:
        return f->introduced && f->worth[side] >= WORTH_MORE;
    case ACT_POST:
        return f->introduced && f->released[0] && f->released[1] && !f->posted;
    case ACT_WITHDRAW:
        return open;
    case ACT_RESUME:
        return f->withdrawn;
    case ACTS:
        break;
    }
    return false;
}

static void asked_for(const struct introduction_facts *f)
{
    for (int act = 0; act < ACTS; act++)
        for (size_t side = 0; side < 2; side++) {
            const char *why = introductions_rules_refusal(f, (enum introduction_act)act, side);
            if ((why == NULL) != expected(f, (enum introduction_act)act, side))
                fail_msg("act %d of side %zu in %d, %d: %s", act, side, (int)f->side[0],
                         (int)f->side[1], why == NULL ? "allowed" : why);
            assert_true(why == NULL || why[0] != '\0');
        }
}

static void every_step_in_every_state_is_allowed_or_refused_with_words(void **state)
{
    (void)state;
    each(asked_for);
}

static bool both_yes(const struct introduction_facts *f)
{
    return f->side[0] == SIDE_YES && f->side[1] == SIDE_YES;
}

/* From any state, whatever is done: nobody is introduced without two yes, an own answer stays. */
static void taken(const struct introduction_facts *f)
{
    for (int act = 0; act < ACTS; act++)
        for (size_t side = 0; side < 2; side++) {
            struct introduction_facts after = *f;
            if (introductions_rules_refusal(f, (enum introduction_act)act, side) != NULL)
                continue;
            introductions_rules_take(&after, (enum introduction_act)act, side);
            assert_true(!after.introduced || both_yes(&after));
            assert_int_equal(after.side[!side], f->side[!side]);
            bool own_answer =
                f->side[side] >= SIDE_YES && f->side[side] != SIDE_SILENT && !f->by_owner[side];
            if (own_answer)
                assert_int_equal(after.side[side], f->side[side]);
            enum introduction_stage stage = introductions_rules_stage(&after);
            assert_true(stage < STAGES);
            assert_true((stage == STAGE_AGREED) <= both_yes(&after));
        }
}

static void no_step_introduces_without_two_yes_or_changes_an_own_answer(void **state)
{
    (void)state;
    each(taken);
}

/* ---- walks ----------------------------------------------------------------------------------- */

static void step(struct introduction_facts *f, enum introduction_act act, size_t side,
                 enum introduction_stage then)
{
    assert_null(introductions_rules_refusal(f, act, side));
    introductions_rules_take(f, act, side);
    assert_int_equal(introductions_rules_stage(f), then);
}

static struct introduction_facts drafted(void)
{
    return (struct introduction_facts){ .in_turn = true,
                                        .worth = { WORTH_UNKNOWN, WORTH_UNKNOWN } };
}

static void one_after_the_other_to_an_outcome(void **state)
{
    struct introduction_facts f = drafted();
    (void)state;
    assert_int_equal(introductions_rules_stage(&f), STAGE_DRAFTED);
    assert_non_null(introductions_rules_refusal(&f, ACT_ASK, 1));
    step(&f, ACT_ASK, 0, STAGE_ASKED);
    step(&f, ACT_REMIND, 0, STAGE_ASKED);
    assert_non_null(introductions_rules_refusal(&f, ACT_REMIND, 0));
    step(&f, ACT_YES, 0, STAGE_ASKED);
    step(&f, ACT_ASK, 1, STAGE_ASKED);
    assert_non_null(introductions_rules_refusal(&f, ACT_INTRODUCE, 0));
    step(&f, ACT_YES, 1, STAGE_AGREED);
    step(&f, ACT_INTRODUCE, 0, STAGE_INTRODUCED);
    f.worth[0] = f.worth[1] = WORTH_MORE;
    step(&f, ACT_OUTCOME, 0, STAGE_KNOWN);
    assert_non_null(introductions_rules_refusal(&f, ACT_POST, 0));
    step(&f, ACT_RELEASE, 0, STAGE_KNOWN);
    step(&f, ACT_RELEASE, 1, STAGE_KNOWN);
    step(&f, ACT_POST, 0, STAGE_KNOWN);
    assert_non_null(introductions_rules_refusal(&f, ACT_POST, 0));
}

static void a_no_ends_it_and_who_said_yes_is_told_once(void **state)
{
    struct introduction_facts f = drafted();
    (void)state;
    f.in_turn = false;
    step(&f, ACT_ASK, 0, STAGE_ASKED);
    step(&f, ACT_ASK, 1, STAGE_ASKED);
    step(&f, ACT_NEVER, 1, STAGE_DECLINED);
    assert_non_null(introductions_rules_refusal(&f, ACT_REMIND, 0));
    step(&f, ACT_YES, 0, STAGE_DECLINED);
    step(&f, ACT_TELL, 0, STAGE_DECLINED);
    assert_non_null(introductions_rules_refusal(&f, ACT_TELL, 0));
    assert_non_null(introductions_rules_refusal(&f, ACT_TELL, 1));
    assert_non_null(introductions_rules_refusal(&f, ACT_INTRODUCE, 0));
}

/* ---- names, worth, time ---------------------------------------------------------------------- */

static void names_are_read_back(void **state)
{
    enum introduction_act act = ACTS;
    (void)state;
    for (int i = 0; i < SIDE_STATES; i++)
        assert_int_equal(i, introductions_rules_state(
                                introductions_rules_state_name((enum introduction_answer)i)));
    for (int i = 0; i < ACTS; i++) {
        assert_true(
            introductions_rules_act(introductions_rules_act_name((enum introduction_act)i), &act));
        assert_int_equal(act, i);
    }
    assert_false(introductions_rules_act(S("marry"), &act));
}

static void worth_is_in_tenths(void **state)
{
    static const int64_t good[] = { 0, 10, 20, 25, 26, 100 }, bad[] = { -1, 1, 5, 15, 24, 101 };
    (void)state;
    for (size_t i = 0; i < COUNT_OF(good); i++)
        assert_true(introductions_rules_worth_ok(good[i]));
    for (size_t i = 0; i < COUNT_OF(bad); i++)
        assert_false(introductions_rules_worth_ok(bad[i]));
}

static void time_reminds_once_and_then_takes_silence_for_a_no(void **state)
{
    const int64_t t = 1000, week = INTRODUCTION_REMIND_MS, two = INTRODUCTION_SILENT_MS;
    (void)state;
    assert_int_equal(introductions_rules_due(SIDE_ASKED, 0, true, t + two), ACTS);
    assert_int_equal(introductions_rules_due(SIDE_ASKED, t, true, t + week - 1), ACTS);
    assert_int_equal(introductions_rules_due(SIDE_ASKED, t, true, t + week), ACT_REMIND);
    assert_int_equal(introductions_rules_due(SIDE_ASKED, t, false, t + week), ACTS);
    assert_int_equal(introductions_rules_due(SIDE_REMINDED, t, true, t + two - 1), ACTS);
    assert_int_equal(introductions_rules_due(SIDE_REMINDED, t, true, t + two), ACT_SILENT);
    assert_int_equal(introductions_rules_due(SIDE_ASKED, t, false, t + two), ACT_SILENT);
    assert_int_equal(introductions_rules_due(SIDE_YES, t, true, t + two), ACTS);
    assert_true(introductions_rules_too_soon(STAGE_NOT_NOW, 0, 29 * INTRODUCTION_DAY_MS));
    assert_false(introductions_rules_too_soon(STAGE_NOT_NOW, 0, 30 * INTRODUCTION_DAY_MS));
    assert_true(introductions_rules_too_soon(STAGE_DECLINED, 0, 364 * INTRODUCTION_DAY_MS));
    assert_false(introductions_rules_too_soon(STAGE_WITHDRAWN, 0, 0));
}

/* ---- what a text reveals --------------------------------------------------------------------- */

static const struct introduction_sign signs[] = {
    { MARK_NAME, S_INIT("Ben Müller") },         { MARK_FIRM, S_INIT("Beispiel & Söhne GmbH") },
    { MARK_ADDRESS, S_INIT("ben@example.org") }, { MARK_NUMBER, S_INIT("494012345678") },
    { MARK_ADDRESS, S_INIT("Lange Reihe 7") },
};

static void a_text_that_tells_who_it_is_is_found(void **state)
{
    static const struct {
        const char *text;
        size_t shows;
    } cases[] = {
        { "", 0 },
        { "Ich kenne jemanden, der Werkstätten vermietet.", 0 },
        { "Es ist BEN!", 1 },
        { "Herr Mueller", 1 },
        { "ein Müllerbursche, benannt", 0 },
        { "bei Beispiel und Soehne", 0 },
        { "bei beispiel & soehne", 1 },
        { "zum Beispiel, Söhne!", 1 },
        { "schreib an BEN@example.org", 2 },
        { "Tel. (040) 12 34-56 78", 1 },
        { "am 12.3.2012, 45 Euro", 0 },
        { "in der Langen Reihe", 0 },
        { "lange reihe 7", 1 },
    };
    struct introduction_signs all = { signs, COUNT_OF(signs) };
    SCRATCH(a);
    (void)state;
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        size_t n = introductions_reveal(a, str_of(cases[i].text), &all).n;
        if (n != cases[i].shows)
            fail_msg("%zu signs in: %s", n, cases[i].text);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_step_in_every_state_is_allowed_or_refused_with_words),
        cmocka_unit_test(no_step_introduces_without_two_yes_or_changes_an_own_answer),
        cmocka_unit_test(one_after_the_other_to_an_outcome),
        cmocka_unit_test(a_no_ends_it_and_who_said_yes_is_told_once),
        cmocka_unit_test(names_are_read_back),
        cmocka_unit_test(worth_is_in_tenths),
        cmocka_unit_test(time_reminds_once_and_then_takes_silence_for_a_no),
        cmocka_unit_test(a_text_that_tells_who_it_is_is_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
