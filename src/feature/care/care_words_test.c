/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * care_words_test.c - rhythms and times as people say them, in both languages.
 */
#include "base/base_test.h"
#include "feature/care/care_rules.h"

static void rhythms_in_words(void **state)
{
    (void)state;
    arena *a = arena_new(ARENA_LIMIT);
    static const struct {
        int64_t days;
        const char *en, *de;
    } said[] = {
        { 1, "daily", "täglich" },
        { 3, "every 3 days", "alle 3 Tage" },
        { 7, "weekly", "wöchentlich" },
        { 8, "about weekly", "etwa wöchentlich" },
        { 20, "about every 3 weeks", "etwa alle 3 Wochen" },
        { 30, "monthly", "monatlich" },
        { 28, "about monthly", "etwa monatlich" },
        { 90, "every 3 months", "alle 3 Monate" },
        { 180, "every half year", "halbjährlich" },
        { 365, "yearly", "jährlich" },
        { 800, "about every 2 years", "etwa alle 2 Jahre" },
    };
    for (size_t i = 0; i < COUNT_OF(said); i++) {
        assert_string_equal(str_c(a, care_rhythm_words(a, LANG_EN, said[i].days)), said[i].en);
        assert_string_equal(str_c(a, care_rhythm_words(a, LANG_DE, said[i].days)), said[i].de);
    }
    arena_free(a);
}

static void times_in_words(void **state)
{
    (void)state;
    arena *a = arena_new(ARENA_LIMIT);
    static const struct {
        int64_t minutes;
        const char *en;
    } said[] = {
        { 1, "about 5 minutes" }, { 50, "about 50 minutes" }, { 55, "about 55 minutes" },
        { 56, "about an hour" },  { 74, "about an hour" },    { 75, "about 1½ hours" },
        { 120, "about 2 hours" }, { 540, "about 9 hours" },
    };
    for (size_t i = 0; i < COUNT_OF(said); i++)
        assert_string_equal(str_c(a, care_words_time(a, LANG_EN, said[i].minutes)), said[i].en);
    arena_free(a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(rhythms_in_words),
        cmocka_unit_test(times_in_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
