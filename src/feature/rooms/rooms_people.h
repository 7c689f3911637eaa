/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * rooms_people.h - hosts and speakers in a conversation: their names are kept for them, and what
 * they write is marked in words.
 *
 * Two names are the same here if a reader may take one for the other: without regard to case,
 * accents, spaces and signs, and with the look-alikes of Unicode Technical Standard 39 (section 4,
 * "skeleton") taken together. A name with a mark's word behind it ("Ada (host)") is the name, too.
 */
#ifndef FEATURE_ROOMS_ROOMS_PEOPLE_H
#define FEATURE_ROOMS_ROOMS_PEOPLE_H

#include <stdbool.h>

#include "base/attr.h"
#include "base/err.h"
#include "base/words.h"
#include "feature/rooms/rooms.h"

/* err_form on "name" where it is kept for somebody else than who writes under `say->mark`: hosts
 * may write under any name, speakers under those of speakers. */
MUST const err *rooms_people_check(store *s, arena *a, enum lang lang, room_id id,
                                   const struct say *say);
/* What this request writes as: "host", "speaker", "member" or empty. */
MUST const err *rooms_people_mark(req *r, room_id id, str *ret);
/* The mark in words: "host", "lädt ein"; empty for an empty mark. */
str rooms_people_words(enum lang lang, str mark);

/* May a reader take `name` for `kept`? Both cleaned (utf8_line). */
bool rooms_people_alike(str name, str kept);

#endif
