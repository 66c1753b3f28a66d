/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "lifetime.h"

#define SECONDS_OF_DAY 86400

typedef struct {
    gint64 from; /* notBefore, seconds since the epoch, UTC */
    int days;
    bool in_months; /* not told in days, so not to the second */
} limit_t;

static const limit_t limits[] = {
    {1868227200, 47,   false}, /* 2029-03-15 */
    {1805068800, 100,  false}, /* 2027-03-15 */
    {1773532800, 200,  false}, /* 2026-03-15 */
    {1598918400, 398,  false}, /* 2020-09-01 */
    {1519862400, 825,  false}, /* 2018-03-01 */
    {1427846400, 1188, true }, /* 2015-04-01: 39 months, three years and a summer */
    {1341100800, 1827, true }, /* 2012-07-01: 60 months, with two leap days */
};

static const limit_t *limit_at(gint64 not_before)
{
    for (size_t i = 0; i < G_N_ELEMENTS(limits); i++)
        if (not_before >= limits[i].from)
            return &limits[i];
    return NULL;
}

int lifetime_limit_days(gint64 not_before)
{
    const limit_t *limit = limit_at(not_before);
    return limit ? limit->days : 0;
}

bool lifetime_is_over_limit(gint64 not_before, gint64 not_after)
{
    const limit_t *limit = limit_at(not_before);
    if (!limit || not_after < not_before)
        return false;
    gint64 seconds = not_after - not_before + 1;
    gint64 most = (gint64)limit->days * SECONDS_OF_DAY;
    if (limit->in_months)
        most += SECONDS_OF_DAY - 1;
    return seconds > most;
}
