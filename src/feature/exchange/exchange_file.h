/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_file.h - a foreign file of any kind, thing by thing, in memory that does not grow with
 * it.
 *
 *     while (more) { TRY(exchange_file_more(&f, &more)); while (exchange_file_next(&f, a, &thing))
 * … }
 */
#ifndef FEATURE_EXCHANGE_EXCHANGE_FILE_H
#define FEATURE_EXCHANGE_EXCHANGE_FILE_H

#include "engine/card/card_reader.h"
#include "engine/chat/chat.h"
#include "engine/foreign/foreign.h"
#include "engine/people/people.h"
#include "feature/exchange/exchange.h"

/* One person, message or meeting; or, with `reason`, something that cannot be read. */
struct exchange_thing {
    bool is_person;
    size_t line;
    const char *reason;
    enum foreign_kind kind;
    struct card card;
    struct people_thing row;
    struct chat_event event;
};

struct exchange_file {
    arena *arena;
    struct exchange_source source;
    enum foreign_kind kind;
    void *reader; /* NULL for FOREIGN_UNKNOWN */
    int fd;
    char *piece;
    size_t n; /* of the piece that was read and not yet given to the reader */
    uint64_t read;
    bool ended;
};

/* `a` holds the reader. Close it also after an error. */
MUST const err *exchange_file_open(arena *a, const struct exchange_source *from,
                                   struct exchange_file *ret);
void exchange_file_close(struct exchange_file *f); /* for CLEANUP */
/* Gives the reader more; `ret_more` is false once it was told of the end. */
MUST const err *exchange_file_more(struct exchange_file *f, bool *ret_more);
/* False: ask for more. The thing is on `a`. */
bool exchange_file_next(struct exchange_file *f, arena *a, struct exchange_thing *ret);
/* What it says of a person. */
struct card_person exchange_file_person(arena *a, const struct exchange_thing *thing);

/* Adds to the report's list. */
void exchange_file_refuse(arena *a, struct exchange_report *to, str file, size_t line,
                          const char *reason);

#endif
