/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * chat_test.c - talks, mails, meetings and archives of invented persons.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "engine/chat/chat.h"
#include "engine/when/when.h"

#define TEXT(want, got) assert_string_equal(want, str_c(a, got))

struct read {
    struct chat_event events[12];
    struct lines_refusal refused[4];
    size_t n, n_refused;
};

static struct read read_all(arena *a, chat_reader *(*make)(arena *), const char *text)
{
    struct read got = { 0 };
    chat_reader *r = make(a);
    chat_feed(r, str_of(text));
    chat_end(r);
    for (;;) {
        enum lines_event e = chat_next(r, a, &got.events[got.n], &got.refused[got.n_refused]);
        if (e == LINES_END)
            return got;
        got.n += e == LINES_THING;
        got.n_refused += e == LINES_REFUSED;
        assert_true(e != LINES_MORE && got.n < 12 && got.n_refused < 4);
    }
}

static const char *time_of(arena *a, const struct chat_event *e)
{
    return str_c(a, str_sub(when_rfc3339(a, e->time_ms, S("UTC")), 0, 16));
}

static void heads_of_all_sorts(void **state)
{
    (void)state;
    static const struct {
        const char *line;
        int first, second, year, minute;
        const char *sender;
    } heads[] = {
        { "[31.12.20, 23:59:01] Anna: x", 31, 12, 2020, 1439, "Anna" },
        { "\xe2\x80\x8e[31.12.20, 23:59:01] Anna: \xe2\x80\x8eimage", 31, 12, 2020, 1439, "Anna" },
        { "12/31/20, 11:59\xe2\x80\xafPM - Ben B: a: b", 12, 31, 2020, 1439, "Ben B" },
        { "12/31/2020, 12:05 a.m. - Ben: x", 12, 31, 2020, 5, "Ben" },
        { "31.12.2020 klo 9.05 - Anna: x", 31, 12, 2020, 545, "Anna" },
        { "31/12/20 09:05 - +49 170 1:", 31, 12, 2020, 545, "+49 170 1" },
        { "31.12.20, 09:05 \xe2\x80\x93 Anna: x", 31, 12, 2020, 545, "Anna" },
        { "31.12.20, 09:05 - Nachrichten sind verschlüsselt.", 31, 12, 2020, 545, NULL },
    };
    static const char *const none[] = { "",
                                        "Anna: x",
                                        "31.12.20",
                                        "31.12.20, Anna: 9:05 - x",
                                        "31.12.20, 25:00 - Anna: x",
                                        "[31.12.20, 10:00 - Anna: x" };
    for (size_t i = 0; i < COUNT_OF(heads); i++) {
        SCRATCH(a);
        struct chat_whatsapp_head h;
        assert_true(chat_whatsapp_head(str_of(heads[i].line), &h));
        assert_int_equal(h.date[0], heads[i].first);
        assert_int_equal(h.date[1], heads[i].second);
        assert_int_equal(h.date[2], heads[i].year);
        assert_int_equal(h.minute, heads[i].minute);
        assert_int_equal(h.sender.n > 0, heads[i].sender != NULL);
        if (heads[i].sender != NULL)
            TEXT(heads[i].sender, h.sender);
    }
    for (size_t i = 0; i < COUNT_OF(none); i++) {
        struct chat_whatsapp_head h;
        assert_false(chat_whatsapp_head(str_of(none[i]), &h));
    }
}

static void talks_are_counted_by_day(void **state)
{
    (void)state;
    SCRATCH(a);
    struct read got = read_all(a, chat_whatsapp_new,
                               "01.02.20, 10:00 - Anna: x\n01.02.20, 10:01 - Anna: y\nmehr\n"
                               "01.02.20, 10:02 - Ben: z\n13.02.20, 10:03 - Anna: x\n");
    assert_int_equal(got.n, 3);
    assert_int_equal(got.events[0].count, 2);
    assert_string_equal(time_of(a, &got.events[0]), "2020-02-01T10:00");
    assert_string_equal(time_of(a, &got.events[2]), "2020-02-13T10:03");
    assert_int_equal(got.events[0].n_to, 2);
}

static void the_order_of_the_days_decides(void **state)
{
    (void)state;
    SCRATCH(a);
    struct read got = read_all(
        a, chat_whatsapp_new, "1/5/20, 10:00 - A: x\n1/9/20, 10:00 - A: x\n2/3/20, 10:00 - A: x\n");
    assert_string_equal(time_of(a, &got.events[1]), "2020-01-09T10:00");
    got = read_all(a, chat_whatsapp_new,
                   "5/1/20, 10:00 - A: x\n9/1/20, 10:00 - A: x\n3/2/20, 10:00 - A: x\n");
    assert_string_equal(time_of(a, &got.events[1]), "2020-01-09T10:00");
    got = read_all(a, chat_whatsapp_new, "2/30/20, 10:00 - A: x\n2020-12-31 klo 9.05 - B: a\n");
    assert_int_equal(got.n, 1);
    assert_int_equal(got.refused[0].line, 1);
    assert_string_equal(time_of(a, &got.events[0]), "2020-12-31T09:05");
    got = read_all(a, chat_whatsapp_new, "hello\n");
    assert_int_equal(got.refused[0].line, 1);
}

static void mails_are_read_by_their_heads(void **state)
{
    (void)state;
    SCRATCH(a);
    struct read got = read_all(
        a, chat_mbox_new,
        "From a@example.org Mon Jan  1 10:00:00 2024\n"
        "From: =?utf-8?q?Erna_M=C3=BCster?= <E@example.org>\n"
        "To: Gruppe: a@example.org, \"B, C\"\n <b@example.org>;\nCc: d@example.org\n"
        "Date: Mon, 1 Jan 2024 10:00:00 +0100\nMessage-ID: <1@example.org>\n\n"
        "From: nobody\nText\n\nFrom here on it is text\n\n"
        "From b@example.org Tue Jan  2 10:00:00 2024\nFrom: b@example.org\nDate: never\n\nx\n\n"
        "From c@example.org Tue Jan  2 10:00:00 2024\nFrom: c@example.org\n"
        "Date: Tue, 2 Jan 2024 10:00:00 GMT");
    assert_int_equal(got.n, 2);
    assert_int_equal(got.n_refused, 1);
    assert_int_equal(got.refused[0].line, 14);
    const struct chat_event *e = &got.events[0];
    TEXT("Erna Müster", e->from.name);
    TEXT("e@example.org", e->from.address);
    assert_int_equal(e->n_to, 3);
    TEXT("B, C", e->to[1].name);
    TEXT("d@example.org", e->to[2].address);
    assert_string_equal(time_of(a, e), "2024-01-01T09:00");
    got = read_all(a, chat_mbox_new,
                   "Return-Path: <a@example.org>\r\nFrom: a@example.org\r\n"
                   "Date: 1 Jan 2024 10:00 GMT\r\n\r\nFrom x 10:00\r\n");
    assert_int_equal(got.n, 1);
    got = read_all(a, chat_mbox_new, "no mail\n");
    assert_int_equal(got.n_refused, 1);
}

static void meetings_are_read(void **state)
{
    (void)state;
    SCRATCH(a);
    struct read got = read_all(
        a, chat_meetings_new,
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART;TZID=Europe/Berlin:20240701T100000\r\n"
        "DTEND;TZID=Europe/Berlin:20240701T113000\r\nSUMMARY:Gespräch\\, lang\r\n"
        "ORGANIZER;CN=Anna:mailto:A@example.org\r\nATTENDEE;CN=\"Ben B\":mailto:b@example.org\r\n"
        "ATTENDEE;CUTYPE=ROOM:mailto:room@example.org\r\nBEGIN:VALARM\r\nSUMMARY:x\r\nEND:"
        "VALARM\r\n"
        "END:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:x\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\n"
        "DTSTART;VALUE=DATE:20240102\r\nSTATUS:CANCELLED\r\nRRULE:FREQ=WEEKLY\r\nEND:VEVENT\r\n"
        "BEGIN:VEVENT\r\n");
    assert_int_equal(got.n, 2);
    assert_int_equal(got.n_refused, 2);
    assert_int_equal(got.refused[0].line, 14);
    const struct chat_event *e = &got.events[0];
    TEXT("Gespräch, lang", e->title);
    TEXT("a@example.org", e->from.address);
    assert_int_equal(e->n_to, 1);
    TEXT("Ben B", e->to[0].name);
    assert_int_equal(e->duration_min, 90);
    assert_string_equal(time_of(a, e), "2024-07-01T08:00");
    assert_true(e->zoned);
    assert_true(got.events[1].cancelled);
    TEXT("FREQ=WEEKLY", got.events[1].rule);
}

static void archives_are_read_and_repaired(void **state)
{
    (void)state;
    SCRATCH(a);
    TEXT("Müller", chat_mojibake(a, S("MÃ¼ller")));
    TEXT("Müller", chat_mojibake(a, S("Müller")));
    TEXT("Ã¼ €", chat_mojibake(a, S("Ã¼ €")));
    struct read got = read_all(
        a, chat_archive_new,
        "{\"participants\":[{\"name\":\"M\\u00c3\\u00bcller\"},{\"name\":\"B\"}],\"messages\":["
        "{\"sender_name\":\"M\\u00c3\\u00bcller\",\"timestamp_ms\":1700000000000},"
        "{\"sender_name\":\"B\"}],\"title\":\"T\",\"thread_path\":\"inbox/x\"}");
    assert_int_equal(got.n, 1);
    assert_int_equal(got.n_refused, 1);
    TEXT("Müller", got.events[0].from.name);
    TEXT("B", got.events[0].to[1].name);
    got = read_all(
        a, chat_archive_new,
        "window.YTD.direct_messages.part0 = [{\"dmConversation\":{\"conversationId\":\"1-2\","
        "\"messages\":[{\"messageCreate\":{\"recipientId\":\"2\",\"senderId\":\"1\","
        "\"createdAt\":\"2020-01-02T03:04:05.678Z\"}}]}}]");
    assert_int_equal(got.n, 1);
    TEXT("1", got.events[0].from.address);
    assert_string_equal(time_of(a, &got.events[0]), "2020-01-02T03:04");
    got = read_all(a, chat_archive_new,
                   "{\"friends_v2\":[{\"name\":\"A\",\"timestamp\":1600000000}]}");
    assert_int_equal(got.events[0].kind, CHAT_CONTACT);
    got = read_all(a, chat_archive_new, "{\"friends_v2\":[{\"name\":\"A\",");
    assert_int_equal(got.n_refused, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(heads_of_all_sorts),
        cmocka_unit_test(talks_are_counted_by_day),
        cmocka_unit_test(the_order_of_the_days_decides),
        cmocka_unit_test(mails_are_read_by_their_heads),
        cmocka_unit_test(meetings_are_read),
        cmocka_unit_test(archives_are_read_and_repaired),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
