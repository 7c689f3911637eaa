/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * cards_view.h - what the pages of the cards are given to show. Inside this folder only.
 */
#ifndef FEATURE_CARDS_CARDS_VIEW_H
#define FEATURE_CARDS_CARDS_VIEW_H

#include "base/html.h"
#include "feature/cards/cards.h"

/* The four fields of a card in a form, with what is wrong with each. */
struct card_fields {
    struct card_words typed;
    str name_wrong, reach_wrong, seeks_wrong, offers_wrong;
};

/* Leaving a card: first with whom, then the card. */
struct leave_link {
    str path, name, keeper;
    bool host;
};
struct leave_links {
    const struct leave_link *item;
    size_t n;
};
struct leave_view {
    str title, path; /* of the talk */
    struct leave_links places;
    str changed; /* why the choice is asked again */
    str action, to, to_value, keeper, key, consent, consent_wrong, wrong;
    str host, days; /* who runs the house; days until it is erased */
    struct card_fields fields;
    bool member;              /* signed in: the card is an offer */
    struct leave_links speak; /* as whom the asker could receive cards here */
    html token;
};

/* A card as its owner, its giver or the holder of its link sees it. */
struct card_view {
    str path; /* of its forms */
    struct card_words words;
    str reach_href; /* mailto:, tel:, https:; may be empty */
    str title, talk_path, left, until, to;
    bool on_behalf, member, taken, needs_own;
    str person_path;
    struct card_consent consent;
    html token;
};
struct card_views {
    const struct card_view *item;
    size_t n;
};

struct box_view {
    struct card_views fresh, declined, taken, given;
};

/* Somebody in the book whom a card may be about. */
struct card_match {
    str id, name, apart;
};
struct card_matches {
    const struct card_match *item;
    size_t n;
};

/* Offering one's card to who wrote a message. */
struct offer_view {
    str name, title, path; /* to whom; of the talk */
    struct card_words own; /* no name: there is no card yet */
    str room, message, key, consent, days, consent_wrong;
    html token;
};

MUST const err *cards_view_of(req *r, const struct card *c, struct card_view *ret);
MUST const err *cards_view_list(req *r, const struct card_list *all, struct card_views *ret);
/* What a refused form says of its fields. */
void cards_view_wrong(const err *e, struct card_fields *f);
/* What was sent, as a card. */
struct card_words cards_view_typed(const req *r);
/* Of the reader; else of the house. */
MUST const err *cards_view_zone(req *r, str *ret);

#endif
