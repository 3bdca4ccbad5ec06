package io.github.procfs4j.jfr;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;

/** Recordings that tests make. */
final class Recorded {
  private Recorded() {}

  /** The events of a type in a file, in the order of their times. */
  static List<RecordedEvent> events(Path file, String type) throws IOException {
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().equals(type))
        .sorted(Comparator.comparing(RecordedEvent::getStartTime))
        .toList();
  }

  /** The events of a type that a running recording has so far. */
  static List<RecordedEvent> events(Recording recording, Path directory, String type)
      throws IOException {
    Path file = directory.resolve("so-far.jfr");
    recording.dump(file);
    return events(file, type);
  }

  /** Waits, however long a busy machine takes. */
  static void await(BooleanSupplier condition) throws InterruptedException {
    while (!condition.getAsBoolean()) {
      Thread.sleep(5);
    }
  }
}
