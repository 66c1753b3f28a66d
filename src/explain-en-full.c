/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "explain-words.h"

/* clang-format off */
#define MESSAGE EXPLAIN_MESSAGE
#define RECORD EXPLAIN_RECORD
#define RFC EXPLAIN_RFC

#define NO_KEY_YET "None: no key is in use yet."
#define SEES_ALL "All of it: no key protects this."
#define SEES_LENGTH_TLS13 "Only that an encrypted record of this length passes. In TLS it is marked 'Application Data', like every other: not even the kind of message shows."
#define SEES_FLIGHT "That a part of the handshake of this length passes, and who sends it. Not which message it is."
#define SEES_LENGTH "That an encrypted record of this kind and length passes, and when. Not what it says."
#define UNKNOWN_PEER "The session would still be encrypted, but to whom, nobody could say: a man in the middle could be the other end."

const explain_full_row_t explain_en_full[] = {
    {MESSAGE(HELLO_REQUEST, ANY_VERSION, ANY_EXCHANGE, IN_THE_CLEAR),
     {"The server asks the client to send a ClientHello.", "It lets the server be the one who starts; hardly any does so.", NO_KEY_YET, SEES_ALL, "Nothing: clients begin of their own accord.", RFC("5246", "7.4.1.1")}},
    {MESSAGE(HELLO_REQUEST, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server asks for another handshake inside the session. The client may refuse (no_renegotiation).", "Mostly because the page that was asked for needs a client certificate. TLS 1.3 has no renegotiation any more.", "The session key in use (symmetric) protects it.", SEES_LENGTH, "The server could not ask for a client certificate later on.", RFC("5246", "7.4.1.1")}},

    {MESSAGE(CLIENT_HELLO, ANY_VERSION, ANY_EXCHANGE, RENEGOTIATION),
     {"The client says hello once more inside the session. In renegotiation_info it repeats its last Finished.", "New keys are made, or the client is to show a certificate. What it repeats binds the new handshake to the session.", "The session key in use (symmetric) protects it, until ChangeCipherSpec.", SEES_LENGTH, "Without the binding of RFC 5746, somebody in between could begin a session and have the client's handshake appended to it.", RFC("5746", "3.5")}},
    {MESSAGE(CLIENT_HELLO, ANY_VERSION, ANY_EXCHANGE, RETRY),
     {"The client repeats its hello with what the server asked for: a key share of another group, a cookie, or both.", "The server could not use the first key share, or wants to see that the client really is at its address.", "None yet. A key_share is the public half of a throw-away key (ephemeral, asymmetric).", "All of it, the server's name (SNI) too, unless Encrypted ClientHello hides the name.", "The handshake would end here: the server goes on only with what it asked for.", RFC("8446", "4.1.2")}},
    {MESSAGE(CLIENT_HELLO, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The client sends what it can do: versions, cipher suites, extensions; a random number; and for TLS 1.3 its key shares. The version field says 'TLS 1.2' even where TLS 1.3 is offered: the true offer then stands in supported_versions.", "So that the server can choose what both can do, and knows which of its names is wanted (server_name).", "None yet. A key_share, where there is one, is the public half of a throw-away key (ephemeral, asymmetric). The random number is no key.", "All of it, the server's name (SNI) too, unless Encrypted ClientHello hides the name.", "Nothing could be chosen. And without a fresh random number somebody could play an old handshake to the client again: it is this that keeps it fresh, not the session id.", RFC("8446", "4.1.2")}},

    {MESSAGE(SERVER_HELLO, ANY_VERSION, ANY_EXCHANGE, RETRY),
     {"The server names the group of which it wants a key share, or hands out a cookie. It is a ServerHello with one fixed random number.", "The client had guessed a group that the server cannot use; or the server wants to see that the client's address is real before it works for it.", NO_KEY_YET, SEES_ALL, "A wrong guess would end the handshake, and forged addresses could keep a server busy.", RFC("8446", "4.1.4")}},
    {MESSAGE(SERVER_HELLO, TLS13, PSK_ALONE, 0),
     {"The server chooses the version, the suite and one of the pre-shared keys that the client offered. There is no key_share.", "Both have a secret already: that saves certificate, signature and key agreement.", "The pre-shared key (symmetric, it lasts) alone. From it come the handshake key and later the session keys.", "The choice itself. From the next message on only encrypted records.", "Whoever gets the pre-shared key later can read a recording of this session: a key_share beside it would have prevented that.", RFC("8446", "4.2.11")}},
    {MESSAGE(SERVER_HELLO, TLS13, ANY_EXCHANGE, RESUMED),
     {"The server chooses the version, the suite and one of the client's pre-shared keys, and sends its key share.", "The pre-shared key shows who the server is, as it did in the session that it came from: no certificate is needed. The key shares give forward secrecy.", "Pre-shared key (symmetric, it lasts) and throw-away keys (ephemeral, asymmetric) together make the handshake key. Nothing is encrypted to a certificate.", "The choice, and that there is a pre-shared key. No certificate will come, not even with keys.", "Every session would have to show and check certificates again.", RFC("8446", "2.2")}},
    {MESSAGE(SERVER_HELLO, TLS13, ANY_EXCHANGE, 0),
     {"The server chooses the version (in supported_versions), the suite and a group, and sends its key share. A 'Version: TLS 1.2' in the message is a legacy field, kept for old devices on the path.", "Each side has now the other's public half: both compute the same secret, and it is never sent.", "Throw-away keys of both sides (ephemeral, asymmetric) make a secret; from it comes the handshake key (symmetric). The certificate's key has no part in it.", "Suite, group and public halves. From these the secret cannot be computed, and all that follows is encrypted.", "No common secret: either everything would stay in the clear or, with a secret that is sent, whoever gets the server's key later could read it.", RFC("8446", "4.1.3")}},
    {MESSAGE(SERVER_HELLO, UP_TO_TLS12, ANY_EXCHANGE, RENEGOTIATION),
     {"The server chooses anew, inside the session. In renegotiation_info it repeats the last Finished of both sides.", "What it repeats binds the new handshake to the session that is there.", "The session key in use (symmetric) protects it, until ChangeCipherSpec.", SEES_LENGTH, "Without the binding of RFC 5746, somebody in between could have his own session continued by the client's handshake.", RFC("5746", "3.7")}},
    {MESSAGE(SERVER_HELLO, UP_TO_TLS12, ANY_EXCHANGE, RESUMED),
     {"The server sends the client's session id back: the session that the client asked for is resumed, from the server's memory or from a ticket.", "It saves certificate, signature and key exchange, and with them a round trip.", "The master secret of the earlier session (symmetric) and two new random numbers will make new session keys. No asymmetric key is at work.", "All of it. The certificate is not to be seen in a resumed session: it stood in the earlier one.", "Every connection would need a full handshake. The price: whoever gets the secret of the first session can read the resumed ones too.", RFC("5246", "7.3")}},
    {MESSAGE(SERVER_HELLO, UP_TO_TLS12, RSA_TRANSPORT, 0),
     {"The server chooses the version and a suite with RSA key transport, and sends its random number.", "The client then knows that it must encrypt a secret to the server's certificate. This is the one kind of exchange in which a secret is sent.", "None yet. To come: the certificate's key (long-term, asymmetric) is to decrypt.", SEES_ALL, "There would be no agreement on a suite. Any suite with (EC)DHE would have given forward secrecy, this one does not.", RFC("5246", "7.4.1.3")}},
    {MESSAGE(SERVER_HELLO, UP_TO_TLS12, ANONYMOUS, 0),
     {"The server chooses the version and an anonymous suite, and sends its random number.", "It works without any certificate: for closed networks and experiments.", "None yet. To come: throw-away keys (ephemeral, asymmetric) that nobody signs.", SEES_ALL, "There would be no agreement on a suite. What is missing here is the certificate: a man in the middle goes unnoticed.", RFC("5246", "7.4.1.3")}},
    {MESSAGE(SERVER_HELLO, UP_TO_TLS12, PSK_AGREED, 0),
     {"The server chooses the version and a suite with pre-shared key and Diffie-Hellman, and sends its random number.", "The pre-shared key shows who both sides are; the throw-away keys give forward secrecy.", "None yet. To come: the pre-shared key (symmetric, long-term) and throw-away keys (ephemeral, asymmetric).", SEES_ALL, "There would be no agreement on a suite.", RFC("5246", "7.4.1.3")}},
    {MESSAGE(SERVER_HELLO, UP_TO_TLS12, PSK_ALONE, 0),
     {"The server chooses the version and a suite with a pre-shared key alone, and sends its random number.", "Small devices get by without asymmetric cryptography.", "None yet. To come: the pre-shared key (symmetric, long-term).", SEES_ALL, "There would be no agreement on a suite. This one has no forward secrecy.", RFC("5246", "7.4.1.3")}},
    {MESSAGE(SERVER_HELLO, UP_TO_TLS12, AGREED, 0),
     {"The server chooses the version and a suite in which the secret is agreed with throw-away keys, and sends its random number.", "Such a secret is never sent. That is what gives forward secrecy: the certificate's key, stolen later, opens no recording.", "None yet. To come: throw-away keys (ephemeral, asymmetric) agree the secret, a long-term key, where there is a certificate, signs.", SEES_ALL, "There would be no agreement on a suite.", RFC("5246", "7.4.1.3")}},
    {MESSAGE(SERVER_HELLO, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server chooses one version and one suite from the client's offer, and sends its random number.", "From here on both know how keys will be made and what will encrypt.", NO_KEY_YET, SEES_ALL, "Both sides would have to guess what the other uses.", RFC("5246", "7.4.1.3")}},

    {MESSAGE(HELLO_VERIFY_REQUEST, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server sends a cookie; the client has to repeat its hello with it.", "A datagram may bear a forged sender. Who can repeat the cookie does receive at his address.", NO_KEY_YET, SEES_ALL, "With small forged hellos, a server could be kept busy and made to flood others with its certificates.", RFC("6347", "4.2.1")}},

    {MESSAGE(NEW_SESSION_TICKET, TLS13, ANY_EXCHANGE, 0),
     {"The server hands out a ticket: a name for a pre-shared key that both now derive from this session.", "A later session can begin with it in one round trip, or with early data in none, and without a certificate.", "The server's session key (symmetric) protects it. A ticket is mostly encrypted by a key that only the server has.", SEES_LENGTH_TLS13, "Every new session would need a full handshake with certificate and signature.", RFC("8446", "4.6.1")}},
    {MESSAGE(NEW_SESSION_TICKET, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server hands out a ticket. It holds the session's secret, under a key that only the server has.", "The client keeps the ticket and the server need not remember the session in order to resume it.", "The server's ticket key (symmetric, often used for hours or days).", "That there is a ticket, but not the secret in it: for that the server's ticket key is needed.", "The server would have to remember each session. The price: whoever gets the ticket key can read all sessions that were ticketed under it.", RFC("5077", "3.3")}},

    {MESSAGE(END_OF_EARLY_DATA, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The client says that its early data end here.", "The next record is under another key: the server must know when to change.", "The early data key (symmetric) protects it for the last time.", SEES_LENGTH_TLS13, "Somebody could cut the early data short without being noticed.", RFC("8446", "4.5")}},

    {MESSAGE(HELLO_RETRY_REQUEST, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server asks for another ClientHello, with a key share that it can use.", "The client had guessed a group that the server cannot use.", NO_KEY_YET, SEES_ALL, "A wrong guess would end the handshake.", RFC("8446", "4.1.4")}},

    {MESSAGE(ENCRYPTED_EXTENSIONS, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server answers the extensions that are not needed for making keys: the application protocol (ALPN) for one.", "What others need not know is not told them.", "The handshake key (symmetric, made from this handshake) protects it.", SEES_LENGTH_TLS13, "Everybody on the path could see what will be spoken in the session, as it was up to TLS 1.2.", RFC("8446", "4.3.1")}},

    {MESSAGE(CERTIFICATE_REQUEST, ANY_VERSION, ANY_EXCHANGE, AFTER_HANDSHAKE),
     {"The server asks for the client's certificate when the session is under way.", "The page that was asked for, say, is for known users only.", "The server's session key (symmetric) protects it.", SEES_LENGTH_TLS13, "The server would have to ask everybody at the beginning.", RFC("8446", "4.6.2")}},
    {MESSAGE(CERTIFICATE_REQUEST, TLS13, ANY_EXCHANGE, 0),
     {"The server asks the client for a certificate, and lists the signature algorithms that it accepts, often the authorities too.", "Both are to know who the other is (mutual TLS). The client may answer with an empty list.", "The handshake key (symmetric) protects it.", SEES_LENGTH_TLS13, "The server would know of the client what is said inside the session and no more: a password, for example.", RFC("8446", "4.3.2")}},
    {MESSAGE(CERTIFICATE_REQUEST, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server asks the client for a certificate, and lists the kinds and authorities that it accepts.", "Both are to know who the other is (mutual TLS). The client may answer with an empty list.", "None has a part in the asking.", SEES_ALL, "The server would know of the client what is said inside the session and no more: a password, for example.", RFC("5246", "7.4.4")}},

    {MESSAGE(CERTIFICATE, TLS13, ANY_EXCHANGE, FROM_SERVER),
     {"The server shows its certificate and those of the authorities above it, the root as a rule left out.", "A certificate binds a public key to a name, and an authority answers for that. It says who the owner is, not that he is honest.", "The handshake key (symmetric) encrypts the message. The key in the certificate (long-term, asymmetric) encrypts nothing: it will sign in CertificateVerify.", SEES_LENGTH_TLS13 " The certificate stays hidden.", UNKNOWN_PEER, RFC("8446", "4.4.2")}},
    {MESSAGE(CERTIFICATE, TLS13, ANY_EXCHANGE, AFTER_HANDSHAKE),
     {"The client shows its certificate, or an empty list, after the handshake.", "The server asked for it only now.", "The client's session key (symmetric) encrypts the message. The key in the certificate (long-term, asymmetric) will sign.", SEES_LENGTH_TLS13, "The server would not know who the client is.", RFC("8446", "4.6.2")}},
    {MESSAGE(CERTIFICATE, TLS13, ANY_EXCHANGE, 0),
     {"The client shows its certificate, or an empty list if it has none that fits.", "The server asked for it (mutual TLS). An empty list is allowed: the server decides whether it goes on.", "The handshake key (symmetric) encrypts the message. The key in the certificate (long-term, asymmetric) will sign in CertificateVerify.", SEES_LENGTH_TLS13 " Who the client is stays hidden, which it did not up to TLS 1.2.", "The server would not know who the client is.", RFC("8446", "4.4.2")}},
    {MESSAGE(CERTIFICATE, UP_TO_TLS12, RSA_TRANSPORT, FROM_SERVER),
     {"The server shows its certificate and those of the authorities above it, the root as a rule left out.", "A certificate binds a public key to a name, and an authority answers for that. It says who the owner is, not that he is honest.", "The key in the certificate (long-term, asymmetric). Here, with RSA key transport, the client encrypts one secret to it; the data are encrypted by symmetric keys all the same.", "All of it: which site and which authority.", UNKNOWN_PEER, RFC("5246", "7.4.2")}},
    {MESSAGE(CERTIFICATE, UP_TO_TLS12, AGREED, FROM_SERVER),
     {"The server shows its certificate and those of the authorities above it, the root as a rule left out.", "A certificate binds a public key to a name, and an authority answers for that. It says who the owner is, not that he is honest.", "The key in the certificate (long-term, asymmetric) only signs, in ServerKeyExchange. It encrypts neither the data nor the secret from which the session keys come.", "All of it: which site and which authority.", UNKNOWN_PEER, RFC("5246", "7.4.2")}},
    {MESSAGE(CERTIFICATE, ANY_VERSION, ANY_EXCHANGE, FROM_SERVER),
     {"The server shows its certificate and those of the authorities above it, the root as a rule left out.", "A certificate binds a public key to a name, and an authority answers for that. It says who the owner is, not that he is honest.", "The key in the certificate (long-term, asymmetric) takes part in the handshake alone; what part depends on the suite. The data are encrypted by symmetric keys.", "All of it: which site and which authority.", UNKNOWN_PEER, RFC("5246", "7.4.2")}},
    {MESSAGE(CERTIFICATE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The client shows its certificate, or an empty list if it has none that fits.", "The server asked for it (mutual TLS). An empty list is allowed: the server decides whether it goes on.", "The key in the certificate (long-term, asymmetric) will as a rule sign in CertificateVerify. No key hides the message in a first handshake.", "All of it: who the client is, too. TLS 1.3 hides that.", "The server would not know who the client is.", RFC("5246", "7.4.6")}},

    {MESSAGE(COMPRESSED_CERTIFICATE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The sender shows its certificate chain in a compressed form.", "Chains are the largest part of a handshake: fewer octets, fewer round trips.", "The handshake key (symmetric) encrypts the message. The key in the certificate (long-term, asymmetric) encrypts nothing: it will sign.", SEES_LENGTH_TLS13, "The chain would come uncompressed, in Certificate: slower, no less secure.", RFC("8879", "4")}},

    {MESSAGE(SERVER_KEY_EXCHANGE, ANY_VERSION, ANONYMOUS, 0),
     {"The server sends the public half of its throw-away key, without a signature.", "Both sides need the other's public half to compute the same secret.", "A throw-away key (ephemeral, asymmetric). No long-term key has a part: hence nobody is authenticated.", SEES_ALL " The secret cannot be computed from it; but who can change it can put himself in between.", "There would be no common secret.", EXPLAIN_RFC_APPENDIX("5246", "F.1.1.1")}},
    {MESSAGE(SERVER_KEY_EXCHANGE, ANY_VERSION, PSK_AGREED, 0),
     {"The server sends the public half of its throw-away key, with perhaps a hint which pre-shared key to use.", "The throw-away keys add a secret that is gone after the session: forward secrecy.", "A throw-away key (ephemeral, asymmetric). Instead of a signature, the pre-shared key (symmetric, long-term) authenticates.", SEES_ALL " The secret cannot be computed from it.", "Whoever got the pre-shared key later could read a recording of the session.", RFC("4279", "3")}},
    {MESSAGE(SERVER_KEY_EXCHANGE, ANY_VERSION, AGREED, 0),
     {"The server sends the public half of its throw-away key and, in suites with a certificate, signs it together with both random numbers.", "The key agrees the secret; the signature shows that it comes from the certificate's owner, and for this session.", "Two keys: a throw-away one (ephemeral, asymmetric) agrees the secret, the certificate's (long-term, asymmetric) signs and encrypts nothing.", SEES_ALL " The secret cannot be computed from it.", "Without the signature, a man in the middle could put in a key of his own; without the throw-away key there would be no forward secrecy.", RFC("5246", "7.4.3")}},
    {MESSAGE(SERVER_KEY_EXCHANGE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server sends what its certificate does not hold and the key exchange needs: a hint to a pre-shared key, for example.", "Some key exchanges need more than the certificate, or have none.", "It depends on the suite.", SEES_ALL, "The client could not do its part of the key exchange.", RFC("5246", "7.4.3")}},

    {MESSAGE(SERVER_HELLO_DONE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"An empty message: the server has finished its first part.", "Some messages before it may or may not come; now the client knows that none follows.", "None has a part in it.", SEES_ALL, "The client would not know whether to wait for more.", RFC("5246", "7.4.5")}},

    {MESSAGE(CERTIFICATE_VERIFY, TLS13, ANY_EXCHANGE, FROM_SERVER),
     {"The server signs a digest of all messages so far.", "A certificate can be copied by anybody, a signature over this very handshake cannot: only the owner of the private key makes it.", "The certificate's private key (long-term, asymmetric) signs: that is all that it does in TLS 1.3. The handshake key (symmetric) protects the message.", SEES_LENGTH_TLS13, "Anybody could show a copy of the certificate and pass for the server.", RFC("8446", "4.4.3")}},
    {MESSAGE(CERTIFICATE_VERIFY, TLS13, ANY_EXCHANGE, 0),
     {"The client signs a digest of all messages so far.", "It shows that the client owns the certificate that it sent.", "The private key of the client's certificate (long-term, asymmetric) signs. A symmetric key protects the message.", SEES_LENGTH_TLS13, "Anybody could show a copy of the certificate and pass for the client.", RFC("8446", "4.4.3")}},
    {MESSAGE(CERTIFICATE_VERIFY, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The client signs a digest of all messages so far.", "It shows that the client owns the certificate that it sent.", "The private key of the client's certificate (long-term, asymmetric) signs. It encrypts nothing.", SEES_ALL, "Anybody could show a copy of the certificate and pass for the client.", RFC("5246", "7.4.8")}},

    {MESSAGE(CLIENT_KEY_EXCHANGE, ANY_VERSION, RSA_AND_PSK, 0),
     {"The client sends a secret, encrypted to the public key of the server's certificate, and the name of a pre-shared key.", "Both together make the master secret: the server must have its private key and the pre-shared key.", "The key in the certificate (long-term, asymmetric) encrypts the secret; the pre-shared key (symmetric, long-term) is mixed in.", "The encrypted secret and the name of the pre-shared key.", "There would be no common secret.", RFC("4279", "4")}},
    {MESSAGE(CLIENT_KEY_EXCHANGE, ANY_VERSION, RSA_TRANSPORT, 0),
     {"The client sends 48 octets of secret, encrypted to a public key of the server. It is the pre-master secret, not the session key: the session keys are derived from it.", "Only the server can decrypt it, and by Finished it shows that it did: so it proves who it is.", "As a rule the key in the certificate (long-term, asymmetric) encrypts this one secret. The data are encrypted by symmetric keys.", "The encrypted secret. Kept in a recording, it can be opened as soon as the private key is stolen.", "There would be no common secret. With (EC)DHE in its place there would be forward secrecy.", RFC("5246", "7.4.7.1")}},
    {MESSAGE(CLIENT_KEY_EXCHANGE, ANY_VERSION, PSK_AGREED, 0),
     {"The client sends the name of the pre-shared key and the public half of its throw-away key.", "Now both can compute the master secret; nothing secret is sent.", "Throw-away keys (ephemeral, asymmetric) and the pre-shared key (symmetric, long-term).", "The name of the pre-shared key and the public half. The secret cannot be computed from them.", "There would be no common secret.", RFC("4279", "3")}},
    {MESSAGE(CLIENT_KEY_EXCHANGE, ANY_VERSION, ANONYMOUS, 0),
     {"The client sends the public half of its throw-away key.", "Now both compute the same secret, from which the session keys come; it is never sent.", "Throw-away keys of both sides (ephemeral, asymmetric). No long-term key has a part: nobody is authenticated.", "The public half. The secret cannot be computed from it; but who changed it on the way is in between.", "There would be no common secret.", RFC("5246", "7.4.7.2")}},
    {MESSAGE(CLIENT_KEY_EXCHANGE, ANY_VERSION, AGREED, 0),
     {"The client sends the public half of its throw-away key. No session key is sent, encrypted or not: both sides compute it.", "Each side has the other's public half now; from it and its own private half it computes the same secret.", "Throw-away keys of both sides (ephemeral, asymmetric). Nothing is encrypted to the certificate's key.", "The public half. The secret cannot be computed from it, not even with the certificate's private key.", "There would be no common secret, and so no session keys.", RFC("5246", "7.4.7.2")}},
    {MESSAGE(CLIENT_KEY_EXCHANGE, ANY_VERSION, PSK_ALONE, 0),
     {"The client sends the name of the pre-shared key that is to be used.", "A server may have many such keys, one for each device.", "The pre-shared key (symmetric, long-term) alone.", "The name of the key, not the key. Whoever gets the key later can read a recording.", "The server would not know which key to take.", RFC("4279", "2")}},
    {MESSAGE(CLIENT_KEY_EXCHANGE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The client sends its part of the key exchange.", "Both can now arrive at the same secret, from which the symmetric session keys come.", "It depends on the suite.", SEES_ALL " It does not give the secret away.", "There would be no common secret, and so no session keys.", RFC("5246", "7.4.7")}},

    {MESSAGE(FINISHED, TLS13, ANY_EXCHANGE, AFTER_HANDSHAKE),
     {"The client sends a checksum (HMAC) over the handshake and its late authentication.", "It binds the certificate to this session.", "A key derived from the client's session secret (symmetric).", SEES_LENGTH_TLS13, "The late certificate would not be bound to the session.", RFC("8446", "4.4.4")}},
    {MESSAGE(FINISHED, TLS13, ANY_EXCHANGE, FROM_SERVER),
     {"The server sends a checksum (HMAC) over the whole handshake so far. Then it changes to its session key.", "The client sees that both have the same secret and saw the same messages, the offer of the ClientHello included.", "A key derived from the server's handshake secret (symmetric) makes the checksum.", SEES_LENGTH_TLS13, "Somebody could strike the strong suites from the ClientHello, and nobody would notice.", RFC("8446", "4.4.4")}},
    {MESSAGE(FINISHED, TLS13, ANY_EXCHANGE, 0),
     {"The client sends a checksum (HMAC) over the whole handshake, and changes to its session key.", "The server sees that both have the same secret and saw the same messages. With it the handshake, segment 1, is over.", "A key derived from the client's handshake secret (symmetric) makes the checksum.", SEES_LENGTH_TLS13, "The server could not know that nobody changed the handshake on the way.", RFC("8446", "4.4.4")}},
    {MESSAGE(FINISHED, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The sender's first message under the new session key: a checksum over the whole handshake. Without keys, Wireshark can only call it 'Encrypted Handshake Message'.", "The other side sees that both have the same secret and saw the same messages, the offer of the ClientHello included.", "The master secret (symmetric) makes the checksum, the new session key (symmetric) protects it. No asymmetric key is at work.", SEES_LENGTH, "Somebody could strike the strong suites from the ClientHello, and nobody would notice.", RFC("5246", "7.4.9")}},

    {MESSAGE(CERTIFICATE_STATUS, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The server sends a recent OCSP response on its own certificate, signed by or for the authority.", "The client need not ask the authority itself, which would cost time and tell the authority what is visited.", "The authority's key (long-term, asymmetric) signed it, days ago perhaps. No key of the server has a part.", SEES_ALL, "The client would have to ask elsewhere, or would not learn of a revocation.", RFC("6066", "8")}},

    {MESSAGE(KEY_UPDATE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The sender changes to a new session key, and may ask the other side to do the same.", "One key should not protect too many records.", "The next session key (symmetric) is computed from the last one; the last one cannot be computed back from it.", SEES_LENGTH_TLS13, "Very long sessions would use up what one key can safely protect.", RFC("8446", "4.6.3")}},

    {RECORD(ENCRYPTED_HANDSHAKE, TLS13, ANY_EXCHANGE, INFERRED | FROM_SERVER | RESUMED),
     {"The server's encrypted flight: EncryptedExtensions and Finished, in one record or several. 'Application Data' is only what the outside says.", "The pre-shared key authenticates: no certificate is shown or needed.", "The handshake key (symmetric), or for data sent early the server's session key.", SEES_LENGTH_TLS13, "The client would not know that the server has the same secret.", RFC("8446", "5.2")}},
    {RECORD(ENCRYPTED_HANDSHAKE, TLS13, ANY_EXCHANGE, INFERRED | FROM_SERVER),
     {"The server's encrypted flight: EncryptedExtensions, Certificate, CertificateVerify and Finished, in one record or several. 'Application Data' is only what the outside says.", "TLS 1.3 hides the certificate from onlookers, and the kind of message from devices that would meddle with it.", "The handshake key (symmetric), or for data sent early the server's session key. The certificate's key only signs, inside.", SEES_LENGTH_TLS13, UNKNOWN_PEER, RFC("8446", "5.2")}},
    {RECORD(ENCRYPTED_HANDSHAKE, TLS13, ANY_EXCHANGE, INFERRED),
     {"The client's encrypted flight: its certificate or an empty list, CertificateVerify, perhaps Finished. 'Application Data' is only what the outside says.", "The server asked for a client certificate (mutual TLS).", "The handshake key (symmetric). The key of the client's certificate only signs, inside.", SEES_LENGTH_TLS13, "The server would not know who the client is.", RFC("8446", "5.2")}},
    {RECORD(ENCRYPTED_HANDSHAKE, TLS13, ANY_EXCHANGE, FROM_SERVER | RESUMED),
     {"The server's encrypted flight: EncryptedExtensions and Finished. The header shows the key (packet type of QUIC, epoch of DTLS), but not the message.", "The pre-shared key authenticates: no certificate is shown or needed.", "The handshake key (symmetric).", SEES_FLIGHT, "The client would not know that the server has the same secret.", RFC("8446", "4.4")}},
    {RECORD(ENCRYPTED_HANDSHAKE, TLS13, ANY_EXCHANGE, FROM_SERVER),
     {"The server's encrypted flight: EncryptedExtensions, Certificate, CertificateVerify and Finished. The header shows the key (packet type of QUIC, epoch of DTLS), but not the message.", "TLS 1.3 hides the certificate from onlookers.", "The handshake key (symmetric). The certificate's key only signs, inside.", SEES_FLIGHT, UNKNOWN_PEER, RFC("8446", "4.4")}},
    {RECORD(ENCRYPTED_HANDSHAKE, TLS13, ANY_EXCHANGE, 0),
     {"The client's encrypted flight: Finished, and before it its certificate if the server asked for one. The header shows the key (packet type of QUIC, epoch of DTLS), but not the message.", "The client confirms the handshake, or only that it has received the server's flight.", "The handshake key (symmetric). The key of a client's certificate only signs, inside.", SEES_FLIGHT, "The server would not know that the client has the same secret.", RFC("8446", "4.4")}},
    {RECORD(ENCRYPTED_HANDSHAKE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"A handshake message under keys, which Wireshark calls 'Encrypted Handshake Message'. Mostly it belongs to a renegotiation.", "The record still tells that it is a handshake message, but not which.", "The session key in use (symmetric) protects it.", SEES_LENGTH, "It depends on the message, which cannot be read.", RFC("5246", "6.2.3")}},

    {RECORD(CHANGE_CIPHER_SPEC, ANY_VERSION, ANY_EXCHANGE, DUMMY),
     {"One octet without meaning. The keys of TLS 1.3 change with the messages, not with this.", "Devices on the path that know only TLS 1.2 would block what does not look like it.", "None: no key changes here.", SEES_ALL, "Some old firewalls would break off the connection. Nothing else.", EXPLAIN_RFC_APPENDIX("8446", "D.4")}},
    {RECORD(CHANGE_CIPHER_SPEC, ANY_VERSION, ANY_EXCHANGE, RENEGOTIATION),
     {"One octet: from the sender's next record on the renegotiated keys hold.", "Both sides must change at the same place.", "The session key in use (symmetric) protects it for the last time.", SEES_LENGTH, "The other side would not know which key to decrypt with.", RFC("5246", "7.1")}},
    {RECORD(CHANGE_CIPHER_SPEC, ANY_VERSION, ANY_EXCHANGE, RESUMED),
     {"One octet: the sender's next record, its Finished, is encrypted.", "Both sides must change at the same place. In a resumed session there is nothing to exchange before: no certificate, no key exchange.", "New session keys (symmetric), made from the earlier session's master secret and the new random numbers.", SEES_ALL, "The other side would not know from where on to decrypt.", RFC("5246", "7.1")}},
    {RECORD(CHANGE_CIPHER_SPEC, ANY_VERSION, ANY_EXCHANGE, 0),
     {"One octet: the sender's next record, its Finished, is encrypted.", "Both sides must change from clear text to keys at the same place.", "It goes in the clear itself; behind it the new session keys (symmetric) hold, one for each direction.", SEES_ALL, "The other side would not know from where on to decrypt.", RFC("5246", "7.1")}},

    {RECORD(APPLICATION_DATA, ANY_VERSION, ANY_EXCHANGE, EARLY_DATA),
     {"The client sends its first data together with its hello.", "It saves a round trip, for requests that do no harm when they come twice.", "The early data key (symmetric), made from a pre-shared key alone.", "Only that encrypted records pass and how long they are; but whoever recorded them can send them to the server again.", "The client would wait one round trip longer. Safer, only slower.", RFC("8446", "2.3")}},
    {RECORD(APPLICATION_DATA, TLS13, ANY_EXCHANGE, 0),
     {"The sender's data: HTTP, for example. Tickets, key updates and alerts look the same from outside.", "This is what the handshake was for.", "The sender's session key (symmetric), encrypting and authenticating in one (AEAD). The certificate's key encrypts nothing.", "That records pass, how long they are and when. Even so it may be guessed which page is read.", "The data could be read and changed by everybody on the path.", RFC("8446", "5.2")}},
    {RECORD(APPLICATION_DATA, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The sender's data: HTTP, for example.", "This is what the handshake was for.", "The sender's session key (symmetric; two with suites that encrypt and authenticate apart). The certificate's key has no part in it.", "That records of data pass, how long they are and when. Even so it may be guessed which page is read.", "The data could be read and changed by everybody on the path.", RFC("5246", "10")}},

    {RECORD(ALERT, ANY_VERSION, ANY_EXCHANGE, IN_THE_CLEAR | SEGMENT_1),
     {"One side says that something is wrong, before keys are in use.", "The other side learns why the handshake ends, a certificate that is refused for example.", NO_KEY_YET, SEES_ALL " Anybody there could have sent it, too.", "The connection would just stop, and nobody would know why.", RFC("5246", "7.2")}},
    {RECORD(ALERT, ANY_VERSION, ANY_EXCHANGE, IN_THE_CLEAR),
     {"An alert in the clear after the handshake.", "Rightly it would be protected; what is not deserves no belief.", "None protects it, although keys are in use.", SEES_ALL " Anybody there could have sent it, too.", "Nothing would be missed.", RFC("5246", "7.2")}},
    {RECORD(ALERT, TLS13, ANY_EXCHANGE, 0),
     {"A message of two octets: level and description. In TLS 1.3 the description alone counts.", "It ends the session in order (close_notify), or tells why it is broken off.", "The key that the sender uses just then (symmetric) protects it.", SEES_LENGTH_TLS13 " Mostly its shortness gives it away.", "Somebody could cut a session short, and it would look as if all data had come.", RFC("8446", "6")}},
    {RECORD(ALERT, ANY_VERSION, ANY_EXCHANGE, 0),
     {"A message of two octets: level (warning, fatal) and description.", "It ends the session in order (close_notify), or tells why it is broken off.", "The sender's session key (symmetric) protects it.", "That an alert passes, but not which.", "Somebody could cut a session short, and it would look as if all data had come.", RFC("5246", "7.2")}},

    {EXPLAIN_PACKET(QUIC_INITIAL, ANY_VERSION, ANY_EXCHANGE, 0),
     {"An acknowledgement, padding, or a message sent again.", "QUIC runs over UDP, so it must see for itself that everything arrives.", "Keys that everybody can compute from the connection id: they only keep old devices on the path from meddling.", "All of it.", "A lost packet would never be sent again.", RFC("9001", "5.2")}},
    {EXPLAIN_PACKET(QUIC_HANDSHAKE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"An acknowledgement, or a message sent again.", "QUIC runs over UDP, so it must see for itself that everything arrives.", "The handshake key (symmetric) protects it.", "The kind of the packet and its length.", "A lost packet would never be sent again.", RFC("9000", "17.2.4")}},
    {EXPLAIN_PACKET(QUIC_RETRY, ANY_VERSION, ANY_EXCHANGE, 0),
     {"A token, and a new connection id.", "Who forges an address never gets the token: so the server works for real clients only.", "None; a fixed key makes a check sum.", "All of it.", "Forged addresses could keep a server busy.", RFC("9000", "8.1.2")}},
    {EXPLAIN_PACKET(QUIC_VERSION_NEGOTIATION, ANY_VERSION, ANY_EXCHANGE, 0),
     {"The list of versions that the server speaks.", "So that the client can try again with one of them.", "None.", "All of it, and anybody could have sent it.", "The connection would just fail.", RFC("9000", "6")}},
    {EXPLAIN_PACKET(QUIC_1RTT, ANY_VERSION, ANY_EXCHANGE, 0),
     {"Acknowledgements, limits on how much may be sent, and the like.", "They belong to the transport: what TCP does in the open, QUIC does under the session key.", "The sender's session key (symmetric).", "That a packet passes, how long it is and when. Not even that it carries no data.", "Whoever is on the path could slow the connection down or end it.", RFC("9000", "17.3.1")}},

    {RECORD(TOO_LARGE, ANY_VERSION, ANY_EXCHANGE, 0),
     {"A handshake message of 64 KiB or more, in pieces.", "Mostly a very long certificate chain, or one made to do harm.", "It depends on the message; 'encrypted' in Wireshark's words is a guess from its length.", "All of it while no key is in use.", "It depends on the message.", RFC("8446", "4")}},

    {RECORD(HEARTBEAT, ANY_VERSION, ANY_EXCHANGE, 0),
     {"A request for an echo, or the echo.", "It keeps a quiet connection alive and shows how large packets may be, mostly in DTLS.", "The session key (symmetric), once the handshake is over.", "That a heartbeat passes. What it carries only when no key is in use.", "A dead peer would be noticed later. In 2014 servers that believed the length given in it leaked their memory (Heartbleed).", RFC("6520", "3")}},
    {RECORD(ACK, ANY_VERSION, ANY_EXCHANGE, 0),
     {"A list of the records that have arrived, by epoch and number.", "UDP loses packets. What is acknowledged need not be sent again; TCP does this for TLS.", "The handshake key, after the handshake the session key (symmetric).", SEES_LENGTH_TLS13, "Whole flights would be sent again and again.", RFC("9147", "7")}},
    {RECORD(UNKNOWN, ANY_VERSION, ANY_EXCHANGE, 0),
     {"A record whose ContentType no RFC defines, or one of SSL 2.0.", "It is not known.", "It is not known.", "Its type and length, and what no key protects.", "It is not known.", RFC("8446", "5.1")}},
    {EXPLAIN_END, {NULL, NULL, NULL, NULL, NULL, NULL, NULL}},
};

const explain_full_t explain_en_other_full = {
    "A message of the handshake, or a piece of one that completes in a later record.",
    "It belongs to an extension, or to what the steps around it tell.",
    "It depends on the message; symmetric keys protect it once there are some.",
    "All of it while no key is in use; after that its length.",
    "It depends on the message.",
    RFC("8446", "4"),
};
/* clang-format on */
