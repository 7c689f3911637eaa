/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_words.h - the directives of translated text: {{_ "…"}} and {{n_ "…" "…" count}}.
 */
#ifndef TOOLS_PAGE_WORDS_H
#define TOOLS_PAGE_WORDS_H

#include "emit.h"
#include "source.h"

/* `arguments` is what follows "_" or "n_". `plain`: no html as a value. */
MUST const err *page_words_directive(const struct source *s, struct emit *e, str arguments,
                                     bool several, bool plain);

#endif
