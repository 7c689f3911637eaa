/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_look.c - what a file holds, without taking it in: piece by piece, whatever its size.
 */
#include "engine/card/card_person.h"
#include "engine/card/card_reader.h"
#include "feature/exchange/exchange.h"
#include "os/file.h"

#define PIECE ((size_t)256 << 10)

struct look {
    arena *a;       /* of the report */
    arena *scratch; /* of the file */
    arena *thing;   /* of one card */
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

/* Takes all that the reader has; `until` is what it says when it has no more. */
static void cards_take(struct look *l, card_reader *r, enum lines_event until)
{
    struct card card;
    struct lines_refusal refusal;
    enum lines_event event;
    while ((event = card_reader_next(r, l->thing, &card, &refusal)) != until) {
        if (event == LINES_REFUSED) {
            refuse(l, refusal.line, refusal.reason);
        } else {
            l->found++;
            l->report->cards++;
        }
        arena_reset(l->thing);
    }
}

static const err *read_pieces(struct look *l, int fd, const struct exchange_progress *progress)
{
    char *piece = arena_alloc(l->scratch, PIECE);
    card_reader *r = card_reader_new(l->scratch);
    uint64_t read = 0;
    size_t n = 0;
    do {
        TRY(file_read_piece(l->a, l->path, fd, piece, PIECE, &n));
        if (n > 0)
            card_reader_feed(r, (str){ piece, n });
        else
            card_reader_end(r);
        cards_take(l, r, n > 0 ? LINES_MORE : LINES_END);
        read += n;
        if (progress != NULL)
            progress->tell(progress->of, l->path, read);
    } while (n > 0);
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
