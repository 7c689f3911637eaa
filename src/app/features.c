/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * features.c - the one list of features. Deleting one is deleting its folder and its line here.
 */
#include "app/features.h"

#include "app/demo.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_part.h"
#include "feature/cards/cards.h"
#include "feature/care/care.h"
#include "feature/encounters/encounters.h"
#include "feature/exchange/exchange.h"
#include "feature/house/house.h"
#include "feature/introductions/introductions.h"
#include "feature/keeping/keeping.h"
#include "feature/mail/mail.h"
#include "feature/posts/posts.h"
#include "feature/rank/rank.h"
#include "feature/review/review.h"
#include "feature/rooms/rooms.h"
#include "feature/weeks/weeks.h"

const struct feature *const features[] = {
    &house, &mail,    &accounts, &rooms, &weeks,  &posts,         &book, &encounters, &care,
    &cards, &keeping, &exchange, &rank,  &review, &introductions, &demo, NULL,
};

void features_migrations(arena *a, const struct migration_list **ret, size_t *ret_count)
{
    struct migration_list *lists = NEW_ARRAY(a, struct migration_list, COUNT_OF(features));
    size_t n = 0;
    for (size_t i = 0; features[i] != NULL; i++)
        if (features[i]->migrations != NULL)
            lists[n++] = *features[i]->migrations;
    *ret = lists;
    *ret_count = n;
}

const struct route *const *features_routes(arena *a)
{
    const struct route **tables = NEW_ARRAY(a, const struct route *, COUNT_OF(features));
    size_t n = 0;
    for (size_t i = 0; features[i] != NULL; i++)
        if (features[i]->routes != NULL)
            tables[n++] = features[i]->routes;
    return tables;
}

void features_book(void)
{
    static const struct book_part *parts[COUNT_OF(features)];
    size_t n = 0;
    for (size_t i = 0; features[i] != NULL; i++)
        if (features[i]->book != NULL)
            parts[n++] = features[i]->book;
    book_parts_set(parts);
}
