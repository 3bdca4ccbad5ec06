# shellcheck shell=bash
# What ./procfs and ./bench share: they find a JDK, build on first use and after changes, and run.
# The one that sources this file has set root, the repository, and name, its own name.
: "${root:?}" "${name:?}"

readonly oldest_jdk=25
readonly usual_places=(/usr/lib/jvm/* /opt/*jdk* /opt/*/*jdk* ~/.sdkman/candidates/java/* ~/.jdks/*)

say() {
  printf '%s: %s\n' "$name" "$1" >&2
}

# Something is missing that the user can install or repair: one sentence, exit code 3.
missing() {
  say "$1"
  exit 3
}

# Asks the release file that every JDK has; to start its java would cost some 40 ms each time.
is_new_jdk() {
  local key value
  [[ -x $1/bin/javac && -r $1/release ]] || return 1
  while IFS='=' read -r key value; do
    if [[ $key == JAVA_VERSION && $value =~ ^\"?([0-9]+) ]]; then
      ((BASH_REMATCH[1] >= oldest_jdk))
      return
    fi
  done <"$1/release"
  return 1
}

# Sets jdk: JAVA_HOME if it is new enough, or else what java on the PATH belongs to, or else one
# found where JDKs usually are.
find_jdk() {
  local place java
  if [[ -n ${JAVA_HOME-} ]] && is_new_jdk "$JAVA_HOME"; then
    jdk=$JAVA_HOME
    return
  fi
  if java=$(type -P java) && java=$(readlink -f "$java") && is_new_jdk "${java%/bin/java}"; then
    jdk=${java%/bin/java}
    return
  fi
  for place in "${usual_places[@]}"; do
    if is_new_jdk "$place"; then
      jdk=$place
      return
    fi
  done
  missing "no JDK $oldest_jdk or later was found: install one (under /usr/lib/jvm, for example) or let JAVA_HOME name it."
}

# Sets app: a directory with the jars of the module $1 as its sources are now. A build makes a new
# directory each time: a recording that has been running for a week keeps the jars it began with. It
# holds a lock on its directory for as long, through the descriptor 9, which stays open in java.
find_app() {
  local apps=$root/$1/target/apps
  while :; do
    if ! is_current "$1" "$apps/current"; then
      build "$1" "$apps" 8<"$root/pom.xml" || exit
    fi
    # The file built holds the path of its directory, which is read without starting readlink.
    read -r app <"$apps/current/built"
    [[ $app -ef $apps/current ]] || app=$(readlink -f "$apps/current")
    exec 9<"$app" && flock --shared 9
    # Unless a build that ended just now has replaced and removed it.
    [[ -e $app/built ]] && return
  done
}

# Whether nothing that goes into the module $1 has changed since $2 was built. Directories count:
# they tell of files that were removed.
is_current() {
  local changed
  [[ -e $2/built ]] || return 1
  changed=$(find "$root/pom.xml" "$root/procfs4j/pom.xml" "$root/procfs4j/src/main" \
    "$root/$1/pom.xml" "$root/$1/src/main" -newer "$2/built" -print -quit)
  [[ -z $changed ]]
}

# Sets cache: what the JDK keeps of a training run, the program $1 of the command, so that it starts
# in a third of the time. It holds for these jars in their place, for this JDK and for the same
# options, which are those after $1; where it does not hold, the JDK takes no notice of it. An empty
# file says that none could be made.
find_cache() {
  local made_for=() now=("$app")
  cache=$app/${jdk//\//_}.aot
  mapfile -t -O 1 now <"$jdk/release"
  [[ ! -r $cache.for ]] || mapfile -t made_for <"$cache.for"
  [[ ${made_for[*]} == "${now[*]}" ]] || train "$@" 8<"$root/pom.xml"
}

# Makes the cache. Who comes second waits, and finds the work done.
train() {
  [[ -w $app ]] && flock 8 || return 0
  [[ ! -r $cache.for ]] || mapfile -t made_for <"$cache.for"
  [[ ${made_for[*]} != "${now[*]}" ]] || return 0
  say 'running once for the JDK to learn how to start it quickly: some 5 s'
  rm -f "$cache.new"
  # Without profiles, by which methods would be compiled early that short commands do not need.
  "$jdk/bin/java" "${@:2}" -XX:AOTCacheOutput="$cache.new" -XX:+IgnoreUnrecognizedVMOptions \
    -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining --module "$1" \
    </dev/null >"$app/training.log" 2>&1 8<&- 9<&-
  [[ -s $cache.new ]] || : >"$cache.new"
  mv -f "$cache.new" "$cache" && printf '%s\n' "${now[@]}" >"$cache.for"
}

# Builds the module $1 and makes it $2/current. Who comes second waits, and finds the work done.
build() (
  apps=$2
  if ! flock --nonblock 8; then
    say 'waiting for another build to end'
    flock 8
  fi
  is_current "$1" "$apps/current" && exit 0
  [[ -n $(type -P mvn) ]] || missing 'Maven was not found, and it is needed to build: install it (apt-get install maven, for example).'
  if ! mkdir -p "$apps" || ! new=$(mktemp -d "$apps/XXXXXXXX") \
    || ! chmod "$(umask -S)" "$new"; then
    missing "what is built cannot be written to $apps."
  fi
  # From before the build: what changes while it runs is built next time.
  touch "$new/started" && readlink -f "$new" >"$new/built"

  say "building with $jdk"
  JAVA_HOME=$jdk mvn -B -f "$root/pom.xml" -pl "$1" -am -Dquick package \
    </dev/null 8<&- 2>&1 | tee "$apps/build.log" | show_progress
  if ((PIPESTATUS[0] != 0)); then
    rm -r "$new"
    show_errors "$apps/build.log"
    missing "the build failed; all it said is in $apps/build.log."
  fi
  if ! cp "$root/$1/target/app/"*.jar "$new" || ! touch -r "$new/started" "$new/built" \
    || ! ln -sfn "${new##*/}" "$apps/next" || ! mv -fT "$apps/next" "$apps/current"; then
    missing "what was built cannot be written to $apps."
  fi
  for old in "$apps"/????????; do
    [[ $old -ef $apps/current ]] || flock --nonblock "$old" rm -r "$old"
  done
)

# One line that is written over on a terminal; elsewhere one line for each module.
show_progress() {
  local line doing start=$SECONDS
  while IFS= read -r line; do
    if [[ $line =~ ^\[INFO\]\ Building\ ([^ ]+)\ .*\[([0-9]+/[0-9]+)\]$ ]]; then
      doing="${BASH_REMATCH[1]} (${BASH_REMATCH[2]})"
      [[ -t 2 ]] || say "building $doing"
    elif [[ $line =~ ^\[INFO\]\ ---\ [^:]+:[^:]+:([^ ]+)\ .*@\ ([^ ]+)\ --- ]]; then
      doing="${BASH_REMATCH[2]}: ${BASH_REMATCH[1]}"
    elif [[ $line =~ Downloading\ from\ .*/([^/ ]+)$ ]]; then
      doing="downloading ${BASH_REMATCH[1]}"
    else
      continue
    fi
    [[ ! -t 2 ]] || printf '\r\e[K%s: building, %d s: %.50s' "$name" $((SECONDS - start)) "$doing" >&2
  done
  [[ ! -t 2 ]] || printf '\r\e[K' >&2
}

# What the compiler says is said again when Maven sums up; Maven's general advice is left out.
show_errors() {
  sed -n -E -e '/^\[ERROR\] Failed to execute goal .* Compilation failure/q' \
    -e 's/ *-> \[Help 1\]$//' \
    -e '/ERROR\] (\[Help 1|To see the full|Re-run|For more|After correcting|  mvn )|^\[ERROR\] *$/d' \
    -e '/^\[ERROR\]|^Error/p' "$1" | head -n 30 >&2
}
