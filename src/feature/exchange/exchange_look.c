/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_look.c - what a file holds, without taking it in: piece by piece, whatever its size.
 */
#include "base/words.h"
#include "feature/exchange/exchange_file.h"

struct look {
    arena *a;       /* of the report */
    arena *scratch; /* of the file */
    arena *thing;   /* of one person or encounter */
    str path;
    struct exchange_report *report;
    size_t found;
};

static void count(struct look *l, const struct exchange_thing *thing)
{
    if (thing->reason != NULL) {
        exchange_file_refuse(l->a, l->report, l->path, thing->line, thing->reason);
        return;
    }
    l->found++;
    *(thing->is_person ? &l->report->cards : &l->report->encounters) += 1;
}

static const err *look_into(struct look *l, const struct exchange_progress *progress)
{
    CLEANUP(exchange_file_close) struct exchange_file f = { .fd = -1 };
    struct exchange_thing thing;
    TRY(exchange_file_open(l->scratch, &(struct exchange_source){ .name = l->path }, &f));
    if (f.reader == NULL) {
        exchange_file_refuse(
            l->a, l->report, l->path, 1,
            WORDS_MARK("This is no file of people, mails, talks or meetings that is known here."));
        return NULL;
    }
    for (bool more = true; more;) {
        TRY(exchange_file_more(&f, &more));
        for (; exchange_file_next(&f, l->thing, &thing); arena_reset(l->thing))
            count(l, &thing);
        if (progress != NULL)
            progress->tell(progress->of, l->path, f.read);
    }
    return NULL;
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
        exchange_file_refuse(a, report, path, 0, str_c(a, e->msg));
    }
    report->files_read += l.found > 0;
}
