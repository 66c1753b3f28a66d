/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "general-name.h"

#include <gnutls/x509.h>

#include "der.h"
#include "text.h"

static bool is_ia5(slice_t text)
{
    for (size_t i = 0; i < text.size; i++)
        if (text.data[i] >= 0x80 || text.data[i] == 0)
            return false;
    return true;
}

bool general_name_read(reader_t *r, general_name_t *out)
{
    guint8 tag;
    slice_t value = der_any(r, &tag);
    if (r->failed || (tag & 0xc0) != DER_CONTEXT || (tag & 0x1f) > GENERAL_NAME_REGISTERED_ID)
        return false;
    out->kind = tag & 0x1f;
    out->value = value;
    bool constructed = tag & 0x20;
    switch (out->kind) {
    case GENERAL_NAME_EMAIL:
    case GENERAL_NAME_DNS:
    case GENERAL_NAME_URI:
        return !constructed && is_ia5(value);
    case GENERAL_NAME_IP:
    case GENERAL_NAME_REGISTERED_ID:
        return !constructed;
    case GENERAL_NAME_DIRECTORY: { /* EXPLICIT, for Name is a CHOICE */
        reader_t name = reader_over(value);
        der_content(&name, DER_SEQUENCE);
        return constructed && reader_done(&name);
    }
    default:
        return constructed;
    }
}

static char *address_text(slice_t octets)
{
    GString *out = g_string_new(NULL);
    for (size_t i = 0; i < octets.size; i += octets.size == 4 ? 1 : 2) {
        if (octets.size == 4)
            g_string_append_printf(out, "%s%u", i ? "." : "", octets.data[i]);
        else
            g_string_append_printf(out, "%s%x", i ? ":" : "",
                                   (unsigned)(octets.data[i] << 8 | octets.data[i + 1]));
    }
    return g_string_free(out, FALSE);
}

static const char *const general_name_labels[] = {
    [GENERAL_NAME_OTHER] = "otherName",
    [GENERAL_NAME_EMAIL] = "email",
    [GENERAL_NAME_DNS] = "DNS",
    [GENERAL_NAME_X400] = "x400Address",
    [GENERAL_NAME_DIRECTORY] = "DirName",
    [GENERAL_NAME_EDI] = "ediPartyName",
    [GENERAL_NAME_URI] = "URI",
    [GENERAL_NAME_IP] = "IP",
    [GENERAL_NAME_REGISTERED_ID] = "Registered ID",
};
G_STATIC_ASSERT(G_N_ELEMENTS(general_name_labels) == GENERAL_NAME_REGISTERED_ID + 1);

static char *directory_text(slice_t raw)
{
    gnutls_x509_dn_t dn;
    gnutls_datum_t text = {0};
    const gnutls_datum_t data = {(unsigned char *)raw.data, (unsigned)raw.size};
    if (raw.size > GENERAL_NAME_TEXT_LIMIT || gnutls_x509_dn_init(&dn) < 0)
        return g_strdup_printf("(a name of %zu octets)", raw.size);
    char *out = NULL;
    if (gnutls_x509_dn_import(dn, &data) >= 0 && gnutls_x509_dn_get_str2(dn, &text, 0) >= 0)
        out = text_printable((slice_t){text.data, text.size});
    gnutls_free(text.data);
    gnutls_x509_dn_deinit(dn);
    return out ? out : g_strdup("?");
}

char *general_name_text(const general_name_t *name)
{
    g_autofree char *value = NULL;
    switch (name->kind) {
    case GENERAL_NAME_EMAIL:
    case GENERAL_NAME_DNS:
    case GENERAL_NAME_URI:
        value = text_printable(name->value);
        break;
    case GENERAL_NAME_IP:
        value = name->value.size == 4 || name->value.size == 16 ? address_text(name->value)
                                                                : text_hex(name->value);
        break;
    case GENERAL_NAME_REGISTERED_ID:
        value = der_oid_text(name->value);
        break;
    case GENERAL_NAME_DIRECTORY:
        value = directory_text(name->value);
        break;
    default:
        value = text_hex(name->value);
        break;
    }
    return g_strdup_printf("%s:%s", general_name_labels[name->kind], value);
}
