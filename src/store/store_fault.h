/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * store_fault.h - a disk that fails, for the tests: between the engine and the system, it counts
 * what is asked of the disk, fails the n-th of it, and remembers what of each file would still be
 * there after a power cut (what was written before the file's last fsync, and some of the rest).
 */
#ifndef STORE_STORE_FAULT_H
#define STORE_STORE_FAULT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* Before the engine is first used. */
void store_fault_install(void);

/* From now on the n-th call fails (1 = the next), and with `stay` all after it; 0 = none does. */
void store_fault_disk(int64_t n, bool stay);
/* Likewise the n-th piece of memory that the engine asks for. */
void store_fault_memory(int64_t n);
/* True if the failure that was asked for has happened. */
bool store_fault_happened(void);
/* Only calls that sync a file are counted and failed (until the next store_fault_disk). */
void store_fault_sync(int64_t n);

/* fsyncs since the start. */
int64_t store_fault_syncs(void);

/* Remember files from now on (the store must not be open), until the power is cut after the n-th
 * call; the program itself goes on and does not notice. */
void store_fault_power(int64_t cut_after);
bool store_fault_power_is_cut(void);
/* Writes into `folder` the files as they would be found after the cut. With a `seed` other than 0
 * some of the writes that were not synced are there too. */
void store_fault_after_cut(arena *a, const char *folder, uint64_t seed);

#endif
