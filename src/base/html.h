/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * html.h - markup that is safe to send as it is. Only literals (HTML), the page translator and
 * engine/markdown make one; everything else is a str and is escaped on its way out.
 */
#ifndef BASE_HTML_H
#define BASE_HTML_H

#include "base/str.h"

typedef struct html {
    str s;
} html;

#define HTML(literal) ((html){ S(literal) })

#endif
