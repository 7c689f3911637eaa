/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * zip.h - gzip for replies: a worker's compressor, made once (it takes 256 KB) and used again.
 */
#ifndef WEB_ZIP_H
#define WEB_ZIP_H

#include <event2/buffer.h>
#include <stdbool.h>

#include "base/attr.h"
#include "base/str.h"

struct zip;

struct zip *zip_new(void);
void zip_free(struct zip *z);

/* Adds the gzipped text to `out`; false, and nothing added, where it did not become smaller. */
MUST bool zip_add(struct zip *z, str text, struct evbuffer *out);

#endif
