/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * card_fuzz.c - any bytes are cards or refusals with a line and a reason, however they come in
 * pieces; what is printed of a card is read as an equal one and printed the same; what a card says
 * of a person is said again by the card that is made of the person.
 */
#include "base/check.h"
#include "base/utf8.h"
#include "engine/card/card_person.h"
#include "engine/card/card_reader.h"
#include "fuzz.h"

/* The cards of `text`, fed in pieces of `piece` bytes. */
struct found {
    struct card *cards;
    size_t n, cap, refused;
};

static void take_all(arena *a, card_reader *r, struct found *to, enum lines_event until)
{
    struct card card;
    struct lines_refusal refusal;
    enum lines_event event;
    while ((event = card_reader_next(r, a, &card, &refusal)) != until) {
        if (event == LINES_REFUSED) {
            ASSERT(refusal.line > 0 && refusal.reason != NULL);
            to->refused++;
            continue;
        }
        ASSERT(event == LINES_THING && card.n > 0 && card.line > 0);
        void *cards = to->cards;
        arena_grow(a, &cards, &to->cap, to->n + 1, sizeof card);
        to->cards = cards;
        to->cards[to->n++] = card;
    }
}

static struct found read_in_pieces(arena *a, str text, size_t piece)
{
    struct found found = { 0 };
    card_reader *r = card_reader_new(a);
    for (size_t at = 0; at < text.n; at += piece) {
        card_reader_feed(r, str_sub(text, at, piece));
        take_all(a, r, &found, LINES_MORE);
    }
    card_reader_end(r);
    take_all(a, r, &found, LINES_END);
    return found;
}

static str printed(arena *a, const struct card *c)
{
    buf out;
    buf_on_arena(&out, a, (size_t)64 << 20);
    card_print(&out, c);
    ASSERT(!buf_full(&out));
    return buf_str(&out);
}

static void check_folds(str text)
{
    str line;
    while (str_next(&text, '\n', &line)) {
        ASSERT(line.n <= 76 && utf8_valid(line));
        ASSERT(line.n == 0 || line.p[line.n - 1] == '\r');
    }
}

/* Printed, it is read as the same card. */
static void check_print(arena *a, const struct card *c)
{
    str text = printed(a, c);
    check_folds(text);
    struct found again = read_in_pieces(a, text, text.n);
    ASSERT(again.n == 1 && again.refused == 0);
    ASSERT(card_equal(c, &again.cards[0]));
    ASSERT(str_eq(text, printed(a, &again.cards[0])));
}

static void check_person(arena *a, const struct card *c)
{
    struct card_person p = card_person_of(a, c);
    struct card made = card_of_person(a, &p, CARD_40);
    check_print(a, &made);
    struct card_person again = card_person_of(a, &made);
    struct card twice = card_of_person(a, &again, CARD_40);
    ASSERT(card_equal(&made, &twice));
    ASSERT(utf8_valid(p.name) && utf8_valid(p.note));
    ASSERT(card_date_exists(p.birthday) && card_date_exists(p.anniversary));
    made = card_of_person(a, &p, CARD_30);
    check_print(a, &made);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    str text = { (const char *)data, size };
    struct found whole = read_in_pieces(a, text, size > 0 ? size : 1);
    struct found pieces = read_in_pieces(a, text, 3);
    ASSERT(whole.n + whole.refused > 0);
    ASSERT(whole.n == pieces.n && whole.refused == pieces.refused);
    for (size_t i = 0; i < whole.n; i++) {
        struct card *c = &whole.cards[i];
        ASSERT(card_equal(c, &pieces.cards[i]));
        c->version = c->version == CARD_21 ? CARD_30 : c->version;
        check_print(a, c);
        struct card other = card_to_version(a, c, c->version == CARD_30 ? CARD_40 : CARD_30);
        check_print(a, &other);
        check_person(a, c);
    }
    return 0;
}
