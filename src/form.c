/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "form.h"

#include "directory-name.h"
#include "name.h"

static void add(GPtrArray *list, const char *text)
{
    g_ptr_array_add(list, g_strdup(text));
}

/* What was said in English, in another language. */
static void put_in(language_t language, GPtrArray *list)
{
    for (guint i = 0; i < list->len; i++) {
        g_autofree char *english = list->pdata[i];
        list->pdata[i] = g_strdup(say(language, english));
    }
}

/* A Name without attributes: an empty SEQUENCE. */
static bool is_empty_name(slice_t name)
{
    return name.size <= 2;
}

GPtrArray *form_refused(const certificate_t *certificate, form_role_t role, language_t language)
{
    const extensions_t *x = &certificate->extensions;
    GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
    /* RFC 5280 §4.1.2.9: extensions "MUST only appear if the version is 3". */
    if (certificate->version < 3 && x->count > 0)
        add(list, "it has extensions, and its version is not 3");
    /* RFC 5280 §4.1.2.4: "The issuer field MUST contain a non-empty distinguished name". */
    if (is_empty_name(certificate->raw_issuer))
        add(list, "its issuer name is empty");
    /* RFC 5280 §4.2.1.10: "MUST be used only in a CA certificate". */
    if (role == FORM_END_ENTITY && !x->ca && extensions_critical(x, EXTENSION_NAME_CONSTRAINTS))
        add(list, "it has critical name constraints and is no CA certificate");
    /* RFC 5280 §4.2.1.9: pathLenConstraint only "if the cA boolean is asserted". */
    if (!x->ca && x->path_length >= 0)
        add(list, "it has a path length constraint and is no CA certificate");
    /* RFC 5280 §4.1.1.2: signatureAlgorithm "MUST contain the same algorithm identifier as the
     * signature field". */
    if (role != FORM_ANCHOR && certificate->algorithms_differ)
        add(list, "it names two signature algorithms");
    if (certificate->key_malformed)
        add(list, "its public key is malformed");
    if (!directory_name_is_well_formed(certificate->raw_issuer) ||
        !directory_name_is_well_formed(certificate->raw_subject))
        add(list, "its issuer or subject is malformed, or holds text of another character set than "
                  "it says");
    put_in(language, list);
    if (x->malformed.english)
        g_ptr_array_insert(list, 0, saying_text(&x->malformed, language));
    return list;
}

/* RFC 5280 §4.1.2.2: positive, at most 20 octets. */
static void check_serial(const certificate_t *certificate, GPtrArray *list)
{
    slice_t serial = certificate->raw_serial;
    if (serial.size == 1 && serial.data[0] == 0)
        add(list, "its serial number is zero");
    else if (serial.data[0] & 0x80)
        add(list, "its serial number is negative");
    else if (serial.size > 21 || (serial.size == 21 && serial.data[0] != 0))
        add(list, "its serial number is longer than 20 octets");
}

/* RFC 5280 §4.2.1.1 and §4.2.1.2. */
static void check_key_identifiers(const certificate_t *certificate, form_role_t role,
                                  GPtrArray *list)
{
    const extensions_t *x = &certificate->extensions;
    bool own_root = certificate->self_issued && role != FORM_END_ENTITY;
    if (extensions_has(x, EXTENSION_AUTHORITY_KEY_ID)) {
        if (x->authority_key_id.size == 0)
            add(list, "its authorityKeyIdentifier has no keyIdentifier");
        else if (own_root && role == FORM_ANCHOR && x->subject_key_id.size &&
                 !slice_equal(x->authority_key_id, x->subject_key_id))
            add(list, "its authorityKeyIdentifier is not its own subjectKeyIdentifier");
    } else if (!certificate->self_issued) {
        add(list, "it has no authorityKeyIdentifier");
    }
    if (role != FORM_END_ENTITY && x->subject_key_id.size == 0)
        add(list, "it has no subjectKeyIdentifier and is a CA certificate");
}

typedef struct {
    extension_kind_t kind;
    const char *text;
} critical_rule_t;

static const critical_rule_t never_critical[] = {
    {EXTENSION_AUTHORITY_KEY_ID, "its authorityKeyIdentifier is critical"},
    {EXTENSION_SUBJECT_KEY_ID,   "its subjectKeyIdentifier is critical"  },
    {EXTENSION_AUTHORITY_INFO,   "its authorityInfoAccess is critical"   },
    {EXTENSION_EXT_KEY_USAGE,    "its extKeyUsage is critical"           },
};

static const critical_rule_t always_critical[] = {
    {EXTENSION_NAME_CONSTRAINTS,   "its nameConstraints are not critical"  },
    {EXTENSION_POLICY_CONSTRAINTS, "its policyConstraints are not critical"},
    {EXTENSION_INHIBIT_ANY_POLICY, "its inhibitAnyPolicy is not critical"  },
};

static void check_critical(const extensions_t *x, form_role_t role, GPtrArray *list)
{
    for (size_t i = 0; i < G_N_ELEMENTS(never_critical); i++)
        if (extensions_critical(x, never_critical[i].kind))
            add(list, never_critical[i].text);
    for (size_t i = 0; i < G_N_ELEMENTS(always_critical); i++)
        if (extensions_has(x, always_critical[i].kind) &&
            !extensions_critical(x, always_critical[i].kind))
            add(list, always_critical[i].text);
    /* RFC 5280 §4.2.1.9: critical "in all CA certificates that contain public keys used to validate
     * digital signatures on certificates". */
    if (role != FORM_END_ENTITY && extensions_has(x, EXTENSION_BASIC_CONSTRAINTS) &&
        !extensions_critical(x, EXTENSION_BASIC_CONSTRAINTS))
        add(list, "its basicConstraints are not critical and it is a CA certificate");
}

/* RFC 5280 §4.2.1.6. */
static void check_names(const certificate_t *certificate, GPtrArray *list)
{
    const extensions_t *x = &certificate->extensions;
    bool has_san = extensions_has(x, EXTENSION_SUBJECT_ALT_NAME);
    bool critical = extensions_critical(x, EXTENSION_SUBJECT_ALT_NAME);
    bool empty = is_empty_name(certificate->raw_subject);
    if (has_san && empty && !critical)
        add(list, "its subject is empty and its subjectAltName is not critical");
    if (has_san && !empty && critical)
        add(list, "its subjectAltName is critical though its subject is not empty");
    for (guint i = 0; i < x->names->len; i++) {
        const general_name_t *name = &g_array_index(x->names, general_name_t, i);
        bool underscore = false;
        if (name->kind != GENERAL_NAME_DNS)
            continue;
        if (!name_dns_is_well_formed(name->value, &underscore) || underscore) {
            add(list, "a dNSName in it is not in preferred name syntax");
            return;
        }
    }
}

static void check_end_entity(const certificate_t *certificate, GPtrArray *list)
{
    const extensions_t *x = &certificate->extensions;
    bool may_sign = x->key_usage & KEY_USAGE_CERT_SIGN;
    if (certificate->version < 3)
        add(list, "its version is not 3");
    if (x->ca && extensions_has(x, EXTENSION_KEY_USAGE) && !may_sign)
        add(list, "it says it is a CA certificate, but its keyUsage has no keyCertSign");
    if (!x->ca && may_sign)
        add(list, "its keyUsage has keyCertSign and it is no CA certificate");
    if (x->purposes & PURPOSE_ANY)
        add(list, "its extKeyUsage holds anyExtendedKeyUsage");
    if (!x->ca && extensions_has(x, EXTENSION_NAME_CONSTRAINTS) &&
        !extensions_critical(x, EXTENSION_NAME_CONSTRAINTS)) /* critical ones are refused */
        add(list, "it has name constraints and is no CA certificate");
}

GPtrArray *form_violations(const certificate_t *certificate, form_role_t role, language_t language)
{
    const extensions_t *x = &certificate->extensions;
    GPtrArray *list = g_ptr_array_new_with_free_func(g_free);
    if (role !=
        FORM_ANCHOR) /* "gracefully handle such certificates": roots of serial 0 are about */
        check_serial(certificate, list);
    /* A version 1 anchor has no extensions to be right or wrong. */
    if (certificate->version == 3) {
        check_key_identifiers(certificate, role, list);
        check_critical(x, role, list);
        check_names(certificate, list);
    }
    if (role == FORM_END_ENTITY)
        check_end_entity(certificate, list);
    else if (is_empty_name(certificate->raw_subject))
        add(list, "its subject is empty and it is a CA certificate");
    if (role == FORM_ANCHOR && certificate->self_issued &&
        extensions_has(x, EXTENSION_EXT_KEY_USAGE))
        add(list, "it has an extKeyUsage and is a root");
    if (x->authority_info_malformed)
        add(list, "its authorityInfoAccess is malformed");
    if (certificate->old_time_form)
        add(list, "a date before 2050 in it is not a UTCTime");
    if (certificate->pk == GNUTLS_PK_DSA)
        add(list, "its key is a DSA key");
    if (certificate->pk == GNUTLS_PK_RSA && certificate->key_bits % 8 != 0)
        add(list, "the size of its RSA key is no multiple of 8 bits");
    put_in(language, list);
    return list;
}
