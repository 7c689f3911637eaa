/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keep.h - the commands that keep the store: backup FILE, restore FILE. An encrypted copy is
 * keep_seal.h's; the key of sensitive notes is left out of every copy unless --with-key asks for it
 * (encrypted: inside; else beside it, FILE.key).
 */
#ifndef APP_KEEP_H
#define APP_KEEP_H

#include "app/options.h"

MUST const err *keep_backup(arena *a, const struct options *o);
/* ERR_BUSY while the house is open. */
MUST const err *keep_restore(arena *a, const struct options *o);

#endif
