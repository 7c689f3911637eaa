/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_index_test.c - what meets what, that searching and comparing agree, and that neither order
 * nor history changes a result.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "engine/text/text_index.h"

static text_synonyms *shipped(arena *a)
{
    text_synonyms *list = NULL;
    assert_null(text_synonyms_read(a, text_synonyms_default(), &list));
    return list;
}

static void put(text_index *x, int64_t id, int64_t owner, enum text_side side, const char *text)
{
    text_index_put(x, &(struct text_item){ id, owner, side, str_of(text) });
}

/* The score of two texts in a community that has these words and some more. */
static double meets(arena *a, const char *seek, const char *offer)
{
    text_index *x = text_index_new(shipped(a));
    put(x, 1, 1, TEXT_SEEK, seek);
    put(x, 2, 2, TEXT_OFFER, offer);
    put(x, 3, 3, TEXT_OFFER, "Beratung zu Energie");
    put(x, 4, 4, TEXT_OFFER, "Fotos von Veranstaltungen");
    put(x, 5, 5, TEXT_SEEK, "eine Wohnung in Köln");
    text_index_refresh(x);
    double score = text_index_score(x, a, 1, 2);
    text_index_free(x);
    return score;
}

static void what_means_the_same_meets(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_true(meets(a, "Suche Steuerberater", "Biete Steuerberater") > 0.999);
    assert_true(meets(a, "Suche Prüfung", "Pruefungen") > 0.999);
    assert_true(meets(a, "tax adviser", "Ich bin Steuerberaterin") > 0.3);
    assert_true(meets(a, "KI", "Vorträge über künstliche Intelligenz") > 0.2);
    assert_true(meets(a, "Energieberatung", "Beratung zu Energiefragen") > 0.05);
    assert_true(meets(a, "Veranstaltungsfotos", "Fotos bei Veranstaltungen") > 0.1);
    assert_true(meets(a, "Steuerbreater gesucht", "Steuerberater") > 0.1);
    assert_true(meets(a, "Steuerberater", "Klavierunterricht") <= 0);
    assert_true(meets(a, "eine Frau für das", "der die das und") <= 0);
}

static void a_synonym_is_less_than_the_word(void **state)
{
    (void)state;
    SCRATCH(a);
    double same = meets(a, "lawyer", "lawyer"), other = meets(a, "lawyer", "Anwalt");
    double mistyped = meets(a, "Klavierunterricht", "Klavierunterrihct");
    assert_true(same > other && other > 0.5);
    assert_true(other > mistyped);
}

/* A community of all kinds, put in the order of `step` (coprime to the number). */
static const char *const many[] = {
    "Suche Steuerberaterin in Hamburg",
    "tax law for startups",
    "Räume für Workshops",
    "Steuerrecht",
    "venue for 40 people",
    "Fotograf für eine Messe",
    "photographer",
    "KI im Mittelstand",
    "machine learning consulting",
    "Klavierunterricht",
    "Energieberatung für Altbauten",
    "Beratung zu Energie",
    "Wärmepumpe",
    "Datenschutz",
    "GDPR officer",
    "Übersetzung ins Englische",
    "translation German English",
    "Pressearbeit",
    "PR for founders",
    "Steuerfragen",
};
#define MANY (int64_t) COUNT_OF(many)

static void put_all(text_index *x, int64_t step)
{
    for (int64_t i = 0; i < MANY; i++) {
        int64_t n = i * step % MANY;
        put(x, n + 1, n / 2 + 1, n % 3 == 0 ? TEXT_SEEK : TEXT_OFFER, many[n]);
    }
}

static void assert_same(arena *a, const text_index *one, const text_index *other)
{
    for (int64_t i = 1; i <= MANY; i++) {
        struct text_hits p = text_index_find(one, a, str_of(many[i - 1]), TEXT_OFFER, 5);
        struct text_hits q = text_index_find(other, a, str_of(many[i - 1]), TEXT_OFFER, 5);
        assert_int_equal(p.n, q.n);
        for (size_t k = 0; k < p.n; k++) {
            assert_int_equal(p.item[k].item, q.item[k].item);
            assert_memory_equal(&p.item[k].score, &q.item[k].score, sizeof(double));
        }
        double o = text_index_overlap(one, a, i, 3), r = text_index_overlap(other, a, 3, i);
        assert_memory_equal(&o, &r, sizeof(double));
        struct text_need n = text_index_need(one, a, i, 4), m = text_index_need(other, a, i, 4);
        assert_memory_equal(&n, &m, sizeof(n));
    }
}

static void order_changes_nothing(void **state)
{
    (void)state;
    SCRATCH(a);
    text_index *one = text_index_new(shipped(a)), *other = text_index_new(shipped(a));
    put_all(one, 1);
    put_all(other, 7);
    text_index_refresh(one);
    text_index_refresh(other);
    assert_same(a, one, other);
    text_index_free(one);
    text_index_free(other);
}

static void what_was_dropped_leaves_nothing(void **state)
{
    (void)state;
    SCRATCH(a);
    text_index *one = text_index_new(shipped(a)), *other = text_index_new(shipped(a));
    put_all(one, 1);
    for (int64_t i = 100; i < 200; i++)
        put(other, i, i, i % 2 ? TEXT_SEEK : TEXT_OFFER, "Steuern Energie Kunst Foto Raum");
    put_all(other, 3);
    for (int64_t i = 100; i < 200; i++)
        assert_true(text_index_drop(other, i));
    assert_false(text_index_drop(other, 100));
    put(other, 4, 4, TEXT_SEEK, "etwas anderes");
    put_all(other, 1);
    text_index_refresh(one);
    text_index_refresh(other);
    assert_int_equal(text_index_count(other), MANY);
    assert_same(a, one, other);
    text_index_free(one);
    text_index_free(other);
}

static void searching_and_comparing_agree(void **state)
{
    (void)state;
    SCRATCH(a);
    text_index *x = text_index_new(shipped(a));
    put_all(x, 1);
    text_index_refresh(x);
    for (int64_t seek = 1; seek <= MANY; seek += 3) {
        struct text_hits hits = text_index_find(x, a, str_of(many[seek - 1]), TEXT_OFFER, 100);
        size_t above = 0;
        for (int64_t offer = 1; offer <= MANY; offer++)
            above += text_index_score(x, a, seek, offer) > 0;
        assert_int_equal(above, hits.n);
        for (size_t i = 0; i < hits.n; i++) {
            double score = text_index_score(x, a, seek, hits.item[i].item);
            assert_true(score - hits.item[i].score < 1e-12 && hits.item[i].score - score < 1e-12);
            assert_true(i == 0 || hits.item[i - 1].score >= hits.item[i].score);
        }
    }
    text_index_free(x);
}

static void reasons_are_words_as_written(void **state)
{
    (void)state;
    SCRATCH(a);
    text_index *x = text_index_new(shipped(a));
    put(x, 1, 1, TEXT_SEEK, "Wir suchen eine Steuerberaterin, gern in ALTONA");
    put(x, 2, 2, TEXT_OFFER, "tax adviser (Hamburg-Altona)");
    text_index_refresh(x);
    struct text_matches words = text_index_words(x, a, 1, 2);
    assert_int_equal(words.n, 2);
    assert_string_equal(str_c(a, words.item[1].sought), "ALTONA");
    assert_string_equal(str_c(a, words.item[1].offered), "Altona");
    assert_string_equal(str_c(a, words.item[0].sought), "Steuerberaterin");
    assert_string_equal(str_c(a, words.item[0].offered), "tax adviser");
    assert_int_equal(text_index_words(x, a, 2, 1).n, 0);
    assert_int_equal(text_index_words(x, a, 1, 7).n, 0);
    text_index_free(x);
}

static void need_has_two_sides(void **state)
{
    (void)state;
    SCRATCH(a);
    assert_true(text_need(0, 0) <= 0);
    assert_true(text_need(1, 1) > 0.999 && text_need(1, 0) > 0.499 && text_need(1, 0) < 0.501);
    assert_true(text_need(0.5, 0.01) >= text_need(0.5, 0));
    assert_true(text_overlap(0.5) > 0.999 && text_overlap(1) <= 0 && text_overlap(0) <= 0);
    text_index *x = text_index_new(shipped(a));
    put(x, 1, 1, TEXT_SEEK, "Steuerberater");
    put(x, 2, 1, TEXT_OFFER, "Räume für Workshops");
    put(x, 3, 2, TEXT_OFFER, "Steuerberatung");
    put(x, 4, 2, TEXT_SEEK, "ein Raum für einen Workshop");
    put(x, 5, 3, TEXT_OFFER, "Steuerberater");
    put(x, 6, 1, TEXT_OFFER, "Steuerberater");
    text_index_refresh(x);
    struct text_needs all = text_index_needs(x, a, 1, 10);
    assert_int_equal(all.n, 2);
    for (size_t i = 0; i < all.n; i++) {
        struct text_need alone = text_index_need(x, a, 1, all.item[i].owner);
        assert_memory_equal(&alone, &all.item[i], sizeof(alone));
    }
    struct text_need two = text_index_need(x, a, 1, 2), back = text_index_need(x, a, 2, 1);
    assert_true(two.there.seek == 1 && two.there.offer == 3 && two.back.seek == 4 &&
                two.back.offer == 2);
    assert_memory_equal(&two.there, &back.back, sizeof(two.there));
    assert_int_equal(text_index_needs(x, a, 1, 1).n, 1);
    assert_int_equal(text_index_needs(x, a, 99, 5).n, 0);
    text_index_free(x);
}

static void an_empty_index_answers(void **state)
{
    (void)state;
    SCRATCH(a);
    text_index *x = text_index_new(NULL);
    text_index_refresh(x);
    assert_int_equal(text_index_find(x, a, S("Steuer"), TEXT_OFFER, 5).n, 0);
    assert_int_equal(text_index_needs(x, a, 1, 5).n, 0);
    put(x, 1, 1, TEXT_SEEK, "");
    put(x, 2, 2, TEXT_OFFER, "");
    text_index_refresh(x);
    assert_true(text_index_score(x, a, 1, 2) <= 0 && text_index_overlap(x, a, 1, 2) <= 0);
    assert_int_equal(text_index_find(x, a, S("x\xff"), TEXT_OFFER, 0).n, 0);
    text_index_free(x);
    text_index_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_means_the_same_meets),
        cmocka_unit_test(a_synonym_is_less_than_the_word),
        cmocka_unit_test(order_changes_nothing),
        cmocka_unit_test(what_was_dropped_leaves_nothing),
        cmocka_unit_test(searching_and_comparing_agree),
        cmocka_unit_test(reasons_are_words_as_written),
        cmocka_unit_test(need_has_two_sides),
        cmocka_unit_test(an_empty_index_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
