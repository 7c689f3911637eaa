/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_synonyms.c - see text_synonyms.h. Every pair stands in a sorted table under each key of both
 * of its sides; what belongs to one key stands together.
 */
#include "engine/text/text_synonyms.h"

#include <stdlib.h>

#include "engine/text/text_tokens.h"

struct entry {
    str key;
    struct text_phrase to;
};

struct text_synonyms {
    struct entry *entry;
    size_t n, cap;
    str *key;                   /* each key once, sorted */
    struct text_phrases *found; /* what belongs to it */
    size_t n_keys;
    size_t pairs;
};

/* ---- reading --------------------------------------------------------------------------------- */

str text_synonyms_key(arena *a, const str *stems, size_t n)
{
    return str_join(a, stems, n, S(" "));
}

/* NULL, or what is wrong with it. */
static const char *read_term(arena *a, str text, struct text_phrase *ret)
{
    struct text_tokens all;
    str stems[2][TEXT_SYNONYMS_WORDS];
    text_tokens(a, text, &all);
    if (all.n == 0)
        return "a side has no word that says something";
    if (all.n > TEXT_SYNONYMS_WORDS)
        return "a side has more than four words";
    for (size_t i = 0; i < all.n; i++)
        for (int lang = TEXT_GERMAN; lang <= TEXT_ENGLISH; lang++)
            stems[lang][i] = text_tokens_stem(a, all.item[i].plain, (enum text_lang)lang);
    ret->words = all.n;
    ret->key[0] = text_synonyms_key(a, stems[TEXT_GERMAN], all.n);
    ret->key[1] = text_synonyms_key(a, stems[TEXT_ENGLISH], all.n);
    if (str_eq(ret->key[0], ret->key[1]))
        ret->key[1] = (str){ 0 };
    return NULL;
}

static void add(text_synonyms *list, arena *a, str key, struct text_phrase to)
{
    void *grown = list->entry;
    if (key.p == NULL)
        return;
    arena_grow(a, &grown, &list->cap, list->n + 1, sizeof(struct entry));
    list->entry = grown;
    list->entry[list->n++] = (struct entry){ key, to };
}

static const char *read_line(text_synonyms *list, arena *a, str line)
{
    str left, right;
    struct text_phrase one, other;
    if (!str_cut(line, '=', &left, &right))
        return "there is no \"=\"";
    if (str_contains(right, S("=")))
        return "there is more than one \"=\"";
    const char *wrong = read_term(a, left, &one);
    if (wrong == NULL)
        wrong = read_term(a, right, &other);
    if (wrong != NULL)
        return wrong;
    if (str_eq(one.key[0], other.key[0]))
        return NULL;
    for (size_t i = 0; i < COUNT_OF(one.key); i++) {
        add(list, a, one.key[i], other);
        add(list, a, other.key[i], one);
    }
    list->pairs++;
    return NULL;
}

static int by_key(const void *one, const void *other)
{
    const struct entry *a = one, *b = other;
    int order = str_cmp(a->key, b->key);
    return order != 0 ? order : str_cmp(a->to.key[0], b->to.key[0]);
}

/* Sorted, each entry once, with its table of keys. */
static void finish(text_synonyms *list, arena *a)
{
    size_t n = 0;
    if (list->n > 0)
        qsort(list->entry, list->n, sizeof(*list->entry), by_key);
    struct text_phrase *to = NEW_ARRAY(a, struct text_phrase, list->n);
    list->key = NEW_ARRAY(a, str, list->n);
    list->found = NEW_ARRAY(a, struct text_phrases, list->n);
    for (size_t i = 0; i < list->n; i++) {
        if (i > 0 && by_key(&list->entry[i - 1], &list->entry[i]) == 0)
            continue;
        if (i == 0 || !str_eq(list->entry[i - 1].key, list->entry[i].key)) {
            list->key[list->n_keys] = list->entry[i].key;
            list->found[list->n_keys++].item = to + n;
        }
        to[n++] = list->entry[i].to;
        list->found[list->n_keys - 1].n++;
    }
}

const err *text_synonyms_read(arena *a, str list, text_synonyms **ret)
{
    str line, rest = list;
    text_synonyms *made = NEW(a, text_synonyms);
    if (list.n > TEXT_SYNONYMS_BYTES)
        FAIL(a, ERR_INVALID, "the list is longer than %zu bytes", TEXT_SYNONYMS_BYTES);
    for (int number = 1; str_next(&rest, '\n', &line); number++) {
        line = str_trim(line);
        if (number > TEXT_SYNONYMS_LINES)
            FAIL(a, ERR_INVALID, "the list has more than %d lines", TEXT_SYNONYMS_LINES);
        if (str_empty(line) || str_starts(line, S("#")))
            continue;
        const char *wrong = read_line(made, a, line);
        if (wrong != NULL)
            FAIL(a, ERR_INVALID, "line %d: %s", number, wrong);
    }
    finish(made, a);
    *ret = made;
    return NULL;
}

/* ---- asking ---------------------------------------------------------------------------------- */

struct text_phrases text_synonyms_of(const text_synonyms *list, str key)
{
    size_t low = 0, high = list == NULL ? 0 : list->n_keys;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = str_cmp(list->key[middle], key);
        if (order == 0)
            return list->found[middle];
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return (struct text_phrases){ 0 };
}

bool text_synonyms_known(const text_synonyms *list, str key)
{
    return text_synonyms_of(list, key).n > 0;
}

size_t text_synonyms_count(const text_synonyms *list)
{
    return list == NULL ? 0 : list->pairs;
}
