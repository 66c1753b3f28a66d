/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "certificate-entry.h"

enum {
    EXTENSION_STATUS_REQUEST = 5,
    EXTENSION_SIGNED_CERTIFICATE_TIMESTAMP = 18,
    EXTENSION_DELEGATED_CREDENTIAL = 34,
    STATUS_TYPE_OCSP = 1,
};

bool certificate_status_parse(slice_t body, slice_t *out)
{
    reader_t r = reader_over(body);
    guint32 status_type = reader_uint(&r, 1);
    slice_t response = reader_vector(&r, 3); /* OCSPResponse<1..2^24-1> */
    if (!reader_done(&r) || status_type != STATUS_TYPE_OCSP || response.size == 0)
        return false;
    *out = response;
    return true;
}

/* A staple that cannot be read is none: what must be there is judged by who knows what must. */
static bool take(slice_t extensions, certificate_entry_t *out)
{
    reader_t r = reader_over(extensions);
    while (!r.failed && reader_left(&r) > 0) {
        guint32 type = reader_uint(&r, 2);
        slice_t data = reader_vector(&r, 2); /* extension_data<0..2^16-1> */
        if (r.failed)
            return false;
        if (type == EXTENSION_STATUS_REQUEST)
            certificate_status_parse(data, &out->ocsp_response);
        if (type == EXTENSION_SIGNED_CERTIFICATE_TIMESTAMP)
            out->sct_list = data;
        if (type == EXTENSION_DELEGATED_CREDENTIAL)
            out->delegated = true;
    }
    return reader_done(&r);
}

bool certificate_entry_parse(slice_t body, certificate_entry_t *out)
{
    reader_t r = reader_over(body);
    reader_vector(&r, 1);                              /* certificate_request_context<0..2^8-1> */
    reader_t list = reader_over(reader_vector(&r, 3)); /* certificate_list<0..2^24-1> */
    reader_vector(&list, 3);                           /* cert_data<1..2^24-1> */
    slice_t extensions = reader_vector(&list, 2);      /* extensions<0..2^16-1> */
    certificate_entry_t entry = {0};
    if (list.failed || !reader_done(&r) || !take(extensions, &entry))
        return false;
    *out = entry;
    return true;
}
