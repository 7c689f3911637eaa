/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * thread.c - a pthread with a name and a stack of a chosen size.
 */
#include "os/thread.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/check.h"

struct thread {
    pthread_t id;
    char name[16]; /* what the kernel keeps */
    void (*fn)(void *arg);
    void *arg;
};

static void *thread_run(void *arg)
{
    thread *t = arg;
    pthread_setname_np(pthread_self(), t->name);
    check_doing(t->name);
    t->fn(t->arg);
    return NULL;
}

static size_t stack_size(size_t wanted)
{
    size_t least = (size_t)sysconf(_SC_THREAD_STACK_MIN);
    size_t page = (size_t)sysconf(_SC_PAGESIZE);
    size_t size = wanted < least ? least : wanted;
    return (size + page - 1) / page * page;
}

static int thread_create(thread *t, size_t stack)
{
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    if (stack > 0)
        ASSERT(pthread_attr_setstacksize(&attributes, stack_size(stack)) == 0);
    int error = pthread_create(&t->id, &attributes, thread_run, t);
    pthread_attr_destroy(&attributes);
    return error;
}

const err *thread_start(arena *a, const char *name, size_t stack, void (*fn)(void *arg), void *arg,
                        thread **ret)
{
    thread *t = calloc(1, sizeof(*t));
    ASSERT(t != NULL);
    snprintf(t->name, sizeof(t->name), "%s", name);
    t->fn = fn;
    t->arg = arg;
    int error = thread_create(t, stack);
    if (error != 0) {
        free(t);
        FAIL(a, ERR_BUSY, "thread %s: %s", name, strerrordesc_np(error));
    }
    *ret = t;
    return NULL;
}

void thread_join(thread *t)
{
    if (t == NULL)
        return;
    ASSERT(pthread_join(t->id, NULL) == 0);
    free(t);
}
