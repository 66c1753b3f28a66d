/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "name.h"

#include <arpa/inet.h>
#include <string.h>

#include "text.h"

/* Presented names that are explained one by one; the rest is counted. */
#define EXPLAINED_LIMIT 20

static slice_t slice_of(const char *text)
{
    return (slice_t){(const guint8 *)text, strlen(text)};
}

static slice_t without_first(slice_t s, size_t n)
{
    return (slice_t){s.data + n, s.size - n};
}

static size_t first_label(slice_t name)
{
    const guint8 *dot = name.size ? memchr(name.data, '.', name.size) : NULL;
    return dot ? (size_t)(dot - name.data) : name.size;
}

static bool has(slice_t name, char c)
{
    return name.size && memchr(name.data, c, name.size);
}

/* @base: what follows "*." in the presented name. */
static const char *wildcard_refusal(slice_t base, slice_t host)
{
    if (has(base, '*'))
        return "a wildcard counts only as the whole left-most label";
    if (!has(base, '.')) /* "*.com"; OpenSSL and GnuTLS want two labels after the wildcard */
        return "a wildcard right under a top-level domain is not accepted";
    size_t label = first_label(host);
    if (label == 0 || label == host.size)
        return "the wildcard stands for one label before the rest, and the name has no such label";
    slice_t rest = without_first(host, label + 1);
    if (slice_equal_ignoring_case(rest, base))
        return NULL;
    if (rest.size > base.size + 1 && rest.data[rest.size - base.size - 1] == '.' &&
        slice_equal_ignoring_case(without_first(rest, rest.size - base.size), base))
        return "the wildcard stands for exactly one label";
    return "the labels after the wildcard differ";
}

/* RFC 9525 §6.3: labels are compared case-insensitively, as ASCII. */
const char *name_dns_refusal(slice_t presented, slice_t host)
{
    if (presented.size >= 2 && presented.data[0] == '*' && presented.data[1] == '.')
        return wildcard_refusal(without_first(presented, 2), host);
    if (has(presented, '*'))
        return "a wildcard counts only as the whole left-most label";
    return presented.size > 0 && slice_equal_ignoring_case(presented, host) ? NULL : "another name";
}

bool name_dns_is_well_formed(slice_t presented, bool *ret_underscore)
{
    *ret_underscore = false;
    size_t label = 0; /* length of the label so far */
    if (presented.size >= 2 && presented.data[0] == '*' && presented.data[1] == '.')
        presented = without_first(presented, 2);
    if (presented.size == 0 || presented.size > 253)
        return false;
    for (size_t i = 0; i < presented.size; i++) {
        guint8 c = presented.data[i];
        if (c == '.' && label == 0)
            return false;
        label = c == '.' ? 0 : label + 1;
        if (c == '_')
            *ret_underscore = true;
        else if (!g_ascii_isalnum(c) && c != '-' && c != '.')
            return false;
        if (label > 63)
            return false;
    }
    return label > 0;
}

typedef struct {
    char *host; /* without trailing dot, IDN as A-labels; owned */
    guint8 address[16];
    slice_t octets; /* of the address; empty for a host name */
} reference_t;

static void reference_parse(reference_t *reference, const char *text)
{
    g_autofree char *bare = g_strdup(text);
    size_t size = strlen(bare);
    if (size > 2 && bare[0] == '[' && bare[size - 1] == ']') { /* an IPv6 address in a URL */
        bare[size - 1] = '\0';
        memmove(bare, bare + 1, size - 1);
    }
    if (inet_pton(AF_INET, bare, reference->address) == 1)
        reference->octets = (slice_t){reference->address, 4};
    else if (inet_pton(AF_INET6, bare, reference->address) == 1)
        reference->octets = (slice_t){reference->address, 16};
    else if (size > 1 && bare[size - 1] == '.')
        bare[size - 1] = '\0';
    char *ascii = g_hostname_is_non_ascii(bare) ? g_hostname_to_ascii(bare) : NULL;
    reference->host = ascii ? ascii : g_steal_pointer(&bare);
}

/* NULL if @presented is what is asked for, else why it is not. */
static const char *refusal(const general_name_t *presented, const reference_t *reference)
{
    bool address = reference->octets.size > 0;
    if (presented->kind == GENERAL_NAME_DNS)
        return address ? "a name, and an address was asked for"
                       : name_dns_refusal(presented->value, slice_of(reference->host));
    if (presented->kind == GENERAL_NAME_IP && address)
        return slice_equal(presented->value, reference->octets) ? NULL : "another address";
    if (presented->kind == GENERAL_NAME_IP)
        return "an address, and a name was asked for";
    return "of a kind that names no server";
}

/* "xn--.." in both forms, for a reader who knows the name as it is written. */
static void append_unicode_form(GString *out, slice_t value)
{
    g_autofree char *ascii = g_strndup((const char *)value.data, MIN(value.size, 253));
    g_autofree char *unicode =
        g_hostname_is_ascii_encoded(ascii) ? g_hostname_to_unicode(ascii) : NULL;
    g_autofree char *printable = text_printable_string(unicode);
    if (printable)
        g_string_append_printf(out, " (%s)", printable);
}

static void append_comparison(GString *out, const general_name_t *presented, const char *why,
                              language_t language)
{
    g_autofree char *text = general_name_text(presented);
    g_string_append_printf(out, "%s%s", out->len ? "; " : "", text);
    if (presented->kind == GENERAL_NAME_DNS)
        append_unicode_form(out, presented->value);
    g_string_append_printf(out, ": %s", say(language, why ? why : "matches"));
}

static bool common_name_matches(const certificate_t *certificate, const reference_t *reference)
{
    if (!certificate->common_name)
        return false;
    reference_t own = {0};
    reference_parse(&own, certificate->common_name);
    bool same = reference->octets.size > 0 ? slice_equal(own.octets, reference->octets)
                                           : !name_dns_refusal(slice_of(certificate->common_name),
                                                               slice_of(reference->host));
    g_free(own.host);
    return same;
}

typedef struct {
    language_t language;
    GString *text;
    bool matched;
    guint names, addresses, untold;
} comparison_t;

static void compare_one(comparison_t *comparison, const general_name_t *presented,
                        const reference_t *reference)
{
    comparison->names += presented->kind == GENERAL_NAME_DNS;
    comparison->addresses += presented->kind == GENERAL_NAME_IP;
    const char *why = refusal(presented, reference);
    if (!why && !comparison->matched) { /* the one that matches is told alone */
        comparison->matched = true;
        g_string_truncate(comparison->text, 0);
        comparison->untold = 0;
        append_comparison(comparison->text, presented, NULL, comparison->language);
    }
    if (comparison->matched)
        return;
    if (comparison->names + comparison->addresses > EXPLAINED_LIMIT)
        comparison->untold++;
    else
        append_comparison(comparison->text, presented, why, comparison->language);
}

name_result_t name_compare(const certificate_t *certificate, const char *reference_text,
                           language_t language)
{
    reference_t reference = {0};
    reference_parse(&reference, reference_text);
    comparison_t comparison = {.language = language, .text = g_string_new(NULL)};
    const GArray *names = certificate->extensions.names;
    for (guint i = 0; i < names->len; i++)
        compare_one(&comparison, &g_array_index(names, general_name_t, i), &reference);
    if (comparison.untold)
        g_string_append_printf(comparison.text,
                               say(language, "; and %u more, none of which matches"),
                               comparison.untold);
    name_result_t result = {.reference_is_address = reference.octets.size > 0,
                            .addresses = comparison.addresses};
    if (comparison.matched)
        result.answer = NAME_MATCHES;
    else if (common_name_matches(certificate, &reference))
        result.answer = NAME_IN_COMMON_NAME_ONLY;
    else if (result.reference_is_address && comparison.addresses == 0)
        result.answer = NAME_NO_ADDRESSES;
    else
        result.answer = NAME_MISMATCH;
    if (names->len == 0)
        g_string_append(comparison.text, say(language, "the certificate has no subjectAltName"));
    if (result.answer == NAME_IN_COMMON_NAME_ONLY)
        g_string_append(comparison.text,
                        say(language, "; the common name matches, but clients no longer read it"));
    g_free(reference.host);
    result.explanation = g_string_free(comparison.text, FALSE);
    return result;
}
