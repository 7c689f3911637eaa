/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card.c - parameters and values of a card.
 */
#include "engine/card/card.h"

#include <string.h>

#include <sodium.h>

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

/* -1: none of the alphabet. */
static int base64_digit(char c)
{
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (c >= '0' && c <= '9')
        return c - '0' + 52;
    return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
}

str card_base64(arena *a, str text)
{
    char *p = arena_alloc(a, text.n / 4 * 3 + 3);
    size_t n = 0;
    unsigned bits = 0;
    int held = 0;
    for (size_t i = 0; i < text.n && text.p[i] != '='; i++) {
        int digit = base64_digit(text.p[i]);
        if (digit < 0)
            continue;
        bits = bits << 6 | (unsigned)digit;
        held += 6;
        if (held >= 8) {
            held -= 8;
            p[n++] = (char)(bits >> held & 0xff);
        }
    }
    return (str){ p, n };
}

str card_base64_of(arena *a, str bytes)
{
    size_t room = sodium_base64_encoded_len(bytes.n, sodium_base64_VARIANT_ORIGINAL);
    char *p = arena_alloc(a, room);
    sodium_bin2base64(p, room, (const unsigned char *)bytes.p, bytes.n,
                      sodium_base64_VARIANT_ORIGINAL);
    return (str){ p, room - 1 };
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
