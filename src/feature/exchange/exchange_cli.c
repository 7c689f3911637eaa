/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * exchange_cli.c - `book import --dry-run`.
 */
#include "feature/exchange/exchange_cli.h"

#include <stdio.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/json_text.h"
#include "base/utf8.h"
#include "base/words.h"
#include "feature/exchange/exchange.h"

#define USAGE "FILE… --dry-run [--json]"

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

static const err *print_json(cli *c, const struct exchange_report *r)
{
    json_t *refused = json_array();
    for (size_t i = 0; i < r->n_refused; i++) {
        const struct exchange_refusal *one = &r->refused[i];
        json_array_append_new(refused, json_pack("{s:o, s:I, s:o}", "file",
                                                 json_text(utf8_line(c->arena, one->file)), "line",
                                                 (json_int_t)one->line, "reason",
                                                 json_text(str_of(one->reason))));
    }
    json_t *all = json_pack("{s:I, s:I, s:I, s:I, s:o}", "files", (json_int_t)r->files,
                            "files_read", (json_int_t)r->files_read, "cards", (json_int_t)r->cards,
                            "encounters", (json_int_t)r->encounters, "refused", refused);
    if (r->not_listed > 0)
        json_object_set_new(all, "not_listed", json_integer((json_int_t)r->not_listed));
    str text = json_text_dump(c->arena, json_text_on(c->arena, all), JSON_COMPACT);
    const str pieces[] = { text, S("\n") };
    return cli_print(c, str_join(c->arena, pieces, 2, S("")));
}

static const err *print_text(cli *c, const struct exchange_report *r)
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
    const struct words_value values[] = {
        { "files", str_format(c->arena, "%zu", r->files) },
        { "read", str_format(c->arena, "%zu", r->files_read) },
        { "people", str_format(c->arena, "%zu", r->cards) },
        { "encounters", str_format(c->arena, "%zu", r->encounters) },
        { "refused", str_format(c->arena, "%zu", r->n_refused + r->not_listed) },
    };
    str line =
        words(lang, "Files: {files}, read: {read}. People: {people}, encounters and messages: "
                    "{encounters}, refused: {refused}. "
                    "Nothing was stored: this was a dry run.");
    const str pieces[] = { words_fill(c->arena, line, values, COUNT_OF(values)), S("\n") };
    return cli_print(c, str_join(c->arena, pieces, 2, S("")));
}

/* ---- book import ----------------------------------------------------------------------------- */

static const err *book_import(cli *c)
{
    struct meter meter = { .begun_ns = clock_mono_ns() };
    const struct exchange_progress progress = { meter_tell, &meter };
    struct exchange_report report = { 0 };
    bool dry_run = cli_flag(c, "--dry-run");
    TRY(cli_arguments(c, 1, SIZE_MAX, "book import " USAGE));
    if (!dry_run)
        FAIL(c->arena, ERR_USAGE,
             "this version says what files hold, and takes nothing in yet: book import " USAGE);
    for (size_t i = 0; i < c->n_args; i++)
        exchange_look(c->arena, c->args[i], isatty(STDERR_FILENO) ? &progress : NULL, &report);
    meter_end(&meter);
    TRY(c->json ? print_json(c, &report) : print_text(c, &report));
    if (report.files_read == 0)
        FAIL(c->arena, report.worst, "nothing could be read of any file");
    return NULL;
}

const struct verb exchange_cli_verbs[] = {
    { "book import", USAGE, "says what files of people, mails, chats and meetings hold",
      book_import },
    { 0 }
};
