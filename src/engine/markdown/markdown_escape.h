/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown_escape.h - addresses as markup, for this folder only: elsewhere the page translator
 * does it.
 */
#ifndef ENGINE_MARKDOWN_MARKDOWN_ESCAPE_H
#define ENGINE_MARKDOWN_MARKDOWN_ESCAPE_H

#include <stdbool.h>

#include "base/buf.h"
#include "base/str.h"

/* What every link that a guest wrote says of itself. */
#define MARKDOWN_ESCAPE_REL "nofollow ugc noopener"

/* http, https, mailto, "/path" and "#place"; neither "//host" nor what browsers take for it. */
bool markdown_escape_url_safe(str url);
#endif
