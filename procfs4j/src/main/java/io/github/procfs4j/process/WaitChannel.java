package io.github.procfs4j.process;

import io.github.procfs4j.model.Source;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.text.MalformedTextException;
import io.github.procfs4j.text.Words;
import java.util.Objects;
import java.util.Optional;

/**
 * {@code /proc/<pid>/wchan}: the function of the kernel in which a thread waits.
 *
 * <pre>
 * futex_wait_queue
 * </pre>
 *
 * <p>The kernel looks for the innermost function that does not belong to its scheduler. It prints
 * no newline, and {@code 0} if the thread does not wait, if the reader may not trace the process,
 * or if it was built without the names of its functions; before Linux 4.4, such a kernel prints the
 * address as a number, and nothing at all for another user's thread. {@code fs/proc/base.c},
 * proc_pid_wchan(5).
 *
 * @param function the name of the function; empty if the kernel prints none
 */
public record WaitChannel(Optional<String> function) {
  /** The file as a source; its root is the directory of a process or thread. */
  public static final OnceFile<WaitChannel> FILE =
      new OnceFile<>(
          new Source(
              "pid/wchan",
              "The function of the kernel in which a thread waits",
              Source.Mode.ONCE,
              "",
              "CONFIG_KALLSYMS",
              "0 unless the reader may trace the process",
              "proc_pid_wchan(5), fs/proc/base.c"),
          WaitChannel::parse,
          directory -> directory.resolve("wchan"),
          (channel, directory) ->
              channel.function.<Fact>map(name -> new Fact.Text("function", name)).stream()
                  .toList());

  /** Checks for null. */
  public WaitChannel {
    Objects.requireNonNull(function, "function");
  }

  /**
   * Parses a text.
   *
   * @param file the file as the user knows it, for messages
   * @param text its bytes
   * @return the function
   * @throws MalformedTextException if it is not one word
   */
  public static WaitChannel parse(String file, byte[] text) {
    Objects.requireNonNull(file, "file");
    for (int i = 0; i < text.length; i++) {
      if (text[i] <= ' ' || text[i] > '~') {
        throw MalformedTextException.at(file, text, i, "the name of a function");
      }
    }
    String name = Words.of(text, 0, text.length);
    boolean isName = !name.isEmpty() && !name.equals("0");
    return new WaitChannel(isName ? Optional.of(name) : Optional.empty());
  }

  /** Such as {@code WaitChannel[futex_wait_queue]}. */
  @Override
  public String toString() {
    return "WaitChannel[" + function.orElse("") + "]";
  }
}
