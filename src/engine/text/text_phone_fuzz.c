/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * text_phone_fuzz.c - a number's form is E.164, the form has itself as form, and each of its parts
 * finds it. The first line of the input is the country, the rest the number.
 */
#include "engine/text/text_phone.h"
#include "fuzz.h"

static bool all_digits(str s)
{
    for (size_t i = 0; i < s.n; i++)
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
    return true;
}

static bool begins_a_word(str words, str part)
{
    str word;
    while (str_next(&words, ' ', &word))
        if (str_starts(word, part))
            return true;
    return false;
}

static void check_parts(arena *a, const struct text_phone *p)
{
    buf b;
    buf_on_arena(&b, a, 1000);
    text_phone_words(&b, p);
    ASSERT(!buf_full(&b));
    for (size_t from = 0; from + 3 <= p->digits.n; from++)
        for (size_t n = 3; from + n <= p->digits.n; n++)
            ASSERT(begins_a_word(buf_str(&b), str_sub(p->digits, from, n)));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    struct text_phone p, again;
    str country, written, text = { (const char *)data, size };
    if (!str_cut(text, '\n', &country, &written) || !text_phone(a, written, country, &p))
        return 0;
    ASSERT(all_digits(p.digits) && p.digits.n >= 3 && p.digits.n <= TEXT_PHONE_DIGITS);
    ASSERT(all_digits(p.extension) && p.extension.n <= TEXT_PHONE_EXTENSION);
    check_parts(a, &p);
    if (str_empty(p.e164))
        return 0;
    ASSERT(p.e164.p[0] == '+' && p.e164.n > TEXT_PHONE_SHORTEST);
    ASSERT(str_eq(str_sub(p.e164, 1, p.e164.n), p.digits));
    ASSERT(text_phone(a, p.e164, S("43"), &again) && str_eq(again.e164, p.e164));
    return 0;
}
