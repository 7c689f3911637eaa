/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_folder.c - the data folder: its files, their modes, its locks. Personal data is in it, so
 * nobody but its owner may look.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "os/file.h"
#include "store/store_sqlite.h"

static const err *file_error(arena *a, const char *doing, const char *file)
{
    int code = errno;
    FAIL(a, file_kind(code), "cannot %s %s: %s", doing, file, strerrordesc_np(code));
}

const char *store_folder_file(arena *a, const char *folder, const char *name)
{
    return str_format(a, "%s/%s", folder, name).p;
}

static const err *sync_one(arena *a, const char *file, int flags)
{
    int fd = open(file, flags | O_CLOEXEC);
    if (fd < 0)
        return file_error(a, "open", file);
    const err *e = fsync(fd) == 0 ? NULL : file_error(a, "sync", file);
    (void)close(fd);
    return e;
}

const err *store_folder_sync(arena *a, const char *file)
{
    const char *slash = strrchr(file, '/');
    str folder = slash == NULL ? S(".") : (str){ file, (size_t)(slash - file) };
    TRY(sync_one(a, file, O_RDONLY));
    return sync_one(a, slash == file ? "/" : str_c(a, folder), O_RDONLY | O_DIRECTORY);
}

const err *store_folder_make(arena *a, str folder, const char **ret)
{
    TRY(file_make_folder(a, folder));
    char *absolute = realpath(str_c(a, folder), NULL);
    if (absolute == NULL)
        return file_error(a, "find the folder", str_c(a, folder));
    *ret = str_c(a, str_of(absolute));
    free(absolute);
    return NULL;
}

const err *store_folder_touch(arena *a, const char *folder, const char *name)
{
    const char *file = store_folder_file(a, folder, name);
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_error(a, "open", file);
    (void)close(fd);
    return NULL;
}

const err *store_folder_lock(arena *a, const char *folder, bool alone, int *ret_fd)
{
    const char *file = store_folder_file(a, folder, "store.lock");
    int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        return file_error(a, "open", file);
    if (flock(fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) != 0) {
        bool held = errno == EWOULDBLOCK;
        const err *e =
            held ? err_new(a, ERR_BUSY, NULL, HERE, "%s is open, or being restored", folder)
                 : file_error(a, "lock", file);
        (void)close(fd);
        return e;
    }
    *ret_fd = fd;
    return NULL;
}

const char *store_folder_plain(arena *a, str file)
{
    return str_format(a, "%s%.*s", str_starts(file, S("/")) ? "" : "./", STR_ARG(file)).p;
}
