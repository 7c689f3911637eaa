/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * encounters_offline_web.c - what opens without a connection: a page that holds nobody's data, and
 * the service worker that keeps it (its scope is /book/, from where it is served).
 */
#include "base/check.h"
#include "feature/encounters/encounters_web.h"
#include "meeting.html.h"
#include "web/assets.h"

/* GET /book/offline - the same for everybody who reads this language. */
const err *encounters_web_offline(req *r)
{
    struct enc_form f = { .line = S(""),
                          .wrong = S(""),
                          .key = S(""),
                          .label = words(r->out.lang, "What just happened?"),
                          .hint = S(""),
                          .kind = S(""),
                          .owner = S(""),
                          .script = asset_path("line.js"),
                          .token = HTML("") };
    req_set_header(r, "Cache-Control", S("no-cache"));
    offline_page(&r->out, lang_tag(r->out.lang), asset_path("site.css"), f);
    return NULL;
}

/* GET /book/worker.js */
const err *encounters_web_worker(req *r)
{
    for (size_t i = 0; i < assets_packed_count; i++) {
        const struct asset *one = &assets_packed[i];
        if (!str_eq(str_of(one->name), S("worker.js")))
            continue;
        req_set_header(r, "Cache-Control", S("no-cache"));
        return req_bytes_reply(r, one->type, (str){ (const char *)one->plain, one->plain_n });
    }
    UNREACHABLE();
}
