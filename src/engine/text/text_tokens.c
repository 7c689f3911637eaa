/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_tokens.c - see text_tokens.h.
 */
#include "engine/text/text_tokens.h"

#include <libstemmer.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/check.h"
#include "base/utf8.h"
#include "engine/text/text_fold.h"

/* ---- stop words ------------------------------------------------------------------------------ */

/* Plain (text_fold_plain). German ones, English ones, and those of both. */
static const char *const german[] = {
    "aber",  "alle",   "allem",    "allen",    "aller",  "alles",  "als",    "auch",    "auf",
    "aus",   "bei",    "beim",     "bin",      "bis",    "bitte",  "bzw",    "da",      "dabei",
    "damit", "dann",   "das",      "dass",     "dazu",   "dein",   "dem",    "den",     "denen",
    "der",   "deren",  "des",      "dich",     "diese",  "diesem", "diesen", "dieser",  "dieses",
    "dir",   "doch",   "dort",     "du",       "durch",  "ein",    "eine",   "einem",   "einen",
    "einer", "eines",  "einige",   "er",       "es",     "etwas",  "euch",   "euer",    "fur",
    "fuer",  "gegen",  "gern",     "gerne",    "habe",   "haben",  "hatte",  "hier",    "ich",
    "ihm",   "ihn",    "ihr",      "ihre",     "ihrem",  "ihren",  "ihrer",  "im",      "innen",
    "ins",   "ist",    "ja",       "jahr",     "jahre",  "jahren", "jede",   "jedem",   "jeden",
    "jeder", "jemand", "jemanden", "kann",     "kein",   "keine",  "konnen", "koennen", "konnte",
    "man",   "mehr",   "mein",     "meine",    "meinem", "meinen", "meiner", "mich",    "mir",
    "mit",   "mochte", "moechte",  "nach",     "neu",    "neue",   "neuen",  "neuer",   "neues",
    "neben", "nicht",  "noch",     "nur",      "oder",   "ohne",   "sehr",   "sein",    "seine",
    "sich",  "sie",    "sind",     "sowie",    "uber",   "ueber",  "um",     "und",     "uns",
    "unser", "unsere", "unserem",  "unseren",  "unter",  "viel",   "viele",  "vom",     "von",
    "vor",   "wenn",   "wer",      "werden",   "wie",    "wir",    "wird",   "wo",      "wurde",
    "zu",    "zum",    "zur",      "zwischen",
};
static const char *const english[] = {
    "about", "after", "all",  "also", "and",   "any",      "anybody", "anyone", "are",  "as",
    "at",    "be",    "been", "but",  "by",    "can",      "could",   "do",     "does", "for",
    "from",  "get",   "had",  "have", "he",    "her",      "his",     "how",    "if",   "into",
    "is",    "it",    "its",  "me",   "more",  "my",       "no",      "not",    "of",   "on",
    "or",    "our",   "out",  "she",  "some",  "somebody", "someone", "that",   "the",  "their",
    "them",  "there", "they", "this", "to",    "us",       "we",      "what",   "when", "where",
    "which", "who",   "will", "with", "would", "year",     "years",   "you",    "your",
};
static const char *const both[] = { "am", "an", "die", "hat", "has", "in", "so", "war", "was" };

/* What says that something is sought or offered; they tell the language too. */
static const char *const german_filler[] = {
    "anbieten", "angebot", "anbiete", "benotige", "benotigt", "benoetige", "benoetigt", "biete",
    "bieten",   "bietet",  "brauche", "brauchen", "braucht",  "gesucht",   "gesuch",    "helfe",
    "helfen",   "hilfe",   "hilft",   "kennt",    "kennen",   "kontakt",   "kontakte",  "suche",
    "suchen",   "sucht",   "wunsche", "wuensche", "wunscht",
};
static const char *const english_filler[] = {
    "anybody", "contact",  "contacts", "find",    "help",  "helping", "helps",    "knows",
    "like",    "looking",  "need",     "needed",  "needs", "offer",   "offering", "offers",
    "provide", "provides", "seek",     "seeking", "seeks", "wanted",  "wants",    "want",
};

enum { OF_NONE = 0, OF_GERMAN = 1, OF_ENGLISH = 2 };

static bool stands_in(str word, const char *const *list, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (str_eq(word, str_of(list[i])))
            return true;
    return false;
}

/* Whose stop word it is: a sum of OF_GERMAN and OF_ENGLISH. */
static int stop_of(str plain)
{
    if (stands_in(plain, german, COUNT_OF(german)) ||
        stands_in(plain, german_filler, COUNT_OF(german_filler)))
        return OF_GERMAN;
    if (stands_in(plain, english, COUNT_OF(english)) ||
        stands_in(plain, english_filler, COUNT_OF(english_filler)))
        return OF_ENGLISH;
    return stands_in(plain, both, COUNT_OF(both)) ? OF_GERMAN | OF_ENGLISH : OF_NONE;
}

/* "IT", "US", "WHO": two letters or more, and no small one. */
static bool is_abbreviation(str written)
{
    for (size_t i = 0; i < written.n; i++)
        if (written.p[i] < 'A' || written.p[i] > 'Z')
            return false;
    return written.n >= 2;
}

/* ä ö ü Ä Ö Ü ß, of which each begins with the byte C3. */
static bool has_umlaut(str written)
{
    static const char *const letters[] = { "ä", "ö", "ü", "Ä", "Ö", "Ü", "ß" };
    for (size_t i = 0; i < COUNT_OF(letters); i++)
        if (str_contains(written, str_of(letters[i])))
            return true;
    return false;
}

/* ---- stems ----------------------------------------------------------------------------------- */

struct stemmers {
    struct sb_stemmer *of[2]; /* by text_lang */
};

static pthread_key_t stemmers_key;

static void stemmers_free(void *arg)
{
    struct stemmers *s = arg;
    for (size_t i = 0; i < COUNT_OF(s->of); i++)
        sb_stemmer_delete(s->of[i]);
    free(s);
}

/* The first thread's end is the program's: exit() runs no destructor of a thread. */
static void stemmers_at_exit(void)
{
    struct stemmers *s = pthread_getspecific(stemmers_key);
    if (s != NULL)
        stemmers_free(s);
    (void)pthread_setspecific(stemmers_key, NULL);
}

static void stemmers_begin(void)
{
    ASSERT(pthread_key_create(&stemmers_key, stemmers_free) == 0);
    (void)atexit(stemmers_at_exit);
}

static struct sb_stemmer *stemmer_of(enum text_lang lang)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    (void)pthread_once(&once, stemmers_begin);
    struct stemmers *s = pthread_getspecific(stemmers_key);
    if (s == NULL) {
        s = calloc(1, sizeof(*s));
        ASSERT(s != NULL);
        s->of[TEXT_GERMAN] = sb_stemmer_new("german", NULL);
        s->of[TEXT_ENGLISH] = sb_stemmer_new("english", NULL);
        ASSERT(s->of[TEXT_GERMAN] != NULL && s->of[TEXT_ENGLISH] != NULL);
        ASSERT(pthread_setspecific(stemmers_key, s) == 0);
    }
    return s->of[lang == TEXT_ENGLISH ? TEXT_ENGLISH : TEXT_GERMAN];
}

/* "Beraterin", "Juristinnen": the stemmer leaves these endings, and they are no other profession.
 * Only behind r, t and g, and in words long enough that Berlin and Martin stay as they are. */
static str without_gender(str plain)
{
    size_t ending = str_ends(plain, S("innen")) ? 5 : str_ends(plain, S("in")) ? 2 : 0;
    if (ending == 0 || plain.n < 5 + ending)
        return plain;
    char before = plain.p[plain.n - ending - 1];
    return before == 'r' || before == 't' || before == 'g' ? str_sub(plain, 0, plain.n - ending)
                                                           : plain;
}

str text_tokens_stem(arena *a, str plain, enum text_lang lang)
{
    struct sb_stemmer *s = stemmer_of(lang);
    buf b;
    if (plain.n > TEXT_TOKEN_BYTES)
        return plain;
    if (lang == TEXT_GERMAN)
        plain = without_gender(plain);
    const sb_symbol *stem = sb_stemmer_stem(s, (const sb_symbol *)plain.p, (int)plain.n);
    ASSERT(stem != NULL);
    buf_on_arena(&b, a, TEXT_TOKEN_BYTES * 2);
    text_fold_e(&b, (str){ (const char *)stem, (size_t)sb_stemmer_length(s) });
    return buf_str(&b);
}

/* ---- a text ---------------------------------------------------------------------------------- */

/* Nothing between the two that ends a phrase: spaces, hyphens, the words left out. */
static bool is_joined(const char *from, const char *to)
{
    for (; from < to; from++)
        if (*from == '.' || *from == ',' || *from == ';' || *from == ':' || *from == '!' ||
            *from == '?' || *from == '(' || *from == ')' || *from == '/' || *from == '\n')
            return false;
    return true;
}

/* Words that say something into `all`; returns the balance, above 0 for German. */
static int read_words(arena *a, str text, struct text_tokens *all)
{
    int balance = 0;
    str written;
    const char *last = NULL;
    while (all->n < TEXT_TOKENS_MAX) {
        buf b;
        buf_on_arena(&b, a, TEXT_TOKEN_BYTES);
        if (!text_fold_plain(&b, &text, &written))
            break;
        str plain = buf_str(&b);
        int stop = is_abbreviation(written) ? OF_NONE : stop_of(plain);
        balance += stop == OF_GERMAN ? 1 : stop == OF_ENGLISH ? -1 : 0;
        balance += stop == OF_NONE && has_umlaut(written) ? 1 : 0;
        if (stop != OF_NONE || utf8_count(plain) < 2 || buf_full(&b))
            continue;
        all->item[all->n++] = (struct text_token){
            .written = written,
            .plain = plain,
            .joined = last != NULL && is_joined(last, written.p),
        };
        last = written.p + written.n;
    }
    return balance;
}

/* The stem of the language that was guessed first, then the other. */
static void give_stems(arena *a, struct text_token *t, enum text_lang lang)
{
    enum text_lang first = lang == TEXT_ENGLISH ? TEXT_ENGLISH : TEXT_GERMAN;
    t->stem[0] = text_tokens_stem(a, t->plain, first);
    str other = text_tokens_stem(a, t->plain, first == TEXT_ENGLISH ? TEXT_GERMAN : TEXT_ENGLISH);
    if (!str_eq(other, t->stem[0]))
        t->stem[1] = other;
}

void text_tokens(arena *a, str text, struct text_tokens *ret)
{
    text = str_sub(text, 0, TEXT_TOKENS_BYTES);
    *ret = (struct text_tokens){ .item = NEW_ARRAY(a, struct text_token, TEXT_TOKENS_MAX) };
    int balance = read_words(a, text, ret);
    ret->lang = balance > 0 ? TEXT_GERMAN : balance < 0 ? TEXT_ENGLISH : TEXT_UNSURE;
    for (size_t i = 0; i < ret->n; i++)
        give_stems(a, &ret->item[i], ret->lang);
}
