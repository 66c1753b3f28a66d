/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "constraint.h"

#include <string.h>

#include "directory-name.h"
#include "name.h"
#include "text.h"

static slice_t tail(slice_t s, size_t from)
{
    return (slice_t){s.size > from ? s.data + from : s.data, s.size > from ? s.size - from : 0};
}

static bool ends_with(slice_t name, slice_t end)
{
    return name.size >= end.size &&
           slice_equal_ignoring_case(tail(name, name.size - end.size), end);
}

/* Index of @c in @s; @s.size when it is not there. */
static size_t find(slice_t s, char c)
{
    const guint8 *at = s.size ? memchr(s.data, c, s.size) : NULL;
    return at ? (size_t)(at - s.data) : s.size;
}

/* Index of the '@' before the host: what is before it may be quoted, and then holds more of them
 * (RFC 5321 §4.1.2). The size when there is none. */
static size_t find_at(slice_t s)
{
    size_t i = s.size;
    while (i > 0 && s.data[i - 1] != '@')
        i--;
    return i > 0 ? i - 1 : s.size;
}

/* "Any DNS name that can be constructed by simply adding zero or more labels to the left-hand side
 * of the name satisfies the name constraint." */
static bool dns_within(slice_t name, slice_t base)
{
    if (base.size == 0)
        return true;
    return ends_with(name, base) &&
           (name.size == base.size || name.data[name.size - base.size - 1] == '.');
}

static bool dns_covers(slice_t constraint, slice_t name, constraint_sense_t sense)
{
    if (dns_within(name, constraint))
        return true;
    bool wildcard = name.size >= 2 && name.data[0] == '*' && name.data[1] == '.';
    if (!wildcard || sense == CONSTRAINT_PERMITS)
        return false;
    /* "*.example.com" can stand for an excluded "bar.example.com" (RFC 9525 §6.3). */
    return slice_equal_ignoring_case(tail(constraint, find(constraint, '.') + 1), tail(name, 2));
}

/* The constraint is an address and a mask of the same size. */
static bool ip_covers(slice_t constraint, slice_t address)
{
    if (constraint.size != 2 * address.size)
        return false;
    for (size_t i = 0; i < address.size; i++)
        if ((address.data[i] ^ constraint.data[i]) & constraint.data[address.size + i])
            return false;
    return true;
}

/* A host, or with a period in front every host below it (and not that domain itself). */
static bool host_covers(slice_t constraint, slice_t host)
{
    if (constraint.size > 0 && constraint.data[0] == '.')
        return host.size > constraint.size && ends_with(host, constraint);
    return slice_equal_ignoring_case(constraint, host);
}

static bool email_covers(slice_t constraint, slice_t address)
{
    size_t at = find_at(address), wanted_at = find_at(constraint);
    if (wanted_at == constraint.size)
        return host_covers(constraint, tail(address, at + 1));
    return at == wanted_at && memcmp(address.data, constraint.data, at) == 0 &&
           slice_equal_ignoring_case(tail(address, at), tail(constraint, at));
}

/* The host of a URI with an authority; empty when there is none. */
static slice_t uri_host(slice_t uri)
{
    size_t colon = find(uri, ':');
    slice_t rest = tail(uri, colon + 1);
    if (rest.size < 2 || rest.data[0] != '/' || rest.data[1] != '/')
        return (slice_t){0};
    slice_t authority = tail(rest, 2);
    static const char ends[] = "/?#";
    for (size_t i = 0; ends[i]; i++)
        authority.size = find(authority, ends[i]);
    size_t at = find_at(authority);
    slice_t host = at < authority.size ? tail(authority, at + 1) : authority;
    if (host.size > 0 && host.data[0] == '[') /* an IPv6 address is no host name */
        return (slice_t){0};
    host.size = find(host, ':');
    for (size_t i = 0; i < host.size; i++)
        if (host.data[i] != '.' && !g_ascii_isdigit(host.data[i]))
            return host;
    return (slice_t){0}; /* nor is one of version 4 */
}

static bool uri_covers(slice_t constraint, slice_t uri, constraint_sense_t sense)
{
    slice_t host = uri_host(uri);
    /* "When URI constraints are imposed, certificates with URIs without a host MUST be rejected."
     */
    if (host.size == 0)
        return sense == CONSTRAINT_EXCLUDES;
    return host_covers(constraint, host);
}

bool constraint_covers(const general_name_t *constraint, const general_name_t *name,
                       constraint_sense_t sense)
{
    switch (constraint->kind) {
    case GENERAL_NAME_DNS:
        return dns_covers(constraint->value, name->value, sense);
    case GENERAL_NAME_IP:
        return ip_covers(constraint->value, name->value);
    case GENERAL_NAME_EMAIL:
        return email_covers(constraint->value, name->value);
    case GENERAL_NAME_URI:
        return uri_covers(constraint->value, name->value, sense);
    default: /* a kind that cannot be compared here: the answer is the one that refuses */
        return sense == CONSTRAINT_EXCLUDES;
    }
}

static bool is_domain(slice_t name, bool may_begin_with_period)
{
    bool underscore;
    if (may_begin_with_period && name.size > 0 && name.data[0] == '.')
        name = tail(name, 1);
    return find(name, '*') == name.size && name_dns_is_well_formed(name, &underscore);
}

static bool is_network(slice_t value)
{
    if (value.size != 8 && value.size != 32)
        return false;
    slice_t mask = tail(value, value.size / 2);
    bool ended = false; /* RFC 4632: ones, then zeros */
    for (size_t i = 0; i < 8 * mask.size; i++) {
        bool one = mask.data[i / 8] & 0x80 >> i % 8;
        if (one && ended)
            return false;
        ended |= !one;
    }
    return true;
}

const char *constraint_refusal(const general_name_t *constraint)
{
    slice_t value = constraint->value;
    size_t at = find_at(value);
    switch (constraint->kind) {
    case GENERAL_NAME_DNS:
        return value.size == 0 || is_domain(value, false) ? NULL : "is no domain name";
    case GENERAL_NAME_IP:
        return is_network(value) ? NULL : "is no address with a mask";
    case GENERAL_NAME_EMAIL:
        if (at < value.size)
            return at > 0 && is_domain(tail(value, at + 1), false) ? NULL : "is no mail address";
        return is_domain(value, true) ? NULL : "is no mail address, host or domain";
    case GENERAL_NAME_URI:
        return is_domain(value, true) ? NULL : "is no host or domain";
    default:
        return NULL;
    }
}

/* The names of one certificate that constraints speak of. */
typedef struct {
    GArray *names;        /* of general_name_t; owned */
    GPtrArray *canonical; /* of GPtrArray, for the directory names, in their order; owned */
    bool malformed;
} subject_names_t;

static void free_canonical(gpointer data)
{
    if (data)
        g_ptr_array_unref(data);
}

static void add_directory_name(subject_names_t *subject, slice_t value)
{
    GPtrArray *canonical = directory_name_canonical(value);
    if (!canonical) {
        subject->malformed = true;
        return;
    }
    general_name_t name = {GENERAL_NAME_DIRECTORY, value};
    g_array_append_val(subject->names, name);
    g_ptr_array_add(subject->canonical, canonical);
}

static void subject_names_read(subject_names_t *subject, const certificate_t *certificate)
{
    const GArray *san = certificate->extensions.names;
    bool has_email = false;
    *subject = (subject_names_t){.names = g_array_new(FALSE, FALSE, sizeof(general_name_t)),
                                 .canonical = g_ptr_array_new_with_free_func(free_canonical)};
    if (certificate->raw_subject.size > 2) /* "when the certificate includes a non-empty subject" */
        add_directory_name(subject, certificate->raw_subject);
    for (guint i = 0; i < san->len; i++) {
        const general_name_t *name = &g_array_index(san, general_name_t, i);
        has_email |= name->kind == GENERAL_NAME_EMAIL;
        if (name->kind == GENERAL_NAME_DIRECTORY)
            add_directory_name(subject, name->value);
        else
            g_array_append_val(subject->names, *name);
    }
    /* "When a certificate has no rfc822Name in it, the constraint MUST be applied to the attribute
     * of type emailAddress in the subject." */
    if (!has_email)
        directory_name_emails(certificate->raw_subject, subject->names);
}

static void subject_names_clear(subject_names_t *subject)
{
    g_array_unref(subject->names);
    g_ptr_array_unref(subject->canonical);
}

typedef struct {
    const node_t *ca, *node;
    verify_rules_t *rules;
    findings_t *findings;
    const subject_names_t *subject;
    GHashTable
        *bases; /* constraint (general_name_t) -> GPtrArray, canonical; NULL when malformed */
    bool too_complex;
} check_t;

typedef struct {
    bool asked; /* there is a constraint of the name's kind */
    bool covered;
} coverage_t;

/* Each directory name of a CA's constraints is read but once. */
static const GPtrArray *base_of(check_t *check, const general_name_t *constraint)
{
    gpointer base;
    if (g_hash_table_lookup_extended(check->bases, constraint, NULL, &base))
        return base;
    base = directory_name_canonical(constraint->value);
    g_hash_table_insert(check->bases, (gpointer)constraint, base);
    return base;
}

static coverage_t coverage_of(check_t *check, const GArray *constraints, const general_name_t *name,
                              const GPtrArray *canonical, constraint_sense_t sense)
{
    coverage_t coverage = {false, false};
    for (guint i = 0; i < constraints->len && !coverage.covered; i++) {
        const general_name_t *constraint = &g_array_index(constraints, general_name_t, i);
        if (check->rules->comparisons++ >= CONSTRAINT_COMPARISONS_LIMIT) {
            check->too_complex = true;
            return coverage;
        }
        if (constraint->kind != name->kind)
            continue;
        coverage.asked = true;
        if (name->kind != GENERAL_NAME_DIRECTORY) {
            coverage.covered = constraint_covers(constraint, name, sense);
            continue;
        }
        const GPtrArray *base = base_of(check, constraint);
        coverage.covered =
            base ? directory_name_within(canonical, base) : sense == CONSTRAINT_EXCLUDES;
    }
    return coverage;
}

static bool judge_name(check_t *check, const general_name_t *name, const GPtrArray *canonical)
{
    const extensions_t *x = &check->ca->certificate->extensions;
    coverage_t excluded = coverage_of(check, x->excluded, name, canonical, CONSTRAINT_EXCLUDES);
    coverage_t permitted = coverage_of(check, x->permitted, name, canonical, CONSTRAINT_PERMITS);
    if (check->too_complex || (!excluded.covered && (!permitted.asked || permitted.covered)))
        return true;
    g_autofree char *text = general_name_text(name);
    language_t language = check->findings->language;
    g_autofree char *label = node_label(check->node, language);
    g_autofree char *ca = node_label(check->ca, language);
    findings_problem(
        check->findings, PROBLEM_NAME_CONSTRAINT, check->node,
        g_strdup_printf(
            say(language, excluded.covered
                              ? "%s names %s, which %s excludes for certificates below it"
                              : "%s names %s, which %s does not permit for certificates below it"),
            label, text, ca));
    return false;
}

/* The first name that breaks a constraint is told, for each certificate and CA. */
static void judge_names(check_t *check)
{
    const GArray *names = check->subject->names;
    guint directory_names = 0;
    for (guint i = 0; i < names->len; i++) {
        const general_name_t *name = &g_array_index(names, general_name_t, i);
        const GPtrArray *canonical = NULL;
        if (name->kind == GENERAL_NAME_DIRECTORY)
            canonical = g_ptr_array_index(check->subject->canonical, directory_names++);
        if (!judge_name(check, name, canonical) || check->too_complex)
            return;
    }
}

static void check_constraints_themselves(const node_t *ca, findings_t *findings)
{
    const extensions_t *x = &ca->certificate->extensions;
    const GArray *lists[] = {x->permitted, x->excluded};
    for (size_t l = 0; l < G_N_ELEMENTS(lists); l++)
        for (guint i = 0; i < lists[l]->len; i++) {
            const general_name_t *constraint = &g_array_index(lists[l], general_name_t, i);
            const char *why = constraint_refusal(constraint);
            if (!why)
                continue;
            g_autofree char *label = node_label(ca, findings->language);
            g_autofree char *text = general_name_text(constraint);
            findings_problem(findings, PROBLEM_MALFORMED, ca,
                             g_strdup_printf(say(findings->language,
                                                 "%s is malformed: its name constraint %s %s"),
                                             label, text, say(findings->language, why)));
            return;
        }
}

/* "Name constraints are not applied to self-issued certificates (unless the certificate is the
 * final certificate in the path)." */
static void check_below(const path_t *path, guint ca, verify_rules_t *rules, findings_t *findings)
{
    bool too_complex = false;
    g_autoptr(GHashTable) bases =
        g_hash_table_new_full(g_direct_hash, g_direct_equal, NULL, free_canonical);
    for (guint i = ca; i-- > 0 && !too_complex;) {
        const node_t *node = &path->nodes[i];
        if (i > 0 && node->certificate->self_issued)
            continue;
        subject_names_t subject;
        subject_names_read(&subject, node->certificate);
        check_t check = {&path->nodes[ca], node, rules, findings, &subject, bases, false};
        if (subject.malformed) {
            g_autofree char *label = node_label(node, findings->language);
            findings_problem(
                findings, PROBLEM_MALFORMED, node,
                g_strdup_printf(say(findings->language, "%s is malformed: a directory name in it"),
                                label));
        } else {
            judge_names(&check);
        }
        too_complex = check.too_complex;
        subject_names_clear(&subject);
    }
    if (too_complex) {
        char *because = g_strdup(
            say(findings->language, "there are more names and name constraints than are compared"));
        findings_note(findings, NOTE_TOO_COMPLEX, NULL, g_strdup(because));
        findings_unchecked(findings, because);
    }
}

void constraint_check_path(const path_t *path, verify_rules_t *rules, findings_t *findings)
{
    for (guint ca = path->length - 1; ca >= 1; ca--) {
        const extensions_t *x = &path->nodes[ca].certificate->extensions;
        if (x->permitted->len + x->excluded->len == 0)
            continue;
        check_constraints_themselves(&path->nodes[ca], findings);
        check_below(path, ca, rules, findings);
    }
}
