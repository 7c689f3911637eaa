/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_look.c - what a file holds, without taking it in: piece by piece, whatever its size.
 */
#include "base/words.h"
#include "engine/card/card_reader.h"
#include "engine/chat/chat.h"
#include "engine/foreign/foreign.h"
#include "engine/people/people.h"
#include "feature/exchange/exchange.h"
#include "os/file.h"

#define PIECE ((size_t)256 << 10)

struct look {
    arena *a;       /* of the report */
    arena *scratch; /* of the file */
    arena *thing;   /* of one person or encounter */
    str path;
    struct exchange_report *report;
    size_t found;
};

static void refuse(struct look *l, size_t line, const char *reason)
{
    struct exchange_report *to = l->report;
    if (to->n_refused == EXCHANGE_REFUSED_MAX) {
        to->not_listed++;
        return;
    }
    void *refused = to->refused;
    arena_grow(l->a, &refused, &to->cap_refused, to->n_refused + 1, sizeof *to->refused);
    to->refused = refused;
    to->refused[to->n_refused++] = (struct exchange_refusal){ l->path, line, reason };
}

/* ---- the readers of all kinds in one shape --------------------------------------------------- */

/* What is known of the next thing in a file. */
struct thing {
    bool is_person;
    struct lines_refusal refusal;
};

struct reader {
    void *own;
    void (*feed)(void *own, str bytes);
    void (*end)(void *own);
    enum lines_event (*next)(void *own, arena *a, struct thing *ret);
};

static void cards_feed(void *own, str bytes)
{
    card_reader_feed(own, bytes);
}

static void cards_end(void *own)
{
    card_reader_end(own);
}

static enum lines_event cards_next(void *own, arena *a, struct thing *ret)
{
    struct card card;
    ret->is_person = true;
    return card_reader_next(own, a, &card, &ret->refusal);
}

static void rows_feed(void *own, str bytes)
{
    people_feed(own, bytes);
}

static void rows_end(void *own)
{
    people_end(own);
}

static enum lines_event rows_next(void *own, arena *a, struct thing *ret)
{
    struct people_thing thing = { 0 };
    enum lines_event event = people_next(own, a, &thing, &ret->refusal);
    ret->is_person = thing.kind == PEOPLE_PERSONS;
    return event;
}

static void talks_feed(void *own, str bytes)
{
    chat_feed(own, bytes);
}

static void talks_end(void *own)
{
    chat_end(own);
}

static enum lines_event talks_next(void *own, arena *a, struct thing *ret)
{
    struct chat_event event;
    ret->is_person = false;
    return chat_next(own, a, &event, &ret->refusal);
}

static struct reader reader_of(arena *a, enum foreign_kind kind, str path)
{
    switch (kind) {
    case FOREIGN_CARDS:
        return (struct reader){ card_reader_new(a), cards_feed, cards_end, cards_next };
    case FOREIGN_TABLE:
        return (struct reader){ people_new(a, path, NULL, 0), rows_feed, rows_end, rows_next };
    case FOREIGN_WHATSAPP:
        return (struct reader){ chat_whatsapp_new(a), talks_feed, talks_end, talks_next };
    case FOREIGN_MAIL:
        return (struct reader){ chat_mbox_new(a), talks_feed, talks_end, talks_next };
    case FOREIGN_MEETINGS:
        return (struct reader){ chat_meetings_new(a), talks_feed, talks_end, talks_next };
    case FOREIGN_ARCHIVE:
        return (struct reader){ chat_archive_new(a), talks_feed, talks_end, talks_next };
    case FOREIGN_UNKNOWN:
        break;
    }
    return (struct reader){ 0 };
}

/* ---- a file ---------------------------------------------------------------------------------- */

/* Takes all that the reader has; `until` is what it says when it has no more. */
static void things_take(struct look *l, const struct reader *r, enum lines_event until)
{
    struct thing thing = { 0 };
    enum lines_event event;
    while ((event = r->next(r->own, l->thing, &thing)) != until) {
        if (event == LINES_REFUSED) {
            refuse(l, thing.refusal.line, thing.refusal.reason);
        } else {
            l->found++;
            *(thing.is_person ? &l->report->cards : &l->report->encounters) += 1;
        }
        arena_reset(l->thing);
    }
}

/* As many bytes as there are, up to `room`: pipes give them in crumbs. */
static const err *read_full(struct look *l, int fd, char *to, size_t room, size_t *ret_n)
{
    size_t n = 0, more = 1;
    while (n < room && more > 0) {
        TRY(file_read_piece(l->a, l->path, fd, to + n, room - n, &more));
        n += more;
    }
    *ret_n = n;
    return NULL;
}

static const err *read_pieces(struct look *l, int fd, const struct exchange_progress *progress)
{
    char *piece = arena_alloc(l->scratch, PIECE);
    uint64_t read = 0;
    size_t n = 0;
    TRY(read_full(l, fd, piece, PIECE, &n));
    enum foreign_kind kind = foreign_kind(l->scratch, (str){ piece, n }, l->path);
    struct reader r = reader_of(l->scratch, kind, l->path);
    if (r.own == NULL) {
        refuse(
            l, 1,
            WORDS_MARK("This is no file of people, mails, talks or meetings that is known here."));
        return NULL;
    }
    while (n > 0) {
        r.feed(r.own, (str){ piece, n });
        things_take(l, &r, LINES_MORE);
        read += n;
        if (progress != NULL)
            progress->tell(progress->of, l->path, read);
        TRY(read_full(l, fd, piece, PIECE, &n));
    }
    r.end(r.own);
    things_take(l, &r, LINES_END);
    return NULL;
}

static const err *look_into(struct look *l, const struct exchange_progress *progress)
{
    CLEANUP(file_close) int fd = -1;
    TRY(file_open(l->a, l->path, &fd));
    return read_pieces(l, fd, progress);
}

void exchange_look(arena *a, str path, const struct exchange_progress *progress,
                   struct exchange_report *report)
{
    SCRATCH(scratch);
    SCRATCH(thing);
    struct look l = { .a = a, .scratch = scratch, .thing = thing, .path = path, .report = report };
    report->files++;
    const err *e = look_into(&l, progress);
    if (e != NULL) {
        report->worst = e->kind;
        refuse(&l, 0, str_c(a, e->msg));
    }
    report->files_read += l.found > 0;
}
