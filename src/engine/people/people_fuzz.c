/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * people_fuzz.c - any bytes are a table of people, or refusals with a line and a reason, the same
 * however they come in pieces; a person of a row survives being written as a card.
 */
#include "base/check.h"
#include "base/utf8.h"
#include "engine/people/people.h"
#include "fuzz.h"

struct sums {
    size_t things, refused, cells;
};

static void check_person(arena *a, const struct card_person *p)
{
    ASSERT(p->name.n > 0 && utf8_valid(p->name));
    ASSERT(card_date_exists(p->birthday) && card_date_exists(p->anniversary));
    struct card made = card_of_person(a, p, CARD_40);
    struct card_person again = card_person_of(a, &made);
    ASSERT(str_eq(again.name, p->name));
    ASSERT(again.emails.n == p->emails.n && again.tels.n == p->tels.n);
}

static void take(arena *a, people *p, enum lines_event until, struct sums *sums)
{
    struct people_thing thing;
    struct lines_refusal refusal;
    enum lines_event event;
    while ((event = people_next(p, a, &thing, &refusal)) != until) {
        ASSERT(event == LINES_THING || event == LINES_REFUSED);
        if (event == LINES_REFUSED) {
            ASSERT(refusal.line > 0 && refusal.reason != NULL);
            sums->refused++;
            continue;
        }
        ASSERT(thing.line > 0);
        sums->things++;
        sums->cells += thing.person.n_rest;
        if (thing.kind == PEOPLE_PERSONS)
            check_person(a, &thing.person);
        else
            ASSERT(utf8_valid(thing.exchange.from) && utf8_valid(thing.exchange.to));
    }
}

static struct sums read_in_pieces(arena *a, str text, size_t piece)
{
    struct sums sums = { 0 };
    people *p = people_new(a, S("people.csv"), NULL, 0);
    for (size_t at = 0; at < text.n; at += piece) {
        people_feed(p, str_sub(text, at, piece));
        take(a, p, LINES_MORE, &sums);
    }
    people_end(p);
    take(a, p, LINES_END, &sums);
    return sums;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    str text = { (const char *)data, size };
    struct sums whole = read_in_pieces(a, text, size + 1);
    struct sums pieces = read_in_pieces(a, text, 5);
    ASSERT(whole.things == pieces.things && whole.refused == pieces.refused &&
           whole.cells == pieces.cells);
    return 0;
}
