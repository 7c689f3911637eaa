/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * origin.c - see origin.h. A token is NONCE and keyed BLAKE2b (NONCE, session cookie).
 */
#include "web/origin.h"

#include <sodium.h>

#include "base/check.h"
#include "base/id.h"

#define ORIGIN_NONCE 16

/* The port that a scheme has anyway is not written by browsers, but may stand in a Host field. */
static str origin_without_port(str authority, str scheme)
{
    str port = str_eq_nocase(scheme, S("https")) ? S(":443") : S(":80");
    return str_ends(authority, port) ? str_sub(authority, 0, authority.n - port.n) : authority;
}

/* Cuts "https://house.example/" into its two halves; false where it has no such form. */
static bool origin_split(str url, str *ret_scheme, str *ret_authority)
{
    size_t slashes = str_find(url, S("://"));
    if (slashes == url.n)
        return false;
    *ret_scheme = str_sub(url, 0, slashes);
    str rest = { 0 };
    (void)str_cut(str_sub(url, slashes + 3, url.n), '/', ret_authority, &rest);
    return str_eq_nocase(*ret_scheme, S("http")) || str_eq_nocase(*ret_scheme, S("https"));
}

static bool origin_same(str origin, str authority, str url)
{
    str scheme = { 0 };
    str host = { 0 };
    str our_scheme = { 0 };
    str our_host = { 0 };

    if (!origin_split(origin, &scheme, &host) || host.n == 0)
        return false;
    host = origin_without_port(host, scheme);
    if (str_eq_nocase(host, origin_without_port(authority, scheme)))
        return true;
    return origin_split(url, &our_scheme, &our_host) && str_eq_nocase(scheme, our_scheme) &&
           str_eq_nocase(host, origin_without_port(our_host, our_scheme));
}

enum origin_verdict origin_judge(str fetch_site, str origin, str authority, str url)
{
    if (fetch_site.p != NULL && !str_eq_nocase(fetch_site, S("same-origin")) &&
        !str_eq_nocase(fetch_site, S("none")))
        return ORIGIN_FOREIGN;
    if (origin.p != NULL && !origin_same(origin, authority, url))
        return ORIGIN_FOREIGN;
    return fetch_site.p == NULL && origin.p == NULL ? ORIGIN_UNSAID : ORIGIN_OURS;
}

static str origin_seal(arena *a, const uint8_t secret[32], str session, str nonce)
{
    unsigned char digest[crypto_generichash_BYTES];
    char hex[2 * sizeof digest + 1];
    str said = str_join(a, (str[]){ nonce, session }, 2, S(" "));

    int failed = crypto_generichash(digest, sizeof digest, (const unsigned char *)said.p, said.n,
                                    secret, 32);
    ASSERT(failed == 0);
    sodium_bin2hex(hex, sizeof hex, digest, sizeof digest);
    return str_join(a, (str[]){ nonce, { hex, 2 * sizeof digest } }, 2, S(""));
}

str origin_token(arena *a, const uint8_t secret[32], str session)
{
    return origin_seal(a, secret, session, id_short(a, ORIGIN_NONCE));
}

bool origin_token_valid(arena *a, const uint8_t secret[32], str session, str token)
{
    if (token.n <= ORIGIN_NONCE || session.n == 0)
        return false;
    return id_same(token, origin_seal(a, secret, session, str_sub(token, 0, ORIGIN_NONCE)));
}
