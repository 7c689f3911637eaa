/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_redact.c - see keeping_redact.h. A table of phrases by their first word; a text is cut
 * into its words, and at each of them the longest phrase wins.
 */
#include "feature/keeping/keeping_redact.h"

#include "base/buf.h"
#include "engine/text/text_fold.h"

#define SLOTS ((size_t)1 << 16)
#define PHRASE_MAX 8 /* words of a name that are looked at */
#define WORD_MIN 2   /* a single word of a name is at least so long, in bytes */

struct phrase {
    str words; /* folded, one space between two */
    size_t n;
    bool alone; /* one word of several: only where it is written with a capital */
    struct phrase *next;
};
struct redaction {
    arena *arena;
    struct phrase **slot;
    struct phrase **spared;
};

struct redaction *keeping_redact_new(arena *a)
{
    struct redaction *r = NEW(a, struct redaction);
    r->arena = a;
    r->slot = NEW_ARRAY(a, struct phrase *, SLOTS);
    r->spared = NEW_ARRAY(a, struct phrase *, SLOTS);
    return r;
}

static str first_word(str words)
{
    str head = { 0 }, tail = { 0 };
    (void)str_cut(words, ' ', &head, &tail);
    return head;
}

static struct phrase **slot_of(struct phrase **table, str word)
{
    return &table[str_hash(word) & (SLOTS - 1)];
}

static bool holds(struct phrase *const *table, str words)
{
    const struct phrase *p = table[str_hash(first_word(words)) & (SLOTS - 1)];
    for (; p != NULL; p = p->next)
        if (str_eq(p->words, words))
            return true;
    return false;
}

static void add(struct redaction *r, struct phrase **table, str words, size_t n, bool alone)
{
    if (str_empty(words) || holds(table, words))
        return;
    struct phrase **slot = slot_of(table, first_word(words));
    struct phrase *p = NEW(r->arena, struct phrase);
    *p = (struct phrase){ str_copy(r->arena, words), n, alone, *slot };
    *slot = p;
}

static size_t count(str words)
{
    str word = { 0 };
    size_t n = 0;
    while (str_next(&words, ' ', &word))
        n++;
    return n;
}

/* What stands in names and names nobody. */
static bool particle(str word)
{
    static const char *const all[] = { "von",  "van", "der",  "den", "dem", "und", "zur",  "zum",
                                       "die",  "das", "del",  "dos", "ter", "ten", "frau", "herr",
                                       "prof", "med", "dipl", "ing", "and", "the", "dr",   "de",
                                       "du",   "di",  "da",   "la",  "le",  "el",  "al",   "zu",
                                       "am",   "im",  "in",   "an",  "mr",  "ms",  "er",   "es" };
    for (size_t i = 0; i < COUNT_OF(all); i++)
        if (str_eq(word, str_of(all[i])))
            return true;
    return word.n < WORD_MIN;
}

void keeping_redact_spare(struct redaction *r, str name)
{
    str words = text_fold(r->arena, name), word = { 0 };
    while (str_next(&words, ' ', &word))
        add(r, r->spared, word, 1, false);
}

/* Their whole name: also where all its words are the spared one's, nobody is told by it. */
static bool all_spared(const struct redaction *r, str words)
{
    str word = { 0 };
    while (str_next(&words, ' ', &word))
        if (!holds(r->spared, word))
            return false;
    return true;
}

void keeping_redact_name(struct redaction *r, str name)
{
    str words = text_fold(r->arena, name), word = { 0 };
    size_t n = count(words);
    if (str_empty(words) || all_spared(r, words))
        return;
    if (n > 1 && n <= PHRASE_MAX)
        add(r, r->slot, words, n, false);
    while (str_next(&words, ' ', &word))
        if (!particle(word) && !holds(r->spared, word))
            add(r, r->slot, word, 1, true);
}

void keeping_redact_address(struct redaction *r, str address)
{
    str words = text_fold(r->arena, address);
    size_t n = count(words);
    if (n > 1 && n <= PHRASE_MAX)
        add(r, r->slot, words, n, false);
}

/* ---- a text ---------------------------------------------------------------------------------- */

struct word {
    str folded, written;
};

static size_t words_of(arena *a, str text, struct word **ret)
{
    struct word *all = NULL;
    size_t n = 0, cap = 0;
    buf b;
    buf_on_arena(&b, a, 4 * text.n + 64);
    for (str rest = text, written = { 0 };;) {
        buf_cut(&b, 0);
        if (!text_fold_word(&b, &rest, &written))
            break;
        arena_grow(a, (void **)&all, &cap, n + 1, sizeof *all);
        all[n++] = (struct word){ buf_copy(&b, a), written };
    }
    *ret = all;
    return n;
}

/* A capital letter, or one of another script, in which there may be none. */
static bool capital(str written)
{
    unsigned char first = written.n > 0 ? (unsigned char)written.p[0] : 0;
    if (first == 0xc3 && written.n > 1) /* À to Þ; ß to ÿ are small */
        return (unsigned char)written.p[1] < 0x9f;
    return (first >= 'A' && first <= 'Z') || first > 0x7f;
}

static bool fits(const struct phrase *p, const struct word *at, size_t left)
{
    str words = p->words, word = { 0 };
    if (p->n > left || (p->alone && !capital(at[0].written)))
        return false;
    for (size_t i = 0; str_next(&words, ' ', &word); i++)
        if (!str_eq(word, at[i].folded))
            return false;
    return true;
}

/* How many words from here are somebody; 0: none. */
static size_t somebody(const struct redaction *r, const struct word *at, size_t left)
{
    size_t longest = 0;
    const struct phrase *p = *slot_of(r->slot, at[0].folded);
    for (; p != NULL; p = p->next)
        if (p->n > longest && fits(p, at, left))
            longest = p->n;
    return longest;
}

str keeping_redact(const struct redaction *r, arena *a, str text)
{
    struct word *all = NULL;
    size_t n = words_of(a, text, &all), told = 0;
    buf out;
    buf_on_arena(&out, a, 4 * text.n + 64);
    for (size_t i = 0; i < n;) {
        size_t gone = somebody(r, &all[i], n - i);
        if (gone == 0) {
            i++;
            continue;
        }
        const struct word *last = &all[i + gone - 1];
        size_t from = (size_t)(all[i].written.p - text.p);
        buf_add(&out, str_sub(text, told, from - told));
        buf_add(&out, S("[…]"));
        told = (size_t)(last->written.p - text.p) + last->written.n;
        i += gone;
    }
    if (told == 0)
        return text;
    buf_add(&out, str_sub(text, told, text.n - told));
    return buf_copy(&out, a);
}
