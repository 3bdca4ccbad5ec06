package io.github.procfs4j.cli.live;

import io.github.procfs4j.cli.options.CommandException;
import io.github.procfs4j.cli.options.DurationArgument;
import io.github.procfs4j.cli.options.Ending;
import io.github.procfs4j.cli.options.Paths;
import io.github.procfs4j.cli.options.RootOption;
import io.github.procfs4j.cli.terminal.FullScreen;
import io.github.procfs4j.cli.terminal.Streams;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code procfs live}. */
@Command(
    name = "live",
    description = {
      "Shows on the terminal what the machine does now, and what it did before: CPU, memory, disks,"
          + " network and stalls with their curves, what is worth mentioning by"
          + " the rules of the summary, and the processes. Space stops at a moment, Left and Right"
          + " show others: with the processes as they were then. The samples of the last ten"
          + " minutes are kept in memory, in at most 50 MB; w writes them as a recording, h as a"
          + " page. ? shows all keys, and explains each figure on the screen.",
      "",
      "With FILE, it shows a recording in the same way, also one that is being written: then it"
          + " follows.",
      "",
      "A terminal is needed that can move its cursor. Colours are not used if the environment"
          + " variable NO_COLOR is set, and only ASCII if the locale does not use UTF-8."
    },
    footer = {
      "",
      "Exit code 2 also means that there is no terminal, or one that cannot be drawn on: procfs"
          + " record then shows what happens, and procfs report what happened. Exit code 3 also"
          + " means that none of the usual sources can be read.",
      "",
      "Examples:",
      "  procfs live",
      "  procfs live --every 100ms",
      "  procfs live week.rec",
      "  procfs live --root /host/proc"
    })
public final class LiveCommand implements Callable<Integer> {
  private static final String SHORTEST_PERIOD = "100ms";

  /** After a signal, how long the terminal may take to become as it was. */
  private static final int LEAVE_SECONDS = 2;

  @Parameters(
      paramLabel = "FILE",
      arity = "0..1",
      converter = Paths.OfFile.class,
      description = "The recording to show instead of this machine.")
  private @Nullable Path file;

  @Option(
      names = "--every",
      paramLabel = "PERIOD",
      defaultValue = "1s",
      description =
          "The time between samples, and from one moment of a recording to the next, at least"
              + " 100ms; ${DEFAULT-VALUE} by default.")
  private String every = "";

  @Mixin private RootOption root = new RootOption();

  /** Creates the command, without options; it prints nothing to these streams. */
  public LiveCommand(Streams streams) {}

  @Override
  public Integer call() throws IOException {
    long step = DurationArgument.nanos("--every", every);
    if (step < DurationArgument.nanos("--every", SHORTEST_PERIOD)) {
      throw CommandException.usage(
          "--every: a period of " + every + " is too short; the minimum is " + SHORTEST_PERIOD);
    }
    Map<String, String> environment = System.getenv();
    FullScreen.obstacle(environment)
        .ifPresent(
            reason -> {
              throw CommandException.usage(
                  reason
                      + (file == null
                          ? "; procfs record shows what happens without drawing"
                          : "; procfs report shows a recording without drawing"));
            });
    if (file == null) {
      live(step, environment);
    } else {
      recorded(file, step, environment);
    }
    return 0;
  }

  /** Draws again soon, as soon as something is shown. */
  private static Runnable drawing(AtomicReference<@Nullable LiveView> shown) {
    return () -> {
      LiveView view = shown.get();
      if (view != null) {
        view.changed();
      }
    };
  }

  private static void recorded(Path file, long step, Map<String, String> environment)
      throws IOException {
    AtomicReference<@Nullable LiveView> shown = new AtomicReference<>();
    try (RecordedTime recorded = new RecordedTime(file, step, drawing(shown))) {
      FullScreen screen = FullScreen.open(environment);
      LiveView view = new LiveView(screen);
      shown.set(view);
      show(recorded, screen, view);
    }
  }

  private void live(long step, Map<String, String> environment) throws IOException {
    AtomicReference<@Nullable LiveView> shown = new AtomicReference<>();
    Runnable news = drawing(shown);
    try (ThisMachine machine = new ThisMachine(root, step, news)) {
      FullScreen screen = FullScreen.open(environment);
      LiveView view = new LiveView(screen);
      shown.set(view);
      machine.start();
      show(machine, screen, view);
    }
  }

  /**
   * Shows it until the user has had enough; the terminal is then as it was, whatever happens. A
   * signal does not end the JVM in the usual way, because JLine would then close the terminal
   * before it is as it was.
   */
  private static void show(Course course, FullScreen screen, LiveView view) throws IOException {
    CountDownLatch isDone = new CountDownLatch(1);
    Ending.callOnSignal(() -> end(view, isDone));
    try (screen) {
      view.run(course);
    } finally {
      isDone.countDown();
    }
  }

  /** A terminal that takes nothing any more must not keep this process alive. */
  private static void end(LiveView view, CountDownLatch isDone) {
    view.end();
    try {
      if (!isDone.await(LEAVE_SECONDS, TimeUnit.SECONDS)) {
        Ending.exit(CommandException.FAILED);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
