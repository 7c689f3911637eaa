/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * measure.h - what a process used, and medians.
 */
#ifndef BENCH_MEASURE_H
#define BENCH_MEASURE_H

#include <stddef.h>
#include <stdint.h>

/* CPU time of all threads of a process, in nanoseconds; user and system, of dead threads too. */
int64_t measure_cpu_ns(int pid);
/* The same with all children that have ended and were waited for; in steps of 10 ms. */
int64_t measure_family_cpu_ns(int pid);
/* Anonymous memory of a process in bytes: what it made itself, without files and shared pages. */
int64_t measure_anonymous(int pid);

int64_t measure_now_ns(void);

double measure_median(const double *values, size_t n);

/* Starts `command` (without its error output) and reads up to the line that begins with
 * "listening"; gives back its process, the port it names and how long that took. Ends the program
 * on failure. */
int measure_start(char *const *command, int *ret_port, double *ret_ms);
/* Ends a process that measure_start began. */
void measure_stop(int pid);
/* Runs `command` to its end; the memory is the most it had at one time. */
void measure_run(char *const *command, double *ret_wall_ms, double *ret_cpu_ms, double *ret_mb);

#endif
