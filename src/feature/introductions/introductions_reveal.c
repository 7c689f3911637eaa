/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_reveal.c - see introductions_reveal.h.
 */
#include "feature/introductions/introductions_reveal.h"

#include "base/utf8.h"
#include "engine/text/text_fold.h"

#define NAME_LETTERS 3
#define NUMBER_DIGITS 6
#define TEXT_BYTES ((size_t)1 << 20)

/* The folded words between spaces, also around them, so that " word " is found as a word. */
static str spaced(arena *a, str text)
{
    return str_format(a, " %.*s ", STR_ARG(text_fold(a, text)));
}

static bool has_words(arena *a, str text, str words)
{
    return !str_empty(words) && str_contains(text, str_format(a, " %.*s ", STR_ARG(words)));
}

static bool has_name(arena *a, str text, str name)
{
    str rest = text_fold(a, name), word = { 0 };
    while (str_next(&rest, ' ', &word))
        if (utf8_count(word) >= NAME_LETTERS && has_words(a, text, word))
            return true;
    return false;
}

/* Also behind a name ("Beispiel GmbH & Co. KG"). */
static bool is_legal_form(str word)
{
    static const char *const forms[] = { "gmbh", "ag", "kg",  "ohg", "gbr", "ug",
                                         "se",   "ev", "eg",  "mbh", "inc", "ltd",
                                         "llc",  "co", "plc", "e",   "v" };
    for (size_t i = 0; i < COUNT_OF(forms); i++)
        if (str_eq(word, str_of(forms[i])))
            return true;
    return false;
}

static str without_legal_form(arena *a, str firm)
{
    str folded = text_fold(a, firm), rest = folded, word = { 0 };
    size_t end = 0, at = 0;
    while (str_next(&rest, ' ', &word)) {
        at += word.n + 1;
        if (!is_legal_form(word))
            end = at - 1;
    }
    return end > 0 ? str_sub(folded, 0, end) : folded;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* What people write between the digits of one number. */
static bool between_digits(char c)
{
    return c == ' ' || c == '-' || c == '/' || c == '.' || c == '(' || c == ')';
}

/* The digits of each number, numbers parted by '\n'. */
static str digits_of(arena *a, str text)
{
    buf b;
    buf_on_arena(&b, a, TEXT_BYTES);
    for (size_t i = 0; i < text.n; i++)
        if (is_digit(text.p[i]))
            buf_char(&b, text.p[i]);
        else if (!between_digits(text.p[i]))
            buf_char(&b, '\n');
    return buf_str(&b);
}

static bool has_number(arena *a, str text, str number)
{
    buf b;
    buf_on_arena(&b, a, TEXT_BYTES);
    for (size_t i = 0; i < number.n; i++)
        if (is_digit(number.p[i]))
            buf_char(&b, number.p[i]);
    str digits = buf_str(&b);
    if (digits.n < NUMBER_DIGITS)
        return false;
    return str_contains(text, str_sub(digits, digits.n - NUMBER_DIGITS, NUMBER_DIGITS));
}

struct introduction_signs introductions_reveal(arena *a, str text,
                                               const struct introduction_signs *signs)
{
    struct introduction_sign *found = NEW_ARRAY(a, struct introduction_sign, signs->n);
    size_t n = 0;
    str words = spaced(a, text), digits = digits_of(a, text);
    for (size_t i = 0; i < signs->n; i++) {
        str value = signs->item[i].value;
        bool shows = false;
        switch (signs->item[i].mark) {
        case MARK_NAME:
            shows = has_name(a, words, value);
            break;
        case MARK_FIRM:
            shows = has_words(a, words, without_legal_form(a, value));
            break;
        case MARK_ADDRESS:
            shows = has_words(a, words, text_fold(a, value));
            break;
        case MARK_NUMBER:
            shows = has_number(a, digits, value);
            break;
        }
        if (shows)
            found[n++] = signs->item[i];
    }
    return (struct introduction_signs){ found, n };
}
