/* SPDX-License-Identifier: GPL-2.0-or-later */

/* The text of a key log, read at once and in two parts; what is asked for stands at its end. */

#include "fuzz.h"
#include "key-log.h"

static void ask(const key_log_t *log, slice_t id)
{
    unsigned labels = key_log_labels(log, id);
    for (int i = 0; i < KEY_LOG_LABEL_COUNT; i++) {
        slice_t secret = key_log_find(log, (key_log_label_t)i, id);
        g_assert(secret.size == 0 || secret.size == 32 || secret.size == 48 || secret.size == 64);
        g_assert(i >= KEY_LOG_RSA_PREMASTER || !!(labels & 1u << i) == (secret.size > 0));
    }
    for (int tls13 = 0; tls13 < 2; tls13++) {
        g_autofree char *diagnosis = key_log_diagnosis(log, id, tls13, LANGUAGE_KOREAN);
        g_assert(!diagnosis || g_utf8_validate(diagnosis, -1, NULL));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    slice_t first = reader_vector(&r, 2), second = reader_vector(&r, 2);
    slice_t id = reader_rest(&r);
    g_autoptr(key_log_t) log = key_log_new_from_text((const char *)first.data, first.size);
    size_t bad = key_log_bad_lines(log);
    g_assert(bad <= first.size);
    ask(log, id);
    key_log_add_text(log, (const char *)second.data, second.size);
    g_assert(key_log_bad_lines(log) >= bad);
    ask(log, id);
    return 0;
}
