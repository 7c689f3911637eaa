/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keep_seal.h - a backup in one encrypted file.
 *
 *   "netzarbeit-sealed-1\n"   20 bytes
 *   salt                      16 bytes: the key is Argon2id of the passphrase (256 MiB, 3 rounds)
 *   header                    24 bytes, of libsodium's secretstream (XChaCha20-Poly1305)
 *   chunks                    each 64 KiB and 17 bytes, the last one shorter; the first one is
 * bound to what stands before it, the last one is marked as such
 *
 * Sealed in it: 4 bytes, the length of the key of sensitive notes (little endian, 0: left out),
 * that key as its file holds it, then the store. A wrong passphrase, a changed bit, a chunk
 * missing, doubled or moved, and a file that was cut off are all told; nothing of such a file is
 * taken.
 */
#ifndef APP_KEEP_SEAL_H
#define APP_KEEP_SEAL_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

/* Shorter ones are refused: who has the file can try as many as they like. */
#define KEEP_PASSPHRASE_MIN 12

/* The file at `from` and the key (may be empty) become the file `to`, which must not be there
 * (ERR_CONFLICT), readable by its owner only and on the disk. */
MUST const err *keep_seal(arena *a, str from, str key, str passphrase, str to);
/* True where the file begins like one of these. */
MUST const err *keep_sealed(arena *a, str file, bool *ret);
/* `from` becomes the new file `to`, and the key of sensitive notes, empty where it was left out.
 * ERR_INVALID: wrong passphrase or damaged; then there is no `to`. */
MUST const err *keep_unseal(arena *a, str from, str passphrase, str to, str *ret_key);

#endif
