# Configure, build, test: everything under build/PRESET.
# shellcheck shell=bash

# A second checkout in another folder finds the same objects in the cache.
export CCACHE_BASEDIR=$root CCACHE_NOHASHDIR=1
export CCACHE_SLOPPINESS=${CCACHE_SLOPPINESS:-include_file_ctime,include_file_mtime,time_macros,pch_defines}

# As many jobs as processors, but one GiB of free memory for each: a sanitized Beast file takes about that.
build_jobs() {
  local jobs free_kib limit
  jobs=$(nproc)
  free_kib=$(awk '/^MemAvailable:/ { print $2 }' /proc/meminfo)
  limit=$(cat /sys/fs/cgroup/memory.max 2>/dev/null || echo max)
  if [[ $limit =~ ^[0-9]+$ ]] && ((limit / 1024 < free_kib)); then free_kib=$((limit / 1024)); fi
  if ((jobs > free_kib / 1048576)); then jobs=$((free_kib / 1048576)); fi
  echo $((jobs > 0 ? jobs : 1))
}

configure() {
  local preset=$1 log=build/$1.configure.log
  mkdir -p build
  if [[ -f build/$preset/CMakeCache.txt ]] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "build/$preset/CMakeCache.txt"; then
    say "build/$preset was made when this checkout lay elsewhere; making it anew."
    rm -rf -- "build/$preset"
  fi
  cmake --preset "$preset" >"$log" 2>&1 || {
    cat "$log" >&2
    fail 1 "cmake --preset $preset failed (above, and in $log)."
  }
}

# build PRESET [TARGET...]
build() {
  local preset=$1 started=$SECONDS arguments
  shift
  configure "$preset"
  arguments=(--build "build/$preset" -j "$(build_jobs)")
  if (($#)); then arguments+=(--target "$@"); fi
  say "Building build/$preset"
  if [[ -t 1 ]]; then
    NINJA_STATUS='[%f/%t] ' cmake "${arguments[@]}" >&2 || fail 1 "The build failed: the compiler's words are above."
  else
    NINJA_STATUS='[%f/%t] ' cmake "${arguments[@]}" 2>&1 | thin_out >&2 || fail 1 "The build failed: the compiler's words are above."
  fi
  say "Built in $((SECONDS - started)) s"
}

# Of ninja's "[12/240] Building ..." lines one in every tenth of the way; all else as it is.
thin_out() {
  awk '
    match($0, /^\[[0-9]+\/[0-9]+\] /) {
      split(substr($0, 2, RLENGTH - 3), count, "/")
      tenth = int(10 * count[1] / count[2])
      if (tenth > shown) { shown = tenth; printf "%d of %d (%d %%)\n", count[1], count[2], 100 * count[1] / count[2]; fflush() }
      next
    }
    $0 != "ninja: no work to do." { print; fflush() }'
}

# run_tests REGEX: builds and runs the test programs whose name fits; all when it is empty. ctest's summary is the last thing said.
run_tests() {
  local regex=$1 programs
  if [[ -z $regex ]]; then
    build dev
  else
    configure dev
    mapfile -t programs < <(ctest --preset dev -N -R "$regex" | sed -n 's/^ *Test *#[0-9]*: //p')
    ((${#programs[@]})) || fail 1 "No test program's name fits '$regex'. There are:" "$(ctest --preset dev -N | sed -n 's/^ *Test *#[0-9]*: /  /p')"
    build dev "${programs[@]}"
  fi
  ctest --preset dev -j "$(nproc)" ${regex:+-R "$regex"}
}

run_benchmarks() {
  local name=$1 program found=no
  for program in build/release/bin/calloff-bench-*; do
    [[ -x $program ]] || continue
    if [[ -z $name || ${program##*/calloff-bench-} == "$name" ]]; then
      found=yes
      say "${program##*/}"
      "$program"
    fi
  done
  [[ $found == yes ]] || fail 2 "There is no benchmark '$name'. There are:" "$(basename -a build/release/bin/calloff-bench-* | sed 's/^calloff-bench-/  /')"
}
