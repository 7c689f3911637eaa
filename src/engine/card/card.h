/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card.h - a vCard as it is written: its properties in their order, none lost.
 *
 * Sources: versit vCard 2.1; RFC 2426 (3.0); RFC 6350 (4.0) with RFC 6868 for parameters; RFC 7095
 * (jCard). In memory there is one escaping, that of 3.0 and 4.0 (\n \, \; \\), and one encoding,
 * UTF-8: quoted-printable, CHARSET and folding are of the way, not of the card, and are gone after
 * reading; so are the parameters that spoke of them. Bare parameters of 2.1 (TEL;WORK) are TYPE
 * (ENCODING, VALUE) as in 3.0; a nested AGENT is the text of its card. All else is kept as written:
 * order, groups, names in their case, unknown properties and parameters, binary values in base64.
 *
 * card_reader.h reads, card_person.h says what a card means.
 */
#ifndef ENGINE_CARD_CARD_H
#define ENGINE_CARD_CARD_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/buf.h"
#include "base/str.h"

enum card_version { CARD_21, CARD_30, CARD_40 };

/* ;TYPE=home,work - a value holds no line end other than LF, and no NUL. */
struct card_param {
    str name;
    const str *values;
    size_t n;
};

/* item1.EMAIL;TYPE=home:anna@example.org */
struct card_property {
    str group; /* "item1"; absent if there is none */
    str name;
    const struct card_param *params;
    size_t n_params;
    str value; /* escaped, one line */
};

/* BEGIN, END and VERSION do not stand among the properties. */
struct card {
    enum card_version version; /* as it was written; what is unknown counts as 3.0 */
    size_t line;               /* of BEGIN in the file, from 1 */
    const struct card_property *properties;
    size_t n;
};

/* Bytes of a card, its properties, and the values of all parameters of one: beyond that it is
 * refused. */
#define CARD_MAX ((size_t)8 << 20)
#define CARD_PROPERTIES_MAX 100000
#define CARD_PARAMS_MAX 500

/* ---- parameters ------------------------------------------------------------------------------ */

/* The first parameter of that name (case does not matter), or NULL. */
const struct card_param *card_param(const struct card_property *p, str name);
/* Its first value, or absent. */
str card_param_value(const struct card_property *p, str name);
/* TYPE holds `type`, in any of its writings: TYPE=a,b, TYPE="a,b", TYPE=a;TYPE=b. */
bool card_has_type(const struct card_property *p, str type);
/* Its types one after the other: start with an iterator that is all zero. */
struct card_types {
    size_t param, value;
    str rest;
};
bool card_next_type(const struct card_property *p, struct card_types *at, str *ret);

bool card_is(const struct card_property *p, str name);

/* ---- values ---------------------------------------------------------------------------------- */

/* `value` without its escapes. */
str card_unescape(arena *a, str value);
/* A text as a value, or as one part of one: , ; \ and line ends escaped. */
str card_escape(arena *a, str text);
/* The next part of a compound value (N, ADR, ORG: sep ';'; lists: sep ','), still escaped; as
 * str_next. */
bool card_next_part(str *rest, char sep, str *ret);

/* The bytes of base64, whatever stands between its letters (blanks, line ends). */
str card_base64(arena *a, str text);
str card_base64_of(arena *a, str bytes);

/* ---- writing --------------------------------------------------------------------------------- */

/* The whole card in its version, which must be 3.0 or 4.0: lines end with CRLF and are folded at 75
 * octets, between characters. What was printed is read as an equal card. */
void card_print(buf *out, const struct card *c);
/* Only the properties, as above; card_parse_properties reads them. For keeping what a program does
 * not know. */
void card_print_properties(buf *out, const struct card_property *p, size_t n);
MUST bool card_parse_properties(arena *a, str text, const struct card_property **ret,
                                size_t *ret_n);

/* The same card in 3.0 or 4.0: where the two write a thing differently (binary values, dates
 * without year, PREF, KIND and MEMBER), it is written as the version does; all else stays. */
struct card card_to_version(arena *a, const struct card *c, enum card_version version);

bool card_equal(const struct card *a, const struct card *b);

#endif
