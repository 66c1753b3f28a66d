/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "fuzz.h"

void fuzz_check_within(slice_t part, slice_t whole)
{
    if (part.size == 0)
        return;
    g_assert(part.size <= whole.size);
    g_assert(part.data >= whole.data);
    g_assert((size_t)(part.data - whole.data) <= whole.size - part.size);
}

gint64 fuzz_read_time(reader_t *r)
{
    guint64 high = reader_uint(r, 4);
    return (gint64)(high << 32 | reader_uint(r, 4));
}

verify_rules_t fuzz_rules(gint64 when)
{
    return (verify_rules_t){.when = when,
                            .moment = "this frame",
                            .when_known = true,
                            .owner = OWNER_SERVER,
                            .holds_from = G_MININT64,
                            .holds_until = G_MAXINT64};
}
