package io.github.procfs4j.process;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.printable.Printable;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * {@code /proc/<pid>/cmdline}: what a process was begun with, or what it has written over that.
 *
 * <p>The kernel prints the memory in which it laid down the arguments as the program was begun,
 * each ended by a byte 0. It is the process's own, and the process may have changed it: arguments
 * may be emptied or blackened, and many programs write a <em>title</em> over them that tells what
 * they do. There is nothing to print for a kernel thread and for a process that has ended.
 *
 * <p>A title is known for one if it overwrote the last byte, which was 0: the kernel then prints
 * what stands there up to the first byte 0, even beyond the arguments. So it is a title
 *
 * <ul>
 *   <li>if there is no byte 0 at all;
 *   <li>if the only one is the last byte, and the text is not as long as the arguments are by
 *       {@code arg_start} and {@code arg_end} of {@code stat}, which only those see who may trace
 *       the process.
 * </ul>
 *
 * <p>A title that is shorter than the arguments and followed by bytes 0 cannot be told from an
 * argument followed by empty ones, and counts as that. {@link #displayName} is the same for both.
 *
 * <p>It may be of any length, up to about 6 MiB by default; kernels before 4.2 cut it at a page,
 * within an argument. To read it, the kernel waits while the process changes its memory map. {@code
 * fs/proc/base.c}, proc_pid_cmdline(5).
 */
public final class CommandLine {
  /** The file as a source, whose root is the directory of a process or thread. */
  public static final OnceFile<CommandLine> FILE =
      new OnceFile<>(
          new Source(
              "pid/cmdline",
              "The command line of a process, or the title that it gave itself",
              Source.Mode.ONCE,
              "",
              "",
              "",
              "proc_pid_cmdline(5), fs/proc/base.c"),
          (file, text) -> of(text),
          directory -> directory.resolve("cmdline"),
          (line, directory) -> line.facts());

  private final List<String> arguments;
  private final Optional<String> title;

  private CommandLine(List<String> arguments, Optional<String> title) {
    this.arguments = List.copyOf(arguments);
    this.title = title;
  }

  /** Reads a text of which no more is known: any text is a command line. */
  public static CommandLine of(byte[] text) {
    return of(text, OptionalLong.empty());
  }

  /**
   * Reads a text.
   *
   * @param length how many bytes the arguments had as the program was begun, {@code arg_end -
   *     arg_start} of {@code stat}, if it is known
   */
  public static CommandLine of(byte[] text, OptionalLong length) {
    Objects.requireNonNull(length, "length");
    List<String> arguments = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < text.length; i++) {
      if (text[i] == 0) {
        arguments.add(Words.of(text, start, i));
        start = i + 1;
      }
    }
    boolean isEnded = start == text.length;
    if (!isEnded) {
      arguments.add(Words.of(text, start, text.length));
    }
    boolean isTitle =
        arguments.size() == 1
            && (!isEnded || (length.isPresent() && length.getAsLong() != text.length));
    return isTitle
        ? new CommandLine(List.of(), Optional.of(arguments.getFirst()))
        : new CommandLine(arguments, Optional.empty());
  }

  private List<Fact> facts() {
    return title
        .<Fact>map(text -> new Fact.Text("title", text))
        .or(() -> arguments.isEmpty() ? Optional.empty() : Optional.of(listed()))
        .stream()
        .toList();
  }

  private Fact listed() {
    return new Fact.Items("arguments", arguments);
  }

  /**
   * The arguments, the first of which is the name that the program was called by; empty ones too.
   * None for a kernel thread, for a process that has ended, and for one that gave itself a {@link
   * #title}. Where one is not UTF-8, its bytes beyond ASCII are shown as {@code \xNN}.
   */
  public List<String> arguments() {
    return arguments;
  }

  /** The title that overwrote the arguments, as long as it is known for one. */
  public Optional<String> title() {
    return title;
  }

  /**
   * What a person knows the process by, as ps(1) shows it: the title, or the arguments with blanks
   * between, or, if there is nothing to be seen of either, the name in brackets: {@code
   * [kthreadd]}. It may hold whatever the process put there, ends of lines and escape sequences
   * too.
   *
   * @param comm the name of the process, of {@code comm} or {@code stat}
   */
  public String displayName(String comm) {
    Objects.requireNonNull(comm, "comm");
    String shown = text();
    return shown.isEmpty() ? "[" + comm + "]" : shown;
  }

  /** The title, or the arguments with blanks between; empty if there is nothing to be seen. */
  String text() {
    return title.orElseGet(() -> String.join(" ", arguments)).strip();
  }

  /**
   * What tells the process apart in a list: {@link #displayName}, but without the directory of its
   * program and with no more than 80 characters. Interpreters are named by what they run:
   *
   * <ul>
   *   <li>{@code java} by its main class, its jar, its module or, where the main class may stand in
   *       an argument file, by that: {@code java -Xmx1g -cp lib/* com.example.Main 8080} is {@code
   *       com.example.Main 8080}, {@code java -jar /opt/server.jar} is {@code server.jar};
   *   <li>{@code python}, {@code node}, {@code perl}, {@code ruby}, {@code bash} and {@code sh} by
   *       their script, {@code python -m} by the module: {@code /usr/bin/python3 -u /srv/manage.py
   *       run} is {@code manage.py run}. Code that is an argument itself is no script: {@code bash
   *       -c 'sleep 1'} stays.
   * </ul>
   *
   * <p>If the name of the process is neither that of its program nor that of its script, it comes
   * first: {@code worker: nginx -g off}.
   *
   * @param comm the name of the process, of {@code comm} or {@code stat}
   */
  public String name(String comm) {
    Objects.requireNonNull(comm, "comm");
    return ProcessName.of(comm, this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof CommandLine line
        && arguments.equals(line.arguments)
        && title.equals(line.title);
  }

  @Override
  public int hashCode() {
    return 31 * arguments.hashCode() + title.hashCode();
  }

  @Override
  public String toString() {
    return Printable.line(title.orElseGet(arguments::toString));
  }
}
