/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * introductions_answer.h - what who was asked can do by the link of their mail, without an account:
 * look, answer once, say what came of it, and see why the owner has their data. Inside this folder
 * only.
 *
 * A token alone says whose introduction and which side it is about; nothing in a form does.
 * Unknown, used, expired, of another purpose, of an introduction that was let be: ERR_GONE with the
 * same words, so that a guess teaches nothing.
 */
#ifndef FEATURE_INTRODUCTIONS_INTRODUCTIONS_ANSWER_H
#define FEATURE_INTRODUCTIONS_INTRODUCTIONS_ANSWER_H

#include "feature/introductions/introductions_steps.h"

/* What the page shows; nothing of the other side. */
struct introductions_question {
    bool outcome; /* what came of it is asked for, else the answer */
    str owner;    /* who asks */
    str words, fee;
    str language; /* of the words */
};
MUST const err *introductions_answer_look(store *s, arena *a, str token,
                                          struct introductions_question *ret);

/* Answers, and uses the link up. ERR_INVALID, with nothing used, for what is no answer. */
MUST const err *introductions_answer_give(store *s, arena *a, str token, enum introduction_act act,
                                          str said, bool may_ask, str *ret_owner);
/* What came of it, and whether it may be told of; uses the link up. ERR_INVALID as above. */
MUST const err *introductions_answer_outcome(store *s, arena *a, str token, int64_t worth, str said,
                                             bool release, str *ret_owner);

/* One kind of thing that the book has of them, and where it came from. */
struct introductions_basis {
    str kind; /* "name", a kind of datum, "address", "role", "item", "encounter", "note" */
    struct book_source from; /* name and dated */
};
struct introductions_bases {
    const struct introductions_basis *item;
    size_t n;
};
struct introductions_why {
    str owner, email; /* who answers for the data; email may be empty */
    struct introductions_bases bases;
};
/* Also after the answer, as long as the link has not expired. */
MUST const err *introductions_answer_why(store *s, arena *a, str token,
                                         struct introductions_why *ret);
/* "object", "correct", "erase": noted for the owner, who gets a mail of it too. Who objects is
 * asked no more from then on. At most five open ones a person; further ones are taken without
 * effect. */
MUST const err *introductions_answer_request(store *s, arena *a, str token, str base, str what,
                                             str said);

#endif
