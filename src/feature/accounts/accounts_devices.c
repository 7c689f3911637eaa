/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_devices.c - the rules of one person's devices.
 *
 * A code has 22^8 values and is good for ten minutes. All networks together have 40,960 wrong tries
 * an hour (accounts_tries.c), so a code that is open is hit once in a million such hours.
 */
#include "feature/accounts/accounts_devices.h"

#include <string.h>

#include "base/check.h"
#include "base/clock.h"
#include "base/id.h"
#include "feature/accounts/accounts.h"
#include "feature/accounts/accounts_store.h"

#define DEVICE_LINK_MS ((int64_t)10 * 60 * 1000)
#define CODE_LENGTH 8

/* Of [a-z2-7], what cannot be taken for another: without i, l, o; s and 5, z and 2, b's 6, q beside
 * g, v beside u. */
static const char code_alphabet[] = "abcdefghjkmnprtuwxy347";

const err *accounts_devices(store *s, arena *a, int64_t account, struct device_list *ret)
{
    return accounts_store_devices(s, a, account, clock_now_ms(), ret);
}

const err *accounts_device_end(store *s, arena *a, int64_t account, int64_t session)
{
    TX(t, s, a);
    TRY(accounts_store_end_session(s, a, account, session));
    return tx_commit(&t);
}

const err *accounts_devices_end_others(store *s, arena *a, int64_t account, int64_t session)
{
    TX(t, s, a);
    TRY(accounts_store_end_other_sessions(s, a, account, session));
    TRY(accounts_store_delete_unused_links(s, a, account));
    return tx_commit(&t);
}

static bool in_alphabet(char c)
{
    return c != '\0' && strchr(code_alphabet, c) != NULL;
}

/* Random characters with those that are not of the alphabet left out: each of the rest is as likely
 * as another. */
static str new_code(arena *a)
{
    char *code = arena_alloc(a, CODE_LENGTH);
    for (size_t n = 0; n < CODE_LENGTH;) {
        char c = id_short(a, 1).p[0];
        if (in_alphabet(c))
            code[n++] = c;
    }
    return (str){ code, CODE_LENGTH };
}

/* What was meant by what was typed; absent where it is no code. */
static str code_read(arena *a, str typed)
{
    str lower = str_lower(a, typed);
    char *code = arena_alloc(a, CODE_LENGTH);
    size_t n = 0;
    for (size_t i = 0; i < lower.n; i++) {
        char c = lower.p[i];
        if (c == ' ' || c == '-')
            continue;
        if (n == CODE_LENGTH || !in_alphabet(c))
            return (str){ 0 };
        code[n++] = c;
    }
    return n == CODE_LENGTH ? (str){ code, n } : (str){ 0 };
}

str accounts_device_code_shown(arena *a, str code)
{
    str groups[] = { str_sub(code, 0, CODE_LENGTH / 2), str_sub(code, CODE_LENGTH / 2, code.n) };
    return str_join(a, groups, COUNT_OF(groups), S(" "));
}

const err *accounts_device_link(store *s, arena *a, int64_t account, str *ret_token, str *ret_code)
{
    str token = id_token(a), code = new_code(a);
    int64_t now = clock_now_ms();
    TX(t, s, a);
    TRY(accounts_store_delete_codes(s, a, account));
    TRY(accounts_store_insert_link(
        s, a,
        &(struct accounts_link_row){ .digest = id_digest(a, token),
                                     .code = id_digest(a, code),
                                     .account = account,
                                     .created_ms = now,
                                     .expires_ms = now + DEVICE_LINK_MS }));
    TRY(tx_commit(&t));
    *ret_token = token;
    *ret_code = code;
    return NULL;
}

const err *accounts_device_sign_in(store *s, arena *a, str typed, str *ret_session_token)
{
    str code = code_read(a, typed), token = { 0 };
    int64_t account = 0;
    bool found = false;
    TX(t, s, a);
    if (code.p != NULL)
        TRY(accounts_store_use_code(s, a, id_digest(a, code), clock_now_ms(), &account, &found));
    if (!found)
        FAIL(a, ERR_GONE, "sign-in code unknown, used or expired");
    TRY(accounts_session_new(s, a, account, &token));
    TRY(tx_commit(&t));
    *ret_session_token = token;
    return NULL;
}
