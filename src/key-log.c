/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "key-log.h"

#include <string.h>

enum { RANDOM_SIZE = 32, MASTER_SECRET_SIZE = 48, RSA_PREFIX_SIZE = 8, SESSION_ID_LIMIT = 32 };

struct key_log {
    GHashTable *secrets; /* label and id as GBytes -> secret as GBytes */
    GHashTable *clients; /* of GBytes: the client randoms that have a line */
    size_t n_lines, n_bad_lines, n_rsa_lines;
    size_t bad_line; /* the first of them, from 1; 0 without one */
};

static const char *const label_names[] = {
    [KEY_LOG_CLIENT_RANDOM] = "CLIENT_RANDOM",
    [KEY_LOG_CLIENT_EARLY_TRAFFIC_SECRET] = "CLIENT_EARLY_TRAFFIC_SECRET",
    [KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET] = "CLIENT_HANDSHAKE_TRAFFIC_SECRET",
    [KEY_LOG_SERVER_HANDSHAKE_TRAFFIC_SECRET] = "SERVER_HANDSHAKE_TRAFFIC_SECRET",
    [KEY_LOG_CLIENT_TRAFFIC_SECRET_0] = "CLIENT_TRAFFIC_SECRET_0",
    [KEY_LOG_SERVER_TRAFFIC_SECRET_0] = "SERVER_TRAFFIC_SECRET_0",
    [KEY_LOG_EXPORTER_SECRET] = "EXPORTER_SECRET",
    [KEY_LOG_EARLY_EXPORTER_SECRET] = "EARLY_EXPORTER_SECRET",
    [KEY_LOG_RSA_PREMASTER] = "RSA",
    [KEY_LOG_RSA_SESSION] = "RSA Session-ID",
};
G_STATIC_ASSERT(G_N_ELEMENTS(label_names) == KEY_LOG_LABEL_COUNT);

const char *key_log_label_name(key_log_label_t label)
{
    return label_names[label];
}

static GBytes *table_key(key_log_label_t label, slice_t id)
{
    guint8 octets[1 + RANDOM_SIZE] = {(guint8)label};
    size_t size = MIN(id.size, RANDOM_SIZE);
    if (size > 0)
        memcpy(octets + 1, id.data, size);
    return g_bytes_new(octets, 1 + size);
}

static bool is_rsa(key_log_label_t label)
{
    return label == KEY_LOG_RSA_PREMASTER || label == KEY_LOG_RSA_SESSION;
}

static bool is_tls13(key_log_label_t label)
{
    return !is_rsa(label) && label != KEY_LOG_CLIENT_RANDOM;
}

static bool read_hex(const char *hex, GByteArray *out)
{
    for (; hex[0]; hex += 2) {
        if (!g_ascii_isxdigit(hex[0]) || !g_ascii_isxdigit(hex[1]))
            return false;
        guint8 octet = (guint8)(g_ascii_xdigit_value(hex[0]) << 4 | g_ascii_xdigit_value(hex[1]));
        g_byte_array_append(out, &octet, 1);
    }
    return true;
}

/* Sizes as the label has them; a secret of TLS 1.3 is as long as a hash. */
static bool sizes_fit(key_log_label_t label, size_t id, size_t secret)
{
    if (is_tls13(label))
        return id == RANDOM_SIZE && (secret == 32 || secret == 48 || secret == 64);
    if (secret != MASTER_SECRET_SIZE)
        return false;
    if (label == KEY_LOG_RSA_PREMASTER)
        return id == RSA_PREFIX_SIZE;
    if (label == KEY_LOG_RSA_SESSION)
        return id > 0 && id <= SESSION_ID_LIMIT;
    return id == RANDOM_SIZE;
}

bool key_log_add(key_log_t *log, key_log_label_t label, slice_t id, slice_t secret)
{
    if (!sizes_fit(label, id.size, secret.size))
        return false;
    g_hash_table_replace(log->secrets, table_key(label, id), g_bytes_new(secret.data, secret.size));
    if (is_rsa(label))
        log->n_rsa_lines++;
    else
        g_hash_table_add(log->clients, g_bytes_new(id.data, id.size));
    return true;
}

/* "RSA Session-ID:<hex> Master-Key:<hex>" has its words in front of the hex. */
static bool without_prefix(const char **word, const char *prefix)
{
    if (!g_str_has_prefix(*word, prefix))
        return false;
    *word += strlen(prefix);
    return true;
}

static int find_label(const char *name)
{
    for (int i = 0; i < KEY_LOG_RSA_SESSION; i++)
        if (strcmp(name, label_names[i]) == 0)
            return i;
    return -1;
}

static bool read_words(key_log_t *log, int label, const char *id, const char *secret)
{
    g_autoptr(GByteArray) id_octets = g_byte_array_new();
    g_autoptr(GByteArray) secret_octets = g_byte_array_new();
    if (label == KEY_LOG_RSA_PREMASTER && without_prefix(&id, "Session-ID:")) {
        if (!without_prefix(&secret, "Master-Key:"))
            return false;
        label = KEY_LOG_RSA_SESSION;
    }
    return read_hex(id, id_octets) && read_hex(secret, secret_octets) &&
           key_log_add(log, (key_log_label_t)label, (slice_t){id_octets->data, id_octets->len},
                       (slice_t){secret_octets->data, secret_octets->len});
}

/* A label that is not known here is no fault: there are more than are needed, and new ones come. */
static bool looks_like_label(const char *word)
{
    if (!g_ascii_isupper(word[0]))
        return false;
    for (; *word; word++)
        if (!g_ascii_isupper(*word) && !g_ascii_isdigit(*word) && *word != '_')
            return false;
    return true;
}

static bool read_line(key_log_t *log, const char *line)
{
    g_auto(GStrv) words = g_strsplit_set(line, " \t", -1);
    const char *found[4] = {0};
    size_t n = 0;
    for (char **word = words; *word && n < G_N_ELEMENTS(found); word++)
        if (**word)
            found[n++] = *word;
    if (n == 0 || found[0][0] == '#')
        return true;
    int label = find_label(found[0]);
    if (label < 0)
        return n >= 2 && looks_like_label(found[0]);
    return n == 3 && read_words(log, label, found[1], found[2]);
}

static const char byte_order_mark[] = "\xef\xbb\xbf";

void key_log_add_text(key_log_t *log, const char *text, size_t size)
{
    size_t at = 0;
    if (size >= 3 && memcmp(text, byte_order_mark, 3) == 0)
        at = 3;
    while (at < size) {
        const char *line_feed = memchr(text + at, '\n', size - at);
        size_t end = line_feed ? (size_t)(line_feed - text) : size;
        g_autofree char *line = g_strndup(text + at, end - at); /* a NUL octet ends it early */
        log->n_lines++;
        if (!read_line(log, g_strchomp(line)) && log->n_bad_lines++ == 0)
            log->bad_line = log->n_lines;
        at = end + 1;
    }
}

key_log_t *key_log_new_from_text(const char *text, size_t size)
{
    key_log_t *log = g_new0(key_log_t, 1);
    GDestroyNotify unref = (GDestroyNotify)g_bytes_unref;
    log->secrets = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, unref, unref);
    log->clients = g_hash_table_new_full(g_bytes_hash, g_bytes_equal, unref, NULL);
    key_log_add_text(log, text, size);
    return log;
}

void key_log_free(key_log_t *log)
{
    if (!log)
        return;
    g_hash_table_unref(log->secrets);
    g_hash_table_unref(log->clients);
    g_free(log);
}

size_t key_log_bad_lines(const key_log_t *log)
{
    return log->n_bad_lines;
}

slice_t key_log_find(const key_log_t *log, key_log_label_t label, slice_t id)
{
    if (id.size > RANDOM_SIZE)
        return (slice_t){0};
    g_autoptr(GBytes) key = table_key(label, id);
    return slice_of_bytes(g_hash_table_lookup(log->secrets, key));
}

unsigned key_log_labels(const key_log_t *log, slice_t client_random)
{
    unsigned labels = 0;
    for (int i = 0; i < KEY_LOG_RSA_PREMASTER; i++)
        if (key_log_find(log, (key_log_label_t)i, client_random).size > 0)
            labels |= 1u << i;
    return labels;
}

static char *name_labels(unsigned labels)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    for (int i = 0; i < KEY_LOG_LABEL_COUNT; i++)
        if (labels & 1u << i)
            g_ptr_array_add(names, (gpointer)label_names[i]);
    g_ptr_array_add(names, NULL);
    return g_strjoinv(", ", (char **)names->pdata);
}

static char *explain_no_line(const key_log_t *log, bool tls13, language_t language)
{
    guint others = g_hash_table_size(log->clients);
    if (others == 0 && log->n_rsa_lines == 0)
        return g_strdup(say(language, "the key log has no secrets in it"));
    if (log->n_rsa_lines > 0 && !tls13)
        return g_strdup(say(
            language, "the key log has no line for this client's random; its RSA lines help only "
                      "where the key exchange is RSA or the session is resumed"));
    if (others == 0)
        return g_strdup(say(language, "the key log has no line for this client's random"));
    return g_strdup_printf(
        say(language,
            others == 1
                ? "the key log has no line for this client's random; it has lines for %u other"
                : "the key log has no line for this client's random; it has lines for %u others"),
        others);
}

/* What each absent secret would have opened; the first that is absent is told. */
static const struct {
    key_log_label_t label;
    const char *cannot;
} needed_in_tls13[] = {
    {KEY_LOG_SERVER_HANDSHAKE_TRAFFIC_SECRET,
     "the server's certificate, signature and Finished cannot be read"                         },
    {KEY_LOG_CLIENT_HANDSHAKE_TRAFFIC_SECRET,
     "the client's Finished and what it sends before it cannot be read"                        },
    {KEY_LOG_SERVER_TRAFFIC_SECRET_0,         "what the server sends afterwards cannot be read"},
    {KEY_LOG_CLIENT_TRAFFIC_SECRET_0,         "what the client sends afterwards cannot be read"},
};

static char *explain_tls13(unsigned labels, language_t language)
{
    g_autofree char *present = name_labels(labels);
    for (size_t i = 0; i < G_N_ELEMENTS(needed_in_tls13); i++) {
        if (labels & 1u << needed_in_tls13[i].label)
            continue;
        return g_strdup_printf(
            say(language, "the key log has only %s for this client's random; without %s %s"),
            present, label_names[needed_in_tls13[i].label],
            say(language, needed_in_tls13[i].cannot));
    }
    return NULL;
}

static char *diagnose(const key_log_t *log, slice_t client_random, bool tls13, language_t language)
{
    unsigned labels = key_log_labels(log, client_random);
    if (labels == 0)
        return explain_no_line(log, tls13, language);
    if (tls13)
        return explain_tls13(labels, language);
    if (labels & 1u << KEY_LOG_CLIENT_RANDOM)
        return NULL;
    g_autofree char *present = name_labels(labels);
    return g_strdup_printf(
        say(language, "the key log has only %s for this client's random, secrets of TLS 1.3; "
                      "this session needs CLIENT_RANDOM"),
        present);
}

/* A line that cannot be read may be the one that is missed. */
char *key_log_diagnosis(const key_log_t *log, slice_t client_random, bool tls13,
                        language_t language)
{
    char *lacks = diagnose(log, client_random, tls13, language);
    if (!lacks || log->n_bad_lines == 0)
        return lacks;
    char *told =
        g_strdup_printf(say(language, "%s; line %zu of it cannot be read"), lacks, log->bad_line);
    g_free(lacks);
    return told;
}
