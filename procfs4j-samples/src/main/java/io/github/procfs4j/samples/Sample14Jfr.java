package io.github.procfs4j.samples;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.jfr.ProcfsEvents;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/**
 * Records what the machine and each thread of this JVM did, as events of JDK Flight Recorder.
 *
 * <p>The events are in the same file as those of the JVM, so JDK Mission Control and {@code jfr
 * view} show them on one time line: {@code jfr view procfs4j.stat.cpu OUT.jfr}. Here a thread works
 * and another one sleeps meanwhile, and the program prints how much CPU time the events show for
 * each.
 *
 * <p>A program that cannot be changed gets the same events from an agent; docs/jfr.md shows how.
 */
public final class Sample14Jfr {
  private Sample14Jfr() {}

  /** Arguments: the file to write, and optionally for how many milliseconds to record. */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path file = Path.of(args.length > 0 ? args[0] : "out.jfr");
    long millis = args.length > 1 ? Long.parseLong(args[1]) : 5000;

    try (ProcfsEvents events =
            ProcfsEvents.of(Procfs.mounted())
                .with("usual@1s") // JFR asks for these, and a recording may change the period
                .with("stat@100ms") // these come from a thread of their own
                .withThreads(Duration.ofMillis(100))
                .register();
        Recording recording = new Recording()) {
      System.out.println("recording " + events);
      recording.start();
      Thread worker =
          Thread.ofPlatform().name("a thread that works hard").start(() -> spin(millis));
      Thread sleeper = Thread.ofPlatform().name("a thread that sleeps").start(() -> sleep(millis));
      worker.join();
      sleeper.join();
      recording.stop();
      recording.dump(file);
    }
    print(file);
  }

  private static void print(Path file) throws IOException {
    Map<String, Double> cpuSeconds = new TreeMap<>();
    try (RecordingFile recorded = new RecordingFile(file)) {
      while (recorded.hasMoreEvents()) {
        RecordedEvent event = recorded.readEvent();
        if (event.getEventType().getName().equals("procfs4j.jvm.thread")
            && event.getThread("thread") != null
            && !Double.isNaN(event.getDouble("cpu"))) {
          double seconds = event.getDuration("interval").toNanos() / 1e9;
          cpuSeconds.merge(
              event.getThread("thread").getJavaName(),
              event.getDouble("cpu") * seconds,
              Double::sum);
        }
      }
    }
    cpuSeconds.forEach((thread, seconds) -> System.out.printf("%5.2f s  %s%n", seconds, thread));
    System.out.println("see: jfr view procfs4j.stat.cpu " + file);
  }

  private static void spin(long millis) {
    long end = System.nanoTime() + millis * 1_000_000;
    while (System.nanoTime() < end) {
      Thread.onSpinWait();
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
