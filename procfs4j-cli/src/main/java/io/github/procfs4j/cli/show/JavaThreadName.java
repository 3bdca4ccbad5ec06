package io.github.procfs4j.cli.show;

import io.github.procfs4j.cli.jvm.JavaPrints;
import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.Consumer;

/** The complete name of a single thread. */
final class JavaThreadName {
  private JavaThreadName() {}

  /**
   * The name of a thread in a print of its JVM; the kernel's if there is none.
   *
   * @param pid the number of its process
   * @param directory the directory of its files
   * @param voice is told why it has only the kernel's name, and how long the print took
   */
  static String of(long pid, Path directory, Consumer<String> voice) {
    JavaPrints prints = new JavaPrints();
    prints.take(Set.of(pid));
    try {
      long tid = Long.parseLong(directory.getFileName().toString());
      ProcessDirectory thread = ProcessDirectory.of(Path.of("/proc"), pid).thread(tid);
      String comm = thread.comm();
      JavaPrints.Named named = prints.of(pid, tid, thread.stat().starttime(), comm);
      prints.problems().forEach(voice);
      if (named == null && prints.problems().isEmpty()) {
        voice.accept(
            prints.prints() == 0
                ? "process " + pid + " is not a JVM: its threads have the kernel's names"
                : "thread " + tid + " is not in the print of its JVM: it has the kernel's name");
      }
      prints.cost().forEach(voice);
      return named == null ? comm : named.name();
    } catch (UnreadableException | MalformedTextException e) {
      throw CommandException.environment(String.valueOf(e.getMessage()));
    }
  }
}
