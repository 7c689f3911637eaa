/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_synonyms_fuzz.c - a list is taken or refused by its line; each pair of one that is taken
 * holds in both directions, and an index takes any text with it.
 */
#include "base/utf8.h"
#include "engine/text/text_index.h"
#include "fuzz.h"

static void check_both_ways(const text_synonyms *list, str key, struct text_phrases all)
{
    for (size_t i = 0; i < all.n; i++) {
        struct text_phrases back = text_synonyms_of(list, all.item[i].key[0]);
        bool found = false;
        for (size_t k = 0; k < back.n && !found; k++)
            found = str_eq(back.item[k].key[0], key) || str_eq(back.item[k].key[1], key);
        ASSERT(found && all.item[i].words >= 1 && all.item[i].words <= TEXT_SYNONYMS_WORDS);
        ASSERT(utf8_valid(all.item[i].key[0]));
    }
}

static void check_index(const text_synonyms *list, arena *a, str text)
{
    text_index *x = text_index_new(list);
    text_index_put(x, &(struct text_item){ 1, 1, TEXT_SEEK, text });
    text_index_put(x, &(struct text_item){ 2, 2, TEXT_OFFER, str_sub(text, text.n / 2, text.n) });
    text_index_refresh(x);
    double score = text_index_score(x, a, 1, 2);
    ASSERT(score >= 0 && score <= 1);
    struct text_hits hits = text_index_find(x, a, text, TEXT_OFFER, 5);
    ASSERT(hits.n == (score > 0 ? 1 : 0));
    ASSERT((text_index_words(x, a, 1, 2).n > 0) == (score > 0));
    ASSERT(text_index_drop(x, 1) && text_index_count(x) == 1);
    text_index_free(x);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    text_synonyms *list = NULL;
    str line, text = { (const char *)data, size };
    const err *e = text_synonyms_read(a, text, &list);
    if (e != NULL) {
        ASSERT(e->kind == ERR_INVALID && utf8_valid(e->msg) && list == NULL);
        return 0;
    }
    for (str rest = text; str_next(&rest, '\n', &line);) {
        str word, left;
        struct text_phrases all = { 0 };
        (void)str_cut(line, '=', &left, &word);
        for (str keys = left; str_next(&keys, ' ', &word);) {
            all = text_synonyms_of(list, word);
            check_both_ways(list, word, all);
        }
    }
    check_index(list, a, text);
    return 0;
}
