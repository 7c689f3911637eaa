/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_fold_fuzz.c - any bytes are folded to well-formed text, folding again changes nothing, the
 * fold of a beginning is a beginning of the fold, and the words are those of the text.
 */
#include "base/utf8.h"
#include "engine/text/text_fold.h"
#include "fuzz.h"

static void check_beginnings(arena *a, str text, str fold)
{
    uint32_t c = 0;
    size_t step = text.n / 16 + 1, next = 0;
    for (str rest = text; utf8_next(&rest, &c);) {
        size_t at = text.n - rest.n;
        if (c == 0xfffd || at < next)
            continue; /* a malformed byte could be the beginning of something */
        next = at + step;
        ASSERT(str_starts(fold, text_fold(a, str_sub(text, 0, at))));
    }
}

/* A word in two steps is the word in one. */
static void check_plain(arena *a, str text, str fold)
{
    str written, word, folded = fold;
    for (str rest = text;;) {
        buf plain, both;
        buf_on_arena(&plain, a, text.n * 12 + 16);
        buf_on_arena(&both, a, text.n * 12 + 16);
        if (!text_fold_plain(&plain, &rest, &written))
            return;
        text_fold_e(&both, buf_str(&plain));
        ASSERT(str_next(&folded, ' ', &word) && str_eq(buf_str(&both), word));
    }
}

static void check_words(arena *a, str text, str fold)
{
    str word, written, folded = fold;
    for (str rest = text;;) {
        buf b;
        buf_on_arena(&b, a, fold.n + 1);
        bool more = text_fold_word(&b, &rest, &written);
        ASSERT(more == (fold.n > 0 && str_next(&folded, ' ', &word)));
        if (!more)
            break;
        ASSERT(str_eq(buf_str(&b), word) && word.n > 0);
        ASSERT(written.p >= text.p && written.p + written.n <= text.p + text.n && written.n > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    str text = { (const char *)data, size };
    str fold = text_fold(a, text), key = text_name_key(a, text);
    ASSERT(utf8_valid(fold) && utf8_valid(key));
    ASSERT(str_eq(text_fold(a, fold), fold));
    ASSERT(str_eq(text_name_key(a, key), key) || key.n < fold.n);
    check_words(a, text, fold);
    check_plain(a, text, fold);
    check_beginnings(a, text, fold);
    return 0;
}
