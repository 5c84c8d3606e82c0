# Formatting and linters.
# shellcheck shell=bash

# Root in somebody's checkout is not dubious here: only reading verbs are used.
read_git() { git -c safe.directory="$root" "$@"; }

# all_files PATTERN...: tracked and new files; without git, what lies in the source folders
all_files() {
  if read_git rev-parse --git-dir >/dev/null 2>&1; then
    read_git ls-files --cached --others --exclude-standard -- "$@" | sort -u | existing
  else
    local pattern
    for pattern; do find . -path ./build -prune -o -path ./var -prune -o -name "$pattern" -type f -printf '%P\n'; done | sort -u
  fi
}

existing() {
  local file
  while IFS= read -r file; do if [[ -f $file ]]; then printf '%s\n' "$file"; fi; done
}

# The commit that this work started from; nothing without git.
merge_base() {
  local reference
  for reference in origin/HEAD origin/main main; do
    if read_git merge-base HEAD "$reference" 2>/dev/null; then return; fi
  done
}

# changed_files PATTERN...: what differs from the merge base, committed or not, and new files
changed_files() {
  local base
  base=$(merge_base)
  [[ -n $base ]] || { all_files "$@"; return; }
  {
    read_git diff --name-only --diff-filter=d "$base" -- "$@"
    read_git ls-files --others --exclude-standard -- "$@"
  } | sort -u | existing
}

# format_files ALL: in place
format_files() {
  local files
  if [[ $1 == yes ]]; then mapfile -t files < <(all_files '*.cpp' '*.hpp'); else mapfile -t files < <(changed_files '*.cpp' '*.hpp'); fi
  if ((${#files[@]})); then clang-format-19 -i -- "${files[@]}"; fi
  say "${#files[@]} C++ files formatted"
}

lint_format() {
  local files
  mapfile -t files < <(all_files '*.cpp' '*.hpp')
  ((${#files[@]})) || return 0
  clang-format-19 --dry-run -Werror -- "${files[@]}" || { say './dev fmt mends it.'; return 1; }
}

lint_shell() {
  shellcheck --external-sources --check-sourced dev .ci/run
}

# How much of the machine the service can reach, in tenths; without systemd there is nobody to ask.
lint_service() {
  command -v systemd-analyze >/dev/null || { say 'No systemd-analyze here: the service was not looked at.'; return 0; }
  systemd-analyze security --offline=true --threshold=15 --no-pager config/systemd/calloff.service >/dev/null ||
    { say 'config/systemd/calloff.service: exposure above 1.5 (systemd-analyze security --offline=true says by what)'; return 1; }
}

# The .cpp files to read closely: changed ones, and those whose own header changed.
files_to_lint() {
  local file
  if [[ $1 == yes ]]; then all_files '*.cpp'; return; fi
  changed_files '*.cpp' '*.hpp' | while IFS= read -r file; do
    case $file in
      *.cpp) printf '%s\n' "$file" ;;
      *.hpp) printf '%s\n' "${file%.hpp}.cpp" ;;
    esac
  done | sort -u | existing
}

# One line a file as it is done, and what was found in it; clang-tidy's count of what it kept silent about is not told.
lint_tidy() {
  # shellcheck disable=SC2016  # the inner shell expands these
  printf '%s\0' "$@" | xargs -0 -n 1 -P "$(build_jobs)" bash -c '
    said=$(clang-tidy-19 -p build/dev --quiet "$1" 2>&1) && code=0 || code=1
    printf "  %s\n" "$1"
    printf "%s\n" "$said" | sed "/^[0-9]* warnings\{0,1\} generated\.$/d; /^$/d"
    exit $code' tidy >&2
}

# clang-query prints its hits and exits 0 whatever it finds.
lint_coroutines() {
  local files hits
  mapfile -t files < <(grep -l 'co_await' -- "$@")
  ((${#files[@]})) || return 0
  hits=$(clang-query-19 -p build/dev -f cmake/coroutine_hazards.query "${files[@]}" 2>&1) || { printf '%s\n' "$hits" >&2; return 1; }
  if grep -q 'binds here' <<<"$hits"; then
    printf '%s\n' "$hits" >&2
    say 'Name the value first, then std::move it into the awaited call (docs/decisions/0001-clang.md).'
    return 1
  fi
}

# run_linters ALL: every linter has its say before the first failure ends it
run_linters() {
  local files failed=()
  say 'Format'
  lint_format || failed+=(format)
  say 'Shell scripts'
  lint_shell || failed+=(shellcheck)
  say 'Service'
  lint_service || failed+=(service)
  mapfile -t files < <(files_to_lint "$1")
  if ((${#files[@]})); then
    configure dev
    say "clang-tidy on ${#files[@]} files"
    lint_tidy "${files[@]}" || failed+=(clang-tidy)
    say 'Coroutine hazards'
    lint_coroutines "${files[@]}" || failed+=('coroutine hazards')
  else
    say 'clang-tidy: no .cpp differs from the merge base (./dev check --all reads every file)'
  fi
  local IFS=,
  ((${#failed[@]} == 0)) || fail 1 "Not clean: ${failed[*]}. The tests were not run."
}

# run_fuzz_targets SECONDS: each fuzz target for so long, from its seeds in fixtures/fuzz and what earlier runs found in
# build/fuzz/corpus. A find is written to build/fuzz/finds: put it into fixtures/fuzz/TARGET with the fix.
run_fuzz_targets() {
  local seconds=$1 source name found=()
  build fuzz fuzz_targets
  mkdir -p build/fuzz/finds
  for source in tests/fuzz/*_fuzz.cpp; do
    name=${source##*/} name=${name%_fuzz.cpp}
    mkdir -p "build/fuzz/corpus/$name"
    say "$name, $seconds s"
    if ! "build/fuzz/bin/${name}_fuzz" -max_total_time="$seconds" -max_len=20000 -timeout=10 -rss_limit_mb=1024 -verbosity=0 \
      -print_final_stats=1 -artifact_prefix="build/fuzz/finds/$name-" "build/fuzz/corpus/$name" "fixtures/fuzz/$name" \
      >"build/fuzz/$name.log" 2>&1; then
      tail -n 30 "build/fuzz/$name.log" >&2
      found+=("$name")
    fi
    sed -n 's/^stat::number_of_executed_units: */  runs: /p' "build/fuzz/$name.log" >&2
  done
  ((${#found[@]} == 0)) || fail 1 "Found something: ${found[*]}. The inputs are in build/fuzz/finds, the words in build/fuzz/NAME.log."
}

# run_crash_rounds ROUNDS: kill -9 at every durable write of a fetch of every feed, each round before another world
run_crash_rounds() {
  build dev process_crash calloff calloff-simulator
  say "$1 rounds of kill -9"
  CALLOFF_CRASH_ROUNDS=$1 build/dev/tests/process_crash '[rounds]'
}
