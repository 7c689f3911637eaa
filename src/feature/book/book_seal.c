/* SPDX-License-Identifier: AGPL-3.0-or-later */
#include "feature/book/book_seal.h"

#include <inttypes.h>
#include <sodium.h>
#include <string.h>

#include "os/file.h"

#define KEY_FILE_MAX ((size_t)4096)
#define NONCE crypto_secretbox_NONCEBYTES
#define MAC crypto_secretbox_MACBYTES

struct key {
    unsigned char bytes[crypto_secretbox_KEYBYTES];
};

static str key_path(store *s, arena *a)
{
    str folder = store_place(store_pool_of(s));
    return str_format(a, "%.*s/" BOOK_SEAL_FILE, STR_ARG(folder));
}

bool book_seal_key_there(store *s, arena *a)
{
    return file_exists(a, key_path(s, a));
}

static const err *read_key(store *s, arena *a, struct key *ret)
{
    str path = key_path(s, a), text = { 0 };
    size_t n = 0;
    TRY(file_read(a, path, KEY_FILE_MAX, &text));
    text = str_trim(text);
    if (sodium_hex2bin(ret->bytes, sizeof ret->bytes, text.p, text.n, NULL, &n, NULL) != 0 ||
        n != sizeof ret->bytes || text.n != 2 * n)
        FAIL(a, ERR_BROKEN, "%.*s is no key of 64 hex digits", STR_ARG(path));
    return NULL;
}

/* Two processes that both need the first key agree by the lock. */
static const err *make_key(store *s, arena *a, struct key *ret)
{
    str path = key_path(s, a);
    char hex[2 * sizeof ret->bytes + 1];
    TX(t, s, a); /* the store's one writer is the lock */
    if (file_exists(a, path))
        return read_key(s, a, ret);
    crypto_secretbox_keygen(ret->bytes);
    sodium_bin2hex(hex, sizeof hex, ret->bytes, sizeof ret->bytes);
    TRY(file_write(a, path, str_format(a, "%s\n", hex)));
    sodium_memzero(hex, sizeof hex);
    return tx_commit(&t);
}

/* The words with the account before them. */
static str with_account(arena *a, account_id owner, str words)
{
    return str_format(a, "%" PRId64 "\n%.*s", owner.v, STR_ARG(words));
}

const err *book_seal(store *s, arena *a, account_id owner, str words, str *ret_sealed)
{
    struct key key = { 0 };
    str plain = with_account(a, owner, words);
    unsigned char *out = arena_alloc(a, NONCE + MAC + plain.n);
    TRY(book_seal_key_there(s, a) ? read_key(s, a, &key) : make_key(s, a, &key));
    randombytes_buf(out, NONCE);
    crypto_secretbox_easy(out + NONCE, (const unsigned char *)plain.p, plain.n, out, key.bytes);
    sodium_memzero(&key, sizeof key);
    *ret_sealed = (str){ (const char *)out, NONCE + MAC + plain.n };
    return NULL;
}

bool book_seal_open(store *s, arena *a, account_id owner, str sealed, str *ret_words)
{
    struct key key = { 0 };
    str head = { 0 }, tail = { 0 };
    const unsigned char *bytes = (const unsigned char *)sealed.p;
    if (sealed.n < NONCE + MAC || read_key(s, a, &key) != NULL)
        return false;
    size_t n = sealed.n - NONCE - MAC;
    unsigned char *plain = arena_alloc(a, n);
    bool open =
        crypto_secretbox_open_easy(plain, bytes + NONCE, sealed.n - NONCE, bytes, key.bytes) == 0;
    sodium_memzero(&key, sizeof key);
    str account = str_format(a, "%" PRId64, owner.v);
    if (!open || !str_cut((str){ (const char *)plain, n }, '\n', &head, &tail) ||
        !str_eq(head, account))
        return false;
    *ret_words = tail;
    return true;
}
