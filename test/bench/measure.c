/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * measure.c - see measure.h.
 */
#include "measure.h"

#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void must(bool well, const char *what)
{
    if (well)
        return;
    perror(what);
    exit(70);
}

static int64_t clock_ns(clockid_t clock)
{
    struct timespec t;
    must(clock_gettime(clock, &t) == 0, "clock_gettime");
    return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec;
}

int64_t measure_now_ns(void)
{
    return clock_ns(CLOCK_MONOTONIC);
}

/* The same sum as utime + stime in /proc/PID/stat, but not in steps of 10 ms. */
int64_t measure_cpu_ns(int pid)
{
    clockid_t clock;
    must(clock_getcpuclockid(pid, &clock) == 0, "the CPU clock of a server");
    return clock_ns(clock);
}

/* proc(5): utime, stime, cutime and cstime are the fields 14 to 17; the name in field 2 may hold
 * anything, but ends with the last ')'. */
int64_t measure_family_cpu_ns(int pid)
{
    char path[64], line[1024];
    snprintf(path, sizeof(path), "/proc/%d/stat", pid);
    FILE *f = fopen(path, "r");
    must(f != NULL && fgets(line, sizeof(line), f) != NULL, path);
    fclose(f);
    char *at = strrchr(line, ')');
    int64_t ticks = 0;
    for (int field = 2; at != NULL && field < 17; field++) {
        at = strchr(at + 1, ' ');
        if (at != NULL && field >= 13)
            ticks += strtoll(at, NULL, 10);
    }
    must(at != NULL, "the CPU time of a server");
    return ticks * (1000000000 / sysconf(_SC_CLK_TCK));
}

int64_t measure_anonymous(int pid)
{
    char path[64], line[256];
    snprintf(path, sizeof(path), "/proc/%d/status", pid);
    FILE *f = fopen(path, "r");
    must(f != NULL, path);
    static const char name[] = "RssAnon:";
    int64_t kilobytes = -1;
    while (kilobytes < 0 && fgets(line, sizeof(line), f) != NULL)
        if (strncmp(line, name, strlen(name)) == 0)
            kilobytes = strtoll(line + strlen(name), NULL, 10);
    fclose(f);
    must(kilobytes >= 0, "RssAnon");
    return kilobytes * 1024;
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double measure_median(const double *values, size_t n)
{
    double sorted[64];
    must(n > 0 && n <= 64, "median");
    memcpy(sorted, values, n * sizeof(*values));
    qsort(sorted, n, sizeof(*sorted), ascending);
    return n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
}

/* The child's output goes to `out` (or nowhere, -1), its errors nowhere. */
static int spawn(char *const *command, int out)
{
    int pid = fork();
    must(pid >= 0, "fork");
    if (pid > 0)
        return pid;
    int nowhere = open("/dev/null", O_RDWR);
    dup2(out < 0 ? nowhere : out, STDOUT_FILENO);
    dup2(nowhere, STDERR_FILENO);
    execvp(command[0], command);
    _exit(127);
}

int measure_start(char *const *command, int *ret_port, double *ret_ms)
{
    int ends[2];
    must(pipe(ends) == 0, "pipe");
    int64_t began = measure_now_ns();
    int pid = spawn(command, ends[1]);
    close(ends[1]);
    FILE *said = fdopen(ends[0], "r");
    char line[512];
    *ret_port = 0;
    while (*ret_port == 0 && fgets(line, sizeof(line), said) != NULL) {
        static const char start[] = "listening http://";
        if (strncmp(line, start, strlen(start)) != 0)
            continue;
        const char *colon = strchr(line + strlen(start), ':');
        if (colon != NULL)
            *ret_port = (int)strtol(colon + 1, NULL, 10);
    }
    *ret_ms = (double)(measure_now_ns() - began) / 1e6;
    must(*ret_port != 0, command[0]);
    /* `said` stays open: a server may have more to say, and must not die of it. */
    return pid;
}

void measure_stop(int pid)
{
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
}

void measure_run(char *const *command, double *ret_wall_ms, double *ret_cpu_ms, double *ret_mb)
{
    int64_t began = measure_now_ns();
    int pid = spawn(command, -1), status = 0;
    struct rusage used;
    must(wait4(pid, &status, 0, &used) == pid, "wait4");
    if (status != 0) {
        fprintf(stderr, "bench: %s %s failed\n", command[0], command[1]);
        exit(70);
    }
    *ret_wall_ms = (double)(measure_now_ns() - began) / 1e6;
    *ret_cpu_ms = (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1e3 +
                  (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e3;
    *ret_mb = (double)used.ru_maxrss / 1024;
}
