/* SPDX-License-Identifier: GPL-2.0-or-later */

/* Certificate timestamps. The input: source 1, time 8, then vectors: the certificate, its issuer
 * (it may be empty), and the list is what is left. */

#include "fuzz.h"
#include "sct.h"

static void check_list(const GArray *scts, slice_t list)
{
    for (guint i = 0; scts && i < scts->len; i++) {
        const sct_t *sct = &g_array_index(scts, sct_t, i);
        g_assert(sct_status_word(sct->status));
        fuzz_check_within(sct->extensions, list);
        fuzz_check_within(sct->signature, list);
    }
    g_assert(!scts || scts->len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reader_t r = reader_over((slice_t){data, size});
    sct_question_t question = {.source = (sct_source_t)(reader_uint(&r, 1) % 3),
                               .logs = ct_logs_shipped()};
    question.when = fuzz_read_time(&r);
    slice_t der = reader_vector(&r, 2), issuer_der = reader_vector(&r, 2), list = reader_rest(&r);
    g_autoptr(certificate_t) end_entity = certificate_new(der);
    g_autoptr(certificate_t) issuer = issuer_der.size ? certificate_new(issuer_der) : NULL;
    question.end_entity = end_entity;
    question.issuer = issuer;
    if (end_entity->malformed || (issuer && issuer->malformed))
        return 0;

    slice_t embedded;
    if (sct_embedded_list(end_entity, &embedded)) {
        g_autoptr(GArray) inside = sct_list_check(embedded, &question);
        check_list(inside, embedded);
    }
    fuzz_check_within(sct_list_unwrap(list), list);
    g_autoptr(GArray) parsed = sct_list_parse(list);
    g_autoptr(GArray) checked = sct_list_check(list, &question);
    check_list(parsed, list);
    check_list(checked, list);
    g_assert((parsed == NULL) == (checked == NULL));
    return 0;
}
