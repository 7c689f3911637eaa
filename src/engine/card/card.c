/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card.c - parameters and values of a card.
 */
#include "engine/card/card.h"

#include <string.h>

const struct card_param *card_param(const struct card_property *p, str name)
{
    for (size_t i = 0; i < p->n_params; i++)
        if (str_eq_nocase(p->params[i].name, name))
            return &p->params[i];
    return NULL;
}

str card_param_value(const struct card_property *p, str name)
{
    const struct card_param *found = card_param(p, name);
    return found != NULL && found->n > 0 ? found->values[0] : (str){ 0 };
}

bool card_is(const struct card_property *p, str name)
{
    return str_eq_nocase(p->name, name);
}

bool card_next_type(const struct card_property *p, struct card_types *at, str *ret)
{
    str piece;
    while (!str_next(&at->rest, ',', &piece)) {
        while (at->param < p->n_params && (!str_eq_nocase(p->params[at->param].name, S("TYPE")) ||
                                           at->value == p->params[at->param].n)) {
            at->param++;
            at->value = 0;
        }
        if (at->param == p->n_params)
            return false;
        at->rest = p->params[at->param].values[at->value++];
    }
    *ret = str_trim(piece);
    return true;
}

bool card_has_type(const struct card_property *p, str type)
{
    struct card_types at = { 0 };
    str one;
    while (card_next_type(p, &at, &one))
        if (str_eq_nocase(one, type))
            return true;
    return false;
}

str card_unescape(arena *a, str value)
{
    if (value.n == 0 || memchr(value.p, '\\', value.n) == NULL)
        return value;
    char *p = arena_alloc(a, value.n);
    size_t n = 0;
    for (size_t i = 0; i < value.n; i++) {
        char c = value.p[i];
        char next = i + 1 < value.n ? value.p[i + 1] : '\0';
        if (c == '\\' && next != '\0' && strchr("\\;,:nN\"", next) != NULL) {
            c = next == 'n' || next == 'N' ? '\n' : next;
            i++;
        }
        p[n++] = c;
    }
    return (str){ p, n };
}

str card_escape(arena *a, str text)
{
    char *p = arena_array(a, text.n, 2);
    size_t n = 0;
    for (size_t i = 0; i < text.n; i++) {
        char c = text.p[i];
        if (c == '\r' && i + 1 < text.n && text.p[i + 1] == '\n')
            continue;
        if (c == '\n' || c == '\r' || c == ',' || c == ';' || c == '\\')
            p[n++] = '\\';
        p[n++] = c == '\n' || c == '\r' ? 'n' : c;
    }
    return (str){ p, n };
}

bool card_next_part(str *rest, char sep, str *ret)
{
    if (rest->p == NULL)
        return false;
    size_t i = 0;
    while (i < rest->n && rest->p[i] != sep)
        i += rest->p[i] == '\\' && i + 1 < rest->n ? 2 : 1;
    *ret = str_sub(*rest, 0, i);
    *rest = i < rest->n ? str_sub(*rest, i + 1, rest->n) : (str){ 0 };
    return true;
}

static const char base64_digits[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* What a byte means in base64, also in its form for addresses; NONE else. */
#define NONE 0xff

struct base64_table {
    unsigned char of[256];
};

static struct base64_table base64_table(void)
{
    struct base64_table t;
    memset(t.of, NONE, sizeof t.of);
    for (unsigned char i = 0; i < 64; i++)
        t.of[(unsigned char)base64_digits[i]] = i;
    t.of['-'] = 62;
    t.of['_'] = 63;
    return t;
}

str card_base64(arena *a, str text)
{
    const struct base64_table t = base64_table();
    const unsigned char *s = (const unsigned char *)text.p;
    unsigned char *p = arena_alloc(a, text.n / 4 * 3 + 4);
    size_t n = 0, i = 0;
    unsigned bits = 0;
    int held = 0;
    while (i < text.n && s[i] != '=') {
        while (held == 0 && i + 4 <= text.n) { /* four letters are three bytes */
            unsigned w = t.of[s[i]], x = t.of[s[i + 1]], y = t.of[s[i + 2]], z = t.of[s[i + 3]];
            if ((w | x | y | z) > 63)
                break;
            p[n++] = (unsigned char)(w << 2 | x >> 4);
            p[n++] = (unsigned char)(x << 4 | y >> 2);
            p[n++] = (unsigned char)(y << 6 | z);
            i += 4;
        }
        if (i == text.n || s[i] == '=')
            break;
        unsigned digit = t.of[s[i++]];
        if (digit == NONE)
            continue;
        bits = bits << 6 | digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            p[n++] = (unsigned char)(bits >> held);
        }
    }
    return (str){ (char *)p, n };
}

str card_base64_of(arena *a, str bytes)
{
    const unsigned char *s = (const unsigned char *)bytes.p;
    char *p = arena_alloc(a, (bytes.n + 2) / 3 * 4);
    size_t n = 0, i = 0;
    for (; i + 3 <= bytes.n; i += 3) {
        unsigned three = (unsigned)s[i] << 16 | (unsigned)s[i + 1] << 8 | s[i + 2];
        p[n++] = base64_digits[three >> 18];
        p[n++] = base64_digits[three >> 12 & 63];
        p[n++] = base64_digits[three >> 6 & 63];
        p[n++] = base64_digits[three & 63];
    }
    if (i < bytes.n) {
        unsigned rest = (unsigned)s[i] << 16 | (i + 1 < bytes.n ? (unsigned)s[i + 1] << 8 : 0);
        p[n++] = base64_digits[rest >> 18];
        p[n++] = base64_digits[rest >> 12 & 63];
        p[n++] = i + 1 < bytes.n ? base64_digits[rest >> 6 & 63] : '=';
        p[n++] = '=';
    }
    return (str){ p, n };
}

static bool params_equal(const struct card_param *a, const struct card_param *b)
{
    if (!str_eq(a->name, b->name) || a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!str_eq(a->values[i], b->values[i]))
            return false;
    return true;
}

static bool properties_equal(const struct card_property *a, const struct card_property *b)
{
    if (!str_eq(a->group, b->group) || !str_eq(a->name, b->name) || !str_eq(a->value, b->value) ||
        a->n_params != b->n_params)
        return false;
    for (size_t i = 0; i < a->n_params; i++)
        if (!params_equal(&a->params[i], &b->params[i]))
            return false;
    return true;
}

bool card_equal(const struct card *a, const struct card *b)
{
    if (a->version != b->version || a->n != b->n)
        return false;
    for (size_t i = 0; i < a->n; i++)
        if (!properties_equal(&a->properties[i], &b->properties[i]))
            return false;
    return true;
}
