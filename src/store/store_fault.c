/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_fault.c - a disk that fails, for the tests.
 */
#include <pthread.h>
#include <sqlite3.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/check.h"
#include "base/str.h"
#include "store/store_fault.h"

/* ---- which call fails ------------------------------------------------------------------------ */

static atomic_llong disk_left, memory_left, sync_left, power_left;
static atomic_bool disk_stays, happened, power_on;
static atomic_llong syncs;

/* Counts down to the call that fails. */
static bool hit(atomic_llong *left, bool stay)
{
    long long now = atomic_load(left);
    if (now <= 0)
        return false;
    if (now == 1 && stay) {
        atomic_store(&happened, true);
        return true;
    }
    if (atomic_fetch_sub(left, 1) != 1)
        return false;
    atomic_store(&happened, true);
    return true;
}

static bool disk_fails(void)
{
    return hit(&disk_left, atomic_load(&disk_stays));
}

void store_fault_disk(int64_t n, bool stay)
{
    atomic_store(&happened, false);
    atomic_store(&sync_left, 0);
    atomic_store(&disk_stays, stay);
    atomic_store(&disk_left, n);
}

void store_fault_sync(int64_t n)
{
    store_fault_disk(0, false);
    atomic_store(&sync_left, n);
}

void store_fault_memory(int64_t n)
{
    atomic_store(&happened, false);
    atomic_store(&memory_left, n);
}

bool store_fault_happened(void)
{
    return atomic_load(&happened);
}

int64_t store_fault_syncs(void)
{
    return atomic_load(&syncs);
}

/* ---- what a power cut leaves ----------------------------------------------------------------- */

struct write {
    struct write *next;
    sqlite3_int64 at;
    size_t n; /* with cut: the new length is `at` */
    bool cut;
    unsigned char bytes[];
};

/* One file: what is certain, and the writes since. */
struct image {
    char name[512];
    bool there;
    unsigned char *bytes;
    size_t n;
    struct write *first, *last;
};

static struct image images[8];
static pthread_mutex_t images_lock = PTHREAD_MUTEX_INITIALIZER;

static struct image *image_of(const char *name)
{
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++) {
        if (images[i].name[0] == '\0')
            (void)snprintf(images[i].name, sizeof images[i].name, "%s", name);
        if (strcmp(images[i].name, name) == 0)
            return &images[i];
    }
    UNREACHABLE();
}

static void apply(struct image *m, const struct write *w)
{
    size_t end = w->cut ? (size_t)w->at : (size_t)w->at + w->n;
    if (w->cut || end > m->n) {
        unsigned char *grown = realloc(m->bytes, end + 1);
        ASSERT(grown != NULL);
        if (end > m->n)
            memset(grown + m->n, 0, end - m->n);
        m->bytes = grown;
        m->n = end;
    }
    if (!w->cut)
        memcpy(m->bytes + w->at, w->bytes, w->n);
}

/* Drops what is pending; with keep in {0..100} percent of it, each write by chance, is applied. */
static void settle(struct image *m, unsigned percent, uint64_t *random)
{
    while (m->first != NULL) {
        struct write *w = m->first;
        m->first = w->next;
        *random = *random * 6364136223846793005u + 1442695040888963407u;
        if ((*random >> 33) % 100 < percent)
            apply(m, w);
        free(w);
    }
    m->last = NULL;
}

/* Counts a call; false once the power is cut. */
static bool powered(void)
{
    if (!atomic_load(&power_on))
        return false;
    if (atomic_fetch_sub(&power_left, 1) > 0)
        return true;
    atomic_store(&power_on, false);
    return false;
}

static void remember(const char *name, const void *p, size_t n, sqlite3_int64 at, bool cut)
{
    pthread_mutex_lock(&images_lock);
    if (name != NULL && powered()) {
        struct image *m = image_of(name);
        struct write *w = calloc(1, sizeof *w + n);
        ASSERT(w != NULL);
        *w = (struct write){ .at = at, .n = n, .cut = cut };
        if (n > 0)
            memcpy(w->bytes, p, n);
        *(m->last != NULL ? &m->last->next : &m->first) = w;
        m->last = w;
        m->there = true;
    }
    pthread_mutex_unlock(&images_lock);
}

static void make_certain(const char *name)
{
    uint64_t unused = 1;
    pthread_mutex_lock(&images_lock);
    if (name != NULL && powered())
        settle(image_of(name), 100, &unused);
    pthread_mutex_unlock(&images_lock);
}

static void forget(struct image *m)
{
    uint64_t unused = 1;
    settle(m, 0, &unused);
    free(m->bytes);
    *m = (struct image){ 0 };
}

void store_fault_power(int64_t cut_after)
{
    pthread_mutex_lock(&images_lock);
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++)
        forget(&images[i]);
    atomic_store(&power_left, cut_after);
    atomic_store(&power_on, cut_after > 0);
    pthread_mutex_unlock(&images_lock);
}

bool store_fault_power_is_cut(void)
{
    return !atomic_load(&power_on);
}

void store_fault_after_cut(arena *a, const char *folder, uint64_t seed)
{
    for (size_t i = 0; i < sizeof images / sizeof images[0]; i++) {
        struct image *m = &images[i];
        const char *slash = strrchr(m->name, '/');
        if (!m->there)
            continue;
        settle(m, seed == 0 ? 0 : 50, &seed);
        FILE *out = fopen(str_format(a, "%s%s", folder, slash).p, "w");
        ASSERT(out != NULL);
        ASSERT(fwrite(m->bytes != NULL ? (const void *)m->bytes : "", 1, m->n, out) == m->n);
        ASSERT(fclose(out) == 0);
    }
    store_fault_power(0);
}

/* ---- the layer between ----------------------------------------------------------------------- */

struct file {
    sqlite3_file base;
    const char *name; /* lives as long as the file is open, says the engine */
    sqlite3_file real[];
};

static sqlite3_vfs *real_vfs, fault_vfs;

static struct file *file_of(sqlite3_file *f)
{
    return (struct file *)f;
}

static int f_close(sqlite3_file *f)
{
    return file_of(f)->real->pMethods->xClose(file_of(f)->real);
}

static int f_read(sqlite3_file *f, void *p, int n, sqlite3_int64 at)
{
    if (disk_fails())
        return SQLITE_IOERR_READ;
    return file_of(f)->real->pMethods->xRead(file_of(f)->real, p, n, at);
}

/* Half of what fails is a full disk, after which half of the bytes are there. */
static int f_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
    sqlite3_file *real = file_of(f)->real;
    if (disk_fails()) {
        (void)real->pMethods->xWrite(real, p, n / 2, at);
        return at % 8192 == 0 ? SQLITE_FULL : SQLITE_IOERR_WRITE;
    }
    remember(file_of(f)->name, p, (size_t)n, at, false);
    return real->pMethods->xWrite(real, p, n, at);
}

static int f_truncate(sqlite3_file *f, sqlite3_int64 n)
{
    if (disk_fails())
        return SQLITE_IOERR_TRUNCATE;
    remember(file_of(f)->name, NULL, 0, n, true);
    return file_of(f)->real->pMethods->xTruncate(file_of(f)->real, n);
}

static int f_sync(sqlite3_file *f, int flags)
{
    atomic_fetch_add(&syncs, 1);
    if (disk_fails() || hit(&sync_left, false))
        return SQLITE_IOERR_FSYNC;
    make_certain(file_of(f)->name);
    return file_of(f)->real->pMethods->xSync(file_of(f)->real, flags);
}

static int f_size(sqlite3_file *f, sqlite3_int64 *ret)
{
    if (disk_fails())
        return SQLITE_IOERR_FSTAT;
    return file_of(f)->real->pMethods->xFileSize(file_of(f)->real, ret);
}

static int f_lock(sqlite3_file *f, int kind)
{
    if (disk_fails())
        return SQLITE_IOERR_LOCK;
    return file_of(f)->real->pMethods->xLock(file_of(f)->real, kind);
}

static int f_unlock(sqlite3_file *f, int kind)
{
    return file_of(f)->real->pMethods->xUnlock(file_of(f)->real, kind);
}

static int f_check(sqlite3_file *f, int *ret)
{
    return file_of(f)->real->pMethods->xCheckReservedLock(file_of(f)->real, ret);
}

static int f_control(sqlite3_file *f, int op, void *arg)
{
    return file_of(f)->real->pMethods->xFileControl(file_of(f)->real, op, arg);
}

static int f_sector(sqlite3_file *f)
{
    return file_of(f)->real->pMethods->xSectorSize(file_of(f)->real);
}

static int f_character(sqlite3_file *f)
{
    return file_of(f)->real->pMethods->xDeviceCharacteristics(file_of(f)->real);
}

static int f_shm_map(sqlite3_file *f, int page, int size, int extend, void volatile **ret)
{
    if (disk_fails())
        return SQLITE_IOERR_SHMMAP;
    return file_of(f)->real->pMethods->xShmMap(file_of(f)->real, page, size, extend, ret);
}

static int f_shm_lock(sqlite3_file *f, int at, int n, int flags)
{
    if ((flags & SQLITE_SHM_LOCK) != 0 && disk_fails())
        return SQLITE_IOERR_SHMLOCK;
    return file_of(f)->real->pMethods->xShmLock(file_of(f)->real, at, n, flags);
}

static void f_shm_barrier(sqlite3_file *f)
{
    file_of(f)->real->pMethods->xShmBarrier(file_of(f)->real);
}

static int f_shm_unmap(sqlite3_file *f, int gone)
{
    return file_of(f)->real->pMethods->xShmUnmap(file_of(f)->real, gone);
}

static const sqlite3_io_methods methods = {
    2,          f_close,       f_read,      f_write,   f_truncate, f_sync,      f_size,
    f_lock,     f_unlock,      f_check,     f_control, f_sector,   f_character, f_shm_map,
    f_shm_lock, f_shm_barrier, f_shm_unmap, NULL,      NULL,
};

static int v_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *ret_flags)
{
    struct file *mine = file_of(f);
    (void)v;
    mine->base.pMethods = NULL;
    mine->name = name;
    if (disk_fails())
        return SQLITE_CANTOPEN;
    int rc = real_vfs->xOpen(real_vfs, name, mine->real, flags, ret_flags);
    if (rc == SQLITE_OK)
        mine->base.pMethods = &methods;
    return rc;
}

static int v_delete(sqlite3_vfs *v, const char *name, int sync)
{
    (void)v;
    if (disk_fails())
        return SQLITE_IOERR_DELETE;
    pthread_mutex_lock(&images_lock);
    if (powered())
        forget(image_of(name));
    pthread_mutex_unlock(&images_lock);
    return real_vfs->xDelete(real_vfs, name, sync);
}

static int v_access(sqlite3_vfs *v, const char *name, int flags, int *ret)
{
    (void)v;
    if (disk_fails())
        return SQLITE_IOERR_ACCESS;
    return real_vfs->xAccess(real_vfs, name, flags, ret);
}

/* ---- memory ---------------------------------------------------------------------------------- */

static sqlite3_mem_methods real_memory;

static void *m_get(int n)
{
    return hit(&memory_left, false) ? NULL : real_memory.xMalloc(n);
}

static void *m_grow(void *p, int n)
{
    return hit(&memory_left, false) ? NULL : real_memory.xRealloc(p, n);
}

void store_fault_install(void)
{
    ASSERT(sqlite3_config(SQLITE_CONFIG_GETMALLOC, &real_memory) == SQLITE_OK);
    sqlite3_mem_methods memory = real_memory;
    memory.xMalloc = m_get;
    memory.xRealloc = m_grow;
    ASSERT(sqlite3_config(SQLITE_CONFIG_MALLOC, &memory) == SQLITE_OK);
    real_vfs = sqlite3_vfs_find(NULL);
    fault_vfs = *real_vfs;
    fault_vfs.zName = "fault";
    fault_vfs.szOsFile = (int)sizeof(struct file) + real_vfs->szOsFile;
    fault_vfs.xOpen = v_open;
    fault_vfs.xDelete = v_delete;
    fault_vfs.xAccess = v_access;
    ASSERT(sqlite3_vfs_register(&fault_vfs, 1) == SQLITE_OK);
}
