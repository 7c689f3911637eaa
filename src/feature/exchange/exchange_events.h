/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_events.h - who was in touch with whom, as foreign files say it, becomes encounters: of
 * messages, talks and mails one a person, kind and day, begun by who wrote first that day; of
 * meetings one each. No words of them are kept. Only people who are in the book; everybody else is
 * counted as a stranger. Inside this folder only.
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_EVENTS_H
#define FEATURE_EXCHANGE_EXCHANGE_EVENTS_H

#include "feature/exchange/exchange_file.h"

typedef struct exchange_events exchange_events;

/* `a` holds what is gathered until exchange_events_write. The owner is known by the name and
 * address of the account and by `me`. */
MUST const err *exchange_events_new(store *s, arena *a, account_id owner, import_id import,
                                    const str *me, size_t n_me, exchange_events **ret);
void exchange_events_gather(exchange_events *all, const struct exchange_thing *thing);
/* Once everybody is in the book. */
MUST const err *exchange_events_write(exchange_events *all, struct exchange_report *report);

#endif
