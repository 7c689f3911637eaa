/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * letter_test.c - what was written is read back by a parser, and no text can become a header.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <gmime/gmime.h>

#include "base/attr.h"
#include "base/utf8.h"
#include "mail/letter.h"

static arena *a;

static int set_up(void **state)
{
    (void)state;
    g_mime_init();
    a = arena_new(1 << 20);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arena_free(a);
    return 0;
}

static struct letter sample(void)
{
    return (struct letter){
        .from = { S("Jörg Müller"), S("joerg@example.org") },
        .to = { S("Anna \"die Große\" Schmidt, Dr."), S("anna@example.org") },
        .subject = S("Über das nächste Gespräch – und darüber, was eine Zeile lang werden kann, "
                     "wenn niemand sie bricht: 你好"),
        .text = S("Guten Tag,\n\n.ein Punkt am Anfang\nFrom here on: ß"),
        .page = HTML("<!doctype html><title>x</title><p>Guten Tag,</p>"),
        .message_id = S("a7f3@example.org"),
        .in_reply_to = S("b8@example.org"),
        .date_ms = 1341820800000,
        .automatic = true,
    };
}

static GMimeMessage *read_back(str bytes)
{
    GMimeStream *stream = g_mime_stream_mem_new_with_buffer(bytes.p, bytes.n);
    GMimeParser *parser = g_mime_parser_new_with_stream(stream);
    GMimeMessage *message = g_mime_parser_construct_message(parser, NULL);
    g_object_unref(parser);
    g_object_unref(stream);
    assert_non_null(message);
    return message;
}

static char *header(GMimeMessage *message, const char *name)
{
    const char *value = g_mime_object_get_header(GMIME_OBJECT(message), name);
    return str_c(a, str_of(value));
}

static void assert_party(InternetAddressList *list, const char *name, const char *address)
{
    assert_int_equal(internet_address_list_length(list), 1);
    InternetAddress *first = internet_address_list_get_address(list, 0);
    assert_string_equal(internet_address_get_name(first), name);
    assert_string_equal(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(first)),
                        address);
}

/* But for the ends of lines, which travel as CRLF. */
static void assert_part(GMimeMultipart *both, int at, const char *text)
{
    GMimeObject *part = g_mime_multipart_get_part(both, at);
    char *got = g_mime_text_part_get_text(GMIME_TEXT_PART(part));
    assert_string_equal(str_c(a, utf8_text(a, str_of(got))), text);
    g_free(got);
}

static void test_reads_back(void **state)
{
    (void)state;
    struct letter letter = sample();
    str bytes = { 0 };
    assert_null(letter_write(a, &letter, &bytes));
    GMimeMessage *m = read_back(bytes);
    assert_party(g_mime_message_get_from(m), "Jörg Müller", "joerg@example.org");
    assert_party(g_mime_message_get_to(m), "Anna \"die Große\" Schmidt, Dr.", "anna@example.org");
    assert_string_equal(g_mime_message_get_subject(m), str_c(a, letter.subject));
    assert_string_equal(g_mime_message_get_message_id(m), "a7f3@example.org");
    assert_string_equal(header(m, "In-Reply-To"), "<b8@example.org>");
    assert_string_equal(header(m, "References"), "<b8@example.org>");
    assert_string_equal(header(m, "Auto-Submitted"), "auto-generated");
    assert_int_equal(g_date_time_to_unix(g_mime_message_get_date(m)), 1341820800);
    GMimeMultipart *both = GMIME_MULTIPART(g_mime_message_get_mime_part(m));
    assert_int_equal(g_mime_multipart_get_count(both), 2);
    assert_part(both, 0, "Guten Tag,\n\n.ein Punkt am Anfang\nFrom here on: ß");
    assert_part(both, 1, "<!doctype html><title>x</title><p>Guten Tag,</p>");
    g_object_unref(m);
}

/* Only ASCII, CRLF at every end, and no line over 998 bytes (RFC 5322 section 2.1.1). */
static void test_bytes_are_fit_to_travel(void **state)
{
    (void)state;
    struct letter letter = sample();
    char long_line[5000];
    memset(long_line, 'x', sizeof long_line);
    letter.text = (str){ long_line, sizeof long_line };
    str bytes = { 0 }, line = { 0 };
    assert_null(letter_write(a, &letter, &bytes));
    str rest = bytes;
    while (str_next(&rest, '\n', &line)) {
        assert_true(line.n <= 999);
        assert_true(rest.p == NULL || str_ends(line, S("\r")));
        for (size_t i = 0; i < line.n; i++)
            assert_true((unsigned char)line.p[i] < 128);
    }
}

static void test_the_text_alone(void **state)
{
    (void)state;
    struct letter letter = sample();
    letter.page = HTML("");
    letter.in_reply_to = (str){ 0 };
    letter.automatic = false;
    letter.to.name = (str){ 0 };
    letter.reply_to = (struct letter_party){ S("Info"), S("info@example.org") };
    str bytes = { 0 };
    assert_null(letter_write(a, &letter, &bytes));
    GMimeMessage *m = read_back(bytes);
    assert_true(GMIME_IS_TEXT_PART(g_mime_message_get_mime_part(m)));
    assert_null(g_mime_object_get_header(GMIME_OBJECT(m), "In-Reply-To"));
    assert_null(g_mime_object_get_header(GMIME_OBJECT(m), "Auto-Submitted"));
    assert_party(g_mime_message_get_reply_to(m), "Info", "info@example.org");
    g_object_unref(m);
}

static void test_no_text_becomes_a_header(void **state)
{
    (void)state;
    struct letter letter = sample();
    letter.from.name = S("Eve\r\nBcc: all@example.org");
    letter.to.name = S("Anna\nX-Evil: 1\n\nbody");
    letter.subject = S("Hello\r\nX-Evil: 2\r\n\r\nbody");
    str bytes = { 0 };
    assert_null(letter_write(a, &letter, &bytes));
    GMimeMessage *m = read_back(bytes);
    assert_null(g_mime_object_get_header(GMIME_OBJECT(m), "Bcc"));
    assert_null(g_mime_object_get_header(GMIME_OBJECT(m), "X-Evil"));
    assert_string_equal(g_mime_message_get_subject(m), "Hello X-Evil: 2 body");
    assert_int_equal(
        internet_address_list_length(g_mime_message_get_addresses(m, GMIME_ADDRESS_TYPE_TO)), 1);
    g_object_unref(m);
}

static void test_addresses(void **state)
{
    (void)state;
    assert_true(letter_address_ok(S("anna@example.org")));
    assert_true(letter_address_ok(S("a.b+c@localhost")));
    const str bad[] = { S(""),
                        S("anna"),
                        S("@example.org"),
                        S("anna@"),
                        S("a@b@c"),
                        S("a b@example.org"),
                        S("a@b\r\nX: 1"),
                        S("<a@example.org>"),
                        S("a@b,c@d"),
                        S("ä@example.org") };
    for (size_t i = 0; i < COUNT_OF(bad); i++) {
        assert_false(letter_address_ok(bad[i]));
        struct letter letter = sample();
        str bytes = { 0 };
        letter.to.address = bad[i];
        const err *e = letter_write(a, &letter, &bytes);
        assert_non_null(e);
        assert_int_equal(e->kind, ERR_INVALID);
        letter = sample();
        letter.message_id = bad[i];
        assert_non_null(letter_write(a, &letter, &bytes));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_reads_back),     cmocka_unit_test(test_bytes_are_fit_to_travel),
        cmocka_unit_test(test_the_text_alone), cmocka_unit_test(test_no_text_becomes_a_header),
        cmocka_unit_test(test_addresses),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
