/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_address.c - see house_address.h.
 */
#include "house_address.h"

#include <arpa/inet.h>
#include <string.h>

#include "base/attr.h"

#define NAME_MAX_BYTES 253

/* "https://[::1]:2012" is "::1" and "2012"; the port is absent where none is said. */
static bool split(str url, str *ret_host, str *ret_port)
{
    size_t scheme = str_find(url, S("://"));
    str name = str_sub(url, 0, scheme);
    if (!str_eq_nocase(name, S("http")) && !str_eq_nocase(name, S("https")))
        return false;
    str rest = str_sub(url, scheme + 3, url.n), after = { 0 };
    if (!str_starts(rest, S("[")))
        return str_cut(rest, ':', ret_host, ret_port) || ret_host->n > 0;
    if (!str_cut(str_sub(rest, 1, rest.n), ']', ret_host, &after))
        return false;
    if (str_starts(after, S(":")))
        *ret_port = str_sub(after, 1, after.n);
    return str_empty(after) || ret_port->p != NULL;
}

static bool port_ok(str port)
{
    int64_t n = 0;
    return port.p == NULL || (str_to_int64(port, &n) && n > 0 && n < 65536);
}

static bool numbers(str host, int family, unsigned char *ret)
{
    char text[INET6_ADDRSTRLEN] = { 0 };
    if (host.n >= sizeof text)
        return false;
    memcpy(text, host.p, host.n);
    return inet_pton(family, text, ret) == 1;
}

static bool label_ok(str label)
{
    for (size_t i = 0; i < label.n; i++) {
        char c = label.p[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
        if (!letter && c != '-')
            return false;
    }
    return label.n > 0 && label.n <= 63 && label.p[0] != '-' && label.p[label.n - 1] != '-';
}

static bool host_ok(str host)
{
    unsigned char bytes[16];
    str label = { 0 };
    if (str_contains(host, S(":")))
        return numbers(host, AF_INET6, bytes);
    if (host.n == 0 || host.n > NAME_MAX_BYTES)
        return false;
    while (str_next(&host, '.', &label))
        if (!label_ok(label))
            return false;
    return true;
}

bool house_address_ok(str url)
{
    str host = { 0 }, port = { 0 };
    return split(url, &host, &port) && host_ok(host) && port_ok(port);
}

static bool four_at_home(const unsigned char b[4])
{
    return b[0] == 127 || b[0] == 10 || b[0] == 0 || (b[0] == 172 && (b[1] & 0xf0) == 16) ||
           (b[0] == 192 && b[1] == 168) || (b[0] == 169 && b[1] == 254);
}

static bool six_at_home(const unsigned char b[16])
{
    static const unsigned char none[15] = { 0 };
    bool loopback = memcmp(b, none, sizeof none) == 0 && b[15] <= 1;
    bool mapped = memcmp(b, none, 10) == 0 && b[10] == 0xff && b[11] == 0xff;
    return loopback || (mapped && four_at_home(b + 12)) || (b[0] & 0xfe) == 0xfc ||
           (b[0] == 0xfe && (b[1] & 0xc0) == 0x80);
}

static bool ends_nocase(str host, str end)
{
    return host.n >= end.n && str_eq_nocase(str_sub(host, host.n - end.n, end.n), end);
}

static bool name_at_home(str host)
{
    static const str endings[] = { S_INIT(".localhost"), S_INIT(".local"), S_INIT(".home.arpa"),
                                   S_INIT(".internal") };
    for (size_t i = 0; i < COUNT_OF(endings); i++)
        if (ends_nocase(host, endings[i]))
            return true;
    return !str_contains(host, S("."));
}

bool house_address_public(str url)
{
    str host = { 0 }, port = { 0 };
    unsigned char bytes[16];
    if (!split(url, &host, &port) || !host_ok(host))
        return false;
    if (numbers(host, AF_INET, bytes))
        return !four_at_home(bytes);
    if (numbers(host, AF_INET6, bytes))
        return !six_at_home(bytes);
    return !name_at_home(host);
}
