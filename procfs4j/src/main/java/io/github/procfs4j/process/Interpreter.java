package io.github.procfs4j.process;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A program that runs another one, which is given as an argument, and where to find that among its
 * arguments.
 *
 * <p>The options are those of java(1) ({@code java.c} and {@code args.c} of the JDK's launcher),
 * python(1), node(1), perlrun(1), ruby(1), bash(1) and sh(1). An unknown option is treated as an
 * option without a value.
 */
enum Interpreter {
  /** The only one whose options are words; options of a single letter cannot be combined. */
  JAVA("java", "", "", "", "", Set.of()) {
    private static final Set<String> WITH_VALUE =
        Set.of(
            "-cp",
            "-classpath",
            "--class-path",
            "-p",
            "--module-path",
            "--upgrade-module-path",
            "--add-modules",
            "--limit-modules",
            "--add-exports",
            "--add-opens",
            "--add-reads",
            "--patch-module",
            "--enable-native-access",
            "--source",
            "-d",
            "--describe-module");

    private static final String MODULE = "--module";

    @Override
    Optional<Target> target(List<String> arguments) {
      boolean isJar = false;
      boolean hasFiles = true;
      for (int i = 1; i < arguments.size(); i++) {
        String argument = arguments.get(i);
        if (argument.equals("-m") || argument.equals(MODULE)) {
          return at(arguments, i + 1, false);
        } else if (argument.startsWith(MODULE + "=")) {
          return run(argument.substring(MODULE.length() + 1), false, i + 1);
        } else if (hasFiles && argument.startsWith("@")) {
          // Only the launcher has read its content, which may be options or the main class too.
          return at(arguments, i, false);
        } else if (WITH_VALUE.contains(argument)) {
          i++;
        } else if (!argument.startsWith("-")) {
          return at(arguments, i, isJar || argument.endsWith(".java"));
        }
        isJar |= argument.equals("-jar");
        hasFiles &= !argument.equals("--disable-@files");
      }
      return Optional.empty();
    }
  },

  PYTHON("python|pypy", "c", "m", "QWX", "", Set.of("--check-hash-based-pycs")),

  NODE(
      "node|nodejs",
      "ep",
      "",
      "rC",
      "",
      Set.of(
          "--conditions",
          "--cpu-prof-dir",
          "--cpu-prof-interval",
          "--cpu-prof-name",
          "--diagnostic-dir",
          "--disable-warning",
          "--dns-result-order",
          "--env-file",
          "--env-file-if-exists",
          "--experimental-loader",
          "--heap-prof-dir",
          "--heap-prof-name",
          "--heapsnapshot-near-heap-limit",
          "--heapsnapshot-signal",
          "--icu-data-dir",
          "--import",
          "--input-type",
          "--inspect-port",
          "--loader",
          "--max-http-header-size",
          "--openssl-config",
          "--redirect-warnings",
          "--report-dir",
          "--report-directory",
          "--report-filename",
          "--report-signal",
          "--require",
          "--secure-heap",
          "--secure-heap-min",
          "--title",
          "--tls-cipher-list",
          "--tls-keylog",
          "--trace-event-categories",
          "--trace-event-file-pattern",
          "--unhandled-rejections",
          "--watch-path")),

  PERL("perl", "eE", "", "I", "CDFMVdimx", Set.of()),

  RUBY(
      "ruby",
      "e",
      "",
      "CEIXr",
      "FKWix",
      Set.of(
          "--backtrace-limit",
          "--disable",
          "--dump",
          "--enable",
          "--encoding",
          "--external-encoding",
          "--internal-encoding",
          "--parser")),

  /**
   * Options may begin with a plus sign, and -s means that the script is read from standard input.
   */
  SHELL("bash|dash|sh", "cs", "", "oO", "", Set.of("--rcfile", "--init-file"));

  private static final Set<String> CODE = Set.of("--eval", "--print");

  private final Pattern names;
  private final String code;
  private final String module;
  private final String withValue;
  private final String withRest;

  @SuppressWarnings("ImmutableEnumChecker") // it is never modified
  private final Set<String> wordsWithValue;

  /**
   * An interpreter.
   *
   * @param names its names, without version
   * @param code the letters of options after which there is no script
   * @param module the letter of the option whose value is run
   * @param withValue the letters of options whose value is the rest of the word or, if that is
   *     empty, the next word
   * @param withRest the letters of options whose value is the rest of the word, if there is one
   * @param wordsWithValue options that are words, and whose value is the next word unless it
   *     follows an equals sign
   */
  Interpreter(
      String names,
      String code,
      String module,
      String withValue,
      String withRest,
      Set<String> wordsWithValue) {
    this.names = Pattern.compile("-?(?:" + names + ")[0-9.]*t?");
    this.code = code;
    this.module = module;
    this.withValue = withValue;
    this.withRest = withRest;
    this.wordsWithValue = wordsWithValue;
  }

  /**
   * What an interpreter runs.
   *
   * @param text the argument that specifies it
   * @param isPath whether the argument is the path of a file
   * @param next the index at which its own arguments begin
   */
  record Target(String text, boolean isPath, int next) {}

  /** The interpreter with this name, with or without a version; empty if there is none. */
  static Optional<Interpreter> named(String name) {
    for (Interpreter one : values()) {
      if (one.names.matcher(name).matches()) {
        return Optional.of(one);
      }
    }
    return Optional.empty();
  }

  /**
   * What it runs.
   *
   * @param arguments its arguments, the first of which is its own name
   * @return empty if the code is itself an argument or is read from standard input, or if it cannot
   *     be determined
   */
  Optional<Target> target(List<String> arguments) {
    for (int i = 1; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals("--")) {
        return at(arguments, i + 1, true);
      } else if (argument.startsWith("--")) {
        int equals = argument.indexOf('=');
        if (CODE.contains(equals < 0 ? argument : argument.substring(0, equals))) {
          return Optional.empty();
        }
        i += wordsWithValue.contains(argument) ? 1 : 0;
      } else if (argument.startsWith("-") || (this == SHELL && argument.startsWith("+"))) {
        int end = endOfLetters(argument);
        if (end < argument.length() && module.indexOf(argument.charAt(end)) >= 0) {
          return end + 1 < argument.length()
              ? run(argument.substring(end + 1), false, i + 1)
              : at(arguments, i + 1, false);
        } else if (argument.length() == 1
            || (end < argument.length() && code.indexOf(argument.charAt(end)) >= 0)) {
          return Optional.empty();
        }
        boolean isValueNext =
            end == argument.length() - 1 && withValue.indexOf(argument.charAt(end)) >= 0;
        i += isValueNext ? 1 : 0;
      } else {
        return at(arguments, i, true);
      }
    }
    return Optional.empty();
  }

  /** The index of the first letter that is more than a switch; the length if there is none. */
  private int endOfLetters(String argument) {
    String more = code + module + withValue + withRest;
    int i = 1;
    while (i < argument.length() && more.indexOf(argument.charAt(i)) < 0) {
      i++;
    }
    return i;
  }

  static Optional<Target> at(List<String> arguments, int i, boolean isPath) {
    return i < arguments.size() ? run(arguments.get(i), isPath, i + 1) : Optional.empty();
  }

  static Optional<Target> run(String text, boolean isPath, int next) {
    return text.isBlank() ? Optional.empty() : Optional.of(new Target(text, isPath, next));
  }
}
