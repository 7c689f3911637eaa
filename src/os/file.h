/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * file.h - whole files: read with a ceiling, written so that a power cut leaves the old or the new.
 *
 * Kinds of error: ERR_MISSING no such file, ERR_DENIED no right to it, ERR_INVALID a name or thing
 * that cannot be meant (a folder where a file is asked for, a NUL in the name), else ERR_BROKEN.
 * Paths are relative to the working folder; texts of errors name them.
 */
#ifndef OS_FILE_H
#define OS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

/* Which of them an errno means. */
enum err_kind file_kind(int error);

/* The whole file on the arena; "-" is stdin. More than `max` bytes is ERR_INVALID. */
MUST const err *file_read(arena *a, str path, size_t max, str *ret);
/* A file that is read piece by piece, "-" is stdin. What was opened is closed by file_close. */
MUST const err *file_open(arena *a, str path, int *ret_fd);
/* The next piece, up to `room` bytes; 0 at the end. `path` is for the texts of errors. */
MUST const err *file_read_piece(arena *a, str path, int fd, char *to, size_t room, size_t *ret_n);
/* For CLEANUP; leaves stdin open, and -1 is allowed. */
void file_close(int *fd);

/* The file holds `bytes` and is on the disk, or it is as it was before; readable by its owner only.
 */
MUST const err *file_write(arena *a, str path, str bytes);
/* Something of that name is there and can be seen. */
bool file_exists(arena *a, str path);

/* The folder and those above it, as far as they are missing, with mode 0700. */
MUST const err *file_make_folder(arena *a, str path);
/* Bytes that an ordinary user may still write where `path` is. */
MUST const err *file_free_space(arena *a, str path, uint64_t *ret);

/* Takes a lock that ends with file_unlock or with the process; the file stays. ERR_TAKEN, naming
 * the process, if somebody else holds it (also somebody in this process). */
MUST const err *file_lock(arena *a, str path, int *ret_fd);
/* -1 is allowed. */
void file_unlock(int fd);

#endif
