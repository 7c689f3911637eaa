/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_words.h - the directives of translated text: {{_ "…"}} and {{n_ "…" "…" count}}.
 */
#ifndef TOOLS_PAGE_WORDS_H
#define TOOLS_PAGE_WORDS_H

#include "page_emit.h"
#include "page_source.h"

/* `arguments` is what follows "_" or "n_". `plain`: no html as a value. */
MUST const err *page_words_directive(const struct page_source *s, struct page_emit *e,
                                     str arguments, bool several, bool plain);

#endif
