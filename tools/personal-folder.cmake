# SPDX-License-Identifier: GPL-2.0-or-later
#
# personal_folder: where Wireshark of the given series looks for this user's epan plugins.
# personal_profile: where it looks for this user's profile "TLS Witness".

set(home "$ENV{HOME}")
if(NOT home)
    message(FATAL_ERROR "HOME is not set: no telling where the personal plugin folder is")
endif()
set(personal_folder "${home}/.local/lib/wireshark/plugins/${series}/epan")

set(settings "${home}/.config")
if(NOT "$ENV{XDG_CONFIG_HOME}" STREQUAL "")
    set(settings "$ENV{XDG_CONFIG_HOME}")
endif()
if(NOT IS_DIRECTORY "${settings}/wireshark" AND IS_DIRECTORY "${home}/.wireshark")
    set(personal_profile "${home}/.wireshark/profiles/TLS Witness") # the old place, while it is in use
else()
    set(personal_profile "${settings}/wireshark/profiles/TLS Witness")
endif()
