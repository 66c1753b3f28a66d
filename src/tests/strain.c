/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "strain.h"

#include <string.h>

#include "octets.h"
#include "wire.h"

/* Opens a SEQUENCE, or another tag, whose length has two octets. */
static guint begin_der(GByteArray *out, guint8 tag)
{
    wire_uint(out, tag, 1);
    wire_uint(out, 0x82, 1);
    return wire_begin(out, 2);
}

static void append_dns(GByteArray *out, const char *name)
{
    wire_uint(out, 0x82, 1);
    wire_uint(out, strlen(name), 1);
    wire_octets(out, (slice_t){(const guint8 *)name, strlen(name)});
}

made_t *strain_names(const made_t *issuer, guint n)
{
    g_autoptr(GByteArray) san = g_byte_array_new();
    guint list = begin_der(san, 0x30);
    append_dns(san, "www.lab.test");
    for (guint i = 1; i < n; i++)
        append_dns(san, "x");
    wire_end(san, list, 2);
    g_autofree char *hex = octets_hex(san);
    return make_cert(
        &(recipe_t){.dn = "CN=x", .issuer = issuer, .extra = {{"2.5.29.17", hex, false}}});
}

made_t *strain_constrained(const made_t *issuer, guint n)
{
    g_autoptr(GByteArray) constraints = g_byte_array_new();
    guint whole = begin_der(constraints, 0x30), excluded = begin_der(constraints, 0xa1);
    for (guint i = 0; i < n; i++) {
        wire_uint(constraints, 0x3003, 2); /* GeneralSubtree */
        append_dns(constraints, "y");
    }
    wire_end(constraints, excluded, 2);
    wire_end(constraints, whole, 2);
    g_autofree char *hex = octets_hex(constraints);
    return make_cert(&(recipe_t){
        .dn = "CN=Constrained", .ca = true, .issuer = issuer, .extra = {{"2.5.29.30", hex, true}}});
}

GPtrArray *strain_cross_certificates(guint n)
{
    GPtrArray *made = g_ptr_array_new_with_free_func((GDestroyNotify)made_free);
    g_autoptr(GPtrArray) cas = g_ptr_array_new_with_free_func((GDestroyNotify)made_free);
    for (guint i = 0; i < n; i++) {
        g_autofree char *dn = g_strdup_printf("CN=Cross %u", i);
        g_ptr_array_add(cas, make_cert(&(recipe_t){.dn = dn, .ca = true}));
    }
    g_ptr_array_add(made, make_cert(&(recipe_t){.dn = "CN=x",
                                                .issuer = g_ptr_array_index(cas, 0),
                                                .san = "DNS:www.lab.test"}));
    for (guint i = 0; i < n; i++) {
        for (guint j = 0; j < n; j++) {
            g_autofree char *dn = g_strdup_printf("CN=Cross %u", i);
            const recipe_t recipe = {.dn = dn,
                                     .ca = true,
                                     .issuer = g_ptr_array_index(cas, j),
                                     .key_of = g_ptr_array_index(cas, i)};
            if (i != j)
                g_ptr_array_add(made, make_cert(&recipe));
        }
    }
    return made;
}
