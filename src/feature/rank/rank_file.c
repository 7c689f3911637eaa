/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/rank/rank_file.h"

#include <errno.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>
#include <zlib.h>

#include "engine/match/match_read.h"
#include "os/file.h"

#define PIECE_BYTES (256 << 10)
#define TEXT_MAX ((size_t)256 << 20)

/* ---- pieces ---------------------------------------------------------------------------------- */

static void table_close(void *file)
{
    gzclose_r(file);
}

/* zlib reads what is not packed as it stands. */
static const err *table_open(arena *a, str path, gzFile *ret)
{
    bool from_stdin = str_eq(path, S("-"));
    errno = 0;
    gzFile file = from_stdin ? gzdopen(dup(STDIN_FILENO), "rb") : gzopen(str_c(a, path), "rb");
    if (file == NULL)
        FAIL(a, errno == 0 ? ERR_BROKEN : file_kind(errno), "%.*s: %s", STR_ARG(path),
             errno == 0 ? "cannot be opened" : strerror(errno));
    gzbuffer(file, PIECE_BYTES);
    arena_defer(a, table_close, file);
    *ret = file;
    return NULL;
}

const err *rank_file_pieces(arena *a, str path, void (*take)(void *arg, str piece), void *arg)
{
    SCRATCH(scratch);
    gzFile file = NULL;
    const err *e = table_open(scratch, path, &file);
    if (e != NULL)
        return err_copy(a, e);
    char *memory = arena_alloc(scratch, PIECE_BYTES);
    int n;
    while ((n = gzread(file, memory, PIECE_BYTES)) > 0)
        take(arg, (str){ memory, (size_t)n });
    int code = Z_OK;
    const char *why = gzerror(file, &code);
    if (code == Z_ERRNO)
        FAIL(a, file_kind(errno), "%.*s: %s", STR_ARG(path), strerror(errno));
    if (n < 0 || code != Z_OK) /* cut off in the middle is Z_BUF_ERROR, with n = 0 */
        FAIL(a, ERR_INVALID, "%.*s cannot be unpacked: %s", STR_ARG(path), why);
    return NULL;
}

static void text_take(void *arg, str piece)
{
    buf_add(arg, piece);
}

const err *rank_file_text(arena *a, str path, str *ret)
{
    buf text;
    buf_on_arena(&text, a, TEXT_MAX);
    TRY(rank_file_pieces(a, path, text_take, &text));
    if (buf_full(&text))
        FAIL(a, ERR_INVALID, "%.*s: more than 256 MB", STR_ARG(path));
    *ret = buf_str(&text);
    return NULL;
}

/* ---- ties ------------------------------------------------------------------------------------ */

static void ties_take(void *arg, str piece)
{
    match_read_piece(arg, piece);
}

static void reader_free(void *reader)
{
    match_read_free(reader);
}

static const err *read_with(arena *a, str path, match_read *reader, struct match_read_report *ret)
{
    arena_defer(a, reader_free, reader);
    TRY(rank_file_pieces(a, path, ties_take, reader));
    match_read_end(reader, ret);
    return NULL;
}

static void name_lines(cli *c, str path, const struct match_read_report *report)
{
    for (size_t i = 0; i < report->n_bad; i++)
        cli_say(c, "%.*s:%" PRIu64 ": %s", STR_ARG(path), report->bad[i].line,
                match_fault_text(report->bad[i].fault));
    if (report->bad_count > report->n_bad)
        cli_say(c, "%.*s: and %" PRIu64 " more", STR_ARG(path), report->bad_count - report->n_bad);
}

/* Whoever has two ties to the same person learns in which lines: the file is read once more. */
static const err *name_twins(cli *c, str path, const struct match_twins *twins)
{
    struct match_read_report report = { 0 };
    if (!str_eq(path, S("-")))
        TRY(read_with(c->arena, path, match_read_twins(twins), &report));
    name_lines(c, path, &report);
    if (report.bad_count == 0)
        cli_say(c, "%.*s: %.*s and %.*s have more than one tie", STR_ARG(path),
                STR_ARG(twins->named[0].a), STR_ARG(twins->named[0].b));
    return NULL;
}

/* Everything but the last step: whether the lines can be taken. */
static const err *gather(cli *c, str path, bool lenient, match_build *build, uint64_t *ret_skipped)
{
    struct match_read_report report = { 0 };
    TRY(read_with(c->arena, path, match_read_new(build), &report));
    bool headless = report.n_bad > 0 && report.bad[0].fault == MATCH_HEADER;
    if (report.bad_count > 0 && (!lenient || headless)) {
        name_lines(c, path, &report);
        FAIL(c->arena, ERR_INVALID, "%.*s: %" PRIu64 " bad lines", STR_ARG(path), report.bad_count);
    }
    *ret_skipped = report.bad_count;
    return NULL;
}

static const err *refuse_twins(cli *c, str path, const struct match_twins *twins)
{
    TRY(name_twins(c, path, twins));
    FAIL(c->arena, ERR_INVALID, "%.*s: %" PRIu64 " bad lines", STR_ARG(path), twins->count);
}

const err *rank_file_ties(cli *c, str path, const struct match_times *times, bool lenient,
                          match_graph **ret)
{
    struct match_twins twins = { 0 };
    uint64_t skipped = 0;
    match_build *build = match_build_new(times);
    const err *e = gather(c, path, lenient, build, &skipped);
    if (e != NULL) {
        match_build_free(build);
        return e;
    }
    match_graph *g = match_build_finish(build, &twins);
    if (twins.count > 0 && !lenient) {
        e = refuse_twins(c, path, &twins);
        match_graph_free(g);
        return e;
    }
    if (skipped + twins.count > 0)
        cli_say(c, "%.*s: %" PRIu64 " bad %s left out", STR_ARG(path), skipped + twins.count,
                skipped + twins.count == 1 ? "line" : "lines");
    *ret = g;
    return NULL;
}
