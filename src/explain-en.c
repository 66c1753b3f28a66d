/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* clang-format off */
static const char *const labels[LABEL_COUNT] = {
    [LABEL_EXPLANATION] = "Explanation",
    [LABEL_WHAT] = "What",
    [LABEL_WHY] = "Why",
    [LABEL_KEY] = "Key",
    [LABEL_PROTECTION] = "Protected by",
    [LABEL_EAVESDROPPER] = "On the path",
    [LABEL_WITHOUT] = "Without it",
    [LABEL_REFERENCE] = "See",
    [LABEL_MEANING] = "Meaning",
    [LABEL_REMEDY] = "What mends it",
};

static const char *const origins[KEY_COUNT] = {
    [KEY_NONE] =
        "no key: whoever is on the path can read this. A change would be noticed later, when Finished covers the whole handshake.",
    [KEY_NONE_UNCOVERED] =
        "no key: whoever is on the path can read this, and could change it or make it up, for Finished does not cover it.",
    [KEY_EARLY_DATA] =
        "the early data key: symmetric, made from a pre-shared key alone, as a rule one of an earlier session. It has no forward secrecy, and what it protects can be replayed (RFC 8446 §8).",
    [KEY_HANDSHAKE] =
        "the handshake key: symmetric, made from the secret of the two key shares, and given up again after Finished (RFC 8446 §7.1). The certificate's key encrypts nothing here.",
    [KEY_HANDSHAKE_PSK] =
        "the handshake key: symmetric, made from a pre-shared key, as a rule of an earlier session, and from the two key shares (RFC 8446 §7.1).",
    [KEY_HANDSHAKE_PSK_ALONE] =
        "the handshake key: symmetric, made from a pre-shared key, as a rule of an earlier session, and from nothing fresh but the random numbers: there are no key shares (RFC 8446 §7.1).",
    [KEY_SESSION_TLS13] =
        "the session key of the sender's direction: symmetric, made from the same secret as the handshake key and from the handshake up to the server's Finished (RFC 8446 §7.1). The certificate's key encrypts nothing here.",
    [KEY_SESSION_RESUMED] =
        "the session key: symmetric, made from the master secret of the earlier session and the two new random values (RFC 5246 §6.3).",
    [KEY_SESSION_RSA] =
        "the session key: symmetric, made from the pre-master secret, which the client had encrypted to the certificate's key, and both random values. Whoever gets that key later can read it all.",
    [KEY_SESSION_AGREED] =
        "the session key: symmetric, made from the secret that both sides agreed with throw-away keys, and both random values. The certificate's key only signed that agreement.",
    [KEY_SESSION_ANONYMOUS] =
        "the session key: symmetric, made from a secret agreed with throw-away keys that nobody signed. It keeps out who only listens, not who sits in between.",
    [KEY_SESSION_PSK_AGREED] =
        "the session key: symmetric, made from a pre-shared key and a secret that both sides agreed with throw-away keys. No certificate has a part in it.",
    [KEY_SESSION_PSK] =
        "the session key: symmetric, made from a secret that both sides had beforehand (pre-shared key), and both random values.",
    [KEY_SESSION_OTHER] =
        "the session key: symmetric, the same secret at both ends, made in the handshake.",
};

static const char *const parts[PART_COUNT] = {
    [PART_AUTHENTICATION] =
        "Both sides settle version and cipher suite and arrive at a common secret, and, unless a session is resumed, the server as a rule shows who it is. Long-term keys (asymmetric) are at work only here. It ends when both have sent Finished.",
    [PART_AUTHENTICATION_OPEN] =
        "Both sides settle version and cipher suite and arrive at a common secret, and, unless a session is resumed, the server as a rule shows who it is. The version, which decides how, is not chosen yet.",
    [PART_AUTHENTICATION_TLS13] =
        "Both sides settle version and cipher suite and agree a secret with throw-away keys; then, encrypted already, the server shows and proves who it is. Its long-term key only signs. It ends with the client's Finished.",
    [PART_AUTHENTICATION_RESUMED] =
        "A shortened handshake: a secret that both sides have from before, as a rule from an earlier session, takes the place of certificate and signature. It ends when both have sent Finished.",
    [PART_AUTHENTICATION_PSK] =
        "Both sides settle version and cipher suite and show by Finished that they have the same pre-shared key: it takes the place of a certificate.",
    [PART_AUTHENTICATION_ANONYMOUS] =
        "Both sides settle version and cipher suite and agree a secret, but nobody shows who he is: there is no authentication, and a man in the middle goes unnoticed.",
    [PART_RENEGOTIATION] =
        "Another handshake inside the session, under the keys in use (renegotiation): new keys, or a client that is asked for its certificate. It ends when both have sent Finished once more.",
    [PART_DATA] =
        "The data themselves, under symmetric session keys, one for each direction. The certificate and its key have no part in it any more.",
    [PART_DATA_TLS13] =
        "The data themselves, under symmetric session keys, one for each direction. The certificate's key encrypts none of them. Tickets and key updates travel here too and look the same.",
    [PART_EARLY_DATA] =
        "Early data (0-RTT): sent before the server has answered, under a key from a pre-shared key. Whoever records them can send them again.",
};

static const char *const absent[ABSENT_COUNT] = {
    [ABSENT_NOT] = NULL,
    [ABSENT_ENCRYPTED] =
        "TLS 1.3 encrypts the certificate, and there are no keys for this session. To see it, have the client write a key log (SSLKEYLOGFILE) while capturing, and set that file under Preferences, Protocols, TLS, '(Pre)-Master-Secret log filename', or embed it in the capture.",
    [ABSENT_RESUMED] =
        "The session is resumed: both sides already share a secret, so that the server shows no certificate. Look for it, and for the proof that the server holds its key, in the full handshake of the earlier session.",
    [ABSENT_PSK] =
        "Both sides know each other by a secret that they had beforehand (a pre-shared key, with SRP a password), and no certificate is sent.",
    [ABSENT_ANONYMOUS] =
        "The suite is anonymous: the server shows no certificate at all, and nobody knows who it is. Anyone on the path could be the other end.",
    [ABSENT_RAW_PUBLIC_KEY] =
        "The server sends a bare public key instead of a certificate (RFC 7250): there is no chain to judge. Whether the key is the right one must be known from elsewhere, and it is not checked.",
    [ABSENT_NOT_CAPTURED] =
        "The message that carries the certificate is not in this capture, or could not be put together: the capture began too late, lost or cut packets. If they only came out of order, Wireshark's preference tcp.reassemble_out_of_order brings it back.",
};

static const char absent_dtls13[] =
    "DTLS 1.3 encrypts the certificate, and it was not decrypted. That takes a newer Wireshark than 4.0, and a key log (SSLKEYLOGFILE) of the client, which is set under Preferences, Protocols, TLS, '(Pre)-Master-Secret log filename', or embedded in the capture.";

static const char absent_psk_tls13[] =
    "The server accepted a pre-shared key, as a rule from a ticket of an earlier session, and shows no certificate. Look for it, and for the proof that the server holds its key, in the full handshake of that session.";

static const explain_alert_t alerts[] = {
    {0, "the ordinary end: nothing more will be sent"},
    {1, "the client's early data are over (a draft of TLS 1.3)"},
    {10, "a message came that has no place here"},
    {20, "a record was changed on the way, or the keys are not the same"},
    {21, "a record could not be decrypted (no longer sent since TLS 1.1)"},
    {22, "a record is longer than allowed"},
    {30, "compressed data could not be unpacked"},
    {40, "no common set of version, cipher suite, group or signature"},
    {41, "there is no certificate to show (SSL 3.0)"},
    {42, "the certificate is corrupt, or its signature or name does not hold"},
    {43, "the certificate is of a kind that cannot be used here"},
    {44, "the certificate has been revoked by its authority"},
    {45, "the certificate has expired, or is not yet valid"},
    {46, "something about the certificate is not acceptable"},
    {47, "a field has a value that it must not have"},
    {48, "the certificate leads to no authority that is trusted: it is self-signed, or its issuer is unknown"},
    {49, "the certificate is good, but access is not granted"},
    {50, "a message could not be read"},
    {51, "a signature or a Finished is wrong"},
    {52, "more connection ids are asked for than will be given (DTLS 1.3)"},
    {60, "keys of export strength were asked for, and are not allowed (TLS 1.0)"},
    {70, "no version in common, or one that is no longer accepted"},
    {71, "only stronger cipher suites are accepted"},
    {80, "something failed that has nothing to do with the other side"},
    {86, "an older version was tried again although both could do a newer one"},
    {90, "the user broke off"},
    {100, "no renegotiation is wanted"},
    {109, "an extension that has to be there is missing"},
    {110, "an extension came that was not asked for"},
    {111, "the certificate could not be fetched from the address that was given"},
    {112, "the name that was asked for is not known here"},
    {113, "the stapled revocation answer is not acceptable"},
    {114, "the certificate fetched is not the one that was announced"},
    {115, "the pre-shared key is not known"},
    {116, "a client certificate is required"},
    {117, "something went wrong that no other alert tells"},
    {120, "no application protocol in common"},
    {121, "Encrypted ClientHello is required"},
    {0, NULL},
};

static const explain_alert_phrases_t alert_phrases = {
    .says = {"the client", "the server"},
    .refuses = {"the client refuses the server", "the server refuses the client"},
    .hidden = {"the client sends an alert that is encrypted", "the server sends an alert that is encrypted"},
    .hidden_in_handshake = "it breaks off the handshake, for a reason that only the keys would show",
    .hidden_in_session = "most likely close_notify, the ordinary end",
    .warning = "warning",
    .fatal = "fatal",
};

static const char *const authentications[AUTHENTICATION_COUNT] = {
    [AUTHENTICATION_UNKNOWN] = NULL,
    [AUTHENTICATION_ONE_WAY] = "one-way: the server shows a certificate, and asks the client for none",
    [AUTHENTICATION_ASKED] = "asked: the server asks the client for a certificate; the answer cannot be seen, or has not come yet",
    [AUTHENTICATION_NOT_GIVEN] = "asked, not given: the server asks the client for a certificate, and the client has none to show",
    [AUTHENTICATION_MUTUAL] = "mutual: server and client both show a certificate",
};

static const char *const possessions[POSSESSION_COUNT] = {
    [POSSESSION_NOT_CHECKED] =
        "A certificate is public: anybody can send it. Whether its owner is at this end is shown by a signature over this very handshake, and that could not be checked here.",
    [POSSESSION_PROVEN] =
        "A certificate is public: anybody can send it. This signature over this very handshake could only be made with its private key, so its owner is at this end. Whose certificate it is, the key cannot say: that is what the chain is for.",
    [POSSESSION_DISPROVEN] =
        "The signature over this handshake is not by the key of the certificate: whoever sends it has not shown that it is his, or something was changed on the way. A client must break off here, however good the chain is.",
};

static const explain_phrases_t phrases = {
    .agree = "we agree: %s",
    .agree_otherwise = "we would refuse it too, for another reason: %s",
    .disagree = "we do not agree: the chain is trusted here (anchor %s); the peer may trust other authorities, or judge at another time",
    .undecided = "whether we agree cannot be said: %s",
    .unseen = "whether we agree cannot be said: the certificate cannot be seen here",
    .no_certificate = "indeed it showed none",
    .share_changed = "the key share changes from %s to %s",
    .share_same = "a key share of %s, as before",
    .cookie = "the server's cookie",
    .early_data_withdrawn = "no early data any more",
    .unchanged = "nothing that shows",
    .separator = ", ",
    .none = "none",
};

const explain_words_t explain_english = {
    .steps = explain_en_steps,
    .full = explain_en_full,
    .other_step = "A message of the handshake.",
    .other_full = &explain_en_other_full,
    .renegotiation_seen =
        "That handshake messages pass inside the session, and how long their records are. The keys in use hide what they say, certificates too.",
    .labels = labels,
    .origins = origins,
    .parts = parts,
    .absent = absent,
    .absent_psk_tls13 = absent_psk_tls13,
    .absent_dtls13 = absent_dtls13,
    .alerts = alerts,
    .alert_phrases = &alert_phrases,
    .problems = explain_en_problems,
    .remedies = explain_en_remedies,
    .notes = explain_en_notes,
    .weaknesses = explain_en_weaknesses,
    .authentications = authentications,
    .possessions = possessions,
    .phrases = &phrases,
};
/* clang-format on */
