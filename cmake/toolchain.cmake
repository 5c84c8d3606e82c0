# Language, warnings, sanitizers, cache, linker: one place for all targets.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)

# The build tree has the shape of the installed one: bin/calloff finds ../lib the same way in both.
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_ARCHIVE_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/archive)
set(CMAKE_INSTALL_RPATH "$ORIGIN/../${CMAKE_INSTALL_LIBDIR}")

find_program(CALLOFF_CCACHE ccache)
if(CALLOFF_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CALLOFF_CCACHE})
endif()
find_program(CALLOFF_MOLD mold)
if(CALLOFF_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

add_compile_options(-Wall -Wextra -Werror)
# Relative paths in debug information and __FILE__: the same bytes from any checkout, and a cache that hits.
add_compile_options(-ffile-prefix-map=${CMAKE_SOURCE_DIR}/=)
add_compile_definitions(BOOST_ASIO_NO_DEPRECATED BOOST_ALL_DYN_LINK)

if(CALLOFF_SANITIZE STREQUAL "address")
  # Full undefined-behaviour checks triple the compile time; these four groups cost most of it.
  add_compile_options(-fsanitize=address,undefined -fno-sanitize=vptr,null,alignment,object-size
                      -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(CALLOFF_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread)
  add_link_options(-fsanitize=thread)
elseif(CALLOFF_SANITIZE)
  message(FATAL_ERROR "CALLOFF_SANITIZE is '${CALLOFF_SANITIZE}'; it takes address or thread")
endif()
