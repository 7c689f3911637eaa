/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * keep.h - the commands that keep the store: backup FILE, restore FILE. An encrypted copy is
 * keep_seal.h's.
 *
 * A backup is without the key of the sensitive notes, so that who finds it cannot read them;
 * --with-key puts it in (encrypted) or beside it as FILE.key. A restore takes it into a folder that
 * has no key.
 */
#ifndef APP_KEEP_H
#define APP_KEEP_H

#include "app/options.h"

MUST const err *keep_backup(arena *a, const struct options *o);
/* ERR_BUSY while the house is open. */
MUST const err *keep_restore(arena *a, const struct options *o);

#endif
