/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * book_seal.h - sensitive words: sealed with a key that stands beside the store, in
 * DIR/sensitive.key (64 hex digits, mode 0600, made when first needed).
 *
 * XSalsa20-Poly1305 (libsodium's crypto_secretbox), a random nonce before the words. The account is
 * sealed in with them, so that a row copied into another book does not open there. Who has the
 * store and not the key, as in a backup, cannot read them; who loses the key has lost them.
 */
#ifndef FEATURE_BOOK_BOOK_SEAL_H
#define FEATURE_BOOK_BOOK_SEAL_H

#include "feature/book/book.h"

/* The name of the key's file in the data folder. */
#define BOOK_SEAL_FILE "sensitive.key"

/* ERR_BROKEN where the key cannot be made or read: then nothing is stored. */
MUST const err *book_seal(store *s, arena *a, account_id owner, str words, str *ret_sealed);
/* False where the key is missing, or another one, or the bytes were changed. */
MUST bool book_seal_open(store *s, arena *a, account_id owner, str sealed, str *ret_words);
/* The key's file is there. */
bool book_seal_key_there(store *s, arena *a);

#endif
