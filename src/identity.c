/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "identity.h"

#include "crl.h"
#include "directory-name.h"
#include "text.h"

/* How many of a kind are told; where there are more, ".." says so. */
enum { ATTRIBUTES_LIMIT = 32, NAMES_LIMIT = 16 };

static const guint8 oid_common_name[] = {0x55, 4, 3};
static const guint8 oid_organization[] = {0x55, 4, 10};

static void append(GString *out, const char *prefix, const char *text)
{
    g_string_append_printf(out, "%s%s%s", out->len ? ", " : "", prefix, text);
}

static void append_all(GString *out, const char *prefix, const GPtrArray *texts, guint limit)
{
    for (guint i = 0; i < texts->len && i < limit; i++)
        append(out, prefix, g_ptr_array_index(texts, i));
    if (texts->len > limit)
        append(out, "", "..");
}

/* Kubernetes takes the last common name for the user and organizations for groups. */
static void append_kubernetes(GString *out, const char *user, const GPtrArray *groups,
                              language_t language)
{
    if (!user)
        return;
    g_autoptr(GString) list = g_string_new(NULL);
    append_all(list, "", groups, ATTRIBUTES_LIMIT);
    g_string_append(out, "; ");
    if (groups->len == 0)
        g_string_append_printf(out, say(language, "to Kubernetes user %s, of no group"), user);
    else
        g_string_append_printf(out,
                               say(language, groups->len == 1
                                                 ? "to Kubernetes user %s of the group %s"
                                                 : "to Kubernetes user %s of the groups %s"),
                               user, list->str);
}

char *identity_of(const certificate_t *certificate, language_t language)
{
    if (certificate->malformed)
        return NULL;
    GString *out = g_string_new(NULL);
    g_autoptr(GPtrArray) users = directory_name_first(
        certificate->raw_subject, (slice_t){oid_common_name, sizeof oid_common_name},
        ATTRIBUTES_LIMIT + 1);
    g_autoptr(GPtrArray) groups = directory_name_first(
        certificate->raw_subject, (slice_t){oid_organization, sizeof oid_organization},
        ATTRIBUTES_LIMIT + 1);
    append_all(out, "CN=", users, ATTRIBUTES_LIMIT);
    append_all(out, "O=", groups, ATTRIBUTES_LIMIT);
    append_all(out, "", certificate->san, NAMES_LIMIT);
    append_kubernetes(out, certificate->common_name, groups, language);
    return g_string_free(out, out->len == 0);
}

char *identity_name(slice_t name, language_t language)
{
    const gnutls_datum_t raw = {(unsigned char *)name.data, (unsigned)name.size};
    gnutls_datum_t text = {0};
    if (name.size > GENERAL_NAME_TEXT_LIMIT || gnutls_x509_rdn_get2(&raw, &text, 0) < 0)
        return g_strdup(say(language, "(a name that cannot be decoded)"));
    char *printable = text_printable((slice_t){text.data, text.size});
    gnutls_free(text.data);
    return printable;
}

static bool names(slice_t authorities, const char *key)
{
    reader_t r = reader_over(authorities);
    while (!r.failed && reader_left(&r) > 0) {
        g_autofree char *other = crl_name_key(reader_vector(&r, 2));
        if (!r.failed && g_str_equal(other, key))
            return true;
    }
    return false;
}

bool identity_fits(slice_t authorities, const slice_t *certificates, size_t n)
{
    if (authorities.size == 0)
        return true;
    for (size_t i = 0; i < n; i++) {
        slice_t serial, issuer;
        if (!certificate_peek_issue(certificates[i], &serial, &issuer))
            continue;
        g_autofree char *key = crl_name_key(issuer);
        if (names(authorities, key))
            return true;
    }
    return false;
}
