/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * file.c - whole files, folders and the lock of a folder.
 */
#include "os/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/buf.h"

#define CHUNK ((size_t)64 << 10)

enum err_kind file_kind(int error)
{
    switch (error) {
    case ENOENT:
    case ENOTDIR:
        return ERR_MISSING;
    case EACCES:
    case EPERM:
    case EROFS:
        return ERR_DENIED;
    case EISDIR:
    case ENAMETOOLONG:
    case ELOOP:
        return ERR_INVALID;
    default:
        return ERR_BROKEN;
    }
}

#define FAIL_ERRNO(a, path)                                                                        \
    FAIL(a, file_kind(errno), "%.*s: %s", STR_ARG(path), strerrordesc_np(errno))

/* NULL: no name of a file. C would silently cut one at its NUL, and mean another file. */
static char *path_c(arena *a, str path)
{
    return str_empty(path) || memchr(path.p, '\0', path.n) != NULL ? NULL : str_c(a, path);
}

#define FAIL_NAME(a, path) FAIL(a, ERR_INVALID, "no name of a file: '%.*s'", STR_ARG(path))

static void fd_close(int *fd)
{
    if (*fd >= 0)
        close(*fd);
}

MUST static const err *read_fd(arena *a, str path, int fd, buf *to)
{
    char *chunk = arena_alloc(a, CHUNK);
    for (;;) {
        ssize_t n = read(fd, chunk, CHUNK);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            FAIL_ERRNO(a, path);
        if (n == 0)
            return NULL;
        buf_add(to, (str){ chunk, (size_t)n });
        if (buf_full(to))
            FAIL(a, ERR_INVALID, "%.*s: larger than %zu bytes", STR_ARG(path), to->limit);
    }
}

const err *file_read(arena *a, str path, size_t max, str *ret)
{
    CLEANUP(fd_close) int opened = -1;
    CLEANUP(buf_free) buf content;
    buf_init(&content, max);
    int fd = STDIN_FILENO;
    if (!str_eq(path, S("-"))) {
        char *name = path_c(a, path);
        if (name == NULL)
            FAIL_NAME(a, path);
        fd = opened = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
        if (fd < 0)
            FAIL_ERRNO(a, path);
    }
    TRY(read_fd(a, path, fd, &content));
    *ret = buf_copy(&content, a);
    return NULL;
}

const err *file_open(arena *a, str path, int *ret_fd)
{
    struct stat st = { 0 };
    if (str_eq(path, S("-"))) {
        *ret_fd = STDIN_FILENO;
        return NULL;
    }
    char *name = path_c(a, path);
    if (name == NULL)
        FAIL_NAME(a, path);
    int fd = open(name, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    if (fd < 0)
        FAIL_ERRNO(a, path);
    if (fstat(fd, &st) == 0 && S_ISDIR(st.st_mode)) {
        close(fd);
        errno = EISDIR;
        FAIL_ERRNO(a, path);
    }
    *ret_fd = fd;
    return NULL;
}

const err *file_read_piece(arena *a, str path, int fd, char *to, size_t room, size_t *ret_n)
{
    ssize_t n;
    do
        n = read(fd, to, room);
    while (n < 0 && errno == EINTR);
    if (n < 0)
        FAIL_ERRNO(a, path);
    *ret_n = (size_t)n;
    return NULL;
}

void file_close(int *fd)
{
    if (*fd > STDIN_FILENO)
        close(*fd);
}

MUST static const err *write_fd(arena *a, str path, int fd, str bytes)
{
    while (bytes.n > 0) {
        ssize_t n = write(fd, bytes.p, bytes.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            FAIL_ERRNO(a, path);
        bytes = str_sub(bytes, (size_t)n, bytes.n);
    }
    if (fsync(fd) != 0)
        FAIL_ERRNO(a, path);
    return NULL;
}

static char *folder_of(arena *a, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL)
        return str_c(a, S("."));
    /* The folder of "/name" is "/" itself. */
    return str_c(a, (str){ path, slash == path ? 1 : (size_t)(slash - path) });
}

/* Until its folder is on the disk too, a new name may be lost. */
MUST static const err *sync_folder(arena *a, const char *path)
{
    char *folder = folder_of(a, path);
    CLEANUP(fd_close) int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0 || fsync(fd) != 0)
        FAIL_ERRNO(a, str_of(folder));
    return NULL;
}

const err *file_write(arena *a, str path, str bytes)
{
    char *name = path_c(a, path);
    if (name == NULL)
        FAIL_NAME(a, path);
    char *temporary = str_c(a, str_format(a, "%s.XXXXXX", name));
    CLEANUP(fd_close) int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        FAIL_ERRNO(a, path);
    const err *e = write_fd(a, path, fd, bytes);
    if (e == NULL && rename(temporary, name) != 0)
        e = err_new(a, file_kind(errno), NULL, HERE, "%s: %s", name, strerrordesc_np(errno));
    if (e != NULL) {
        unlink(temporary);
        return e;
    }
    return sync_folder(a, name);
}

bool file_exists(arena *a, str path)
{
    struct stat st;
    const char *name = path_c(a, path);
    return name != NULL && stat(name, &st) == 0;
}

MUST static const err *make_one(arena *a, const char *path)
{
    struct stat st;
    if (mkdir(path, 0700) == 0)
        return NULL;
    if (errno != EEXIST)
        FAIL_ERRNO(a, str_of(path));
    if (stat(path, &st) != 0)
        FAIL_ERRNO(a, str_of(path));
    if (!S_ISDIR(st.st_mode))
        FAIL(a, ERR_INVALID, "%s: is there, but is no folder", path);
    return NULL;
}

const err *file_make_folder(arena *a, str path)
{
    char *name = path_c(a, path);
    if (name == NULL)
        FAIL_NAME(a, path);
    for (size_t i = 1; i < path.n; i++) {
        if (name[i] != '/')
            continue;
        name[i] = '\0';
        TRY(make_one(a, name));
        name[i] = '/';
    }
    return make_one(a, name);
}

const err *file_free_space(arena *a, str path, uint64_t *ret)
{
    struct statvfs space;
    char *name = path_c(a, path);
    if (name == NULL)
        FAIL_NAME(a, path);
    if (statvfs(name, &space) != 0)
        FAIL_ERRNO(a, path);
    *ret = (uint64_t)space.f_bavail * space.f_frsize;
    return NULL;
}

/* The pid in the lock file is for people; what holds is the lock, which the kernel ends with us. */
MUST static const err *lock_taken(arena *a, str path, int fd)
{
    char pid[16] = "";
    ssize_t n = pread(fd, pid, sizeof(pid), 0);
    str text = str_trim((str){ pid, n > 0 ? (size_t)n : 0 });
    FAIL(a, ERR_TAKEN, "%.*s: held by process %.*s", STR_ARG(path),
         STR_ARG(str_empty(text) ? S("unknown") : text));
}

const err *file_lock(arena *a, str path, int *ret_fd)
{
    char *name = path_c(a, path);
    if (name == NULL)
        FAIL_NAME(a, path);
    CLEANUP(fd_close) int fd = open(name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (fd < 0)
        FAIL_ERRNO(a, path);
    if (flock(fd, LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return lock_taken(a, path, fd);
        FAIL_ERRNO(a, path);
    }
    str pid = str_format(a, "%ld\n", (long)getpid());
    if (ftruncate(fd, 0) != 0 || pwrite(fd, pid.p, pid.n, 0) != (ssize_t)pid.n)
        FAIL_ERRNO(a, path);
    *ret_fd = fd;
    fd = -1; /* the caller's now */
    return NULL;
}

void file_unlock(int fd)
{
    fd_close(&fd);
}
