# SPDX-License-Identifier: GPL-2.0-or-later
# shellcheck shell=bash
#
# What tools/demo and tools/check share: the packages that are missing, and the build. Sourced, not run.

export LC_ALL=C.UTF-8
export HOME=${HOME:-$(getent passwd "$(id -u)" | cut -d: -f6)}
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
# shellcheck disable=SC2034 # for those who source this
build_packages=(tshark libwireshark-dev libgnutls28-dev libgcrypt20-dev libglib2.0-dev zlib1g-dev libbrotli-dev libzstd-dev cmake ninja-build gcc libc6-dev pkg-config)

# One line for each argument.
say() {
    printf '%s\n' "$@"
}

stop() {
    printf '%s\n' "$@" >&2
    exit 1
}

is_root() {
    [ "$(id -u)" -eq 0 ]
}

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

# Runs a command as root, by whatever way there is; fails when there is none.
as_root() {
    if is_root; then
        env "$@"
    elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
        sudo env "$@"
    else
        return 1
    fi
}

# Installs those of the given packages that are missing, or says what root has to run and stops.
need_packages() {
    local package missing=()
    command -v dpkg-query >/dev/null || stop "This script installs Debian packages; on another system build with cmake."
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0

    say "Missing packages: ${missing[*]}"
    local quiet=(DEBIAN_FRONTEND=noninteractive apt-get -q)
    as_root "${quiet[@]}" update || true # the lists at hand may do
    as_root "${quiet[@]}" install -y --no-install-recommends "${missing[@]}" || stop \
        "The packages could not be installed from here. Run this line as root, then start again:" "" \
        "    apt-get update && apt-get install -y --no-install-recommends ${missing[*]}" ""
}

remove_scratch() {
    rm -rf "$scratch"
}

# Sets `scratch`, a folder that goes when the script ends.
make_scratch() {
    scratch=$(mktemp -d)
    trap remove_scratch EXIT
}

# Holds when this user can build in the folder, and owns what is already there.
is_ours() {
    if [ -e "$1" ]; then
        [ -O "$1" ] && [ -w "$1" ]
    else
        [ -w "$(dirname "$1")" ]
    fi
}

# A folder that was configured elsewhere (the checkout was copied) or for another generator is configured anew.
is_stale() {
    local cache=$1/CMakeCache.txt
    [ -e "$cache" ] || return 1
    ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$cache" ||
        ! grep -qxF "CMAKE_CACHEFILE_DIR:INTERNAL=$1" "$cache" ||
        ! grep -qxF "CMAKE_GENERATOR:INTERNAL=Ninja" "$cache"
}

# build_in NAME OPTION..: builds the checkout in its folder NAME, or in the scratch folder when it is not ours to
# write, and sets `build` to where that was. The log is shown only when something fails.
build_in() {
    build=$root/$1
    shift
    if ! is_ours "$build"; then
        build=$scratch/build
        say "No permission to write in the checkout: building in $build"
    fi
    if is_stale "$build"; then
        rm -rf "$build"
    fi
    mkdir -p "$build"
    local log=$build/build.log
    if ! { cmake -S "$root" -B "$build" -G Ninja "$@" && cmake --build "$build"; } >"$log" 2>&1; then
        cat "$log" >&2
        return 1
    fi
}
