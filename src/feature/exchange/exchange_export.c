/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/exchange/exchange_export.h"

#include "feature/exchange/exchange_card.h"

#define PAGE 500
#define CARD_LIMIT ((size_t)64 << 20)

static const err *write_card(store *s, arena *a, account_id owner, const struct person *p,
                             enum card_version version, const struct exchange_sink *to)
{
    struct card_person person = { 0 };
    buf text;
    TRY(exchange_card_out(s, a, owner, p, &person));
    struct card card = card_of_person(a, &person, version);
    buf_on_arena(&text, a, CARD_LIMIT);
    card_print(&text, &card);
    if (buf_full(&text))
        FAIL(a, ERR_BROKEN, "a card is too large");
    return to->write(to->of, a, buf_str(&text));
}

static const err *write_page(store *s, arena *a, account_id owner, enum card_version version,
                             const struct exchange_sink *to, struct person *last, bool *ret_more)
{
    struct person_list people = { 0 };
    SCRATCH(one);
    TRY(book_people_recent(s, a, owner, last->id.v == 0 ? NULL : last, PAGE, &people));
    for (size_t i = 0; i < people.n; i++) {
        const err *e = write_card(s, one, owner, &people.item[i], version, to);
        if (e != NULL)
            return err_copy(a, e);
        arena_reset(one);
    }
    if (people.n > 0) /* only what the order needs: the texts go with the page */
        *last = (struct person){ .id = people.item[people.n - 1].id,
                                 .pulse.last_ms = people.item[people.n - 1].pulse.last_ms };
    *ret_more = people.n == PAGE;
    return NULL;
}

const err *exchange_export_cards(store *s, arena *a, account_id owner, enum card_version version,
                                 const struct exchange_sink *to)
{
    struct person last = { 0 };
    for (bool more = true; more;) {
        SCRATCH(held);
        const err *e = write_page(s, held, owner, version, to, &last, &more);
        if (e != NULL)
            return err_copy(a, e);
    }
    return NULL;
}
