/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * foreign.h - what kind a file is, by its first bytes: its name is asked only where they leave it
 * open.
 */
#ifndef ENGINE_FOREIGN_FOREIGN_H
#define ENGINE_FOREIGN_FOREIGN_H

#include "base/arena.h"
#include "base/str.h"

enum foreign_kind {
    FOREIGN_CARDS,    /* vCard or jCard: engine/card */
    FOREIGN_TABLE,    /* CSV of people, messages, invitations: engine/people */
    FOREIGN_WHATSAPP, /* engine/chat, and the following three */
    FOREIGN_MAIL,
    FOREIGN_MEETINGS,
    FOREIGN_ARCHIVE,
    FOREIGN_UNKNOWN /* a picture, a programme, text of no known form */
};

/* As many bytes are enough; fewer where the file is shorter. */
#define FOREIGN_SAMPLE ((size_t)16 << 10)

/* `name`: of the file, may be absent. */
enum foreign_kind foreign_kind(arena *a, str sample, str name);

#endif
