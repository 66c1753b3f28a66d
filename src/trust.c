/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "trust.h"

#include <string.h>

#include "der.h"
#include "read-file.h"
#include "text.h"

/* The system trusts a hundred CAs and more, of which a capture shows two or three: theirs wait
 * undecoded until somebody asks for their subject. */
struct trust {
    GHashTable *anchors;    /* GBytes (DER) -> certificate_t, owned */
    GHashTable *by_subject; /* GBytes (Name) -> GPtrArray of certificate_t; array owned */
    GHashTable *waiting;    /* GBytes (Name) -> GPtrArray of GBytes (DER), all owned */
    guint n_waiting;
    GHashTable *crls; /* char * (crl_name_key()) -> GPtrArray of crl_t, all owned */
    char *unusable;   /* why; NULL */
    language_t language;
};

static void free_anchor(gpointer data)
{
    certificate_free(data);
}

static void free_crl(gpointer data)
{
    crl_free(data);
}

static void unref_array(gpointer data)
{
    g_ptr_array_unref(data);
}

trust_t *trust_new(void)
{
    trust_t *trust = g_new0(trust_t, 1);
    trust->anchors = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, NULL, free_anchor);
    trust->by_subject =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, bytes_unref_notify, unref_array);
    trust->waiting =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, bytes_unref_notify, unref_array);
    trust->crls = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, unref_array);
    return trust;
}

void trust_set_language(trust_t *trust, language_t language)
{
    trust->language = language;
}

void trust_free(trust_t *trust)
{
    if (!trust)
        return;
    g_hash_table_destroy(trust->crls);
    g_hash_table_destroy(trust->waiting);
    g_hash_table_destroy(trust->by_subject);
    g_hash_table_destroy(trust->anchors);
    g_free(trust->unusable);
    g_free(trust);
}

/* The array of this subject, made when there is none. */
static GPtrArray *same_subject(GHashTable *table, slice_t subject, GDestroyNotify free_element)
{
    GBytes *key = g_bytes_new(subject.data, subject.size);
    GPtrArray *same = g_hash_table_lookup(table, key);
    if (same) {
        g_bytes_unref(key);
        return same;
    }
    same = g_ptr_array_new_with_free_func(free_element);
    g_hash_table_insert(table, key, same);
    return same;
}

/* Takes @anchor. */
static void insert_anchor(trust_t *trust, certificate_t *anchor)
{
    if (g_hash_table_contains(trust->anchors, anchor->der)) {
        certificate_free(anchor);
        return;
    }
    g_hash_table_insert(trust->anchors, anchor->der, anchor);
    g_ptr_array_add(same_subject(trust->by_subject, anchor->raw_subject, NULL), anchor);
}

/* What is malformed is dropped: trust in it cannot be used, so nothing else is lost. */
static void decode_waiting(trust_t *trust, slice_t subject)
{
    gpointer key = NULL, same = NULL;
    g_autoptr(GBytes) asked = g_bytes_new_static(subject.data, subject.size);
    if (!g_hash_table_steal_extended(trust->waiting, asked, &key, &same))
        return;
    g_bytes_unref(key);
    g_autoptr(GPtrArray) list = same;
    trust->n_waiting -= list->len;
    for (guint i = 0; i < list->len; i++) {
        certificate_t *anchor = certificate_new(slice_of_bytes(g_ptr_array_index(list, i)));
        if (anchor->malformed)
            certificate_free(anchor);
        else
            insert_anchor(trust, anchor);
    }
}

/* Takes @anchor. Anchors of one subject stand in the order in which they were added. */
static void add_anchor(trust_t *trust, certificate_t *anchor)
{
    decode_waiting(trust, anchor->raw_subject);
    insert_anchor(trust, anchor);
}

static void add_waiting(trust_t *trust, slice_t der)
{
    slice_t subject;
    if (!certificate_peek_subject(der, &subject))
        return;
    g_ptr_array_add(same_subject(trust->waiting, subject, bytes_unref_notify),
                    g_bytes_new(der.data, der.size));
    trust->n_waiting++;
}

static void fail(trust_t *trust, GError **error, char *message)
{
    trust_set_unusable(trust, message);
    g_set_error_literal(error, g_quark_from_static_string("trust-error"), 0, message);
    g_free(message);
}

static void add_all(trust_t *trust, gnutls_x509_trust_list_t list)
{
    gnutls_x509_trust_list_iter_t iter = NULL;
    gnutls_x509_crt_t crt;
    while (gnutls_x509_trust_list_iter_get_ca(list, &iter, &crt) >= 0) {
        gnutls_datum_t der = {0};
        if (gnutls_x509_crt_export2(crt, GNUTLS_X509_FMT_DER, &der) >= 0)
            add_waiting(trust, (slice_t){der.data, der.size});
        gnutls_free(der.data);
        gnutls_x509_crt_deinit(crt);
    }
    gnutls_x509_trust_list_iter_deinit(iter);
}

bool trust_add_system(trust_t *trust, GError **error)
{
    gnutls_x509_trust_list_t list;
    int rc = gnutls_x509_trust_list_init(&list, 0);
    if (rc >= 0) {
        rc = gnutls_x509_trust_list_add_system_trust(list, 0, 0);
        if (rc > 0)
            add_all(trust, list);
        gnutls_x509_trust_list_deinit(list, 1);
    }
    if (rc > 0)
        return true;
    fail(
        trust, error,
        g_strdup_printf(say(trust->language, "the system's trusted CA certificates: %s"),
                        rc < 0 ? gnutls_strerror(rc) : say(trust->language, "none are installed")));
    return false;
}

/* Each adds what @der holds, or gives why it cannot be decoded. */
typedef char *add_fn(trust_t *trust, slice_t der);

static char *add_certificate(trust_t *trust, slice_t der)
{
    certificate_t *anchor = certificate_new(der);
    if (!anchor->malformed) {
        add_anchor(trust, anchor);
        return NULL;
    }
    char *wrong = g_strdup(say(trust->language, anchor->malformed));
    certificate_free(anchor);
    return wrong;
}

static char *add_crl(trust_t *trust, slice_t der)
{
    const char *wrong = NULL;
    crl_t *crl = crl_new(der, &wrong);
    if (!crl)
        return g_strdup(say(trust->language, wrong));
    char *key = crl_name_key(crl->raw_issuer);
    GPtrArray *same = g_hash_table_lookup(trust->crls, key);
    if (same) {
        g_free(key);
    } else {
        same = g_ptr_array_new_with_free_func(free_crl);
        g_hash_table_insert(trust->crls, key, same);
    }
    g_ptr_array_add(same, crl);
    return NULL;
}

/* What a file may hold. */
typedef struct {
    const char *labels[2]; /* of PEM */
    const char *one, *any; /* "certificate", "PEM certificate" */
    add_fn *add;
    bool der; /* the file may also be one of them in DER */
} kind_t;

static const kind_t certificate_kind = {
    {"CERTIFICATE", "X509 CERTIFICATE"},
    "certificate", "PEM certificate", add_certificate, false
};
static const kind_t crl_kind = {
    {"X509 CRL", NULL},
    "CRL", "CRL", add_crl, true
};

/* The PEM block that begins at @begin: is it of this kind, and what is in it? */
static bool read_block(const kind_t *kind, const char *begin, size_t size, gnutls_datum_t *ret_der,
                       bool *ret_other)
{
    const gnutls_datum_t pem = {(unsigned char *)begin, (unsigned)size};
    for (size_t i = 0; i < G_N_ELEMENTS(kind->labels) && kind->labels[i]; i++) {
        g_autofree char *header = g_strdup_printf("-----BEGIN %s-----", kind->labels[i]);
        if (g_str_has_prefix(begin, header))
            return gnutls_pem_base64_decode2(kind->labels[i], &pem, ret_der) >= 0;
    }
    *ret_other = true;
    return false;
}

static unsigned line_of(const char *text, const char *at)
{
    unsigned line = 1;
    for (; text < at; text++)
        line += *text == '\n';
    return line;
}

/* Adds what @text holds. Gives what is wrong with it, or NULL. */
static char *add_pem(trust_t *trust, const char *text, const kind_t *kind)
{
    unsigned n = 0;
    for (const char *at = strstr(text, "-----BEGIN "); at; at = strstr(at + 1, "-----BEGIN ")) {
        const char *next = strstr(at + 1, "-----BEGIN ");
        gnutls_datum_t der = {0};
        bool other = false;
        bool good = read_block(kind, at, next ? (size_t)(next - at) : strlen(at), &der, &other);
        if (other)
            continue;
        n++;
        if (!good)
            return g_strdup_printf(say(trust->language, "%s %u (line %u) is not PEM"),
                                   say(trust->language, kind->one), n, line_of(text, at));
        g_autofree char *wrong = kind->add(trust, (slice_t){der.data, der.size});
        gnutls_free(der.data);
        if (wrong)
            return g_strdup_printf(say(trust->language, "%s %u (line %u) cannot be decoded: %s"),
                                   say(trust->language, kind->one), n, line_of(text, at), wrong);
    }
    return n > 0 ? NULL
                 : g_strdup_printf(say(trust->language, "there is no %s in it"),
                                   say(trust->language, kind->any));
}

/* The same for one in DER, which begins with the tag of a SEQUENCE: a digit in a text. */
static char *add_der(trust_t *trust, slice_t der, const kind_t *kind)
{
    g_autofree char *wrong = kind->add(trust, der);
    return wrong ? g_strdup_printf(say(trust->language,
                                       "it is not PEM, and cannot be decoded as a %s in DER: %s"),
                                   say(trust->language, kind->one), wrong)
                 : NULL;
}

static char *add_octets(trust_t *trust, const char *text, size_t size, const kind_t *kind)
{
    bool is_text = strlen(text) == size;
    if (kind->der && size > 0 && *text == DER_SEQUENCE && !(is_text && strstr(text, "-----BEGIN ")))
        return add_der(trust, (slice_t){(const guint8 *)text, size}, kind);
    return is_text ? add_pem(trust, text, kind)
                   : g_strdup(say(trust->language, "it is not a text file, so no PEM"));
}

static bool add_file(trust_t *trust, const char *path, const kind_t *kind, GError **error)
{
    size_t size;
    g_autofree char *why = NULL;
    g_autofree char *text = read_file(path, READ_FILE_LIMIT, &size, &why, trust->language);
    g_autofree char *name = text_printable_string(path);
    if (!text) {
        fail(trust, error,
             g_strdup_printf(say(trust->language, "%s: cannot be read: %s"), name, why));
        return false;
    }
    g_autofree char *wrong = add_octets(trust, text, size, kind);
    if (!wrong)
        return true;
    fail(trust, error, g_strdup_printf("%s: %s", name, wrong));
    return false;
}

bool trust_add_file(trust_t *trust, const char *path, GError **error)
{
    return add_file(trust, path, &certificate_kind, error);
}

bool trust_add_crl_file(trust_t *trust, const char *path, GError **error)
{
    return add_file(trust, path, &crl_kind, error);
}

void trust_set_unusable(trust_t *trust, const char *reason)
{
    if (!trust->unusable)
        trust->unusable = text_printable_string(reason);
}

const char *trust_unusable_reason(const trust_t *trust)
{
    if (trust->unusable)
        return trust->unusable;
    return trust_count(trust) > 0 ? NULL : "there is no trusted CA certificate";
}

guint trust_count(const trust_t *trust)
{
    return g_hash_table_size(trust->anchors) + trust->n_waiting;
}

const GPtrArray *trust_by_subject(const trust_t *trust, slice_t subject)
{
    decode_waiting((trust_t *)trust, subject); /* what has been decoded does not change the store */
    g_autoptr(GBytes) key = g_bytes_new_static(subject.data, subject.size);
    return g_hash_table_lookup(trust->by_subject, key);
}

const certificate_t *trust_find(const trust_t *trust, const certificate_t *certificate)
{
    decode_waiting((trust_t *)trust, certificate->raw_subject);
    return g_hash_table_lookup(trust->anchors, certificate->der);
}

bool trust_has_crls(const trust_t *trust)
{
    return g_hash_table_size(trust->crls) > 0;
}

const GPtrArray *trust_crls(const trust_t *trust, slice_t issuer)
{
    if (!trust_has_crls(trust))
        return NULL;
    g_autofree char *key = crl_name_key(issuer);
    return g_hash_table_lookup(trust->crls, key);
}
