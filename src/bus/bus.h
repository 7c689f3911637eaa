/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * bus.h - publish and subscribe between the nodes of one house. Today in process only; the
 * interface is what NATS gives, so that a node elsewhere changes nothing for a feature.
 *
 * A message says *that* something changed and is small (at most 1 KiB): whoever hears it reads the
 * store. So a lost or doubled message costs nothing but time.
 */
#ifndef BUS_BUS_H
#define BUS_BUS_H

#include "base/arena.h"
#include "base/attr.h"
#include "base/err.h"
#include "base/str.h"

typedef struct bus bus;

#define BUS_PAYLOAD_MAX 1024

/* Runs on the publisher's thread, possibly on several at once. `context` is the publisher's. */
typedef void bus_handler(void *arg, str topic, str payload, void *context);

bus *bus_new(void);
void bus_free(bus *b);

/* Hears every message whose topic is `topic`. Subscribe at start-up, before the first publish. */
MUST const err *bus_subscribe(bus *b, arena *a, str topic, bus_handler *handler, void *arg);

/* Calls the handlers, in the order of subscription. `context` is handed through to handlers in this
 * process (a thread's store handle); it is NULL for a message that came from another node. */
MUST const err *bus_publish(bus *b, arena *a, str topic, str payload, void *context);

#endif
