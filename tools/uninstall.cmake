# SPDX-License-Identifier: GPL-2.0-or-later
#
# Removes @module from the system folder and from the personal folder, whichever holds it, and says so.

include(${CMAKE_CURRENT_LIST_DIR}/personal-folder.cmake)
set(found FALSE)
foreach(folder IN ITEMS "$ENV{DESTDIR}${system_folder}" ${personal_folder})
    set(path ${folder}/${module})
    if(EXISTS ${path} OR IS_SYMLINK ${path})
        set(found TRUE)
        execute_process(COMMAND ${CMAKE_COMMAND} -E rm ${path} RESULT_VARIABLE failed OUTPUT_QUIET ERROR_QUIET)
        if(failed)
            message(SEND_ERROR "Could not remove ${path}: run this as root.")
        else()
            message(STATUS "Removed ${path}")
        endif()
    endif()
endforeach()
if(NOT found)
    message(STATUS "Nothing to remove: ${module} is neither in ${system_folder} nor in ${personal_folder}")
endif()
