/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * loader.h - holds thousands of readers of event streams in one process and counts what they get.
 */
#ifndef BENCH_LOADER_H
#define BENCH_LOADER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A server that is measured. */
struct peer {
    const char *name;
    int pid; /* all its threads count */
    int port;
    const char *events; /* path of the stream */
    const char *post;   /* path that takes a message */
    bool json;          /* as netzarbeit's interface has it, else the bare payload */
    size_t payload;     /* bytes of a message's text */

    size_t readers, ready;
    int64_t frames, bytes; /* "id:" lines and bytes behind the head, of all readers */
};

/* Readers more, with the headers of a browser; returns when each has its head. */
void loader_add(struct peer *p, size_t readers);
/* Reads until the peer's frames reach `target`, at most `ms`. False if they did not. */
bool loader_read(struct peer *p, int64_t target, int ms);
/* Reads whatever comes, for `ms`. */
void loader_rest(int ms);

/* Posts one message, and later reads the answer. In between its deliveries can be read, so that all
 * peers meet a loader that waits for them, whether they answer before or after delivering. Any
 * thread. */
int loader_ask(const struct peer *p);
void loader_hear(const struct peer *p, int fd);

#endif
