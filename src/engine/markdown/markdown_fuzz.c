/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * markdown_fuzz.c - whatever people write, the markup has only tags and attributes of the list; the
 * Markdown of any HTML is valid text and harmless too.
 */
#include "base/check.h"
#include "engine/markdown/markdown.h"
#include "engine/markdown/markdown_check.h"
#include "fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SCRATCH(a);
    str text = { (const char *)data, size };
    ASSERT(markdown_check(markdown_html(a, text, 2).s));
    ASSERT(markdown_check(markdown_plain(a, text).s));
    str summary = markdown_summary(a, text, 60);
    ASSERT(utf8_valid(summary) && utf8_count(summary) <= 60 && !str_contains(summary, S("\n")));
    str converted = markdown_from_html(a, text);
    ASSERT(utf8_valid(converted));
    ASSERT(markdown_check(markdown_html(a, converted, 3).s));
    return 0;
}
