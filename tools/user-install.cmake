# SPDX-License-Identifier: GPL-2.0-or-later
#
# Copies @module to the personal plugin folder of Wireshark @series, and the files of the folder @profile to the
# personal profile "TLS Witness". A profile that is there already may hold changes of its owner: it is left alone.

include(${CMAKE_CURRENT_LIST_DIR}/personal-folder.cmake)
file(INSTALL ${module} DESTINATION ${personal_folder}
    PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

if(profile AND EXISTS "${personal_profile}")
    message(STATUS "Kept your profile ${personal_profile}: remove it first to have it anew")
elseif(profile)
    file(INSTALL ${profile}/ DESTINATION "${personal_profile}")
endif()

get_filename_component(name ${module} NAME)
if(EXISTS ${system_folder}/${name})
    message(WARNING "Wireshark will report a duplicate and use ${system_folder}/${name}: "
        "uninstall that one if it is not the one you want.")
endif()
execute_process(COMMAND id -u OUTPUT_VARIABLE uid OUTPUT_STRIP_TRAILING_WHITESPACE)
if(uid STREQUAL "0")
    message(WARNING "Run as root, Wireshark ignores personal plugins: use cmake --install instead.")
endif()
