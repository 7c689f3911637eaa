/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_reveal.h - does a text say who somebody is? Before both have said yes the owner's
 * words shall not name the other side: neither by name nor by firm, address or number.
 *
 * Texts are compared folded (engine/text), so case, umlauts and hyphens hide nothing; digits
 * without what stands between them. It warns, it does not judge: "Lang" may be a name or a word,
 * and what somebody is can be told without any of these words.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_REVEAL_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_REVEAL_H

#include "base/arena.h"
#include "base/str.h"

enum introduction_mark {
    MARK_NAME,    /* each of its words of three letters or more, standing alone */
    MARK_FIRM,    /* its words in order, without the legal form */
    MARK_ADDRESS, /* of mail, page or post: the words in order */
    MARK_NUMBER   /* its last six digits */
};

/* What tells who somebody is. */
struct introduction_sign {
    enum introduction_mark mark;
    str value;
};
struct introduction_signs {
    const struct introduction_sign *item;
    size_t n;
};

/* The signs that the text shows, each as it is known, not as it stands in the text; on the arena.
 */
struct introduction_signs introductions_reveal(arena *a, str text,
                                               const struct introduction_signs *signs);

#endif
