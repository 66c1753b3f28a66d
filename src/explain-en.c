/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-en.h"

/* clang-format off */
#define MESSAGE(type) STEP_HANDSHAKE, HANDSHAKE_##type
#define RECORD(kind) STEP_##kind, 0

const explain_row_t explain_en_steps[] = {
    {MESSAGE(HELLO_REQUEST), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server asks for a new handshake inside the session (renegotiation). It travels under the session key that is in use."},

    {MESSAGE(CLIENT_HELLO), ANY_VERSION, ANY_EXCHANGE, RENEGOTIATION,
     "The client begins a new handshake inside the session (renegotiation), protected by the session key that is in use, until new keys take over."},
    {MESSAGE(CLIENT_HELLO), ANY_VERSION, ANY_EXCHANGE, RETRY,
     "The client says hello again, as the server asked: with a key share of the group that the server wants, or with its cookie. It belongs to the same handshake."},
    {MESSAGE(CLIENT_HELLO), ANY_VERSION, ANY_EXCHANGE, 0,
     "The client offers versions and cipher suites, adds a random number and, unless it goes by address, names the server that it wants. No key is in use yet: everybody on the path can read this."},

    {MESSAGE(SERVER_HELLO), ANY_VERSION, ANY_EXCHANGE, RETRY,
     "The server cannot use the key share that was sent and asks for another one, or for proof that the client's address is real. It has the form of a ServerHello; only its random number tells (RFC 8446 §4.1.4)."},
    {MESSAGE(SERVER_HELLO), TLS13, PSK_ALONE, 0,
     "The server chooses version and cipher suite, and the pre-shared key that the client offered. No new key agreement takes place: there is no forward secrecy. From here on the handshake is encrypted under the handshake key."},
    {MESSAGE(SERVER_HELLO), TLS13, ANY_EXCHANGE, RESUMED,
     "The server chooses version and cipher suite, and accepts the pre-shared key of an earlier session: that session showed the certificate, this one will not. The key shares add a fresh secret. From here on the handshake is encrypted."},
    {MESSAGE(SERVER_HELLO), TLS13, ANY_EXCHANGE, 0,
     "The server chooses version and cipher suite and sends its key share. Both sides can now compute the same secret (asymmetric, throw-away keys), and with it the handshake key: all that follows is encrypted, the certificate too. 'Version: TLS 1.2' in it is only the legacy field."},
    {MESSAGE(SERVER_HELLO), UP_TO_TLS12, ANY_EXCHANGE, RENEGOTIATION,
     "The server chooses version and cipher suite for the new handshake inside the session (renegotiation). The session key that is in use protects it until new keys take over."},
    {MESSAGE(SERVER_HELLO), UP_TO_TLS12, ANY_EXCHANGE, RESUMED,
     "The server repeats the session id of an earlier session: it resumes that one. There is no key exchange and no certificate; the new session keys will come from that session's secret and the two new random values. Nothing is encrypted yet."},
    {MESSAGE(SERVER_HELLO), UP_TO_TLS12, RSA_TRANSPORT, 0,
     "The server chooses version and cipher suite: RSA key transport, so that the client will encrypt a secret to the key in the server's certificate (a resumed session skips this). Nothing is encrypted yet."},
    {MESSAGE(SERVER_HELLO), UP_TO_TLS12, AGREED, 0,
     "The server chooses version and cipher suite: a (EC)DHE key exchange, so that the session key will be agreed with throw-away keys and the certificate's key will only sign (a resumed session skips both). Nothing is encrypted yet."},
    {MESSAGE(SERVER_HELLO), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server chooses version and cipher suite from the client's offer and adds a random number of its own. Nothing is encrypted yet."},

    {MESSAGE(HELLO_VERIFY_REQUEST), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server asks the client to repeat its hello with a cookie, to see that the client's address is real before it does any work (DTLS, RFC 6347 §4.2.1)."},

    {MESSAGE(NEW_SESSION_TICKET), TLS13, ANY_EXCHANGE, 0,
     "The server hands out a ticket with which a later session can begin without a certificate. In TLS 1.3 it comes after the handshake, under the session key."},
    {MESSAGE(NEW_SESSION_TICKET), ANY_VERSION, ANY_EXCHANGE, RENEGOTIATION,
     "The server hands out a ticket: the session's secret, encrypted to the server itself, with which a later session can be resumed (RFC 5077). Here it travels under the session key that is in use."},
    {MESSAGE(NEW_SESSION_TICKET), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server hands out a ticket: the session's secret, encrypted to the server itself, with which a later session can be resumed (RFC 5077). In TLS 1.2 it is part of the handshake and in the clear."},

    {MESSAGE(END_OF_EARLY_DATA), ANY_VERSION, ANY_EXCHANGE, 0,
     "The client ends its early data. This message is the last under the early data key; the client's Finished follows under the handshake key."},

    {MESSAGE(HELLO_RETRY_REQUEST), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server asks for another hello, with a key share that it can use (a draft of TLS 1.3)."},

    {MESSAGE(ENCRYPTED_EXTENSIONS), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server answers the client's extensions that need not be seen by others, under the handshake key: the first encrypted message of the session."},

    {MESSAGE(CERTIFICATE_REQUEST), ANY_VERSION, ANY_EXCHANGE, AFTER_HANDSHAKE,
     "The server asks for the client's certificate late, after the handshake (post-handshake authentication)."},
    {MESSAGE(CERTIFICATE_REQUEST), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server asks the client for a certificate as well (mutual TLS). It lists which authorities or signatures it would accept."},

    {MESSAGE(CERTIFICATE), TLS13, ANY_EXCHANGE, FROM_SERVER,
     "The server shows its certificate and the chain behind it. In TLS 1.3 this is encrypted under the handshake key. A certificate is public, so showing it proves nothing yet: CertificateVerify will. Its key encrypts no data."},
    {MESSAGE(CERTIFICATE), TLS13, ANY_EXCHANGE, AFTER_HANDSHAKE,
     "The client shows its certificate late (or an empty list, if it has none), encrypted under the session key, because the server asked for it after the handshake. CertificateVerify will prove that it holds the private key."},
    {MESSAGE(CERTIFICATE), TLS13, ANY_EXCHANGE, 0,
     "The client shows its certificate (or an empty list, if it has none), encrypted under the handshake key. CertificateVerify will prove that it holds the private key."},
    {MESSAGE(CERTIFICATE), UP_TO_TLS12, RSA_TRANSPORT, FROM_SERVER | RENEGOTIATION,
     "The server shows its certificate again, now under the session key in use (renegotiation). The client will encrypt a secret to the public key in it; only the owner of the private key can read that secret."},
    {MESSAGE(CERTIFICATE), UP_TO_TLS12, ANY_EXCHANGE, FROM_SERVER | RENEGOTIATION,
     "The server shows its certificate again, now under the session key in use (renegotiation). A certificate is public: showing it proves nothing yet."},
    {MESSAGE(CERTIFICATE), UP_TO_TLS12, ANY_EXCHANGE, RENEGOTIATION,
     "The client shows its certificate, or an empty list if it has none, under the session key in use: often the very reason for a renegotiation. CertificateVerify will prove that it holds the private key."},
    {MESSAGE(CERTIFICATE), UP_TO_TLS12, RSA_TRANSPORT, FROM_SERVER,
     "The server shows its certificate and the chain behind it, in the clear. The client will encrypt a secret to the public key in it; only the owner of the private key can read that secret, and Finished will show it."},
    {MESSAGE(CERTIFICATE), UP_TO_TLS12, AGREED, FROM_SERVER,
     "The server shows its certificate and the chain behind it, readable by everybody before TLS 1.3. A certificate is public: the proof that the server owns it is its signature in ServerKeyExchange. Its key encrypts no data."},
    {MESSAGE(CERTIFICATE), ANY_VERSION, ANY_EXCHANGE, FROM_SERVER,
     "The server shows its certificate and the chain behind it, readable by everybody before TLS 1.3. A certificate is public: showing it proves nothing yet."},
    {MESSAGE(CERTIFICATE), ANY_VERSION, ANY_EXCHANGE, 0,
     "The client shows its certificate, or an empty list if it has none, readable by everybody before TLS 1.3. CertificateVerify will prove that it holds the private key."},

    {MESSAGE(COMPRESSED_CERTIFICATE), ANY_VERSION, ANY_EXCHANGE, 0,
     "The sender shows its certificate chain, compressed to save room (RFC 8879), under the handshake key."},

    {MESSAGE(SERVER_KEY_EXCHANGE), ANY_VERSION, ANONYMOUS, 0,
     "The server sends its throw-away public key, signed by nobody: the suite is anonymous, so that anyone on the path could have put in a key of his own."},
    {MESSAGE(SERVER_KEY_EXCHANGE), ANY_VERSION, PSK_AGREED, 0,
     "The server sends a throw-away public key (Diffie-Hellman), and perhaps a hint which pre-shared key to use. Nobody signs it: that both sides have the same pre-shared key is the proof, and Finished brings it."},
    {MESSAGE(SERVER_KEY_EXCHANGE), ANY_VERSION, AGREED, 0,
     "The server sends a throw-away public key (Diffie-Hellman) and, in suites with a certificate, signs it and both random numbers with the certificate's key. That signature is the proof that the server owns the certificate."},
    {MESSAGE(SERVER_KEY_EXCHANGE), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server sends what the client needs for the key exchange beyond the certificate."},

    {MESSAGE(SERVER_HELLO_DONE), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server has said all that it has to say; it waits for the client's part of the key exchange."},

    {MESSAGE(CERTIFICATE_VERIFY), TLS13, ANY_EXCHANGE, FROM_SERVER,
     "The server signs the whole handshake so far with the private key of its certificate: that is the proof that it is the owner. It is what the certificate's key does in TLS 1.3, and all that it does."},
    {MESSAGE(CERTIFICATE_VERIFY), ANY_VERSION, ANY_EXCHANGE, 0,
     "The client signs the handshake so far with the private key of its certificate: that is the proof that it is the owner."},

    {MESSAGE(CLIENT_KEY_EXCHANGE), ANY_VERSION, RSA_TRANSPORT, 0,
     "The client makes up the pre-master secret and encrypts it to the public key of the server's certificate (asymmetric). Whoever has that private key, now or years later, can read the session: there is no forward secrecy."},
    {MESSAGE(CLIENT_KEY_EXCHANGE), ANY_VERSION, AGREED, 0,
     "The client sends its throw-away public key. Both sides now compute the same secret (Diffie-Hellman); it is never sent, and nothing is encrypted to the certificate's key. The symmetric session keys come from it and both random numbers."},
    {MESSAGE(CLIENT_KEY_EXCHANGE), ANY_VERSION, PSK_ALONE, 0,
     "The client names the secret that both sides had beforehand (pre-shared key). The session keys come from it and both random numbers."},
    {MESSAGE(CLIENT_KEY_EXCHANGE), ANY_VERSION, ANY_EXCHANGE, 0,
     "The client sends its part of the key exchange. Both sides can now compute the same secret, and from it the symmetric session keys."},

    {MESSAGE(FINISHED), TLS13, ANY_EXCHANGE, AFTER_HANDSHAKE,
     "The client ends its late authentication: a checksum over it and the handshake, under a symmetric key."},
    {MESSAGE(FINISHED), TLS13, ANY_EXCHANGE, FROM_SERVER,
     "The server ends its part: a checksum over the whole handshake under a key that only the two sides have, by which the client sees whether a message was changed on the way. What it sends after this is under the session key."},
    {MESSAGE(FINISHED), TLS13, ANY_EXCHANGE, INFERRED,
     "The client confirms the whole handshake (known by the length of the record). Authentication ends here: from now on both sides use the symmetric session keys."},
    {MESSAGE(FINISHED), TLS13, ANY_EXCHANGE, 0,
     "The client confirms the whole handshake with a checksum under its handshake key. Authentication ends here: from now on both sides use the symmetric session keys."},
    {MESSAGE(FINISHED), ANY_VERSION, ANY_EXCHANGE, INFERRED,
     "The first message under the new session key: a checksum over the whole handshake. Wireshark calls it 'Encrypted Handshake Message', for want of the keys; after ChangeCipherSpec it can be nothing but Finished."},
    {MESSAGE(FINISHED), ANY_VERSION, ANY_EXCHANGE, 0,
     "The first message under the new session key: a checksum over the whole handshake. By it the other side sees that both have the same secret and that nobody changed a message on the way."},

    {MESSAGE(CERTIFICATE_STATUS), ANY_VERSION, ANY_EXCHANGE, 0,
     "The server adds a statement by the authority that its certificate has not been revoked (OCSP stapling, RFC 6066 §8)."},

    {MESSAGE(KEY_UPDATE), ANY_VERSION, ANY_EXCHANGE, 0,
     "The sender changes to the next session key, computed from the one in use (RFC 8446 §4.6.3)."},

    {RECORD(ENCRYPTED_HANDSHAKE), TLS13, ANY_EXCHANGE, FROM_SERVER | RESUMED,
     "Wireshark shows 'Application Data', because TLS 1.3 makes every encrypted record look so. Here it is the rest of the server's handshake, EncryptedExtensions and Finished (no certificate: the pre-shared key authenticates), or data that a server may send before the client's Finished; no length tells the two apart."},
    {RECORD(ENCRYPTED_HANDSHAKE), TLS13, ANY_EXCHANGE, FROM_SERVER,
     "Wireshark shows 'Application Data', because TLS 1.3 makes every encrypted record look so. Here it can only be the rest of the server's handshake: EncryptedExtensions, Certificate, CertificateVerify, Finished, or data that a server may send before the client's Finished; no length tells the two apart."},
    {RECORD(ENCRYPTED_HANDSHAKE), TLS13, ANY_EXCHANGE, 0,
     "Wireshark shows 'Application Data', because TLS 1.3 makes every encrypted record look so. Before its Finished a client can send nothing but its handshake: this is its certificate, the signature with it (CertificateVerify), or all of that with Finished in one record."},
    {RECORD(ENCRYPTED_HANDSHAKE), ANY_VERSION, ANY_EXCHANGE, 0,
     "A handshake message inside the session, under the session key in use: most likely a renegotiation. Without the keys its type cannot be read."},

    {RECORD(CHANGE_CIPHER_SPEC), ANY_VERSION, ANY_EXCHANGE, DUMMY,
     "Means nothing in TLS 1.3: it is sent so that old devices on the path take this for TLS 1.2 (RFC 8446 §D.4). No key changes here."},
    {RECORD(CHANGE_CIPHER_SPEC), ANY_VERSION, ANY_EXCHANGE, RENEGOTIATION,
     "The sender changes to the keys of the renegotiated session with its next record."},
    {RECORD(CHANGE_CIPHER_SPEC), ANY_VERSION, ANY_EXCHANGE, RESUMED,
     "The sender changes to the session key with its next record. The session is resumed: the keys come from an earlier session's secret, and no certificate is shown."},
    {RECORD(CHANGE_CIPHER_SPEC), ANY_VERSION, ANY_EXCHANGE, 0,
     "The sender changes to the new session key: its next record is the first that is encrypted. It is no handshake message, but the switch itself."},

    {RECORD(APPLICATION_DATA), ANY_VERSION, ANY_EXCHANGE, EARLY_DATA,
     "Early data (0-RTT): sent before the server has answered, under a key from an earlier session. It can be recorded and sent again by others, and it has no forward secrecy."},
    {RECORD(APPLICATION_DATA), TLS13, ANY_EXCHANGE, INFERRED | FROM_SERVER,
     "Session data under the server's session key (symmetric). Right after the handshake it may as well be a NewSessionTicket: without keys, the two look alike."},
    {RECORD(APPLICATION_DATA), ANY_VERSION, ANY_EXCHANGE, FROM_SERVER,
     "Session data under the server's session key: symmetric and fast, the same secret at both ends. The certificate and its key have no part in it any more."},
    {RECORD(APPLICATION_DATA), ANY_VERSION, ANY_EXCHANGE, 0,
     "Session data under the client's session key: symmetric and fast, the same secret at both ends. The certificate and its key have no part in it any more."},

    {RECORD(ALERT), ANY_VERSION, ANY_EXCHANGE, SEGMENT_1,
     "An alert before the handshake is over: one side gives up, or warns."},
    {RECORD(ALERT), ANY_VERSION, ANY_EXCHANGE, IN_THE_CLEAR,
     "An alert that no key protects, although the handshake is over: anybody on the path could have sent it."},
    {RECORD(ALERT), ANY_VERSION, ANY_EXCHANGE, 0,
     "An alert inside the session, under the session key: mostly close_notify, which says that no more will be sent, so that nobody can cut the data short unseen."},

    {RECORD(HEARTBEAT), ANY_VERSION, ANY_EXCHANGE, 0,
     "A sign of life, to be answered with the same octets (RFC 6520). Flaws in its handling gave Heartbleed its name."},
    {STEP_UNKNOWN, 0, ANY_VERSION, ANY_EXCHANGE, 0,
     "A record of a kind that TLS does not define."},
    {STEP_UNKNOWN, 0, ANY_VERSION, ANY_EXCHANGE, 0, NULL},
};

const char *const explain_en_other = "A message of the handshake.";

const char *const explain_en_absent[ABSENT_COUNT] = {
    [ABSENT_NOT] = NULL,
    [ABSENT_ENCRYPTED] =
        "TLS 1.3 encrypts the certificate, and there are no keys for this session. To see it, have the client write a key log (SSLKEYLOGFILE) while capturing, and set that file under Preferences, Protocols, TLS, '(Pre)-Master-Secret log filename', or embed it in the capture.",
    [ABSENT_RESUMED] =
        "The session is resumed: both sides already share a secret, so that the server shows no certificate. Look for it in the full handshake of the earlier session.",
    [ABSENT_PSK] =
        "The suite uses a pre-shared key: both sides know each other by a secret that they had beforehand, and no certificate is sent.",
    [ABSENT_ANONYMOUS] =
        "The suite is anonymous: the server shows no certificate at all, and nobody knows who it is. Anyone on the path could be the other end.",
    [ABSENT_RAW_PUBLIC_KEY] =
        "The server sends a bare public key instead of a certificate (RFC 7250): there is no chain to judge. Whether the key is the right one must be known from elsewhere, and it is not checked.",
    [ABSENT_NOT_CAPTURED] =
        "The message that carries the certificate is not in this capture: it began too late, or lost packets. Capture from before the connection is made.",
};

const char *const explain_en_absent_psk_tls13 =
    "The server accepted a pre-shared key, as a rule from a ticket of an earlier session, and shows no certificate. Look for it in the full handshake of that session.";

const explain_alert_t explain_en_alerts[] = {
    {0, "the ordinary end: nothing more will be sent"},
    {10, "a message came that has no place here"},
    {20, "a record was changed on the way, or the keys are not the same"},
    {22, "a record is longer than allowed"},
    {40, "no common set of version, cipher suite, group or signature"},
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
    {70, "no version in common, or one that is no longer accepted"},
    {71, "only stronger cipher suites are accepted"},
    {80, "something failed that has nothing to do with the other side"},
    {86, "an older version was tried again although both could do a newer one"},
    {90, "the user broke off"},
    {100, "no renegotiation is wanted"},
    {109, "an extension that has to be there is missing"},
    {110, "an extension came that was not asked for"},
    {112, "the name that was asked for is not known here"},
    {113, "the stapled revocation answer is not acceptable"},
    {115, "the pre-shared key is not known"},
    {116, "a client certificate is required"},
    {120, "no application protocol in common"},
    {121, "Encrypted ClientHello is required"},
    {0, NULL},
};
/* clang-format on */
