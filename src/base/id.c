/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * id.c - random names from libsodium, UUIDs from libuuid.
 */
#include "base/id.h"

#include <pthread.h>
#include <sodium.h>
#include <stdbool.h>
#include <string.h>
#include <uuid/uuid.h>

#include "base/attr.h"
#include "base/check.h"

#define TOKEN_CHARS ((size_t)26)
#define SHORT_MAX ((size_t)64)
#define UUID_CHARS ((size_t)36)

/* The namespace of names that this program makes into UUIDs. Drawn once at random; it never
 * changes, since calendars that people have subscribed to hold UUIDs made with it. */
static const uuid_t namespace_own = { 0x6b, 0x1d, 0x0c, 0x52, 0x8e, 0x3f, 0x4a, 0x97,
                                      0xb4, 0x20, 0x5d, 0xe7, 0x31, 0xc9, 0x7a, 0x06 };

static void sodium_start(void)
{
    ASSERT(sodium_init() >= 0);
}

static void sodium_ready(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;
    pthread_once(&once, sodium_start);
}

str id_short(arena *a, size_t n)
{
    /* 32 letters: five bits of a random byte each, without a bias. */
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz234567";
    ASSERT(n <= SHORT_MAX);
    sodium_ready();
    unsigned char random[SHORT_MAX] = { 0 };
    randombytes_buf(random, n);
    char *text = arena_alloc(a, n);
    for (size_t i = 0; i < n; i++)
        text[i] = letters[random[i] & 31];
    sodium_memzero(random, sizeof(random));
    return (str){ text, n };
}

str id_token(arena *a)
{
    return id_short(a, TOKEN_CHARS);
}

static str uuid_text(arena *a, const uuid_t uuid)
{
    char text[UUID_STR_LEN] = { 0 };
    uuid_unparse_lower(uuid, text);
    return str_copy(a, str_of(text));
}

str id_uuid(arena *a)
{
    uuid_t uuid = { 0 };
    uuid_generate_random(uuid);
    return uuid_text(a, uuid);
}

str id_uuid_of(arena *a, str name)
{
    uuid_t uuid = { 0 };
    uuid_generate_sha1(uuid, namespace_own, name.n > 0 ? name.p : "", name.n);
    return uuid_text(a, uuid);
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

bool id_is_uuid(str s)
{
    if (s.n != UUID_CHARS)
        return false;
    for (size_t i = 0; i < s.n; i++) {
        bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? s.p[i] != '-' : !is_hex(s.p[i]))
            return false;
    }
    return true;
}

str id_digest(arena *a, str token)
{
    unsigned char digest[32] = { 0 };
    size_t size = sizeof(digest) * 2 + 1;
    char *text = arena_alloc(a, size);
    sodium_ready();
    crypto_generichash(digest, sizeof(digest), (const unsigned char *)token.p, token.n, NULL, 0);
    sodium_bin2hex(text, size, digest, sizeof(digest));
    return (str){ text, size - 1 };
}

bool id_same(str a, str b)
{
    /* The length is no secret. */
    return a.n == b.n && (a.n == 0 || sodium_memcmp(a.p, b.p, a.n) == 0);
}
