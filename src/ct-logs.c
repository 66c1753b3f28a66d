/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "ct-logs.h"

#include <stdlib.h>
#include <string.h>

static int compare_id(const void *id, const void *log)
{
    return memcmp(id, ((const ct_log_t *)log)->id, CT_LOG_ID_SIZE);
}

ct_logs_t ct_logs_shipped(void)
{
    return (ct_logs_t){ct_logs_table, ct_logs_table_size};
}

const ct_log_t *ct_logs_find(ct_logs_t logs, const guint8 *id)
{
    if (logs.count == 0)
        return NULL;
    return bsearch(id, logs.rows, logs.count, sizeof *logs.rows, compare_id);
}
