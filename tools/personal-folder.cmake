# SPDX-License-Identifier: GPL-2.0-or-later
#
# personal_folder: where Wireshark of the given series looks for this user's epan plugins.

set(home "$ENV{HOME}")
if(NOT home)
    message(FATAL_ERROR "HOME is not set: no telling where the personal plugin folder is")
endif()
set(personal_folder "${home}/.local/lib/wireshark/plugins/${series}/epan")
