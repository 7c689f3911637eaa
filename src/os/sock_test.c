/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * sock_test.c - addresses there and back, and a port that only one can have.
 */
#include "os/sock.h"

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/resource.h>
#include <unistd.h>

#include "os/os_test.h"

static void test_addresses_there_and_back(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const right[] = { "127.0.0.1:2012", "0.0.0.0:0", "[::1]:0", "[::]:65535",
                                         "[2001:db8::1]:80" };
    for (size_t i = 0; i < COUNT_OF(right); i++) {
        struct sock_address address = { 0 };
        SUCCEEDS(sock_parse(a, str_of(right[i]), &address));
        assert_string_equal(str_c(a, sock_text(a, &address)), right[i]);
    }
}

static void test_parsing_keeps_the_parts(void **state)
{
    (void)state;
    SCRATCH(a);
    struct sock_address address = { 0 };
    SUCCEEDS(sock_parse(a, S("127.0.0.1:2012"), &address));
    assert_int_equal(address.bytes.ss_family, AF_INET);
    assert_int_equal(sock_port(&address), 2012);
    SUCCEEDS(sock_parse(a, S("[::1]:443"), &address));
    assert_int_equal(address.bytes.ss_family, AF_INET6);
    assert_int_equal(sock_port(&address), 443);
}

static void test_what_is_no_address(void **state)
{
    (void)state;
    SCRATCH(a);
    static const char *const wrong[] = {
        "",
        ":",
        "2012",
        "127.0.0.1",
        "127.0.0.1:",
        ":2012",
        "[]:1",
        "[::1]",
        "[::1]2012",
        "[::1:2012",
        "::1:2012",
        "[127.0.0.1]:1",
        "localhost:80",
        "example.org:80",
        "127.0.0.1:65536",
        "127.0.0.1:-1",
        "127.0.0.1:-0",
        "127.0.0.1:http",
        "127.0.0.1:1:2",
        "127.0.0.1:0x50",
        "127.0.0.1: 80",
        "256.0.0.1:80",
        "127.0.0.1:99999999999999999999",
    };
    struct sock_address address = { 0 };
    for (size_t i = 0; i < COUNT_OF(wrong); i++)
        FAILS(sock_parse(a, str_of(wrong[i]), &address), ERR_INVALID, "no address");
    FAILS(sock_parse(a, (str){ 0 }, &address), ERR_INVALID, "no address");
    FAILS(sock_parse(a, S("127.0.0.1\0:80"), &address), ERR_INVALID, "no address");
    assert_int_equal(address.n, 0);
}

static void listen_and_meet(const char *where)
{
    SCRATCH(a);
    struct sock_address address = { 0 };
    struct sock_address bound = { 0 };
    int fd = -1;
    int second = -1;
    SUCCEEDS(sock_parse(a, str_of(where), &address));
    SUCCEEDS(sock_listen(a, &address, &fd));
    assert_true((fcntl(fd, F_GETFL) & O_NONBLOCK) != 0);
    assert_true((fcntl(fd, F_GETFD) & FD_CLOEXEC) != 0);
    SUCCEEDS(sock_bound(a, fd, &bound));
    assert_int_not_equal(sock_port(&bound), 0);
    FAILS(sock_listen(a, &bound, &second), ERR_TAKEN, str_c(a, sock_text(a, &bound)));
    assert_int_equal(second, -1);

    int client = socket(bound.bytes.ss_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(client, (struct sockaddr *)&bound.bytes, bound.n), 0);
    int served = accept(fd, NULL, NULL);
    assert_true(served >= 0);

    /* Closed by us first, the connection lingers in TIME_WAIT; the port is ours at once all the
     * same. */
    close(served);
    close(fd);
    close(client);
    SUCCEEDS(sock_listen(a, &bound, &fd));
    close(fd);
}

static void test_listening(void **state)
{
    (void)state;
    listen_and_meet("127.0.0.1:0");
    listen_and_meet("[::1]:0");
}

static void test_addresses_that_are_not_ours(void **state)
{
    (void)state;
    SCRATCH(a);
    struct sock_address address = { 0 };
    int fd = -1;
    SUCCEEDS(sock_parse(a, S("192.0.2.1:0"), &address)); /* for documentation, RFC 5737 */
    FAILS(sock_listen(a, &address, &fd), ERR_INVALID, "192.0.2.1:0");
    FAILS(sock_bound(a, -1, &address), ERR_BROKEN, "socket -1");
}

static void test_limit_of_open_files(void **state)
{
    (void)state;
    struct rlimit before = { 0 };
    struct rlimit after = { 0 };
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    struct rlimit low = { .rlim_cur = 64, .rlim_max = before.rlim_max };
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &low), 0);
    assert_int_equal(sock_raise_limit(), before.rlim_max);
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &after), 0);
    assert_int_equal(after.rlim_cur, before.rlim_max);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
}

int sock_test(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_addresses_there_and_back),
        cmocka_unit_test(test_parsing_keeps_the_parts),
        cmocka_unit_test(test_what_is_no_address),
        cmocka_unit_test(test_listening),
        cmocka_unit_test(test_addresses_that_are_not_ours),
        cmocka_unit_test(test_limit_of_open_files),
    };
    return cmocka_run_group_tests_name("sock", tests, NULL, NULL);
}
