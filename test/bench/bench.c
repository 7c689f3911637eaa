/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bench.c - measures what DESIGN.md section 7 asks for, as ratios in one run: rounds of the peers
 * are interleaved, and medians are compared. See run.sh, which sets the peers up.
 *
 *   bench streams NAME:PID:PORT:EVENTS:POST:KIND ...   ours first; KIND is json or plain
 *   bench start COMMAND...     start-up time and idle anonymous memory of a server
 *   bench command COMMAND...   time of a command
 *   bench port                 a free port
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "loader.h"
#include "measure.h"

#define PEERS_MAX 4
#define ROUNDS 5
#define BURST_ROUNDS 3
#define BURST_POSTERS 32
#define BURST_MESSAGES 200 /* at 100 a second */
#define START_ROUNDS 5

static struct peer peers[PEERS_MAX];
static size_t n_peers;

static void nap_until(int64_t ns)
{
    struct timespec t = { ns / 1000000000, ns % 1000000000 };
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL);
}

/* ---- peers
 * --------------------------------------------------------------------------------------- */

static void peer_parse(struct peer *p, char *text)
{
    char *part[6], *rest = text;
    for (size_t i = 0; i < 6; i++) {
        part[i] = strsep(&rest, ":");
        if (part[i] == NULL) {
            fprintf(stderr, "bench: a peer is NAME:PID:PORT:EVENTS:POST:KIND\n");
            exit(64);
        }
    }
    *p = (struct peer){ .name = part[0],
                        .pid = (int)strtol(part[1], NULL, 10),
                        .port = (int)strtol(part[2], NULL, 10),
                        .events = part[3],
                        .post = part[4],
                        .json = strcmp(part[5], "json") == 0,
                        .payload = 120 };
}

/* Posts one message and waits until all readers of the peer have it. */
static void tell_all(struct peer *p)
{
    int64_t target = p->frames + (int64_t)p->readers;
    int fd = loader_ask(p);
    if (!loader_read(p, target, 10000)) {
        fprintf(stderr, "bench: %s did not deliver\n", p->name);
        exit(70);
    }
    loader_hear(p, fd);
}

static double frame_size(struct peer *p)
{
    int64_t bytes = p->bytes, frames = p->frames;
    tell_all(p);
    return (double)(p->bytes - bytes) / (double)(p->frames - frames);
}

/* Gives every peer the frame size that ours has: all write the same number of bytes. */
static void equalize(void)
{
    double wanted = frame_size(&peers[0]);
    for (size_t i = 1; i < n_peers; i++)
        peers[i].payload =
            (size_t)((double)peers[i].payload + wanted - frame_size(&peers[i]) + 0.5);
    printf("bytes of a frame:");
    for (size_t i = 0; i < n_peers; i++)
        printf("  %s %.0f", peers[i].name, frame_size(&peers[i]));
    printf("\n");
}

/* ---- results
 * --------------------------------------------------------------------------------------- */

struct table {
    double value[PEERS_MAX][ROUNDS]; /* [peer][round] */
    size_t rounds;
};

static double ratio(const struct table *t, size_t to)
{
    double r[ROUNDS];
    for (size_t i = 0; i < t->rounds; i++)
        r[i] = t->value[0][i] / t->value[to][i];
    return measure_median(r, t->rounds);
}

static void print_table(const char *what, const char *unit, const struct table *t)
{
    printf("%-38s", what);
    for (size_t i = 0; i < n_peers; i++)
        printf("  %s %.2f", peers[i].name, measure_median(t->value[i], t->rounds));
    printf(" %s;", unit);
    for (size_t i = 1; i < n_peers; i++)
        printf("  %.2f x %s", ratio(t, i), peers[i].name);
    printf("\n");
}

static void print_bar(const char *what, double value, bool at_most, double bar)
{
    bool reached = at_most ? value <= bar : value >= bar;
    printf("  bar: %s %s %.2f: %.2f - %s\n", what, at_most ? "at most" : "at least", bar, value,
           reached ? "reached" : "NOT REACHED");
}

static size_t peer_named(const char *name)
{
    for (size_t i = 1; i < n_peers; i++) {
        if (strcmp(peers[i].name, name) == 0)
            return i;
    }
    return 0;
}

/* Bars against a peer that was not measured are left out. */
static void print_ratio_bar(const struct table *t, const char *name, bool at_most, double bar)
{
    size_t to = peer_named(name);
    char what[64];
    snprintf(what, sizeof(what), "x %s", name);
    if (to > 0)
        print_bar(what, ratio(t, to), at_most, bar);
}

/* ---- measurements
 * ---------------------------------------------------------------------------------- */

/* Adds readers to each peer and prints the anonymous memory that one takes. */
static void add_readers(size_t count)
{
    printf("%zu readers, memory each:", count);
    double ours = 0;
    for (size_t i = 0; i < n_peers; i++) {
        struct peer *p = &peers[i];
        int64_t before = measure_anonymous(p->pid);
        size_t more = count - p->readers;
        loader_add(p, more);
        loader_rest(300);
        double each = (double)(measure_anonymous(p->pid) - before) / (double)more / 1024;
        printf("  %s %.2f KB", p->name, each);
        ours = i == 0 ? each : ours;
    }
    printf("\n");
    print_bar("KB of user memory an idle reader", ours, true, 3.5);
}

static void measure_deliveries(size_t messages, struct table *ret)
{
    ret->rounds = ROUNDS;
    for (size_t round = 0; round < ROUNDS; round++) {
        for (size_t i = 0; i < n_peers; i++) {
            struct peer *p = &peers[i];
            int64_t cpu = measure_cpu_ns(p->pid);
            for (size_t m = 0; m < messages; m++)
                tell_all(p);
            cpu = measure_cpu_ns(p->pid) - cpu;
            ret->value[i][round] = (double)cpu / 1e3 / (double)(messages * p->readers);
        }
    }
}

struct poster {
    const struct peer *p;
    size_t number;
    int64_t began;
    pthread_t thread;
};

static void *post_its_share(void *arg)
{
    struct poster *t = arg;
    for (size_t i = t->number; i < BURST_MESSAGES; i += BURST_POSTERS) {
        nap_until(t->began + (int64_t)i * 10000000);
        loader_hear(t->p, loader_ask(t->p));
    }
    return NULL;
}

/* Thousands of deliveries for a second of CPU time, while 100 messages a second come. */
static double burst(struct peer *p)
{
    struct poster posters[BURST_POSTERS];
    int64_t target = p->frames + BURST_MESSAGES * (int64_t)p->readers, frames = p->frames;
    int64_t cpu = measure_cpu_ns(p->pid), began = measure_now_ns();
    for (size_t i = 0; i < BURST_POSTERS; i++) {
        posters[i] = (struct poster){ .p = p, .number = i, .began = began };
        pthread_create(&posters[i].thread, NULL, post_its_share, &posters[i]);
    }
    if (!loader_read(p, target, 30000))
        printf("  %s delivered %lld of %lld in 30 s\n", p->name, (long long)(p->frames - frames),
               (long long)(target - frames));
    for (size_t i = 0; i < BURST_POSTERS; i++)
        pthread_join(posters[i].thread, NULL);
    cpu = measure_cpu_ns(p->pid) - cpu;
    printf("  burst: %s took %.1f s, %.2f s of CPU\n", p->name,
           (double)(measure_now_ns() - began) / 1e9, (double)cpu / 1e9);
    return (double)(p->frames - frames) / ((double)cpu / 1e9) / 1e3;
}

static void measure_bursts(struct table *ret)
{
    ret->rounds = BURST_ROUNDS;
    for (size_t round = 0; round < BURST_ROUNDS; round++) {
        for (size_t i = 0; i < n_peers; i++)
            ret->value[i][round] = burst(&peers[i]);
    }
}

/* ---- commands
 * -------------------------------------------------------------------------------------- */

static int streams(char **args, int n)
{
    for (; n_peers < PEERS_MAX && (int)n_peers < n; n_peers++)
        peer_parse(&peers[n_peers], args[n_peers]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);

    struct table t;
    for (size_t i = 0; i < n_peers; i++)
        loader_add(&peers[i], 10); /* what a server makes once is not a reader's */
    equalize();
    add_readers(1000);
    measure_deliveries(40, &t);
    print_table("CPU of a delivery, 1,000 readers", "us", &t);
    add_readers(5000);
    measure_deliveries(12, &t);
    print_table("CPU of a delivery, 5,000 readers", "us", &t);
    print_ratio_bar(&t, "nchan", true, 0.75);
    print_ratio_bar(&t, "bare", true, 1.2);
    measure_bursts(&t);
    print_table("burst, 5,000 readers", "thousand deliveries a CPU second", &t);
    print_ratio_bar(&t, "nchan", false, 5);
    return 0;
}

static int start(char **command)
{
    double ms[START_ROUNDS], megabytes[START_ROUNDS];
    for (size_t i = 0; i < START_ROUNDS; i++) {
        int port = 0;
        int pid = measure_start(command, &port, &ms[i]);
        loader_rest(1000);
        megabytes[i] = (double)measure_anonymous(pid) / (1 << 20);
        measure_stop(pid);
    }
    printf("start on an existing store: %.0f ms; idle anonymous memory: %.1f MB\n",
           measure_median(ms, START_ROUNDS), measure_median(megabytes, START_ROUNDS));
    print_bar("ms to start", measure_median(ms, START_ROUNDS), true, 100);
    print_bar("MB of idle anonymous memory", measure_median(megabytes, START_ROUNDS), true, 12);
    return 0;
}

static int command(char **command)
{
    double wall = 0, cpu = 0, megabytes = 0;
    measure_run(command, &wall, &cpu, &megabytes);
    printf("%.0f ms, %.0f ms of CPU, %.0f MB at most\n", wall, cpu, megabytes);
    return 0;
}

static int free_port(void)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in at = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
    socklen_t n = sizeof(at);
    if (fd < 0 || bind(fd, (struct sockaddr *)&at, n) != 0 ||
        getsockname(fd, (struct sockaddr *)&at, &n) != 0)
        return 70;
    printf("%d\n", ntohs(at.sin_port));
    return 0;
}

int main(int argc, char **argv)
{
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (argc == 2 && strcmp(argv[1], "port") == 0)
        return free_port();
    if (argc > 2 && strcmp(argv[1], "streams") == 0)
        return streams(argv + 2, argc - 2);
    if (argc > 2 && strcmp(argv[1], "start") == 0)
        return start(argv + 2);
    if (argc > 2 && strcmp(argv[1], "command") == 0)
        return command(argv + 2);
    fprintf(stderr,
            "usage: bench streams PEER... | start COMMAND... | command COMMAND... | port\n");
    return 64;
}
