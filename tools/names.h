/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * names.h - what the page translator knows of HTML's elements and attributes.
 */
#ifndef TOOLS_NAMES_H
#define TOOLS_NAMES_H

#include <stdbool.h>

#include "base/str.h"

/* Elements without end tag. */
bool names_element_void(str name);
/* Why the element may not stand in a page, or NULL. */
const char *names_element_refused(str name);
/* Elements whose white space is kept as it is. */
bool names_element_keeps_space(str name);

/* The attribute holds one address. */
bool names_attribute_url(str name);
/* Why the attribute may not stand in a page, or NULL. */
const char *names_attribute_refused(str name);
/* Why no value may stand in the attribute, or NULL. */
const char *names_attribute_literal(str name);
/* A scheme that a page may name: without the colon. */
bool names_scheme_safe(str scheme);

#endif
