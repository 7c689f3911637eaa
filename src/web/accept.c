/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accept.c - reading lists with q-values. What is malformed in them is passed over: they are
 * wishes.
 */
#include "web/accept.h"

/* "0.8" in thousandths; malformed counts as 1, as if nothing were said. */
static int accept_thousandths(str q)
{
    int value = 0;
    int unit = 1000;
    if (q.n == 0 || q.n > 5 || q.p[0] < '0' || q.p[0] > '1' || (q.n > 1 && q.p[1] != '.'))
        return 1000;
    for (size_t i = 0; i < q.n; i++) {
        if (q.p[i] == '.')
            continue;
        if (q.p[i] < '0' || q.p[i] > '9')
            return 1000;
        value += (q.p[i] - '0') * unit;
        unit /= 10;
    }
    return value > 1000 ? 1000 : value;
}

/* The next item of the list and its q. */
static bool accept_next(str *rest, str *ret_item, int *ret_quality)
{
    str piece = { 0 };
    str parameters = { 0 };
    str parameter = { 0 };

    if (!str_next(rest, ',', &piece))
        return false;
    (void)str_cut(piece, ';', ret_item, &parameters);
    *ret_item = str_trim(*ret_item);
    *ret_quality = 1000;
    while (str_next(&parameters, ';', &parameter)) {
        parameter = str_trim(parameter);
        if (str_starts(parameter, S("q=")) || str_starts(parameter, S("Q=")))
            *ret_quality = accept_thousandths(str_sub(parameter, 2, parameter.n));
    }
    return true;
}

int accept_quality(str field, str item)
{
    str name = { 0 };
    int quality = 0;
    while (accept_next(&field, &name, &quality))
        if (str_eq_nocase(name, item))
            return quality;
    return -1;
}

bool accept_coding(str field, str coding)
{
    int quality = accept_quality(field, coding);
    return quality < 0 ? accept_quality(field, S("*")) > 0 : quality > 0;
}

enum lang accept_language(str field, enum lang house)
{
    enum lang best = house;
    int best_quality = 0;
    str tag = { 0 };
    int quality = 0;

    while (accept_next(&field, &tag, &quality)) {
        enum lang lang = house;
        if (quality <= best_quality || !lang_from_tag(tag, &lang))
            continue;
        best = lang;
        best_quality = quality;
    }
    return best;
}

bool accept_program(str field)
{
    if (accept_quality(field, S("text/html")) > 0)
        return false;
    return accept_quality(field, S("application/json")) > 0 ||
           accept_quality(field, S("application/problem+json")) > 0;
}

bool accept_etag(str field, str etag)
{
    str piece = { 0 };
    while (str_next(&field, ',', &piece)) {
        piece = str_trim(piece);
        if (str_eq(piece, S("*")))
            return true;
        if (str_starts(piece, S("W/")))
            piece = str_sub(piece, 2, piece.n);
        if (str_eq(piece, etag))
            return true;
    }
    return false;
}
