/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * foreign_test.c - files are told by what is in them.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/foreign/foreign.h"

static void files_are_told_apart(void **state)
{
    (void)state;
    static const struct {
        const char *text, *name;
        enum foreign_kind kind;
    } files[] = {
        { "\n\nBEGIN:VCARD\nFN:A\n", "x.txt", FOREIGN_CARDS },
        { "[\"vcard\",[[", "x.json", FOREIGN_CARDS },
        { "Vorname;Nachname\nA;B\n", "x", FOREIGN_TABLE },
        { "Notes:\n\"x\"\n\nFirst Name,Last Name,URL\n", "x.txt", FOREIGN_TABLE },
        { "From,To,Sent At,Direction\nA,B,\"5/12/21, 3:14 PM\",OUTGOING\n", "x", FOREIGN_TABLE },
        { "XA,XB\n1,2\n3,4\n", "x.txt", FOREIGN_TABLE },
        { "1,,3\n4,5,6\n", "x.csv", FOREIGN_TABLE },
        { "[31.12.20, 23:59:01] Anna: x\n", "_chat.txt", FOREIGN_WHATSAPP },
        { "12/31/20, 11:59 PM - Messages\n", "x.txt", FOREIGN_WHATSAPP },
        { "From a@example.org Mon Jan  1 10:00:00 2024\nFrom: a\n", "Inbox", FOREIGN_MAIL },
        { "Received: by x\nFrom: a@example.org\n", "x.eml", FOREIGN_MAIL },
        { "BEGIN:VCALENDAR\n", "x", FOREIGN_MEETINGS },
        { "{\"participants\":[", "message_1.json", FOREIGN_ARCHIVE },
        { "window.YTD.direct_messages.part0 = [ {\"dmConversation\"", "x.js", FOREIGN_ARCHIVE },
        { "\x89PNG\r\n\x1a\n", "x.png", FOREIGN_UNKNOWN },
        { "Just a letter, nothing else.\nAnd more.\n", "x.txt", FOREIGN_UNKNOWN },
        { "", "x.vcf", FOREIGN_CARDS },
        { "", "x", FOREIGN_UNKNOWN },
    };
    for (size_t i = 0; i < COUNT_OF(files); i++) {
        SCRATCH(a);
        enum foreign_kind got = foreign_kind(a, str_of(files[i].text), str_of(files[i].name));
        if (got != files[i].kind)
            fail_msg("%s: kind %d, want %d", files[i].text, (int)got, (int)files[i].kind);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(files_are_told_apart) };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
