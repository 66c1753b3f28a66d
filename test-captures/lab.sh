# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What `make` and `make-conversations` share: the namespace, nginx, the clients, tcpdump, and how a
# capture gets its time and its secrets. They set $here (this folder), $work (a folder of their own),
# $pki (keys and certificates) and $out (where captures go).

here=${here:?the folder of this file}
pki='' out='' work=''

# Every capture begins here, whenever it was really made: what is said of a chain depends on the
# time of its frame, and so never on the day of the run. The tutorial certificate is 14 days old.
start_time=2026-06-15T12:00:00Z

fail() {
    echo "${0##*/}: $*" >&2
    exit 1
}

# ---- what it needs -----------------------------------------------------------------------------

require_programs() { # PROGRAM:PACKAGE..
    local packages=() pair
    for pair; do
        PATH=$PATH:/usr/sbin:/sbin command -v "${pair%%:*}" >/dev/null || packages+=("${pair#*:}")
    done
    [[ ${#packages[@]} -eq 0 ]] ||
        fail "packages are missing: apt-get install --no-install-recommends ${packages[*]}"
}

# In namespaces of its own nobody else's traffic is captured, port 443 is free, and all that the lab
# started dies with it, however it ends. Where they cannot be had (some containers) it runs without.
run_lab() { # OPTION..
    local isolate=(unshare --net --pid --fork --kill-child --mount-proc)
    if "${isolate[@]}" true 2>/dev/null; then
        # In the background, because a shell hears signals only while it waits.
        "${isolate[@]}" "$here/${0##*/}" --inside "$work" "$@" &
        lab_pid=$!
        wait "$lab_pid"
    else
        echo "${0##*/}: no namespaces here: using port 443 of the machine's own loopback address" >&2
        make_captures "$@"
    fi
}

# The machine's own loopback interface stays as it is. Ours gets the packet size of Ethernet, so
# that a long chain spans packets as it does elsewhere.
prepare_interface() {
    [[ $isolated == no ]] || ip link set lo up mtu 1500 gso_max_segs 1
}

# ---- server, capture, clients ------------------------------------------------------------------

stop() { # PID
    [[ $1 ]] || return 0
    kill "$1" 2>/dev/null || true
    wait "$1" 2>/dev/null || true
}

wait_for() { # WHAT COMMAND..
    local tries
    for ((tries = 0; tries < 100; tries++)); do
        "${@:2}" >/dev/null 2>&1 && return
        sleep 0.05
    done
    fail "waited in vain for $1"
}

answers() { : 2>/dev/null <>/dev/tcp/127.0.0.1/443; }

# One virtual host of nginx, as a tutorial writes it.
virtual_host() { # CERTIFICATE
    cat <<END
    server {
        listen 127.0.0.1:443 ssl;
        server_name $1.lab.example;
        ssl_certificate $pki/$1.pem;
        ssl_certificate_key $pki/$1.key;
        location / { default_type text/plain; return 200 "Hello from the lab.\n"; }
    }
END
}

nginx_configuration() { # 1.2|1.3 SUITE DIRECTIVES CERTIFICATE..
    local version=$1 suite=$2 directives=$3 certificate
    shift 3
    cat <<END
daemon off;
master_process off;
pid $work/nginx.pid;
error_log $work/nginx.log;
events { worker_connections 64; }
http {
    access_log off;
    lingering_close always; # wait for the client's close_notify, as a slower network would
    client_body_temp_path $work/nginx; proxy_temp_path $work/nginx; fastcgi_temp_path $work/nginx;
    uwsgi_temp_path $work/nginx; scgi_temp_path $work/nginx;
    ssl_protocols TLSv$version;
    $(if [[ $version == 1.3 ]]; then
        echo "ssl_conf_command Ciphersuites $suite;"
        # OpenSSL counts the 8-octet tag of CCM_8 as too short for its default level.
        [[ $suite != *CCM_8* ]] || echo "ssl_ciphers DEFAULT@SECLEVEL=0;"
    else
        echo "ssl_ciphers $suite;"
    fi)
    $directives
END
    for certificate; do virtual_host "$certificate"; done
    echo "}"
}

serve() { # 1.2|1.3 SUITE DIRECTIVES CERTIFICATE..
    stop "$nginx_pid"
    nginx_configuration "$@" >"$work/nginx.conf"
    nginx -c "$work/nginx.conf" -e "$work/nginx.log" 2>"$work/nginx-start.log" &
    nginx_pid=$!
    wait_for "nginx" answers
}

start_capture() {
    : >"$work/keys"
    # The log too: "listening" must be the word of this tcpdump, not of the one before.
    rm -f "$work/raw.pcap" "$work/tcpdump.log"
    # As root, and without a buffer: the file is complete when the last packet has gone by.
    # Without -s the buffer has room for a few packets only.
    tcpdump -i lo -Z root -U --immediate-mode -B 16384 -s 65535 -w "$work/raw.pcap" \
        "$capture_filter" 2>"$work/tcpdump.log" &
    tcpdump_pid=$!
    wait_for "tcpdump" grep -q 'listening on' "$work/tcpdump.log"
}

# Ends the capture when nothing has come for a while: the last FIN may be on its way.
stop_capture() {
    local before=-1 now
    while now=$(stat -c %s "$work/raw.pcap") && [[ $now != "$before" ]]; do
        before=$now
        sleep 0.3
    done
    stop "$tcpdump_pid"
    tcpdump_pid=
}

with_curl() { # HOST OPTION..
    SSLKEYLOGFILE=$work/keys curl -q --max-time 30 --silent --show-error --noproxy '*' \
        --output /dev/null --connect-to ::127.0.0.1:443 "${@:2}" "https://$1/"
}

request() { # HOST
    printf 'GET / HTTP/1.0\r\nHost: %s\r\n\r\n' "$1"
}

with_openssl() { # HOST OPTION..
    local sni=(-servername "$1")
    [[ $1 != [0-9]* ]] || sni=(-noservername)
    request "$1" | timeout 30 openssl s_client -connect 127.0.0.1:443 "${sni[@]}" -quiet \
        -keylogfile "$work/keys" "${@:2}" >"$work/client.log" 2>&1
}

with_gnutls() { # HOST OPTION..
    local sni=(--sni-hostname "$1" --verify-hostname "$1")
    [[ $1 != [0-9]* ]] || sni=()
    request "$1" | SSLKEYLOGFILE=$work/keys timeout 30 gnutls-cli --port 443 "${sni[@]}" \
        "${@:2}" 127.0.0.1 >"$work/client.log" 2>&1
}

with_chromium() { # HOST OPTION..
    SSLKEYLOGFILE=$work/keys "$here/chromium.py" "${@:2}" "https://$1/"
}

# Nobody's preferences play a part: all programs get an empty home folder. Its NSS database is where
# Chromium looks for certificate authorities that the user added.
make_home() {
    export HOME=$work/home
    unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME
    mkdir -p "$work/home/.pki/nssdb"
    certutil -d "sql:$work/home/.pki/nssdb" -N --empty-password
    certutil -d "sql:$work/home/.pki/nssdb" -A -n "Lab Root CA" -t C,, -i "$pki/lab-ca.crt"
}

# ---- from what was heard to what is kept -------------------------------------------------------

# tshark tells root on every call that root should not run it.
quiet_tshark() { tshark -n "$@" 2>>"$work/tshark.log"; }

# The lines of the key log that belong to the packets: the client's random is their second word.
kept_keys() { # CAPTURE
    quiet_tshark -r "$1" -Y 'tls.handshake.type == 1' -T fields -e tls.handshake.random | sort -u |
        awk 'NR == FNR { ours[$1]; next } $2 in ours && !seen[$0]++' - "$work/keys"
}

# Moves the packets to the time of all captures and embeds the secrets.
keep_packets() { # NAME PCAP KEYS
    local first offset
    first=$(quiet_tshark -r "$2" -c 1 -T fields -e frame.time_epoch)
    offset=$(python3 -c 'import sys; from decimal import Decimal as D
print(format(D(sys.argv[1]) - D(sys.argv[2]), "f"))' "$(date -u -d "$start_time" +%s)" "$first")
    editcap -t "$offset" -F pcapng "$2" "$work/shifted.pcapng"
    # A client that refuses a TLS 1.2 server never gets as far as a secret.
    if [[ -s $3 ]]; then
        cp "$3" "$out/$1.keys"
        editcap --inject-secrets "tls,$out/$1.keys" "$work/shifted.pcapng" "$out/$1.pcapng"
    else
        cp "$work/shifted.pcapng" "$out/$1.pcapng"
    fi
}

nginx_pid='' tcpdump_pid='' lab_pid='' isolated=no capture_filter='tcp port 443'
