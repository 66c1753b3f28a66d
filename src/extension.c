/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "extension.h"

#include "crl-scope.h"
#include "der.h"

typedef bool decode_fn(extensions_t *extensions, slice_t value);

static bool add_slice(GArray *list, extensions_t *extensions, slice_t value)
{
    if (list->len >= EXTENSION_NAMES_LIMIT) {
        extensions->too_complex = true;
        return false;
    }
    g_array_append_val(list, value);
    return true;
}

/* BasicConstraints ::= SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL } */
static bool decode_basic_constraints(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    extensions->ca = der_boolean(&fields);
    if (der_next_is(&fields, DER_INTEGER)) {
        extensions->path_length = der_small(der_content(&fields, DER_INTEGER));
        if (extensions->path_length < 0)
            return false;
    }
    return reader_done(&fields) && reader_done(&r);
}

/* KeyUsage ::= BIT STRING, the first octet of which counts the unused bits: they are 0, and no bits
 * have none (X.690 §11.2.1, §8.6.2.3). */
static bool decode_key_usage(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    slice_t bits = der_content(&r, DER_BIT_STRING);
    if (!reader_done(&r) || bits.size < 1 || bits.size > 3 || bits.data[0] > 7)
        return false;
    if (bits.size == 1)
        return bits.data[0] == 0;
    extensions->key_usage = bits.data[1];
    return (bits.data[bits.size - 1] & ((1u << bits.data[0]) - 1)) == 0;
}

static const guint8 oid_server_auth[] = {0x2b, 6, 1, 5, 5, 7, 3, 1};
static const guint8 oid_client_auth[] = {0x2b, 6, 1, 5, 5, 7, 3, 2};
static const guint8 oid_ocsp_signing[] = {0x2b, 6, 1, 5, 5, 7, 3, 9};
static const guint8 oid_any_purpose[] = {0x55, 0x1d, 0x25, 0};

static unsigned purpose_of(slice_t oid)
{
    if (slice_equal(oid, (slice_t){oid_server_auth, sizeof oid_server_auth}))
        return PURPOSE_SERVER_AUTH;
    if (slice_equal(oid, (slice_t){oid_client_auth, sizeof oid_client_auth}))
        return PURPOSE_CLIENT_AUTH;
    if (slice_equal(oid, (slice_t){oid_any_purpose, sizeof oid_any_purpose}))
        return PURPOSE_ANY;
    if (slice_equal(oid, (slice_t){oid_ocsp_signing, sizeof oid_ocsp_signing}))
        return PURPOSE_OCSP_SIGNING;
    return PURPOSE_ELSE;
}

/* ExtKeyUsageSyntax ::= SEQUENCE SIZE (1..MAX) OF KeyPurposeId: an empty one is refused. */
static bool decode_ext_key_usage(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0)
        extensions->purposes |= purpose_of(der_content(&list, DER_OID));
    return reader_done(&list) && reader_done(&r) && extensions->purposes != 0;
}

/* GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName */
static bool decode_subject_alt_name(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        general_name_t name;
        if (!general_name_read(&list, &name) ||
            (name.kind != GENERAL_NAME_DIRECTORY && name.value.size == 0))
            return false;
        if (name.kind == GENERAL_NAME_IP && name.value.size != 4 && name.value.size != 16)
            return false;
        if (extensions->names->len >= EXTENSION_NAMES_LIMIT) {
            extensions->too_complex = true;
            return true;
        }
        g_array_append_val(extensions->names, name);
    }
    return reader_done(&list) && reader_done(&r) && extensions->names->len > 0;
}

/* RFC 5280 §4.2.1.10: minimum is 0 (and left out, being the default) and maximum absent. */
static bool decode_subtrees(extensions_t *extensions, slice_t content, GArray *into)
{
    reader_t list = reader_over(content);
    while (!list.failed && reader_left(&list) > 0) {
        reader_t subtree = reader_over(der_content(&list, DER_SEQUENCE));
        general_name_t name;
        if (!general_name_read(&subtree, &name) || !reader_done(&subtree))
            return false;
        if (extensions->permitted->len + extensions->excluded->len >= EXTENSION_NAMES_LIMIT) {
            extensions->too_complex = true;
            return true;
        }
        g_array_append_val(into, name);
    }
    return reader_done(&list) && into->len > 0;
}

static bool decode_name_constraints(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    if (der_next_is(&fields, DER_CONTEXT_CONSTRUCTED | 0) &&
        !decode_subtrees(extensions, der_content(&fields, DER_CONTEXT_CONSTRUCTED | 0),
                         extensions->permitted))
        return false;
    if (der_next_is(&fields, DER_CONTEXT_CONSTRUCTED | 1) &&
        !decode_subtrees(extensions, der_content(&fields, DER_CONTEXT_CONSTRUCTED | 1),
                         extensions->excluded))
        return false;
    return reader_done(&fields) && reader_done(&r) &&
           extensions->permitted->len + extensions->excluded->len > 0;
}

static bool decode_subject_key_id(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    extensions->subject_key_id = der_content(&r, DER_OCTET_STRING);
    return reader_done(&r);
}

/* AuthorityKeyIdentifier ::= SEQUENCE { [0] keyIdentifier, [1] issuer, [2] serial }, all OPTIONAL
 */
static bool decode_authority_key_id(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    if (der_next_is(&fields, DER_CONTEXT | 0))
        extensions->authority_key_id = der_content(&fields, DER_CONTEXT | 0);
    if (der_next_is(&fields, DER_CONTEXT_CONSTRUCTED | 1))
        der_content(&fields, DER_CONTEXT_CONSTRUCTED | 1);
    if (der_next_is(&fields, DER_CONTEXT | 2))
        der_content(&fields, DER_CONTEXT | 2);
    return reader_done(&fields) && reader_done(&r);
}

/* PolicyInformation ::= SEQUENCE { policyIdentifier OBJECT IDENTIFIER, policyQualifiers OPTIONAL }
 */
static bool decode_policies(extensions_t *extensions, slice_t value)
{
    g_autoptr(GHashTable) seen =
        g_hash_table_new_full(g_bytes_hash, g_bytes_equal, bytes_unref_notify, NULL);
    reader_t r = reader_over(value);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        reader_t policy = reader_over(der_content(&list, DER_SEQUENCE));
        slice_t oid = der_content(&policy, DER_OID);
        if (der_next_is(&policy, DER_SEQUENCE))
            der_content(&policy, DER_SEQUENCE);
        if (!reader_done(&policy))
            return false;
        if (!g_hash_table_add(seen, g_bytes_new_static(oid.data, oid.size)))
            return false;
        if (!add_slice(extensions->policies, extensions, oid))
            return true;
    }
    return reader_done(&list) && reader_done(&r) && extensions->policies->len > 0;
}

static bool decode_policy_mappings(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    while (!list.failed && reader_left(&list) > 0) {
        reader_t pair = reader_over(der_content(&list, DER_SEQUENCE));
        slice_t issuer_domain = der_content(&pair, DER_OID);
        slice_t subject_domain = der_content(&pair, DER_OID);
        if (!reader_done(&pair))
            return false;
        if (!add_slice(extensions->mappings, extensions, issuer_domain) ||
            !add_slice(extensions->mappings, extensions, subject_domain))
            return true;
    }
    return reader_done(&list) && reader_done(&r) && extensions->mappings->len > 0;
}

/* RFC 5280 §4.2.1.11: an empty sequence is forbidden, too. */
static bool decode_policy_constraints(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t fields = reader_over(der_content(&r, DER_SEQUENCE));
    bool explicit_policy = der_next_is(&fields, DER_CONTEXT | 0);
    if (explicit_policy)
        extensions->require_explicit_policy = der_small(der_content(&fields, DER_CONTEXT | 0));
    bool mapping = der_next_is(&fields, DER_CONTEXT | 1);
    if (mapping)
        extensions->inhibit_policy_mapping = der_small(der_content(&fields, DER_CONTEXT | 1));
    return reader_done(&fields) && reader_done(&r) && (explicit_policy || mapping) &&
           (!explicit_policy || extensions->require_explicit_policy >= 0) &&
           (!mapping || extensions->inhibit_policy_mapping >= 0);
}

static bool decode_inhibit_any_policy(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    extensions->inhibit_any_policy = der_small(der_content(&r, DER_INTEGER));
    return reader_done(&r) && extensions->inhibit_any_policy >= 0;
}

/* SEQUENCE SIZE (1..MAX) OF AccessDescription. Clients do not look, so it is a matter of form. */
static bool decode_authority_info(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    bool good = reader_left(&list) > 0;
    while (good && reader_left(&list) > 0) {
        reader_t access = reader_over(der_content(&list, DER_SEQUENCE));
        general_name_t location;
        der_content(&access, DER_OID);
        good = general_name_read(&access, &location) && reader_done(&access);
    }
    extensions->authority_info_malformed = !good || !reader_done(&list) || !reader_done(&r);
    return true;
}

/* Whom they name is asked where a CRL is at hand (crl-scope.h). */
static bool decode_crl_points(extensions_t *extensions, slice_t value)
{
    extensions->crl_points = value;
    return crl_points_are_well_formed(value);
}

#define TLS_STATUS_REQUEST 5

/* Features ::= SEQUENCE OF INTEGER (RFC 7633 §4.1): numbers of TLS extensions. No client refuses a
 * certificate for the form of this. */
static bool decode_tls_feature(extensions_t *extensions, slice_t value)
{
    reader_t r = reader_over(value);
    reader_t list = reader_over(der_content(&r, DER_SEQUENCE));
    bool found = false;
    while (!list.failed && reader_left(&list) > 0)
        found |= der_small(der_content(&list, DER_INTEGER)) == TLS_STATUS_REQUEST;
    extensions->must_staple = found && reader_done(&list) && reader_done(&r);
    return true;
}

typedef struct {
    const char *name;
    guint8 oid_size;
    guint8 oid[9];
    decode_fn *decode; /* NULL: known by name, not read */
} extension_info_t;

#define ID_CE(number)                                                                              \
    3,                                                                                             \
    {                                                                                              \
        0x55, 0x1d, number                                                                         \
    }
#define ID_PE(number)                                                                              \
    8,                                                                                             \
    {                                                                                              \
        0x2b, 6, 1, 5, 5, 7, 1, number                                                             \
    }

static const extension_info_t infos[] = {
    [EXTENSION_BASIC_CONSTRAINTS] = {"basicConstraints",       ID_CE(19), decode_basic_constraints },
    [EXTENSION_KEY_USAGE] = {"keyUsage",               ID_CE(15), decode_key_usage         },
    [EXTENSION_EXT_KEY_USAGE] = {"extKeyUsage",            ID_CE(37), decode_ext_key_usage     },
    [EXTENSION_SUBJECT_ALT_NAME] = {"subjectAltName",         ID_CE(17), decode_subject_alt_name  },
    [EXTENSION_NAME_CONSTRAINTS] = {"nameConstraints",        ID_CE(30), decode_name_constraints  },
    [EXTENSION_SUBJECT_KEY_ID] = {"subjectKeyIdentifier",   ID_CE(14), decode_subject_key_id    },
    [EXTENSION_AUTHORITY_KEY_ID] = {"authorityKeyIdentifier", ID_CE(35), decode_authority_key_id  },
    [EXTENSION_POLICIES] = {"certificatePolicies",    ID_CE(32), decode_policies          },
    [EXTENSION_POLICY_MAPPINGS] = {"policyMappings",         ID_CE(33), decode_policy_mappings   },
    [EXTENSION_POLICY_CONSTRAINTS] = {"policyConstraints",      ID_CE(36), decode_policy_constraints},
    [EXTENSION_INHIBIT_ANY_POLICY] = {"inhibitAnyPolicy",       ID_CE(54), decode_inhibit_any_policy},
    [EXTENSION_AUTHORITY_INFO] = {"authorityInfoAccess",    ID_PE(1),  decode_authority_info    },
    [EXTENSION_ISSUER_ALT_NAME] = {"issuerAltName",          ID_CE(18), NULL                     },
    [EXTENSION_CRL_POINTS] = {"cRLDistributionPoints",  ID_CE(31), decode_crl_points        },
    [EXTENSION_FRESHEST_CRL] = {"freshestCRL",            ID_CE(46), NULL                     },
    [EXTENSION_SUBJECT_INFO] = {"subjectInfoAccess",      ID_PE(11), NULL                     },
    [EXTENSION_TLS_FEATURE] = {"TLS feature",            ID_PE(24), decode_tls_feature       },
};
G_STATIC_ASSERT(G_N_ELEMENTS(infos) == EXTENSION_COUNT);

void extensions_init(extensions_t *extensions)
{
    *extensions = (extensions_t){
        .path_length = -1,
        .require_explicit_policy = -1,
        .inhibit_policy_mapping = -1,
        .inhibit_any_policy = -1,
        .names = g_array_new(FALSE, FALSE, sizeof(general_name_t)),
        .permitted = g_array_new(FALSE, FALSE, sizeof(general_name_t)),
        .excluded = g_array_new(FALSE, FALSE, sizeof(general_name_t)),
        .policies = g_array_new(FALSE, FALSE, sizeof(slice_t)),
        .mappings = g_array_new(FALSE, FALSE, sizeof(slice_t)),
        .unknown_critical = g_ptr_array_new_with_free_func(g_free),
    };
}

void extensions_clear(extensions_t *extensions)
{
    g_array_unref(extensions->names);
    g_array_unref(extensions->permitted);
    g_array_unref(extensions->excluded);
    g_array_unref(extensions->policies);
    g_array_unref(extensions->mappings);
    g_ptr_array_unref(extensions->unknown_critical);
    saying_clear(&extensions->malformed);
}

static extension_kind_t kind_of(slice_t oid)
{
    for (guint i = 0; i < EXTENSION_COUNT; i++)
        if (slice_equal(oid, (slice_t){infos[i].oid, infos[i].oid_size}))
            return (extension_kind_t)i;
    return EXTENSION_COUNT;
}

static void read_known(extensions_t *extensions, extension_kind_t kind, bool critical,
                       slice_t value)
{
    guint32 bit = 1u << kind;
    const extension_info_t *info = &infos[kind];
    /* RFC 5280 §4.2: "A certificate MUST NOT include more than one instance of a particular
     * extension." */
    if (extensions->present & bit) {
        saying_set(&extensions->malformed, "it has two extensions %s", g_strdup(info->name));
        return;
    }
    extensions->present |= bit;
    if (critical)
        extensions->critical |= bit;
    if (critical && !info->decode) /* what is not read is not processed */
        g_ptr_array_add(extensions->unknown_critical, g_strdup(info->name));
    if (info->decode && !info->decode(extensions, value))
        saying_set(&extensions->malformed, "its %s is malformed", g_strdup(info->name));
}

static void read_unknown(extensions_t *extensions, GHashTable *seen, slice_t oid, bool critical)
{
    char *text = der_oid_text(oid);
    if (critical)
        g_ptr_array_add(extensions->unknown_critical, g_strdup(text));
    if (g_hash_table_contains(seen, text))
        saying_set(&extensions->malformed, "it has two extensions %s", g_strdup(text));
    g_hash_table_add(seen, text);
}

void extensions_read(extensions_t *extensions, slice_t content)
{
    g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    reader_t list = reader_over(content);
    while (!list.failed && reader_left(&list) > 0) {
        if (++extensions->count > EXTENSIONS_LIMIT) {
            extensions->too_complex = true;
            return;
        }
        reader_t extension = reader_over(der_content(&list, DER_SEQUENCE));
        slice_t oid = der_content(&extension, DER_OID);
        bool critical = der_boolean(&extension);
        slice_t value = der_content(&extension, DER_OCTET_STRING);
        if (!reader_done(&extension)) {
            saying_set(&extensions->malformed, "an extension is not DER", NULL);
            return;
        }
        extension_kind_t kind = kind_of(oid);
        if (kind == EXTENSION_COUNT)
            read_unknown(extensions, seen, oid, critical);
        else
            read_known(extensions, kind, critical, value);
    }
    if (!reader_done(&list) || extensions->count == 0) /* SIZE (1..MAX) */
        saying_set(&extensions->malformed, "its list of extensions is not DER", NULL);
}

bool extensions_has(const extensions_t *extensions, extension_kind_t kind)
{
    return extensions->present & 1u << kind;
}

bool extensions_critical(const extensions_t *extensions, extension_kind_t kind)
{
    return extensions->critical & 1u << kind;
}

const char *extension_name(extension_kind_t kind)
{
    return infos[kind].name;
}
