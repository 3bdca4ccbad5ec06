package io.github.procfs4j.cli.manual;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;

import io.github.procfs4j.cli.options.KnownSource;
import io.github.procfs4j.cli.options.ProcessesOption;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Scripts that complete the arguments of the command in a shell. How a shell completes is written
 * in a script for each; the commands, options and values are put into it from what picocli knows.
 */
public final class Completion {
  private static final String PLACE = "@ARGUMENTS@";

  /** What commands take besides the sources that picocli knows as candidates. */
  private static final Map<String, List<String>> BESIDES =
      Map.of(
          "record", List.of(KnownSource.ALL, KnownSource.USUAL, ProcessesOption.PREFIX),
          "cost", List.of(ProcessesOption.PREFIX),
          "waits", List.of(ProcessesOption.PREFIX));

  /** The shells. */
  public enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private final CommandLine root;

  private Completion(CommandLine root) {
    this.root = root;
  }

  /** The script of a shell for the command with all its subcommands. */
  public static String script(CommandLine root, Shell shell) {
    Completion completion = new Completion(root);
    String arguments =
        shell == Shell.FISH ? completion.fishArguments() : completion.shellArguments();
    try (InputStream script =
        Objects.requireNonNull(Completion.class.getResourceAsStream("completion." + shell))) {
      return new String(script.readAllBytes(), UTF_8).replace(PLACE, arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The values of an argument: directory, file, recording, process, or else words; nothing if it
   * may be anything.
   */
  private static String values(String command, ArgSpec argument) {
    boolean isOutput =
        argument instanceof OptionSpec option && option.longestName().equals("--output");
    if (argument.type() == Path.class) {
      return argument.paramLabel().equals("DIR")
          ? "directory"
          : argument.isPositional() || isOutput ? "recording" : "file";
    }
    if (argument.isPositional() && argument.paramLabel().startsWith("FILE|")) {
      return "recording";
    }
    boolean isProcess =
        argument instanceof OptionSpec option
            ? option.longestName().equals("--pid")
            : argument.paramLabel().equals("PID");
    if (isProcess) {
      return "process";
    }
    Iterable<String> candidates = argument.completionCandidates();
    Stream<String> words =
        candidates == null ? Stream.of() : StreamSupport.stream(candidates.spliterator(), false);
    Stream<String> besides =
        argument.isPositional() ? BESIDES.getOrDefault(command, List.of()).stream() : Stream.of();
    return Stream.concat(besides, words).collect(joining(" "));
  }

  private static boolean takesValue(OptionSpec option) {
    return option.arity().max() > 0;
  }

  private static String operands(String name, CommandLine command) {
    return command.getCommandSpec().positionalParameters().stream()
        .map(operand -> values(name, operand))
        .distinct()
        .collect(joining());
  }

  /** A function of bash and zsh that sets flags and value by the command and the word before. */
  private String shellArguments() {
    List<String> commands = new ArrayList<>();
    List<String> options = new ArrayList<>();
    root.getSubcommands()
        .forEach(
            (name, command) -> {
              commands.add(branch(name, command, operands(name, command)));
              for (OptionSpec option : command.getCommandSpec().options()) {
                if (takesValue(option)) {
                  options.add(
                      Stream.of(option.names())
                              .map(known -> "'" + name + " " + known + "'")
                              .collect(joining(" | "))
                          + ") flags='' value='"
                          + values(name, option)
                          + "' ;;");
                }
              }
            });
    commands.add(branch("''", root, "help " + String.join(" ", root.getSubcommands().keySet())));
    commands.add(
        "help) flags='' value='" + String.join(" ", root.getSubcommands().keySet()) + "' ;;");
    commands.add("*) flags='' value='' ;;");
    return """
    # Sets flags and value to what may follow the word $2 of the command $1.
    _procfs_arguments() {
      case $1 in
    %s
      esac
      case "$1 $2" in
    %s
      esac
    }\
    """
        .formatted(lines(commands), lines(options));
  }

  private static String lines(List<String> branches) {
    return branches.stream().map(branch -> "    " + branch).collect(joining("\n"));
  }

  private static String branch(String name, CommandLine command, String value) {
    String flags =
        command.getCommandSpec().options().stream()
            .flatMap(option -> Stream.of(option.names()))
            .collect(joining(" "));
    return name + ") flags='" + flags + "' value='" + value + "' ;;";
  }

  private String fishArguments() {
    List<String> lines = new ArrayList<>();
    fishOptions(lines, "", root, "__fish_use_subcommand");
    root.getSubcommands()
        .forEach(
            (name, command) -> {
              String[] description = command.getCommandSpec().usageMessage().description();
              lines.add(
                  "complete -c procfs -n '__fish_use_subcommand; or __fish_seen_subcommand_from"
                      + " help' -a "
                      + name
                      + description(description));
              String condition = "__fish_seen_subcommand_from " + name;
              fishOptions(lines, name, command, condition);
              String operands = operands(name, command);
              if (!operands.isEmpty()) {
                lines.add("complete -c procfs -n '" + condition + "'" + fishValues(operands));
              }
            });
    return String.join("\n", lines);
  }

  private static void fishOptions(
      List<String> lines, String name, CommandLine command, String condition) {
    for (OptionSpec option : command.getCommandSpec().options()) {
      StringBuilder line = new StringBuilder("complete -c procfs -n '" + condition + "'");
      for (String known : option.names()) {
        line.append(
            known.startsWith("--") ? " -l " + known.substring(2) : " -s " + known.substring(1));
      }
      if (takesValue(option)) {
        line.append(" -r").append(fishValues(values(name, option)));
      }
      lines.add(line + description(option.description()));
    }
  }

  private static String fishValues(String values) {
    return switch (values) {
      case "" -> " -f";
      case "file" -> " -F";
      case "directory" -> " -f -a '(__fish_complete_directories)'";
      case "recording" -> " -f -k -a '(__fish_complete_suffix .rec)'";
      case "process" -> " -f -a '(__procfs_pids)'";
      default -> " -f -a '" + values.replace(ProcessesOption.PREFIX, "(__procfs_processes)") + "'";
    };
  }

  /** The first sentence. */
  private static String description(String... paragraphs) {
    String first =
        paragraphs.length == 0 ? "" : paragraphs[0].replaceAll("(?<=\\w)[.;:] .*|\\.$", "");
    return " -d '" + first.replace("%%", "%").replace("'", "") + "'";
  }
}
