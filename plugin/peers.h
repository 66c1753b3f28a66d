/* SPDX-License-Identifier: GPL-2.0-or-later */
#pragma once

/* Addresses of peers, each kept once: thousands of sessions are of the same few. */

#include "compat.h"

#include <epan/address.h>

void peers_open(void);
void peers_close(void);

/* The same address in the memory of the file; equal addresses give equal pointers. */
const address *peers_address(const address *host);
