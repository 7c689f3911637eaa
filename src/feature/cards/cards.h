/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards.h - cards: what somebody says of themself for another's book: name, one way to reach them,
 * what they seek, what they offer. Nothing comes into a book without its owner taking it in, and
 * nothing is copied without the consent of whom it is about.
 *
 * A guest leaves a card with the host, or a speaker of the talk, and holds a private link that
 * takes it back. A member offers their own card to another member; when that one accepts, both have
 * each other in their books.
 *
 * A card that nobody took is erased after CARDS_DAYS days, whether it was declined or never looked
 * at: so nobody learns of a decline. Taking back erases what the card brought into the book:
 *   - the person as a whole, where the card brought them in and the owner has no other encounter
 *     with them, and they were not brought together with somebody else;
 *   - else what the card said (the way to reach them, seeks, offers) and the encounter at which it
 *     was left, unless the owner has written into that since.
 *
 * A speaker receives cards only after saying so from an account that holds the talk's private link:
 * a like name is no proof. Until then the host keeps them on the speaker's behalf.
 */
#ifndef FEATURE_CARDS_CARDS_H
#define FEATURE_CARDS_CARDS_H

#include "feature/encounters/encounters.h"
#include "feature/rooms/rooms.h"

extern const struct feature cards;

typedef struct {
    int64_t v;
} card_id;

#define CARDS_DAYS 30
#define CARDS_NAME_MAX 80 /* code points */
#define CARDS_REACH_MAX 200
#define CARDS_TEXT_MAX 500
#define CARDS_LYING_MAX 500  /* in one box, not yet taken in: then it takes no more */
#define CARDS_A_MINUTE 30    /* left by guests in the whole house */
#define CARDS_OFFERED_MAX 50 /* by one member, not yet answered */

/* What a card says. `reach` is a mail address, a telephone number, a link or a handle. */
struct card_words {
    str name, reach, seeks, offers;
};
/* Cleaned, or err_form on the fields, in `lang`: a name and a way to reach them are needed. */
MUST const err *cards_check(arena *a, enum lang lang, const struct card_words *given,
                            struct card_words *ret);

/* ---- one's own ------------------------------------------------------------------------------- */

struct card_own {
    struct card_words words; /* all empty: no card yet */
    bool shown; /* is known as a member by what they say, so that others can offer theirs */
};
MUST const err *cards_own(store *s, arena *a, account_id owner, struct card_own *ret);
/* All four empty is no card. */
MUST const err *cards_own_set(store *s, arena *a, account_id owner, const struct card_own *own,
                              enum lang lang);

/* ---- consent --------------------------------------------------------------------------------- */

/* What is read before a card is left, and what is agreed to. The version is that of the sentences;
 * the text is kept whole as it was read. */
#define CARDS_CONSENT_VERSION "2026-11"
struct card_consent {
    str version, lang, text;
};
str cards_consent_text(arena *a, enum lang lang, str to, str keeper);
str cards_consent_offer(arena *a, enum lang lang, str to);

/* ---- leaving and offering -------------------------------------------------------------------- */

/* With whom cards can be left at a room: hosts, and those who speak there. */
struct card_place {
    str value; /* as a form sends it: "host:Ada" */
    str name;
    str keeper; /* the host who keeps it on their behalf; empty where it goes to themself */
    account_id account;
};
struct card_places {
    const struct card_place *item;
    size_t n;
};
MUST const err *cards_places(store *s, arena *a, const struct room *room, struct card_places *ret);
/* Cards for that speaker's name at that room go to this account from now on. ERR_INVALID for a name
 * that does not speak there. That the account may say so is for the caller to know. */
MUST const err *cards_speaker_set(store *s, arena *a, const struct room *room, str name,
                                  account_id owner);

struct card_given {
    struct card_words words;
    account_id giver; /* 0 = a guest */
    account_id to;
    str to_name, keeper; /* keeper: not empty where it is kept on behalf of to_name */
    str title, path;     /* of what they met at */
    str token;           /* of the private link: [a-z2-7]{26} (id_token), the form's key; a member's
                            may be absent */
};
/* Leaves it, once: with a token that left one already nothing is done. err_form as cards_check; on
 * "to" where it is for oneself. ERR_GONE for a token whose card was taken back; ERR_LIMIT where the
 * box is full or the house flooded. */
MUST const err *cards_leave(store *s, arena *a, enum lang lang, const struct card_given *given);

/* ---- cards ----------------------------------------------------------------------------------- */

struct card {
    card_id id;
    account_id account, giver;
    str to_name;
    bool on_behalf;
    struct card_words words;
    str title, path;
    int64_t left_ms, until_ms;
    struct card_consent consent;
    str state; /* "new", "taken", "declined" */
    int64_t state_ms;
    person_id person; /* where it was taken in */
    bool made;        /* and the person was new in the book */
    encounter_id encounter;
};
struct card_list {
    const struct card *item;
    size_t n;
};
/* The box of an account, newest first: those of a state. */
MUST const err *cards_box(store *s, arena *a, account_id owner, str state, int64_t limit,
                          struct card_list *ret);
MUST const err *cards_get(store *s, arena *a, account_id owner, card_id id, struct card *ret);
/* That by which the whole person came in, newest first. */
MUST const err *cards_of(store *s, arena *a, account_id owner, person_id whole,
                         struct card_list *ret);
/* What an account has offered and left, newest first; whether it was declined is not said: such a
 * card is "new". */
MUST const err *cards_given(store *s, arena *a, account_id giver, struct card_list *ret);
/* By its private link; ERR_GONE for one that is unknown or was taken back: they cannot be told
 * apart. Whether it was declined is not said either. */
MUST const err *cards_by_link(store *s, arena *a, str token, struct card *ret);

/* Who in the book has the card's mail address or number, or came in by a card of the same member.
 */
MUST const err *cards_alike(store *s, arena *a, account_id owner, const struct card *card,
                            struct person_list *ret);
/* Takes a card into its owner's book: as somebody new (`into` 0) or with a person who is there. A
 * member's card: the owner's own goes to that member in exchange, who has them as somebody new, or
 * with the person of an earlier exchange. ERR_CONFLICT where the owner has no card of their own to
 * give. Taken already is no error: `ret` is the person. */
MUST const err *cards_take(store *s, arena *a, account_id owner, card_id id, person_id into,
                           enum lang lang, person_id *ret);
/* Declines, or takes that back while the card is there. ERR_CONFLICT for one that was taken. */
MUST const err *cards_decline(store *s, arena *a, account_id owner, card_id id, bool declined);
/* Taken back by who gave it: erased, see above. */
MUST const err *cards_withdraw_link(store *s, arena *a, str token);
MUST const err *cards_withdraw_given(store *s, arena *a, account_id giver, card_id id);

#endif
