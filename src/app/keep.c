/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/keep.h"

#include <stdio.h>
#include <unistd.h>

#include "app/features.h"
#include "app/keep_seal.h"
#include "feature/book/book_seal.h"
#include "os/file.h"
#include "store/store.h"

#define KEY_MAX ((size_t)4096)
#define PASSPHRASE_MAX ((size_t)1024)

/* What the line asks for besides the file. */
struct asked {
    str file;
    bool encrypt, with_key;
    str passphrase_file;
};

static const err *asked_of(arena *a, const struct options *o, const char *usage, struct asked *ret)
{
    struct asked k = { 0 };
    for (size_t i = 1; i < o->n_args; i++) {
        str word = o->args[i], head = { 0 }, tail = { 0 };
        if (str_eq(word, S("--encrypt")))
            k.encrypt = true;
        else if (str_eq(word, S("--with-key")))
            k.with_key = true;
        else if (str_eq(word, S("--passphrase-file")) && i + 1 < o->n_args)
            k.passphrase_file = o->args[++i];
        else if (str_cut(word, '=', &head, &tail) && str_eq(head, S("--passphrase-file")))
            k.passphrase_file = tail;
        else if (str_starts(word, S("--")) || k.file.p != NULL)
            FAIL(a, ERR_USAGE, "usage: %s", usage);
        else
            k.file = word;
    }
    if (str_empty(k.file))
        FAIL(a, ERR_USAGE, "usage: %s", usage);
    *ret = k;
    return NULL;
}

/* The first line of the file; "-" is stdin. */
static const err *passphrase_of(arena *a, const struct asked *k, str *ret)
{
    str text = { 0 }, tail = { 0 };
    if (str_empty(k->passphrase_file))
        FAIL(a, ERR_USAGE,
             "--passphrase-file FILE says which file holds the passphrase (- is "
             "standard input)");
    TRY(file_read(a, k->passphrase_file, PASSPHRASE_MAX, &text));
    (void)str_cut(text, '\n', ret, &tail);
    *ret = str_trim(*ret);
    return NULL;
}

static str beside(arena *a, str folder, const char *name)
{
    return str_format(a, "%.*s/%s", STR_ARG(folder), name);
}

/* Empty where there is none. */
static const err *key_of(arena *a, str folder, str *ret)
{
    str path = beside(a, folder, BOOK_SEAL_FILE);
    *ret = S("");
    return file_exists(a, path) ? file_read(a, path, KEY_MAX, ret) : NULL;
}

/* ---- backup ---------------------------------------------------------------------------------- */

static const err *copy_store(arena *a, const struct options *o, str file)
{
    struct store_options so = { .folder = o->folder };
    store_pool *pool = NULL;
    features_migrations(a, &so.lists, &so.list_count);
    TRY(store_pool_open(a, &so, &pool));
    const err *e = store_backup(pool, a, file);
    store_pool_close(pool);
    return e;
}

/* The copy stands in the data folder, where the store itself does, until it is sealed. */
static const err *backup_sealed(arena *a, const struct options *o, const struct asked *k, str key)
{
    str passphrase = { 0 }, part = beside(a, o->folder, "backup.part");
    TRY(passphrase_of(a, k, &passphrase));
    if (file_exists(a, k->file))
        FAIL(a, ERR_CONFLICT, "%.*s is there already", STR_ARG(k->file));
    (void)unlink(str_c(a, part)); /* of an attempt that was cut off */
    const err *e = copy_store(a, o, part);
    if (e == NULL)
        e = keep_seal(a, part, key, passphrase, k->file);
    (void)unlink(str_c(a, part));
    return e;
}

const err *keep_backup(arena *a, const struct options *o)
{
    struct asked k = { 0 };
    str key = S("");
    TRY(asked_of(a, o, "backup FILE [--encrypt --passphrase-file FILE] [--with-key]", &k));
    if (k.with_key)
        TRY(key_of(a, o->folder, &key));
    if (k.encrypt)
        return backup_sealed(a, o, &k, key);
    str beside_it = str_format(a, "%.*s.key", STR_ARG(k.file));
    if (!str_empty(key) && file_exists(a, beside_it))
        FAIL(a, ERR_CONFLICT, "%.*s is there already", STR_ARG(beside_it));
    TRY(copy_store(a, o, k.file));
    /* Unencrypted it is a file of its own, so that it is not sent along unseen. */
    return str_empty(key) ? NULL : file_write(a, beside_it, key);
}

/* ---- restore --------------------------------------------------------------------------------- */

/* A key that is in the folder stays: notes that it sealed may be in the copy too. The copy's, where
 * it is another, is put beside it. */
static const err *put_key(arena *a, str folder, str key)
{
    str there = { 0 }, path = beside(a, folder, BOOK_SEAL_FILE);
    if (str_empty(key))
        return NULL;
    TRY(key_of(a, folder, &there));
    if (str_empty(there))
        return file_write(a, path, key);
    if (str_eq(str_trim(there), str_trim(key)))
        return NULL;
    str other = str_format(a, "%.*s.restored", STR_ARG(path));
    fprintf(stderr, "the key in the folder stays; that of the copy is in %.*s\n", STR_ARG(other));
    return file_write(a, other, key);
}

static const err *restore_sealed(arena *a, const struct options *o, const struct asked *k)
{
    str passphrase = { 0 }, key = { 0 }, part = beside(a, o->folder, "restore.part");
    TRY(passphrase_of(a, k, &passphrase));
    TRY(file_make_folder(a, o->folder));
    (void)unlink(str_c(a, part)); /* of an attempt that was cut off */
    TRY(keep_unseal(a, k->file, passphrase, part, &key));
    const err *e = store_restore(a, o->folder, part);
    (void)unlink(str_c(a, part));
    return e != NULL ? e : put_key(a, o->folder, key);
}

const err *keep_restore(arena *a, const struct options *o)
{
    struct asked k = { 0 };
    bool sealed = false;
    str key = S("");
    TRY(asked_of(a, o, "restore FILE [--passphrase-file FILE]", &k));
    if (!file_exists(a, k.file))
        FAIL(a, ERR_MISSING, "there is no file %.*s", STR_ARG(k.file));
    TRY(keep_sealed(a, k.file, &sealed));
    if (sealed)
        return restore_sealed(a, o, &k);
    TRY(store_restore(a, o->folder, k.file));
    str beside_it = str_format(a, "%.*s.key", STR_ARG(k.file));
    if (file_exists(a, beside_it))
        TRY(file_read(a, beside_it, KEY_MAX, &key));
    return put_key(a, o->folder, key);
}
