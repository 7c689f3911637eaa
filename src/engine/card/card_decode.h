/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_decode.h - values as they stand in a file, as values of card.h; for the reader only.
 */
#ifndef ENGINE_CARD_CARD_DECODE_H
#define ENGINE_CARD_CARD_DECODE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/str.h"

/* The bytes of quoted-printable (RFC 2045 section 6.7), soft line breaks already joined. A '=' that
 * is no escape stands for itself. */
str card_decode_printable(arena *a, str text);
/* Without blanks and line ends. */
str card_decode_blanks(arena *a, str text);
/* Line ends written \n. */
str card_decode_line(arena *a, str text);
/* A value of vCard 2.1, where only ';' is escaped and ',' means nothing, in the escaping of 3.0.
 * `printable`: it came as quoted-printable, so its line ends are its own and \n is none. */
str card_decode_21(arena *a, str name, str text, bool printable);

#endif
