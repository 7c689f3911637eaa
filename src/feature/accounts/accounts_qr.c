/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * accounts_qr.c - an address as a QR code (ISO/IEC 18004, by libqrencode). One path draws all dark
 * modules, a run of a row at a time; crisp edges, black on white in both colour schemes, since not
 * every camera reads it inverted.
 */
#include <qrencode.h>

#include "feature/accounts/accounts_links.h"
#include "qr.html.h"

/* The standard asks for four light modules on every side. */
#define QUIET 4
#define SVG_LIMIT ((size_t)512 << 10)

static void free_code(void *code)
{
    QRcode_free(code);
}

/* "M4 4h7v1h-7z": every run of dark modules of a row. */
static void add_row(buf *path, const unsigned char *row, int width, int y)
{
    for (int x = 0; x < width; x++) {
        int from = x;
        while (x < width && (row[x] & 1) != 0)
            x++;
        if (x > from)
            buf_printf(path, "M%d %dh%dv1h-%dz", from + QUIET, y + QUIET, x - from, x - from);
    }
}

const err *accounts_qr(arena *a, str url, str alternative, html *ret)
{
    /* Level M: a screen shows it whole, paper may have a crease. The library's least version
     * that holds the text. */
    QRcode *code = QRcode_encodeData((int)url.n, (const unsigned char *)url.p, 0, QR_ECLEVEL_M);
    if (code == NULL)
        FAIL(a, ERR_INVALID, "an address of %zu bytes does not fit into a QR code", url.n);
    arena_defer(a, free_code, code);

    buf path;
    buf_on_arena(&path, a, SVG_LIMIT);
    for (int y = 0; y < code->width; y++)
        add_row(&path, code->data + (ptrdiff_t)y * code->width, code->width, y);

    page p;
    page_init(&p, a, LANG_EN, SVG_LIMIT);
    qr_drawing(&p, alternative, code->width + 2 * QUIET, buf_str(&path));
    *ret = page_taken(&p);
    return NULL;
}
