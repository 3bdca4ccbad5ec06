# shellcheck shell=bash
# What the launchers of this repository and the one of a package share: messages, the environment that
# root gives to java, and the start of the command.
: "${name:?}"

# Directories in messages may be those of other users, so only what can be printed goes to the terminal.
say() {
  printf '%s: %s\n' "$name" "${1//[^[:print:]]/?}" >&2
}

# Reports, in one sentence, something missing that the user can install or repair; exits with code 3.
missing() {
  say "$1"
  exit 3
}

# The variables of terminal, language and time zone.
readonly kept_variables=(TERM TZ LANG LANGUAGE LC_{ALL,CTYPE,MESSAGES,NUMERIC,TIME})

# When root runs this, the environment may be that of the user who became root. No program gets anything of it but
# PATH, HOME and these variables, which may contain names, but no paths: programs read their messages, which are formats
# of printf, from the directory that LANGUAGE leads to, and TAR_OPTIONS names commands to run.
forget_environment() {
  local variable
  ((EUID == 0)) || return 0
  for variable in $(compgen -e); do
    [[ " PATH HOME ${kept_variables[*]} " == *" $variable "* ]] || export -n "${variable?}"
  done
  # Names of time zones contain slashes.
  [[ /${TZ-}/ != *[/:]/* && /${TZ-}/ != */../* ]] || unset TZ
  for variable in "${kept_variables[@]}"; do
    [[ $variable == TZ || ${!variable-} != */* ]] || unset "$variable"
  done
}
forget_environment

# What bash, the JDK and the usual sources need; each further source that is recorded needs one more.
readonly fewest_files=32

check_files() {
  local most
  # The JDK does not start in a directory that was removed. The second check is for directories that
  # exist but are below one that this user may not search.
  [[ . -ef ${PWD-} || $(command -p readlink /proc/self/cwd) != *' (deleted)' ]] ||
    missing 'the current directory was removed: change to another one.'
  most=$(ulimit -n)
  [[ $most == unlimited ]] || ((most >= fewest_files)) ||
    missing "it may open ${most:-too few} files at a time and needs at least $fewest_files: allow more (ulimit -n)."
}

# The words before java and Maven that give them their environment.
clean=(env)

# As root, java and Maven see PATH and HOME, which the launcher has checked, terminal, language and time
# zone, and nothing else.
clean_environment() {
  local variable
  ((EUID == 0)) || return 0
  if [[ -n ${PROCFS_JAVA_OPTS-} ]]; then
    say 'PROCFS_JAVA_OPTS is ignored, as root runs this.'
    PROCFS_JAVA_OPTS=
  fi
  clean=(env -i "PATH=$PATH" "HOME=$HOME")
  for variable in "${kept_variables[@]}"; do
    [[ -z ${!variable-} ]] || clean+=("$variable=${!variable}")
  done
}

# Options of java. The command measures, so it must itself cost little: one thread for garbage collection,
# only the quick compiler, no statistics file.
options=("--enable-native-access=io.github.procfs4j,duckdb.jdbc,org.jline.terminal.ffm"
  -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData -Xms8m -Xss512k)

# Further options of java for the subcommand $1. Those that sample for a long time do so little each second
# that most of their methods would be interpreted for minutes: they are compiled after a twentieth of the usual
# number of calls, and what the compiler has allocated is given back each minute, where the C library can. Two
# threads of the JVM that would wake up four times and once a second to tidy up do so once a minute. A JDK that
# lacks these two options ignores them; as it would then ignore misspelled options of the user as well, they
# are not given together with others.
add_sampling_options() {
  [[ $1 =~ ^(record|cost|waits|serve)$ ]] || return 0
  options+=(-XX:CompileThresholdScaling=0.05 -XX:TrimNativeHeapInterval=60000 -Xlog:trimnative=off)
  [[ -n ${PROCFS_JAVA_OPTS-} ]] || options+=(-XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions
    -XX:AsyncDeflationInterval=60000 -XX:ServiceThreadCleanupInterval=60000)
}

# The module of the command, and the package of its main classes.
readonly command_module=io.github.procfs4j.cli

# Whether a start-up cache may be used: the JDK refuses it together with other options about where it
# finds its classes.
may_use_cache() {
  [[ ! ${PROCFS_JAVA_OPTS-} =~ -Xshare|-XX:.*(AOT|Shared) ]]
}

# Starts from the cache $1.
use_cache() {
  options+=("-XX:AOTCache=$1" -Xlog:aot=off)
}

# Makes the start-up cache $2: the java $1 keeps in it what it learned in a training run. Profiles are left
# out: with them, methods that short commands do not need would be compiled early.
train_cache() {
  "${clean[@]}" "$1" "${options[@]}" -XX:AOTCacheOutput="$2" -XX:+IgnoreUnrecognizedVMOptions \
    -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining --module "$command_module/$command_module.Training" </dev/null
}

# Replaces this shell with the command, run by the java $1 with the arguments that follow.
start_command() {
  local locale output size wished
  # In the locale C, Java cannot open files whose names are not ASCII.
  locale=${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}
  [[ $locale != C && $locale != POSIX ]] || clean+=(LC_ALL=C.UTF-8)

  # Java cannot ask a terminal how wide it is.
  for output in 1 2; do
    if [[ -t $output ]]; then
      { size=$(stty size <&3 2>/dev/null); } 3<&"$output"
      ((${size##* } > 0)) && options+=("-Dprocfs.columns=${size##* }")
      break
    fi
  done

  add_sampling_options "${2-}"
  read -ra wished <<<"${PROCFS_JAVA_OPTS-}"
  exec "${clean[@]}" "$1" "${options[@]}" "${wished[@]}" --module "$command_module/$command_module.Main" "${@:2}"
}
