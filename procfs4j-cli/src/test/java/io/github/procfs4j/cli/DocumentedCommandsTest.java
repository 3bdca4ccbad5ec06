package io.github.procfs4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * Every command line in help texts and documents is one that the command understands: with its
 * subcommand, options and values. Whether it does what is said there, is tested elsewhere.
 */
class DocumentedCommandsTest {
  private static final Path ROOT = Path.of("..");

  private static final CommandLine ALL =
      ProcfsCommand.commandLine(
          Streams.of(OutputStream.nullOutputStream(), OutputStream.nullOutputStream()));

  /** A command in a block of code, or an example of a help text. */
  private static final Pattern LINE =
      Pattern.compile("(?m)^ *(?:\\$ )?(?:sudo )?(?:\\./)?procfs ([a-z].*)$");

  /** A command in a sentence. */
  private static final Pattern QUOTED = Pattern.compile("`(?:sudo )?(?:\\./)?procfs ([a-z][^`]*)`");

  private static final Pattern BLOCK = Pattern.compile("(?ms)^```.*?^```$");

  /** A word, in quotes or not, or what ends the arguments of a command in a shell. */
  private static final Pattern WORD =
      Pattern.compile("\\s*(?:(?<end>[|&;<>#].*)|(?<word>(?:'[^']*'|\"[^\"]*\"|[^\\s'\"|&;<>])+))");

  /** After two dashes, these have a command to run, or other recordings. */
  private static final Set<String> SEPARATED = Set.of("record", "diff", "waits");

  static Stream<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> files = Files.walk(ROOT.resolve("docs"))) {
      files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(documents::add);
    }
    return documents.stream();
  }

  private static List<String> commands(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(match -> match.group(1)).toList();
  }

  private static String[] words(String command) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(command);
    while (matcher.lookingAt() && matcher.group("end") == null) {
      // A word that ends in a slash must be a directory that exists.
      words.add(matcher.group("word").replaceAll("['\"]", "").replaceAll("/$", ""));
      matcher.region(matcher.end(), command.length());
    }
    int separator = SEPARATED.contains(words.getFirst()) ? words.indexOf("--") : -1;
    return words.subList(0, separator < 0 ? words.size() : separator).toArray(String[]::new);
  }

  /** What is wrong with a command; empty if nothing is. */
  private static String fault(String command, boolean isComplete) {
    if (command.contains("…")) { // which stands for anything
      return "";
    }
    try {
      ALL.parseArgs(words(command));
      return "";
    } catch (MissingParameterException e) {
      return isComplete ? command + ": " + e.getMessage() : "";
    } catch (ParameterException e) {
      return command + ": " + e.getMessage();
    }
  }

  private static void assertAreUnderstood(List<String> commands, boolean areComplete) {
    assertThat(commands.stream().map(it -> fault(it, areComplete)).filter(it -> !it.isEmpty()))
        .isEmpty();
  }

  @ParameterizedTest
  @MethodSource("documents")
  void thoseOfDocumentsAreUnderstood(Path document) throws IOException {
    String text = Files.readString(document);
    assertAreUnderstood(commands(QUOTED, BLOCK.matcher(text).replaceAll("")), false);
    for (MatchResult block : BLOCK.matcher(text).results().toList()) {
      assertAreUnderstood(commands(LINE, block.group()), true);
    }
  }

  @Test
  void thoseOfHelpTextsAreUnderstood() {
    List<String> commands =
        ALL.getSubcommands().values().stream()
            .flatMap(it -> commands(LINE, it.getUsageMessage()).stream())
            .toList();
    assertThat(commands).hasSizeGreaterThan(ALL.getSubcommands().size());
    assertAreUnderstood(commands, true);
  }
}
