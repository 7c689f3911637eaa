/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * page_tool.c - `page_tool IN.html OUT.c OUT.h`: the page translator as a command of the build.
 * What a page may hold stands in page_translate.h.
 */
#include <stdio.h>

#include "page_translate.h"
#include "tool.h"

static const err *run(arena *a, char **arguments)
{
    str source = { 0 };
    struct page_made made = { 0 };
    TRY(tool_read(a, arguments[1], &source));
    TRY(page_translate(a, arguments[1], source, tool_base_name(arguments[3]), &made));
    TRY(tool_write(a, arguments[2], made.code));
    return tool_write(a, arguments[3], made.header);
}

int main(int n, char **arguments)
{
    if (n != 4) {
        fprintf(stderr, "usage: page_tool IN.html OUT.c OUT.h\n");
        return 64;
    }
    SCRATCH(a);
    return tool_exit(a, run(a, arguments));
}
