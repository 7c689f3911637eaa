/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_redact.h - third persons taken out of what is told to one person about themself (Art. 15
 * (4) GDPR: the copy must not touch others' rights).
 *
 * A redaction knows the names of all others in the book. In a text, whatever equals a whole name or
 * mail address of another, or is one word of another's name and written with a capital letter,
 * becomes "[…]"; compared as engine/text folds, so "Krueger" is "Krüger". Rather too much than too
 * little: an ordinary word that is somebody's name goes too. What it cannot know are people who are
 * not in the book, and hints without a name; so the owner reads a dossier before handing it over.
 */
#ifndef FEATURE_KEEPING_KEEPING_REDACT_H
#define FEATURE_KEEPING_KEEPING_REDACT_H

#include "base/arena.h"
#include "base/str.h"

struct redaction;

/* An empty one, which lives on the arena. */
struct redaction *keeping_redact_new(arena *a);
/* Words that are never taken out: those of the name of the one who is told. Before the others. */
void keeping_redact_spare(struct redaction *r, str name);
/* Another's name, nickname or address, and for a name its words one by one. */
void keeping_redact_name(struct redaction *r, str name);
void keeping_redact_address(struct redaction *r, str address);

/* The text without them; the text itself where nobody stands in it. */
str keeping_redact(const struct redaction *r, arena *a, str text);

#endif
