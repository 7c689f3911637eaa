/* SPDX-License-Identifier: AGPL-3.0-or-later
 *
 * house_address.h - the address under which a house is reached: whether it is one, and whether the
 * world can reach it.
 */
#ifndef FEATURE_HOUSE_HOUSE_ADDRESS_H
#define FEATURE_HOUSE_HOUSE_ADDRESS_H

#include <stdbool.h>

#include "base/str.h"

/* "https://house.example", with a port if need be; no path, query or user. A name with letters
 * beyond ASCII stands in its xn-- form, as browsers send it. */
bool house_address_ok(str url);

/* False for this machine and the network at home: loopback, addresses that are not routed (RFC
 * 1918, 4193, 3927, 4291), names without a dot and those under .localhost, .local, .home.arpa and
 * .internal. Also false for what is no address. */
bool house_address_public(str url);

#endif
