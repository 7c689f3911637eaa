/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * id.h - random names that cannot be guessed (libsodium), and their digests for keeping.
 */
#ifndef BASE_ID_H
#define BASE_ID_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/str.h"

/* 26 characters [a-z2-7], 130 random bits: tokens of links and sessions, keys of forms. */
str id_token(arena *a);
/* `n` characters [a-z2-7] (5 bits each): epochs, short names. n at most 64. */
str id_short(arena *a, size_t n);
/* A random UUID (RFC 9562 version 4), lower case. */
str id_uuid(arena *a);
/* A UUID made from a name (RFC 9562 version 5), lower case: the same name gives the same UUID. */
str id_uuid_of(arena *a, str name);
/* True for the text form of a UUID, any case. */
_Bool id_is_uuid(str s);

/* BLAKE2b-256 of the token as 64 hex digits: the store keeps this, never the token. */
str id_digest(arena *a, str token);

/* Equal, in a time that does not depend on where they differ. */
_Bool id_same(str a, str b);

#endif
