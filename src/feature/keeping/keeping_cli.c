/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keeping_cli.c - export-dossier, person erase, account export, account delete.
 */
#include "feature/keeping/keeping_cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>

#include "base/json_text.h"
#include "feature/accounts/accounts.h"
#include "feature/book/book_part.h"
#include "feature/keeping/keeping.h"
#include "os/file.h"

/* ---- one person ------------------------------------------------------------------------------ */

static const err *export_dossier(cli *c)
{
    account_id owner = { 0 };
    struct person p = { 0 };
    json_t *told = NULL;
    TRY(cli_arguments(c, 1, 1, "export-dossier NAME"));
    TRY(book_cli_account(c, "export-dossier", &owner));
    TRY(book_person_named(c->store, c->arena, owner, c->args[0], &p));
    TRY(keeping_dossier(c->store, c->arena, owner, p.id, &told));
    str text = json_text_dump(c->arena, told, JSON_INDENT(2));
    TRY(cli_print(c, str_format(c->arena, "%.*s\n", STR_ARG(text))));
    cli_say(c, "Read it through before you hand it over: names of others are taken out, hints are "
               "not.");
    return NULL;
}

static const err *person_erase(cli *c)
{
    account_id owner = { 0 };
    struct person p = { 0 };
    bool sure = cli_flag(c, "--sure");
    TRY(cli_arguments(c, 1, 1, "person erase NAME --sure"));
    TRY(book_cli_account(c, "person erase", &owner));
    TRY(book_person_named(c->store, c->arena, owner, c->args[0], &p));
    if (!sure)
        FAIL(c->arena, ERR_USAGE, "erasing %.*s cannot be undone: add --sure",
             STR_ARG(p.called.name));
    return keeping_erase(c->store, c->arena, owner, p.id);
}

/* ---- the account ----------------------------------------------------------------------------- */

struct out_file {
    FILE *f;
    str name;
};

static const err *write_out(void *arg, arena *a, str line)
{
    struct out_file *out = arg;
    if (fwrite(line.p, 1, line.n, out->f) != line.n)
        FAIL(a, file_kind(errno), "cannot write %.*s: %s", STR_ARG(out->name),
             strerrordesc_np(errno));
    return NULL;
}

static const err *write_archive(cli *c, int64_t account, struct out_file *out)
{
    struct keeping_sink sink = { write_out, out };
    TRY(keeping_archive(c->store, c->arena, (account_id){ account }, &sink));
    if (fflush(out->f) != 0)
        FAIL(c->arena, file_kind(errno), "cannot write %.*s: %s", STR_ARG(out->name),
             strerrordesc_np(errno));
    return NULL;
}

/* Whose it is is named by the argument; its owner is told as by --account. */
static const err *account_of(cli *c, const char *what, struct account *ret)
{
    account_id owner = { 0 };
    c->account = c->args[0];
    TRY(book_cli_account(c, what, &owner));
    return accounts_get(c->store, c->arena, owner.v, ret);
}

static const err *account_export(cli *c)
{
    static const char usage[] = "account export EMAIL --out FILE";
    struct account one = { 0 };
    struct out_file out = { 0 };
    TRY(cli_option(c, "--out", &out.name));
    TRY(cli_arguments(c, 1, 1, usage));
    if (str_empty(out.name))
        FAIL(c->arena, ERR_USAGE, "usage: %s", usage);
    TRY(account_of(c, "account export", &one));
    char *name = str_c(c->arena, out.name);
    /* A file that is there is not written over; what is private is its owner's alone. */
    int fd = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd < 0 || (out.f = fdopen(fd, "w")) == NULL)
        FAIL(c->arena, errno == EEXIST ? ERR_CONFLICT : file_kind(errno), "cannot make %s: %s",
             name, strerrordesc_np(errno));
    const err *e = write_archive(c, one.id, &out);
    if (fclose(out.f) != 0 && e == NULL)
        e = err_new(c->arena, file_kind(errno), NULL, HERE, "cannot write %s: %s", name,
                    strerrordesc_np(errno));
    if (e != NULL)
        (void)remove(name);
    return e;
}

static const err *account_delete(cli *c)
{
    struct account one = { 0 };
    bool sure = cli_flag(c, "--sure");
    TRY(cli_arguments(c, 1, 1, "account delete EMAIL --sure"));
    TRY(account_of(c, "account delete", &one));
    if (!sure)
        FAIL(c->arena, ERR_USAGE, "deleting %.*s with the whole book cannot be undone: add --sure",
             STR_ARG(one.email));
    return keeping_account_delete(c->store, c->arena, (account_id){ one.id });
}

const struct verb keeping_verbs[] = {
    { "export-dossier", "NAME", "print all that is kept about somebody, others taken out (JSON)",
      export_dossier },
    { "person erase", "NAME --sure", "erase somebody with everything, for good", person_erase },
    { "account export", "EMAIL --out FILE", "write a whole account into one file", account_export },
    { "account delete", "EMAIL --sure", "delete an account with its book, for good",
      account_delete },
    { 0 }
};
