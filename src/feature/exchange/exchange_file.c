/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/exchange/exchange_file.h"

#include "os/file.h"

#define PIECE ((size_t)1 << 20)

static void *reader_of(arena *a, enum foreign_kind kind, str name)
{
    switch (kind) {
    case FOREIGN_CARDS:
        return card_reader_new(a);
    case FOREIGN_TABLE:
        return people_new(a, name, NULL, 0);
    case FOREIGN_WHATSAPP:
        return chat_whatsapp_new(a);
    case FOREIGN_MAIL:
        return chat_mbox_new(a);
    case FOREIGN_MEETINGS:
        return chat_meetings_new(a);
    case FOREIGN_ARCHIVE:
        return chat_archive_new(a);
    case FOREIGN_UNKNOWN:
        break;
    }
    return NULL;
}

/* As many bytes as there are, up to a piece: pipes give them in crumbs. */
static const err *read_full(struct exchange_file *f)
{
    size_t more = 1;
    f->n = 0;
    while (f->fd >= 0 && f->n < PIECE && more > 0) {
        TRY(file_read_piece(f->arena, f->source.name, f->fd, f->piece + f->n, PIECE - f->n, &more));
        f->n += more;
    }
    return NULL;
}

const err *exchange_file_open(arena *a, const struct exchange_source *from,
                              struct exchange_file *ret)
{
    *ret = (struct exchange_file){ .arena = a, .source = *from, .fd = -1 };
    str sample = from->bytes;
    if (from->bytes.p == NULL) {
        TRY(file_open(a, from->name, &ret->fd));
        ret->piece = arena_alloc(a, PIECE);
        TRY(read_full(ret));
        sample = (str){ ret->piece, ret->n };
    }
    ret->kind = foreign_kind(a, sample, from->name);
    ret->reader = reader_of(a, ret->kind, from->name);
    return NULL;
}

void exchange_file_close(struct exchange_file *f)
{
    file_close(&f->fd);
}

static void feed(struct exchange_file *f, str bytes)
{
    if (f->kind == FOREIGN_CARDS)
        card_reader_feed(f->reader, bytes);
    else if (f->kind == FOREIGN_TABLE)
        people_feed(f->reader, bytes);
    else
        chat_feed(f->reader, bytes);
}

static void end(struct exchange_file *f)
{
    f->ended = true;
    if (f->kind == FOREIGN_CARDS)
        card_reader_end(f->reader);
    else if (f->kind == FOREIGN_TABLE)
        people_end(f->reader);
    else
        chat_end(f->reader);
}

const err *exchange_file_more(struct exchange_file *f, bool *ret_more)
{
    *ret_more = !f->ended;
    if (f->ended)
        return NULL;
    if (f->source.bytes.p != NULL) {
        str piece = str_sub(f->source.bytes, (size_t)f->read, PIECE);
        f->read += piece.n;
        if (piece.n > 0)
            feed(f, piece);
        else
            end(f);
        return NULL;
    }
    if (f->n == 0) {
        end(f);
        return NULL;
    }
    f->read += f->n;
    feed(f, (str){ f->piece, f->n });
    return read_full(f);
}

bool exchange_file_next(struct exchange_file *f, arena *a, struct exchange_thing *ret)
{
    struct lines_refusal refusal = { 0 };
    enum lines_event event;
    *ret = (struct exchange_thing){ .kind = f->kind };
    if (f->kind == FOREIGN_CARDS) {
        event = card_reader_next(f->reader, a, &ret->card, &refusal);
        ret->is_person = true;
        ret->line = ret->card.line;
    } else if (f->kind == FOREIGN_TABLE) {
        event = people_next(f->reader, a, &ret->row, &refusal);
        ret->is_person = ret->row.kind == PEOPLE_PERSONS;
        ret->line = ret->row.line;
    } else {
        event = chat_next(f->reader, a, &ret->event, &refusal);
        ret->line = ret->event.line;
    }
    if (event == LINES_REFUSED) {
        ret->line = refusal.line;
        ret->reason = refusal.reason;
    }
    return event == LINES_THING || event == LINES_REFUSED;
}

struct card_person exchange_file_person(arena *a, const struct exchange_thing *thing)
{
    return thing->kind == FOREIGN_CARDS ? card_person_of(a, &thing->card) : thing->row.person;
}

void exchange_file_refuse(arena *a, struct exchange_report *to, str file, size_t line,
                          const char *reason)
{
    if (to->n_refused == EXCHANGE_REFUSED_MAX) {
        to->not_listed++;
        return;
    }
    void *refused = to->refused;
    arena_grow(a, &refused, &to->cap_refused, to->n_refused + 1, sizeof *to->refused);
    to->refused = refused;
    to->refused[to->n_refused++] = (struct exchange_refusal){ str_copy(a, file), line, reason };
}
