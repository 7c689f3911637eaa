/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_keep.c - keeping the store: moving the log into the file, looking for damage, copies and
 * their way back.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/log.h"
#include "os/file.h"
#include "store/store_sqlite.h"

/* ---- checkpoint ------------------------------------------------------------------------------ */

/* Pages in the log above which writers are held for a moment: 16 MiB. */
#define LOG_MOST 4096

/* Moves what no reader still needs in its old form. `ret_pages` is the length of the log. On a
 * reader's connection, and never with another mode: the writer alone starts the log anew, so the
 * change is its own and no watch takes it for another process's. */
static const err *move_log(store *s, arena *a, int *ret_pages)
{
    int pages = 0, moved = 0;
    int rc =
        sqlite3_wal_checkpoint_v2(s->reader.db, NULL, SQLITE_CHECKPOINT_PASSIVE, &pages, &moved);
    /* Busy: another process does it just now. */
    if (rc != SQLITE_OK && rc != SQLITE_BUSY)
        return store_conn_error(a, &s->reader, rc, "checkpoint");
    *ret_pages = pages;
    return NULL;
}

static const err *move_rest(store *s, arena *a)
{
    int unused = 0;
    return move_log(s, a, &unused);
}

static const err *checkpoint(store *s, arena *a)
{
    int pages = 0;
    TRY(store_conn_open(a, s->pool->file, STORE_READER, &s->reader));
    TRY(move_log(s, a, &pages));
    /* Under steady writing there is always a rest, and the log would never start anew. */
    return pages > LOG_MOST ? store_tx_between(s, a, move_rest) : NULL;
}

const err *store_checkpoint(store_pool *pool, arena *a)
{
    store *s = store_new(pool);
    const err *e = checkpoint(s, a);
    store_free(s);
    return e;
}

/* ---- integrity ------------------------------------------------------------------------------- */

struct finding {
    str text;
};
static const col finding_cols[] = { COL(struct finding, text) };
static const query q_damage = { "SELECT integrity_check FROM pragma_integrity_check(20)"
                                " WHERE integrity_check <> 'ok'",
                                0, 1, finding_cols, sizeof(struct finding) };
static const query q_dangling = {
    "SELECT 'a row of ' || \"table\" || ' refers to nothing in ' || \"parent\""
    " FROM pragma_foreign_key_check LIMIT 20",
    0, 1, finding_cols, sizeof(struct finding)
};

static const err *add_findings(struct store_conn *c, arena *a, const query *q, buf *b)
{
    void *rows = NULL;
    size_t count = 0;
    TRY(store_conn_rows(c, a, q, NO_ARGS, &rows, &count));
    for (size_t i = 0; i < count; i++)
        buf_printf(b, "%.*s\n", STR_ARG(((const struct finding *)rows)[i].text));
    return NULL;
}

const err *store_conn_integrity(struct store_conn *c, arena *a, str *ret)
{
    buf b;
    buf_on_arena(&b, a, 64 << 10);
    TRY(add_findings(c, a, &q_damage, &b));
    TRY(add_findings(c, a, &q_dangling, &b));
    *ret = str_trim(buf_copy(&b, a));
    return NULL;
}

const err *store_integrity(store_pool *pool, arena *a, str *ret)
{
    struct store_conn c = { 0 };
    TRY(store_conn_open(a, pool->file, STORE_READER, &c));
    const err *e = store_conn_integrity(&c, a, ret);
    store_conn_close(&c);
    return e;
}

/* ---- copies ---------------------------------------------------------------------------------- */

/* All pages in one step, so that one snapshot is read, and no writer makes it begin again. */
static const err *copy_pages(arena *a, struct store_conn *from, struct store_conn *to)
{
    sqlite3_backup *b = sqlite3_backup_init(to->db, "main", from->db, "main");
    if (b == NULL)
        return store_conn_error(a, to, sqlite3_extended_errcode(to->db), "copy");
    int rc = sqlite3_backup_step(b, -1);
    (void)sqlite3_backup_finish(b);
    if (rc != SQLITE_DONE)
        FAIL(a, rc == SQLITE_BUSY || rc == SQLITE_LOCKED ? ERR_BUSY : ERR_BROKEN,
             "cannot copy the store: %s (%d)", sqlite3_errstr(rc), rc);
    /* The copy of a store with a log says it has one too; a copy is to be one file. */
    return store_conn_exec(a, to, "PRAGMA journal_mode = DELETE");
}

/* A new file `name` in its folder, with the pages of `from`. */
static const err *copy_to(arena *a, struct store_conn *from, const char *folder, const char *name)
{
    struct store_conn to = { 0 };
    TRY(store_folder_touch(a, folder, name));
    TRY(store_conn_open(a, store_folder_file(a, folder, name), STORE_COPY, &to));
    const err *e = copy_pages(a, from, &to);
    store_conn_close(&to);
    return e;
}

/* Moves the finished copy to its name unless somebody else has it now. */
static const err *give_name(arena *a, const char *part, const char *file)
{
    TRY(store_folder_sync(a, part));
    if (renameat2(AT_FDCWD, part, AT_FDCWD, file, RENAME_NOREPLACE) != 0)
        FAIL(a, errno == EEXIST ? ERR_CONFLICT : ERR_BROKEN, "cannot make %s: %s", file,
             strerrordesc_np(errno));
    return store_folder_sync(a, file);
}

static const err *backup(store_pool *pool, arena *a, const char *file, const char *part)
{
    struct store_conn from = { 0 };
    str all = str_of(part);
    const char *slash = strrchr(part, '/'); /* store_folder_plain put one there */
    str folder = str_sub(all, 0, (size_t)(slash - part));
    TRY(store_conn_open(a, pool->file, STORE_READER, &from));
    const err *e = copy_to(a, &from, str_c(a, folder), slash + 1);
    store_conn_close(&from);
    return e != NULL ? e : give_name(a, part, file);
}

const err *store_backup(store_pool *pool, arena *a, str file)
{
    const char *name = store_folder_plain(a, file);
    const char *part = str_format(a, "%s.part", name).p;
    if (file_exists(a, str_of(name)))
        FAIL(a, ERR_CONFLICT, "%s is there already", name);
    (void)unlink(part); /* of an attempt that was cut off */
    const err *e = backup(pool, a, name, part);
    if (e != NULL)
        (void)unlink(part);
    return e;
}

/* ---- the way back ---------------------------------------------------------------------------- */

/* The kept file, opened and seen to be a store. */
static const err *open_kept(arena *a, str file, struct store_conn *ret)
{
    bool empty = false;
    TRY(store_conn_open(a, store_folder_plain(a, file), STORE_READER, ret));
    const err *e = store_migrate_identity(ret, a, &empty);
    if (e == NULL && empty)
        e = err_new(a, ERR_INVALID, NULL, HERE, "the file is empty");
    if (e != NULL)
        store_conn_close(ret);
    return e;
}

static const err *renew(struct store_conn *c, arena *a)
{
    str found = { 0 };
    TRY(store_conn_integrity(c, a, &found));
    if (!str_empty(found))
        FAIL(a, ERR_INVALID, "the file is damaged: %.*s", STR_ARG(found));
    return store_migrate_new_epoch(c, a);
}

/* The file's contents in `part`, checked there, so that what was checked is what is taken. */
static const err *take_copy(arena *a, str file, const char *folder, const char *part)
{
    struct store_conn from = { 0 }, to = { 0 };
    const err *e = open_kept(a, file, &from);
    if (e != NULL)
        FAIL_CAUSE(a, ERR_INVALID, e, "cannot restore from %.*s", STR_ARG(file));
    e = copy_to(a, &from, folder, part);
    store_conn_close(&from);
    TRY(e);
    e = store_conn_open(a, store_folder_file(a, folder, part), STORE_COPY, &to);
    if (e == NULL)
        e = renew(&to, a);
    store_conn_close(&to);
    if (e != NULL)
        FAIL_CAUSE(a, ERR_INVALID, e, "cannot restore from %.*s", STR_ARG(file));
    return NULL;
}

/* The old store's log would be taken for the new store's. Where the old one can still be opened,
 * the log goes into its file first: it stays whole until the very rename. */
static const err *drop_log(arena *a, const char *file)
{
    struct store_conn old = { 0 };
    const err *e = store_conn_open(a, file, STORE_WRITER, &old);
    if (e == NULL)
        e = store_conn_exec(a, &old, "PRAGMA wal_checkpoint(TRUNCATE)");
    if (e != NULL)
        log_line(LOG_WARN, "store", "the replaced store could not be read: %.*s",
                 STR_ARG(err_text(a, e)));
    store_conn_close(&old);
    (void)unlink(str_format(a, "%s-wal", file).p);
    (void)unlink(str_format(a, "%s-shm", file).p);
    return file_exists(a, str_of(file)) ? store_folder_sync(a, file) : NULL;
}

static const err *replace(arena *a, str file, const char *folder)
{
    const char *now = store_folder_file(a, folder, STORE_FILE);
    const char *part = store_folder_file(a, folder, STORE_FILE ".part");
    (void)unlink(part); /* of an attempt that was cut off */
    const err *e = take_copy(a, file, folder, STORE_FILE ".part");
    if (e == NULL)
        e = store_folder_sync(a, part);
    if (e == NULL)
        e = drop_log(a, now);
    if (e == NULL && rename(part, now) != 0)
        e = err_new(a, ERR_BROKEN, NULL, HERE, "cannot make %s: %s", now, strerrordesc_np(errno));
    if (e == NULL)
        return store_folder_sync(a, now);
    (void)unlink(part);
    return e;
}

const err *store_restore(arena *a, str folder, str file)
{
    const char *absolute = NULL;
    int lock = -1;
    if (!file_exists(a, file))
        FAIL(a, ERR_MISSING, "there is no file %.*s", STR_ARG(file));
    TRY(store_folder_make(a, folder, &absolute));
    TRY(store_folder_lock(a, absolute, true, &lock));
    const err *e = replace(a, file, absolute);
    file_unlock(lock);
    return e;
}
