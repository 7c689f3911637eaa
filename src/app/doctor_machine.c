/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * doctor_machine.c - what the house stands on: the data folder and its disk, the clock, the zones,
 * the limit of open files.
 */
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#include "app/doctor.h"
#include "base/clock.h"
#include "engine/when/when.h"
#include "os/file.h"
#include "os/sock.h"

#define MIB ((uint64_t)1 << 20)
#define ZONE_FILE S("/usr/share/zoneinfo/tzdata.zi")
#define ZONE_MAX ((size_t)1 << 20)

/* What a house of some hundred readers wants. */
#define FILES_LEAST 256
#define FILES_GOOD 4096

static void look_at_folder(struct doctor *d, str folder)
{
    struct stat st;
    const char *path = str_c(d->arena, folder);
    if (stat(path, &st) != 0)
        doctor_tell(d, errno == ENOENT ? DOCTOR_WARN : DOCTOR_FAIL, "folder", "%s: %s", path,
                    strerrordesc_np(errno));
    else if (!S_ISDIR(st.st_mode))
        doctor_tell(d, DOCTOR_FAIL, "folder", "%s is no folder", path);
    else if (st.st_uid != geteuid() || access(path, R_OK | W_OK | X_OK) != 0)
        doctor_tell(d, DOCTOR_FAIL, "folder",
                    "%s belongs to user %u, but you are user %u: run this as the user of the house",
                    path, (unsigned)st.st_uid, (unsigned)geteuid());
    else if ((st.st_mode & 077) != 0)
        doctor_tell(d, DOCTOR_FAIL, "folder",
                    "others on this machine may look into %s: chmod 700 %s", path, path);
    else
        doctor_tell(d, DOCTOR_OK, "folder", "%s is for its owner only", path);
}

static void look_at_disk(struct doctor *d, str folder)
{
    uint64_t bytes = 0;
    const err *e =
        file_free_space(d->arena, file_exists(d->arena, folder) ? folder : S("."), &bytes);
    if (e != NULL) {
        doctor_tell(d, DOCTOR_FAIL, "disk", "%.*s", STR_ARG(err_text(d->arena, e)));
        return;
    }
    unsigned long long mib = bytes / MIB;
    if (mib < 100)
        doctor_tell(d, DOCTOR_FAIL, "disk", "only %llu MiB free", mib);
    else if (mib < 1024)
        doctor_tell(d, DOCTOR_WARN, "disk", "%llu MiB free; a copy of the house may not fit", mib);
    else
        doctor_tell(d, DOCTOR_OK, "disk", "%llu GiB free", mib / 1024);
}

/* How far the monotonic clock goes while we sleep. */
static int64_t slept_ms(int ms)
{
    const struct timespec nap = { .tv_nsec = ms * 1000000L };
    int64_t before = clock_mono_ns();
    (void)nanosleep(&nap, NULL);
    return (clock_mono_ns() - before) / 1000000;
}

static void look_at_clock(struct doctor *d)
{
    int year = when_local_of(clock_now_ms(), S("UTC")).date.year;
    str now = when_rfc3339(d->arena, clock_now_ms(), S("UTC"));
    struct timex state = { 0 };
    int64_t ms = slept_ms(20);
    if (year < 2025 || year > 2100)
        doctor_tell(d, DOCTOR_FAIL, "clock", "it says %.*s; set it, best by the network",
                    STR_ARG(now));
    else if (ms < 15 || ms > 5000)
        doctor_tell(d, DOCTOR_FAIL, "clock", "it went %lld ms while 20 passed", (long long)ms);
    else if (adjtimex(&state) == TIME_ERROR)
        doctor_tell(d, DOCTOR_WARN, "clock",
                    "it says %.*s, but the system does not know it to be set by the network",
                    STR_ARG(now));
    else
        doctor_tell(d, DOCTOR_OK, "clock", "%.*s", STR_ARG(now));
}

/* "# version 2025b": the year tells whether rules of this year can be in it. */
static void look_at_zones(struct doctor *d)
{
    str text = { 0 }, line = { 0 };
    int64_t year = 0;
    const err *e = file_read(d->arena, ZONE_FILE, ZONE_MAX, &text);
    if (e != NULL || !when_zone_known(S("Europe/Berlin"))) {
        doctor_tell(d, DOCTOR_FAIL, "zones",
                    "no time zones in /usr/share/zoneinfo: install tzdata");
        return;
    }
    (void)str_next(&text, '\n', &line);
    str version = str_starts(line, S("# version ")) ? str_sub(line, 10, line.n) : S("?");
    int now = when_local_of(clock_now_ms(), S("UTC")).date.year;
    if (!str_to_int64(str_sub(version, 0, 4), &year) || year + 2 < now)
        doctor_tell(d, DOCTOR_WARN, "zones", "tzdata %.*s is old: update the system",
                    STR_ARG(version));
    else
        doctor_tell(d, DOCTOR_OK, "zones", "tzdata %.*s", STR_ARG(version));
}

static void look_at_files(struct doctor *d)
{
    size_t limit = sock_raise_limit();
    if (limit < FILES_LEAST)
        doctor_tell(d, DOCTOR_FAIL, "files", "only %zu files may be open at once (ulimit -n)",
                    limit);
    else if (limit < FILES_GOOD)
        doctor_tell(d, DOCTOR_WARN, "files",
                    "%zu files may be open at once, about one for each reader; LimitNOFILE= of the "
                    "service raises it",
                    limit);
    else
        doctor_tell(d, DOCTOR_OK, "files", "%zu may be open at once", limit);
}

void doctor_machine(struct doctor *d, str folder)
{
    look_at_folder(d, folder);
    look_at_disk(d, folder);
    look_at_clock(d);
    look_at_zones(d);
    look_at_files(d);
}
