/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_cli.c - `book import`, `book imports`, `book undo`, `book export`.
 */
#include "feature/exchange/exchange_cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/utf8.h"
#include "base/words.h"
#include "engine/when/when.h"
#include "feature/exchange/exchange_export.h"
#include "os/file.h"

#define DRY_USAGE "FILE… --dry-run [--json]"
#define IMPORT_USAGE "FILE… [--me NAME|MAIL]…"
#define ME_MAX 32

/* ---- progress -------------------------------------------------------------------------------- */

#define SECOND_NS INT64_C(1000000000)

/* A line on a terminal that is written over, from the second second on. */
struct meter {
    int64_t begun_ns, told_ns;
    bool shown;
};

static void meter_tell(void *of, str file, uint64_t bytes)
{
    struct meter *m = of;
    int64_t now = clock_mono_ns();
    if (now - m->begun_ns < SECOND_NS || now - m->told_ns < SECOND_NS / 5)
        return;
    m->told_ns = now;
    m->shown = true;
    fprintf(stderr, "\r%.*s: %llu MB\033[K", STR_ARG(utf8_cut(file, 60)),
            (unsigned long long)(bytes >> 20));
}

static void meter_end(struct meter *m)
{
    if (m->shown)
        fputs("\r\033[K", stderr);
}

/* ---- the report ------------------------------------------------------------------------------ */

static const err *print_json(cli *c, const struct exchange_report *r, bool all)
{
    const str pieces[] = { exchange_report_json(c->arena, r, all), S("\n") };
    return cli_print(c, str_join(c->arena, pieces, 2, S("")));
}

static void say_refused(cli *c, const struct exchange_report *r)
{
    enum lang lang = cli_lang();
    for (size_t i = 0; i < r->n_refused; i++) {
        const struct exchange_refusal *one = &r->refused[i];
        if (one->line == 0)
            cli_say(c, "- %s", one->reason);
        else
            cli_say(c, "- %.*s:%zu: %.*s", STR_ARG(one->file), one->line,
                    STR_ARG(words(lang, one->reason)));
    }
}

static const err *print_filled(cli *c, str line, const struct words_value *values, size_t n)
{
    const str pieces[] = { words_fill(c->arena, line, values, n), S("\n") };
    return cli_print(c, str_join(c->arena, pieces, 2, S("")));
}

static str counted(cli *c, size_t n)
{
    return str_format(c->arena, "%zu", n);
}

static const err *print_dry(cli *c, const struct exchange_report *r)
{
    const struct words_value values[] = {
        { "files", counted(c, r->files) },
        { "read", counted(c, r->files_read) },
        { "people", counted(c, r->cards) },
        { "encounters", counted(c, r->encounters) },
        { "refused", counted(c, r->n_refused + r->not_listed) },
    };
    say_refused(c, r);
    return print_filled(
        c,
        words(cli_lang(),
              "Files: {files}, read: {read}. People: {people}, encounters and messages: "
              "{encounters}, refused: {refused}. "
              "Nothing was stored: this was a dry run."),
        values, COUNT_OF(values));
}

static const err *say_pairs(cli *c, account_id owner, const struct exchange_report *r)
{
    for (size_t i = 0; i < r->n_pairs; i++) {
        struct person one = { 0 }, other = { 0 };
        TRY(book_person_get(c->store, c->arena, owner, r->pairs[i].one, &one));
        TRY(book_person_get(c->store, c->arena, owner, r->pairs[i].other, &other));
        cli_say(c, "? #%lld %.*s, #%lld %.*s: %.*s", (long long)one.id.v, STR_ARG(one.called.name),
                (long long)other.id.v, STR_ARG(other.called.name),
                STR_ARG(words(cli_lang(), r->pairs[i].why)));
    }
    return NULL;
}

static const err *print_import(cli *c, account_id owner, const struct exchange_report *r,
                               import_id id)
{
    const struct words_value values[] = {
        { "id", str_format(c->arena, "%lld", (long long)id.v) },
        { "added", counted(c, r->added) },
        { "matched", counted(c, r->matched) },
        { "unchanged", counted(c, r->unchanged) },
        { "pairs", counted(c, r->n_pairs + r->more_pairs) },
        { "suppressed", counted(c, r->suppressed) },
        { "written", counted(c, r->written) },
        { "refused", counted(c, r->n_refused + r->not_listed) },
    };
    say_refused(c, r);
    TRY(say_pairs(c, owner, r));
    return print_filled(c,
                        words(cli_lang(),
                              "Import {id}. New people: {added}, known ones with something new: "
                              "{matched}, known ones with nothing new: {unchanged}, perhaps twice: "
                              "{pairs}, left out since they were erased: {suppressed}, encounters: "
                              "{written}, refused: {refused}."),
                        values, COUNT_OF(values));
}

/* ---- book import ----------------------------------------------------------------------------- */

static const err *book_look(cli *c)
{
    struct meter meter = { .begun_ns = clock_mono_ns() };
    const struct exchange_progress progress = { meter_tell, &meter };
    struct exchange_report report = { 0 };
    if (!cli_flag(c, "--dry-run"))
        FAIL(c->arena, ERR_USAGE, "book import " DRY_USAGE);
    TRY(cli_arguments(c, 1, SIZE_MAX, "book import " DRY_USAGE));
    for (size_t i = 0; i < c->n_args; i++)
        exchange_look(c->arena, c->args[i], isatty(STDERR_FILENO) ? &progress : NULL, &report);
    meter_end(&meter);
    TRY(c->json ? print_json(c, &report, false) : print_dry(c, &report));
    if (report.files_read == 0)
        FAIL(c->arena, report.worst, "nothing could be read of any file");
    return NULL;
}

/* Every --me that there is. */
static const err *whose_names(cli *c, str *names, size_t *ret_n)
{
    for (size_t n = 0; n < ME_MAX; n++) {
        names[n] = (str){ 0 };
        TRY(cli_option(c, "--me", &names[n]));
        if (names[n].p == NULL)
            return NULL;
        *ret_n = n + 1;
    }
    FAIL(c->arena, ERR_USAGE, "too many --me");
}

static const err *book_import(cli *c)
{
    struct meter meter = { .begun_ns = clock_mono_ns() };
    const struct exchange_progress progress = { meter_tell, &meter };
    struct exchange_report report = { 0 };
    struct exchange_options o = { .progress = isatty(STDERR_FILENO) ? &progress : NULL };
    account_id owner = { 0 };
    import_id id = { 0 };
    str me[ME_MAX] = { { 0 } };
    TRY(whose_names(c, me, &o.n_me));
    TRY(cli_arguments(c, 1, SIZE_MAX, "book import " IMPORT_USAGE));
    TRY(book_cli_account(c, "book import", &owner));
    struct exchange_source *sources = NEW_ARRAY(c->arena, struct exchange_source, c->n_args);
    for (size_t i = 0; i < c->n_args; i++)
        sources[i] = (struct exchange_source){ .name = c->args[i] };
    o.sources = sources;
    o.n_sources = c->n_args;
    o.me = me;
    TRY(exchange_tidy(c->store, c->arena));
    const err *e = exchange_import(c->store, c->arena, owner, &o, &report, &id);
    meter_end(&meter);
    if (e != NULL) {
        say_refused(c, &report);
        return e;
    }
    return c->json ? print_json(c, &report, true) : print_import(c, owner, &report, id);
}

/* ---- book imports, book undo ----------------------------------------------------------------- */

static const err *book_imports(cli *c)
{
    struct exchange_imports all = { 0 };
    account_id owner = { 0 };
    TRY(cli_arguments(c, 0, 0, "book imports"));
    TRY(book_cli_account(c, "book imports", &owner));
    TRY(exchange_imports(c->store, c->arena, owner, &all));
    for (size_t i = 0; i < all.n; i++) {
        const struct exchange_import *one = &all.item[i];
        TRY(cli_print(c, str_format(c->arena, "%lld\t%.*s\t%.*s\t%.*s\n", (long long)one->id.v,
                                    STR_ARG(when_rfc3339(c->arena, one->time_ms, S("UTC"))),
                                    STR_ARG(one->state), STR_ARG(one->files))));
    }
    return NULL;
}

static const err *book_undo(cli *c)
{
    struct exchange_undone undone = { 0 };
    account_id owner = { 0 };
    import_id id = { 0 };
    TRY(cli_arguments(c, 1, 1, "book undo IMPORT"));
    if (!str_to_int64(c->args[0], &id.v))
        FAIL(c->arena, ERR_USAGE, "book undo IMPORT: the number that `book imports` shows");
    TRY(book_cli_account(c, "book undo", &owner));
    TRY(exchange_undo(c->store, c->arena, owner, id, &undone));
    const struct words_value values[] = {
        { "people", counted(c, undone.people) },
        { "encounters", counted(c, undone.encounters) },
        { "stayed", counted(c, undone.stayed) },
    };
    return print_filled(c,
                        words(cli_lang(), "Taken back. People: {people}, encounters: {encounters}. "
                                          "Stayed, since you have written of them: {stayed}."),
                        values, COUNT_OF(values));
}

/* ---- book export ----------------------------------------------------------------------------- */

#define EXPORT_USAGE "--format vcard3|vcard4 [--out FILE]"

static const err *to_stream(void *of, arena *a, str text)
{
    if (fwrite(text.p, 1, text.n, of) != text.n)
        FAIL(a, ERR_BROKEN, "it cannot be written");
    return NULL;
}

/* Beside its place until it is whole. */
static const err *write_out(cli *c, account_id owner, enum card_version version, str path)
{
    char *beside = str_c(c->arena, str_format(c->arena, "%.*s.part", STR_ARG(path)));
    int fd = open(beside, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    FILE *file = fd < 0 ? NULL : fdopen(fd, "w");
    if (file == NULL)
        FAIL(c->arena, file_kind(errno), "%s: %s", beside, strerror(errno));
    const struct exchange_sink sink = { to_stream, file };
    const err *e = exchange_export_cards(c->store, c->arena, owner, version, &sink);
    bool whole = fflush(file) == 0 && fsync(fd) == 0;
    whole = fclose(file) == 0 && whole && e == NULL;
    if (whole && rename(beside, str_c(c->arena, path)) == 0)
        return NULL;
    int error = errno;
    unlink(beside);
    if (e != NULL)
        return e;
    FAIL(c->arena, file_kind(error), "%.*s: %s", STR_ARG(path), strerror(error));
}

static const err *book_export(cli *c)
{
    str format = { 0 }, out = { 0 };
    account_id owner = { 0 };
    TRY(cli_option(c, "--format", &format));
    TRY(cli_option(c, "--out", &out));
    TRY(cli_arguments(c, 0, 0, "book export " EXPORT_USAGE));
    if (!str_eq(format, S("vcard3")) && !str_eq(format, S("vcard4")))
        FAIL(c->arena, ERR_USAGE, "book export " EXPORT_USAGE);
    enum card_version version = str_eq(format, S("vcard3")) ? CARD_30 : CARD_40;
    TRY(book_cli_account(c, "book export", &owner));
    if (!str_empty(out))
        return write_out(c, owner, version, out);
    const struct exchange_sink sink = { to_stream, stdout };
    TRY(exchange_export_cards(c->store, c->arena, owner, version, &sink));
    return cli_print(c, S(""));
}

const struct verb exchange_cli_bare_verbs[] = {
    { "book import", DRY_USAGE, "says what files of people, mails, chats and meetings hold",
      book_look },
    { 0 }
};

const struct verb exchange_cli_verbs[] = {
    { "book import", IMPORT_USAGE,
      "takes people into the book of --account; book undo takes it back", book_import },
    { "book imports", "", "the imports of a book", book_imports },
    { "book undo", "IMPORT", "takes a whole import back", book_undo },
    { "book export", EXPORT_USAGE, "the people of a book as cards", book_export },
    { 0 }
};
