/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_fold.c - see text_fold.h. ASCII takes a short way; the rest asks ICU, code point by code
 * point, so that nothing depends on what stands to the right.
 */
#include "engine/text/text_fold.h"

#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

#include "base/check.h"
#include "base/utf8.h"

#define FORM_MAX 32  /* U+FDFA becomes 18 code points, no other more */
#define UNITS_MAX 96 /* FORM_MAX points of two units, and room */
#define GROWTH 12    /* bytes that come out for one that goes in, at most */

/* ---- one code point -------------------------------------------------------------------------- */

/* What a code point becomes: its letters, digits and kept marks. */
struct form {
    UChar32 at[FORM_MAX];
    size_t n;
    bool word; /* there is a letter or digit among them */
    bool cut;  /* there is something else, which is neither a mark nor invisible */
};

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* A mark without which the word is still the same word. */
static bool is_ornament(UChar32 c)
{
    UErrorCode code = U_ZERO_ERROR;
    if (c >= 0x0591 && c <= 0x05c7)
        return true; /* the points of Hebrew */
    if (c == 0x3099 || c == 0x309a)
        return false; /* the voicing of Kana: another letter */
    return uscript_getScript(c, &code) == USCRIPT_INHERITED;
}

/* Standing in a word, it does not part it. */
static bool is_apostrophe(uint32_t c)
{
    static const uint32_t some[] = { '\'',   '`',    0x00b4, 0x02b9, 0x02bb, 0x02bc,
                                     0x02c8, 0x2018, 0x2019, 0x201b, 0x2032, 0xff07 };
    for (size_t i = 0; i < COUNT_OF(some); i++)
        if (some[i] == c)
            return true;
    return false;
}

/* Letters that Unicode does not take apart. */
static const struct {
    UChar32 letter;
    const char *plain;
} plain_letters[] = {
    { 0x00e6, "ae" }, { 0x00f0, "d" }, { 0x00f8, "o" }, { 0x00fe, "th" }, { 0x0111, "d" },
    { 0x0127, "h" },  { 0x0131, "i" }, { 0x0142, "l" }, { 0x0153, "oe" }, { 0x0167, "t" },
};

static void form_add(struct form *f, UChar32 c)
{
    if (f->n < FORM_MAX)
        f->at[f->n++] = c;
}

static void form_add_letter(struct form *f, UChar32 c)
{
    for (size_t i = 0; i < COUNT_OF(plain_letters); i++) {
        if (plain_letters[i].letter != c)
            continue;
        for (const char *p = plain_letters[i].plain; *p != '\0'; p++)
            form_add(f, *p);
        return;
    }
    form_add(f, u_isdigit(c) ? '0' + u_charDigitValue(c) : c);
}

static void form_take(struct form *f, UChar32 c)
{
    if (is_apostrophe((uint32_t)c))
        return;
    if (u_isalnum(c)) {
        f->word = true;
        form_add_letter(f, c);
    } else if (!is_mark(c)) {
        f->cut = true;
    } else if (!is_ornament(c)) {
        form_add(f, c);
    }
}

/* NFKC_Casefold, then NFKD. */
static void form_of(uint32_t point, struct form *f)
{
    UErrorCode code = U_ZERO_ERROR;
    const UNormalizer2 *folding = unorm2_getNFKCCasefoldInstance(&code);
    const UNormalizer2 *parting = unorm2_getNFKDInstance(&code);
    UChar raw[2], folded[UNITS_MAX], parted[UNITS_MAX];
    UChar32 points[UNITS_MAX];
    int32_t n = 0;
    U16_APPEND_UNSAFE(raw, n, (UChar32)point);
    n = unorm2_normalize(folding, raw, n, folded, UNITS_MAX, &code);
    n = unorm2_normalize(parting, folded, n, parted, UNITS_MAX, &code);
    u_strToUTF32(points, UNITS_MAX, &n, parted, n, &code);
    ASSERT(U_SUCCESS(code));
    for (int32_t i = 0; i < n; i++)
        form_take(f, points[i]);
}

static void form_of_ascii(uint32_t c, struct form *f)
{
    uint32_t lower = c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    f->word = (lower >= 'a' && lower <= 'z') || (lower >= '0' && lower <= '9');
    f->cut = !f->word;
    if (f->word)
        form_add(f, (UChar32)lower);
}

/* ---- one word -------------------------------------------------------------------------------- */

struct word {
    buf *to;
    bool open;     /* something was written */
    bool keep_e;   /* rule 2 is not wanted */
    bool before_e; /* the last letter swallows an e */
    size_t part;   /* characters since the beginning or the last joint */
    bool digit;    /* the last of them is one */
};

static void word_add(struct word *w, UChar32 c)
{
    char bytes[4];
    bool silent = c == 'e' && w->before_e;
    if (silent && !w->keep_e)
        return;
    if (!silent) {
        w->open = true;
        w->part++;
        w->digit = c >= '0' && c <= '9';
        w->before_e = c == 'a' || c == 'o' || c == 'u';
    }
    buf_add(w->to, (str){ bytes, utf8_put((uint32_t)c, bytes) });
}

static void word_add_form(struct word *w, const struct form *f)
{
    for (size_t i = 0; i < f->n; i++)
        if (w->open || !is_mark(f->at[i]))
            word_add(w, f->at[i]);
}

/* Behind a single letter: a hyphen or ampersand joins it to what follows. */
static bool word_joins(struct word *w, uint32_t c)
{
    if (w->part != 1 || w->digit || (c != '-' && c != '&' && c != 0x2010 && c != 0x2011))
        return false;
    w->part = 0;
    return true;
}

/* "C++" and "C#": how many bytes of the sign were read as letters. */
static size_t word_sign(struct word *w, str sign)
{
    if (w->part != 1 || w->digit)
        return 0;
    bool sharp = str_starts(sign, S("#"));
    if (!sharp && !str_starts(sign, S("++")))
        return 0;
    for (const char *p = sharp ? "sharp" : "pp"; *p != '\0'; p++)
        word_add(w, *p);
    return sharp ? 1 : 2;
}

static bool next_word(buf *to, bool keep_e, str *rest, str *ret_written)
{
    struct word w = { .to = to, .keep_e = keep_e };
    str at = *rest;
    const char *start = at.p, *end = at.p;
    uint32_t c = 0;
    while (at.n > 0) {
        str from = at;
        struct form f = { .n = 0 };
        (void)utf8_next(&at, &c);
        if (is_apostrophe(c))
            continue;
        if (c < 0x80)
            form_of_ascii(c, &f);
        else
            form_of(c, &f);
        if (f.word && !w.open)
            start = from.p;
        if (f.word || (w.open && f.n > 0 && !f.cut)) {
            word_add_form(&w, &f);
            end = at.p;
        } else if (f.cut && w.open) {
            size_t sign = word_sign(&w, from);
            if (sign > 0)
                end = from.p + sign;
            else if (!word_joins(&w, c))
                break;
            at = str_sub(from, sign > 0 ? sign : from.n - at.n, from.n);
        }
    }
    *rest = at;
    if (w.open)
        *ret_written = (str){ start, (size_t)(end - start) };
    return w.open;
}

bool text_fold_word(buf *to, str *rest, str *ret_written)
{
    return next_word(to, false, rest, ret_written);
}

bool text_fold_plain(buf *to, str *rest, str *ret_written)
{
    return next_word(to, true, rest, ret_written);
}

void text_fold_e(buf *to, str plain)
{
    char last = 0;
    for (size_t i = 0; i < plain.n; i++) {
        if (plain.p[i] == 'e' && (last == 'a' || last == 'o' || last == 'u'))
            continue;
        last = plain.p[i];
        buf_char(to, last);
    }
}

str text_fold(arena *a, str text)
{
    buf b;
    str written;
    buf_on_arena(&b, a, text.n * GROWTH + 16);
    for (size_t end = 0;; end = b.n) {
        if (end > 0)
            buf_char(&b, ' ');
        if (!text_fold_word(&b, &text, &written)) {
            buf_cut(&b, end);
            return buf_str(&b);
        }
    }
}

/* ---- names ----------------------------------------------------------------------------------- */

static bool is_title(str word, bool behind_title)
{
    static const char *const alone[] = { "dr",   "prof", "professor", "dipl", "ing", "mag",
                                         "herr", "frau", "mr",        "mrs",  "ms",  NULL };
    static const char *const behind[] = { "med", "dent", "phil", "jur",   "iur", "rer",
                                          "nat", "pol",  "oc",   "habil", NULL };
    for (const char *const *t = alone; *t != NULL; t++)
        if (str_eq(word, str_of(*t)))
            return true;
    for (const char *const *t = behind; behind_title && *t != NULL; t++)
        if (str_eq(word, str_of(*t)))
            return true;
    return false;
}

static int by_bytes(const void *one, const void *other)
{
    return str_cmp(*(const str *)one, *(const str *)other);
}

str text_name_key(arena *a, str name)
{
    str all[TEXT_NAME_WORDS], kept[TEXT_NAME_WORDS], word, rest = text_fold(a, name);
    size_t n = 0, n_kept = 0;
    bool title = false;
    while (n < TEXT_NAME_WORDS && str_next(&rest, ' ', &word)) {
        title = is_title(word, title);
        all[n++] = word;
        if (!title)
            kept[n_kept++] = word;
    }
    str *of = n_kept > 0 ? kept : all;
    size_t count = n_kept > 0 ? n_kept : n;
    qsort(of, count, sizeof(*of), by_bytes);
    return str_join(a, of, count, S(" "));
}
