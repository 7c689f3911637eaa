/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_write.c - a card as text: RFC 6350 section 3.2 for folding, RFC 6868 for parameters.
 */
#include <string.h>

#include "base/check.h"
#include "engine/card/card.h"
#include "engine/lines/lines.h"

#define FOLD_AT 75

/* The largest piece of `s`, at least one character and at most `n` bytes, that ends between two. */
static size_t piece_length(str s, size_t n)
{
    if (s.n <= n)
        return s.n;
    while (n > 0 && ((unsigned char)s.p[n] & 0xc0) == 0x80)
        n--;
    return n > 0 ? n : 1;
}

/* Adds `s` to the line, of which `*column` bytes stand already. */
static void folded_add(buf *out, size_t *column, str s)
{
    while (s.n > 0) {
        size_t n = *column < FOLD_AT ? piece_length(s, FOLD_AT - *column) : 0;
        if (n == 1 && ((unsigned char)s.p[0] & 0x80) != 0 && *column > 1)
            n = 0; /* a character that does not fit whole */
        if (n == 0) {
            buf_add(out, S("\r\n "));
            *column = 1;
            continue;
        }
        buf_add(out, str_sub(s, 0, n));
        *column += n;
        s = str_sub(s, n, s.n);
    }
}

static void param_value_print(buf *out, size_t *column, str value)
{
    bool quoted = false;
    for (size_t i = 0; i < value.n && !quoted; i++)
        quoted = strchr(",:;", value.p[i]) != NULL;
    if (quoted)
        folded_add(out, column, S("\""));
    size_t from = 0;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        if (c != '"' && c != '\n' && c != '^')
            continue;
        folded_add(out, column, str_sub(value, from, i - from));
        folded_add(out, column, c == '"' ? S("^'") : c == '\n' ? S("^n") : S("^^"));
        from = i + 1;
    }
    folded_add(out, column, str_sub(value, from, value.n));
    if (quoted)
        folded_add(out, column, S("\""));
}

static void property_print(buf *out, const struct card_property *p)
{
    size_t column = 0;
    if (p->group.n > 0) {
        folded_add(out, &column, p->group);
        folded_add(out, &column, S("."));
    }
    folded_add(out, &column, p->name);
    for (size_t i = 0; i < p->n_params; i++) {
        if (p->params[i].n == 0)
            continue;
        folded_add(out, &column, S(";"));
        folded_add(out, &column, p->params[i].name);
        for (size_t k = 0; k < p->params[i].n; k++) {
            folded_add(out, &column, k == 0 ? S("=") : S(","));
            param_value_print(out, &column, p->params[i].values[k]);
        }
    }
    folded_add(out, &column, S(":"));
    folded_add(out, &column, p->value);
    buf_add(out, S("\r\n"));
}

void card_print_properties(buf *out, const struct card_property *p, size_t n)
{
    for (size_t i = 0; i < n; i++)
        property_print(out, &p[i]);
}

void card_print(buf *out, const struct card *c)
{
    ASSERT(c->version != CARD_21);
    buf_add(out, S("BEGIN:VCARD\r\nVERSION:"));
    buf_add(out, c->version == CARD_30 ? S("3.0\r\n") : S("4.0\r\n"));
    card_print_properties(out, c->properties, c->n);
    buf_add(out, S("END:VCARD\r\n"));
}
