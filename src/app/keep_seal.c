/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "app/keep_seal.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/utf8.h"
#include "os/file.h"

#define MAGIC "netzarbeit-sealed-1\n"
#define MAGIC_N (sizeof MAGIC - 1)
#define SALT crypto_pwhash_SALTBYTES
#define HEADER crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define TAIL crypto_secretstream_xchacha20poly1305_ABYTES
#define FINAL crypto_secretstream_xchacha20poly1305_TAG_FINAL
#define CHUNK ((size_t)64 << 10)
#define KEY_MAX 4096

typedef crypto_secretstream_xchacha20poly1305_state stream;

/* Two open files, and what is sealed between them. */
struct sealing {
    arena *arena;
    str from_name, to_name;
    FILE *from, *to;
    stream stream;
    unsigned char head[MAGIC_N + SALT + HEADER];
    unsigned char plain[CHUNK];
    unsigned char sealed[CHUNK + TAIL];
};

static void close_both(void *arg)
{
    struct sealing *s = arg;
    if (s->from != NULL)
        (void)fclose(s->from);
    if (s->to != NULL)
        (void)fclose(s->to);
    sodium_memzero(s, sizeof *s);
}

static const err *broken(arena *a, str name)
{
    FAIL(a, file_kind(errno), "%.*s: %s", STR_ARG(name), strerrordesc_np(errno));
}

static const err *open_both(arena *a, str from, str to, struct sealing **ret)
{
    struct sealing *s = NEW(a, struct sealing);
    *s = (struct sealing){ .arena = a, .from_name = from, .to_name = to };
    arena_defer(a, close_both, s);
    s->from = fopen(str_c(a, from), "rbe");
    if (s->from == NULL)
        return broken(a, from);
    int fd = open(str_c(a, to), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOCTTY, 0600);
    if (fd < 0 && errno == EEXIST)
        FAIL(a, ERR_CONFLICT, "%.*s is there already", STR_ARG(to));
    if (fd < 0 || (s->to = fdopen(fd, "wb")) == NULL)
        return broken(a, to);
    *ret = s;
    return NULL;
}

/* On the disk, and under its name. */
static const err *finish(struct sealing *s)
{
    if (fflush(s->to) != 0 || fsync(fileno(s->to)) != 0)
        return broken(s->arena, s->to_name);
    return NULL;
}

static const err *put(struct sealing *s, const unsigned char *bytes, size_t n)
{
    if (fwrite(bytes, 1, n, s->to) != n)
        return broken(s->arena, s->to_name);
    return NULL;
}

static const err *key_of(arena *a, str passphrase, const unsigned char *salt,
                         unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES])
{
    if (crypto_pwhash(key, crypto_secretstream_xchacha20poly1305_KEYBYTES, passphrase.p,
                      passphrase.n, salt, crypto_pwhash_OPSLIMIT_MODERATE,
                      crypto_pwhash_MEMLIMIT_MODERATE, crypto_pwhash_ALG_ARGON2ID13) != 0)
        FAIL(a, ERR_BUSY, "the passphrase needs 256 MiB of memory, which are not free");
    return NULL;
}

/* ---- sealing --------------------------------------------------------------------------------- */

static const err *begin_sealing(struct sealing *s, str passphrase)
{
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    memcpy(s->head, MAGIC, MAGIC_N);
    randombytes_buf(s->head + MAGIC_N, SALT);
    TRY(key_of(s->arena, passphrase, s->head + MAGIC_N, key));
    crypto_secretstream_xchacha20poly1305_init_push(&s->stream, s->head + MAGIC_N + SALT, key);
    sodium_memzero(key, sizeof key);
    return put(s, s->head, sizeof s->head);
}

/* One chunk; the first is bound to the head. */
static const err *push(struct sealing *s, size_t n, bool first, bool last)
{
    unsigned long long out = 0;
    crypto_secretstream_xchacha20poly1305_push(&s->stream, s->sealed, &out, s->plain, n,
                                               first ? s->head : NULL, first ? sizeof s->head : 0,
                                               last ? FINAL : 0);
    return put(s, s->sealed, (size_t)out);
}

static const err *seal_all(struct sealing *s, str key)
{
    size_t n = 4 + key.n;
    for (size_t i = 0; i < 4; i++)
        s->plain[i] = (unsigned char)(key.n >> (8 * i));
    memcpy(s->plain + 4, key.p == NULL ? "" : key.p, key.n);
    for (bool first = true, last = false; !last; first = false, n = 0) {
        n += fread(s->plain + n, 1, CHUNK - n, s->from);
        if (ferror(s->from))
            return broken(s->arena, s->from_name);
        last = n < CHUNK;
        TRY(push(s, n, first, last));
    }
    return NULL;
}

const err *keep_seal(arena *a, str from, str key, str passphrase, str to)
{
    struct sealing *s = NULL;
    if (utf8_count(passphrase) < KEEP_PASSPHRASE_MIN)
        FAIL(a, ERR_INVALID, "a passphrase of less than %d characters is soon guessed",
             KEEP_PASSPHRASE_MIN);
    if (key.n > KEY_MAX)
        FAIL(a, ERR_INVALID, "a key of more than %d bytes", KEY_MAX);
    TRY(open_both(a, from, to, &s));
    const err *e = begin_sealing(s, passphrase);
    if (e == NULL)
        e = seal_all(s, key);
    if (e == NULL)
        e = finish(s);
    if (e != NULL)
        (void)unlink(str_c(a, to));
    return e;
}

/* ---- opening --------------------------------------------------------------------------------- */

const err *keep_sealed(arena *a, str file, bool *ret)
{
    char begin[MAGIC_N] = { 0 };
    FILE *f = fopen(str_c(a, file), "rbe");
    if (f == NULL)
        return broken(a, file);
    size_t n = fread(begin, 1, sizeof begin, f);
    (void)fclose(f);
    *ret = n == MAGIC_N && memcmp(begin, MAGIC, MAGIC_N) == 0;
    return NULL;
}

static const err *begin_opening(struct sealing *s, str passphrase)
{
    unsigned char key[crypto_secretstream_xchacha20poly1305_KEYBYTES];
    if (fread(s->head, 1, sizeof s->head, s->from) != sizeof s->head ||
        memcmp(s->head, MAGIC, MAGIC_N) != 0)
        FAIL(s->arena, ERR_INVALID, "%.*s is no encrypted backup", STR_ARG(s->from_name));
    TRY(key_of(s->arena, passphrase, s->head + MAGIC_N, key));
    int rc =
        crypto_secretstream_xchacha20poly1305_init_pull(&s->stream, s->head + MAGIC_N + SALT, key);
    sodium_memzero(key, sizeof key);
    if (rc != 0)
        FAIL(s->arena, ERR_INVALID, "%.*s is damaged", STR_ARG(s->from_name));
    return NULL;
}

/* The key at the beginning of the first chunk, and where the store begins. */
static const err *take_key(struct sealing *s, size_t n, str *ret_key, size_t *ret_at)
{
    size_t key_n = 0;
    for (size_t i = 0; n >= 4 && i < 4; i++)
        key_n |= (size_t)s->plain[i] << (8 * i);
    if (n < 4 || key_n > KEY_MAX || 4 + key_n > n)
        FAIL(s->arena, ERR_INVALID, "%.*s is damaged", STR_ARG(s->from_name));
    *ret_key = str_copy(s->arena, (str){ (const char *)s->plain + 4, key_n });
    *ret_at = 4 + key_n;
    return NULL;
}

static const err *open_all(struct sealing *s, str *ret_key)
{
    unsigned char tag = 0;
    for (bool first = true; tag != FINAL; first = false) {
        unsigned long long n = 0;
        size_t at = 0, got = fread(s->sealed, 1, sizeof s->sealed, s->from);
        if (ferror(s->from))
            return broken(s->arena, s->from_name);
        if (got < TAIL && !first)
            FAIL(s->arena, ERR_INVALID, "%.*s was cut off: its end is missing",
                 STR_ARG(s->from_name));
        if (got < TAIL || crypto_secretstream_xchacha20poly1305_pull(
                              &s->stream, s->plain, &n, &tag, s->sealed, got,
                              first ? s->head : NULL, first ? sizeof s->head : 0) != 0)
            FAIL(s->arena, ERR_INVALID,
                 first ? "wrong passphrase, or the beginning of %.*s is damaged"
                       : "%.*s is damaged or was cut off",
                 STR_ARG(s->from_name));
        if (first)
            TRY(take_key(s, (size_t)n, ret_key, &at));
        TRY(put(s, s->plain + at, (size_t)n - at));
    }
    if (fgetc(s->from) != EOF)
        FAIL(s->arena, ERR_INVALID, "%.*s goes on behind its end", STR_ARG(s->from_name));
    return NULL;
}

const err *keep_unseal(arena *a, str from, str passphrase, str to, str *ret_key)
{
    struct sealing *s = NULL;
    str key = { 0 };
    TRY(open_both(a, from, to, &s));
    const err *e = begin_opening(s, passphrase);
    if (e == NULL)
        e = open_all(s, &key);
    if (e == NULL)
        e = finish(s);
    if (e != NULL)
        (void)unlink(str_c(a, to));
    else
        *ret_key = key;
    return e;
}
