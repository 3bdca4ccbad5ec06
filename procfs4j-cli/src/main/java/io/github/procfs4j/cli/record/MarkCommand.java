package io.github.procfs4j.cli.record;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.terminal.Streams;
import io.github.procfs4j.recording.MarkInbox;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code procfs mark}. */
@Command(
    name = "mark",
    description = {
      "Marks this moment in a recording that is being written, so that its report shows when"
          + " something happened.",
      "",
      "The recorder takes the mark over within a second; its time is that of this command. The"
          + " report lists the marks, and its page has a line for each in every chart. Only the"
          + " user who records can mark."
    },
    footer = {
      "",
      "Exit code 1 also means that the file is not a recording, belongs to another user, or is not"
          + " being recorded.",
      "",
      "Examples:",
      "  procfs mark last.rec 'deploy started'",
      "  procfs mark last.rec cache warm"
    })
public final class MarkCommand implements Callable<Integer> {
  @Parameters(
      index = "0",
      paramLabel = "FILE",
      converter = Paths.OfFile.class,
      description = "The recording.")
  private Path file = Path.of("");

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "TEXT",
      description =
          "What happens now: up to 1,024 bytes of UTF-8. Several words are joined by blanks.")
  private List<String> words = List.of();

  /** Creates the command; it prints nothing. */
  public MarkCommand(Streams streams) {}

  @Override
  public Integer call() throws IOException {
    String text = String.join(" ", words);
    if (text.isBlank()) {
      throw CommandException.usage("the text of a mark is empty");
    }
    try {
      MarkInbox.send(file, text);
    } catch (IllegalArgumentException e) {
      throw CommandException.usage(String.valueOf(e.getMessage()));
    }
    return 0;
  }
}
