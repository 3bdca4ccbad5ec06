package io.github.procfs4j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.process.ProcessDirectory;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.View;
import io.github.procfs4j.system.Uptime;
import io.github.procfs4j.text.ProcfsException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A root that never existed or has vanished leads to a result that names it: an outcome for a
 * sample, an exception for a single reading, an exception or an absent value for a view.
 */
class RootVanishedTest {
  @TempDir private Path directory;

  private final Set<String> faults = new TreeSet<>();
  private int calls;

  private static void remove(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Calls all methods that need no more than a file; each returns, or throws what is expected. */
  private void callAll(Object object, Class<? extends Exception> expected, String named)
      throws IllegalAccessException {
    for (Method method : object.getClass().getMethods()) {
      if (Modifier.isStatic(method.getModifiers())
          || method.getDeclaringClass() == Object.class
          || method.isSynthetic()) {
        continue;
      }
      @Nullable Object[] arguments = new @Nullable Object[method.getParameterCount()];
      for (int i = 0; i < arguments.length; i++) {
        Class<?> type = method.getParameterTypes()[i];
        arguments[i] =
            type == SampledFile.class
                ? Uptime.FILE
                : type == Duration.class ? Duration.ZERO : type == long.class ? 1L : null;
      }
      if (Arrays.asList(arguments).contains(null)) {
        continue;
      }
      calls++;
      try {
        method.setAccessible(true); // its class may not be public
        method.invoke(object, arguments);
      } catch (InvocationTargetException e) {
        Throwable thrown = Objects.requireNonNull(e.getCause());
        String message = String.valueOf(thrown.getMessage());
        if (!expected.isInstance(thrown)
            || !(message.contains(named) || message.contains("no such process"))) {
          faults.add(object.getClass().getSimpleName() + "." + method.getName() + ": " + thrown);
        }
      }
    }
  }

  @Test
  void singleReadingsOfATreeThatIsNotThere() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "a regular file\n");
    for (Path root : List.of(directory.resolve("none"), file)) {
      Procfs proc = Procfs.at(root);
      callAll(proc, ProcfsException.class, root.toString());
      callAll(proc.process(1), ProcfsException.class, "no process 1");
      callAll(proc.processes(), ProcfsException.class, root.toString());
    }
    assertThat(faults).isEmpty();
    assertThat(calls).isGreaterThan(100);
  }

  @Test
  void singleReadingsAfterItVanished() throws Exception {
    Instances instances = new Instances(directory);
    List<Object> read = new ArrayList<>();
    instances.of(Procfs.class).ifPresent(read::add);
    instances.of(ProcessDirectory.class).ifPresent(read::add);
    assertThat(read).hasSize(2);
    remove(instances.root());
    for (Object object : read) {
      callAll(
          object,
          ProcfsException.class,
          object instanceof ProcessDirectory ? "no process " : instances.root().toString());
    }
    assertThat(faults).isEmpty();
  }

  @Test
  void aProcessThatHasEnded() throws Exception {
    Process process = new ProcessBuilder("true").start();
    ProcessDirectory ended = Procfs.mounted().process(process.pid());
    process.waitFor();
    callAll(ended, ProcfsException.class, Long.toString(process.pid()));
    assertThat(faults).isEmpty();
  }

  private static final Pattern NOT_THERE_ANY_MORE =
      Pattern.compile("[^:]*: (no such (file|directory)|the directory has been removed\\z).*");

  /** Each sampler of each file, before its first sample and after its root has vanished. */
  @Test
  void samplersAndTheirViews() throws Exception {
    Instances instances = new Instances(directory);
    List<Sampler<?>> samplers = new ArrayList<>();
    Procfs proc = Procfs.at(instances.root());
    Procfs.sampledFiles().forEach(file -> samplers.add(proc.sampler(file)));
    ProcessDirectory process = instances.of(ProcessDirectory.class).orElseThrow();
    Procfs.sampledProcessFiles().forEach(file -> samplers.add(process.sampler(file)));
    samplers.add(proc.processes().withThreads().sampler());
    for (Sampler<?> sampler : samplers) {
      callAll(viewOf(sampler), NoSuchElementException.class, "no ");
      sampler.sample();
    }
    assertThat(samplers).anyMatch(sampler -> sampler.problem().isEmpty());
    remove(instances.root());
    for (Sampler<?> sampler : samplers) {
      assertThat(sampler.sample()).as(sampler.path()).isEqualTo(Outcome.ABSENT);
      assertThat(sampler.problem().orElseThrow())
          .startsWith(sampler.path() + ": ")
          .matches(NOT_THERE_ANY_MORE);
      callAll(viewOf(sampler), NoSuchElementException.class, "no ");
      sampler.close();
    }
    assertThat(faults).isEmpty();
  }

  private static View viewOf(Sampler<?> sampler) {
    return (View) sampler.view();
  }
}
