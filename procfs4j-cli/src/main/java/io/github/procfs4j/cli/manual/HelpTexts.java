package io.github.procfs4j.cli.manual;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.options.Version;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;

/**
 * The help of each command, which the build writes as a resource beside this class. Printing it
 * takes a tenth of the time that picocli needs to examine the commands by reflection. The man pages
 * of a package are made from the same texts.
 */
public final class HelpTexts {
  private static final Set<String> HELP = Set.of("-h", "--help");
  private static final Set<String> VERSION = Set.of("-V", "--version", "version");
  private static final String HELP_WORD = "help";
  private static final String ROOT = "procfs";

  private HelpTexts() {}

  /** Writes the help of the command and of each subcommand to a file in the directory. */
  public static void write(CommandLine command, Path directory) throws IOException {
    Files.createDirectories(directory);
    write(command, directory, ROOT);
    for (var subcommand : command.getSubcommands().entrySet()) {
      write(subcommand.getValue(), directory, ROOT + "-" + subcommand.getKey());
    }
  }

  private static void write(CommandLine command, Path directory, String name) throws IOException {
    Files.writeString(directory.resolve(name + ".txt"), command.getUsageMessage());
  }

  /** Prints the help or the version if nothing else is requested; returns whether it did. */
  public static boolean print(String[] arguments, Streams streams) {
    List<String> words = List.of(arguments);
    String text =
        words.size() == 1 && VERSION.contains(words.getFirst())
            ? "procfs " + Version.text() + "\n"
            : help(words);
    if (text == null) {
      return false;
    }
    streams.out().prose(text);
    return true;
  }

  private static @Nullable String help(List<String> words) {
    if (words.isEmpty() || words.size() > 2) {
      return null;
    }
    boolean isWord = words.getFirst().equals(HELP_WORD);
    if (words.size() == 1) {
      return isWord || HELP.contains(words.getFirst()) ? read(ROOT) : null;
    }
    String command =
        isWord ? words.getLast() : HELP.contains(words.getLast()) ? words.getFirst() : "";
    boolean isName = !command.isEmpty() && command.chars().allMatch(Character::isLetter);
    return isName ? read(ROOT + "-" + command) : null;
  }

  /** The text with this name; null if there is none, or if the classes were not built by Maven. */
  private static @Nullable String read(String name) {
    try (InputStream text = HelpTexts.class.getResourceAsStream(name + ".txt")) {
      return text == null ? null : new String(text.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
