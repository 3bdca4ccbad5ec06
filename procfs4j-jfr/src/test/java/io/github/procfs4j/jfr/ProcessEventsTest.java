package io.github.procfs4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.processes.ProcessFilter;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes as events. The processes of the directories are made up. */
@Timeout(300)
class ProcessEventsTest {
  @TempDir Path directory;

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private ProcfsEvents.Builder builder(Path root) {
    return ProcfsEvents.of(Procfs.at(root)).reportingTo(log::add);
  }

  /** A process that started at the tick of its number, and has run for so many ticks. */
  private void process(int pid, String name, long ticks) throws IOException {
    Path of = Files.createDirectories(directory.resolve(Integer.toString(pid)));
    String stat =
        pid
            + " ("
            + name
            + ") S 1 1 1 0 -1 4194304 9 0 0 0 "
            + ticks
            + " 0 0 0 20 0 1 0 "
            + pid
            + " 9998336 120 18446744073709551615 1 1 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0"
            + " 0 0\n";
    Path written = directory.resolve(pid + ".new");
    Files.writeString(written, stat, StandardCharsets.UTF_8);
    Files.move(written, of.resolve("stat"), StandardCopyOption.REPLACE_EXISTING);
    Files.writeString(of.resolve("cmdline"), name + '\0');
    Files.writeString(of.resolve("comm"), name + '\n');
  }

  @Test
  void aProcessHasAnEventWheneverItHasRun() throws Exception {
    process(10, "busy", 0);
    process(11, "idle", 5);
    process(12, "other", 7);
    List<RecordedEvent> events = List.of();
    try (ProcfsEvents registered = builder(directory).with("pid:/busy|idle/@5ms").register();
        Recording recording = new Recording()) {
      assertThat(registered).hasToString("ProcfsEvents[procfs4j.pid.busy_idle]");
      recording.start();
      for (int ticks = 1; events.size() < 5; ticks++) {
        process(10, "busy", ticks);
        process(12, "other", ticks);
        Thread.sleep(20);
        events = Recorded.events(recording, directory, "procfs4j.pid.busy_idle.process");
      }
    }
    assertThat(events).allMatch(event -> event.getString("comm").equals("busy"));
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.getString("pid")).isEqualTo("10");
              assertThat(event.getString("command")).isEqualTo("busy");
              assertThat(event.getDouble("cpu")).isPositive();
            });
    assertThat(events.getFirst().getEventType().getCategoryNames())
        .containsExactly("procfs4j", "pid:/busy|idle/");
    assertThat(log).isEmpty();
  }

  @Test
  void ofMoreProcessesThanASampleHasEventsForTheBusiestHaveThem() throws Exception {
    int all = 1_000;
    for (int pid = 1; pid <= all; pid++) {
      process(pid, "p" + pid, 0);
    }
    ProcessSource source =
        ProcessSource.of(Processes.at(directory), Duration.ofSeconds(1), false, log::add);
    try {
      Interval interval = source.sampler().intervals();
      source.sampler().sample();
      assertThat(interval.next()).isFalse();
      for (int pid = 1; pid <= ProcessSource.MOST; pid++) {
        process(pid, "p" + pid, 1);
      }
      source.sampler().sample();
      assertThat(interval.next()).isTrue();
      assertThat(pids(source, interval))
          .hasSize(ProcessSource.MOST)
          .containsExactlyInAnyOrderElementsOf(range(1, ProcessSource.MOST));
      assertThat(log).isEmpty();

      for (int round = 2; round < 4; round++) {
        for (int pid = 1; pid <= all; pid++) {
          process(pid, "p" + pid, (long) round * pid);
        }
        source.sampler().sample();
        assertThat(interval.next()).isTrue();
        assertThat(pids(source, interval))
            .containsExactlyInAnyOrderElementsOf(range(all - ProcessSource.MOST + 1, all));
      }
      assertThat(log)
          .containsExactly(
              "pid:*: more than 100 processes ran between two samples; only the 100 that used most"
                  + " CPU time have events");
    } finally {
      source.close();
    }
  }

  private static List<String> pids(ProcessSource source, Interval interval) {
    return source
        .rows(interval.layout().table(ProcessTable.PROCESS.name()).orElseThrow(), interval)
        .map((Row row) -> row.label("pid"))
        .toList();
  }

  private static List<String> range(int first, int last) {
    return IntStream.rangeClosed(first, last).mapToObj(Integer::toString).toList();
  }

  @Test
  void aProcessThatStartsLaterIsFound() throws Exception {
    Files.writeString(directory.resolve("version"), "made up");
    List<RecordedEvent> events = List.of();
    try (ProcfsEvents registered = builder(directory).with("pid:late@5ms").register();
        Recording recording = new Recording()) {
      assertThat(registered).isNotNull();
      recording.start();
      for (int ticks = 1; events.isEmpty(); ticks++) {
        process(10, "late", ticks);
        Thread.sleep(20);
        events = Recorded.events(recording, directory, "procfs4j.pid_late.process");
      }
    }
    assertThat(events.getFirst().getString("pid")).isEqualTo("10");
    assertThat(log).isEmpty();
  }

  @Test
  void theProcessOfThisJvmIsAmongThoseOfTheMachine() throws Exception {
    String self = Long.toString(ProcessHandle.current().pid());
    List<RecordedEvent> events = List.of();
    try (ProcfsEvents registered = ProcfsEvents.of(Procfs.mounted()).with("pid:*@50ms").register();
        Recording recording = new Recording()) {
      assertThat(registered).hasToString("ProcfsEvents[procfs4j.pid]");
      recording.start();
      while (events.isEmpty()) {
        Thread.sleep(100);
        events =
            Recorded.events(recording, directory, "procfs4j.pid.process").stream()
                .filter(event -> event.getString("pid").equals(self))
                .filter(event -> event.getDouble("cpu") > 0)
                .toList();
      }
    }
    assertThat(events.getFirst().getFloat("running")).isNotNaN();
  }

  @Test
  void threadsOfThisJvmHaveTheNamesOfJava() throws Exception {
    String name = "a name of which the kernel keeps only fifteen bytes";
    CountDownLatch end = new CountDownLatch(1);
    Thread busy =
        Thread.ofPlatform()
            .name(name)
            .start(
                () -> {
                  while (end.getCount() > 0) {
                    Thread.onSpinWait();
                  }
                });
    Procfs procfs = Procfs.mounted();
    Processes self =
        procfs
            .processes()
            .matching(ProcessFilter.pids(ProcessHandle.current().pid()))
            .withThreads()
            .withThreadNames(procfs.self().threadNames());
    List<RecordedEvent> events = List.of();
    try (ProcfsEvents registered =
            ProcfsEvents.of(procfs).with(self, Duration.ofMillis(50)).register();
        Recording recording = new Recording()) {
      assertThat(registered).isNotNull();
      recording.start();
      String type = "procfs4j.pid_" + ProcessHandle.current().pid() + ".thread";
      while (events.isEmpty()) {
        Thread.sleep(100);
        events =
            Recorded.events(recording, directory, type).stream()
                .filter(event -> event.getString("name").equals(name))
                .toList();
      }
    } finally {
      end.countDown();
      busy.join();
    }
    assertThat(events).allMatch(event -> event.getString("comm").equals(name.substring(0, 15)));
  }

  @Test
  void whatNamesNoProcessesIsRefused() {
    ProcfsEvents.Builder events = ProcfsEvents.of(Procfs.mounted());
    assertThatThrownBy(() -> events.with("pid:"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pid:: an empty text does not name processes");
    assertThatThrownBy(() -> events.with("pid:0@1s"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("pid:0: «0» is not the number of a process");
    assertThatThrownBy(() -> events.with("pid:/(/"))
        .hasMessageStartingWith("pid:/(/: not a regular expression: Unclosed group");
    events.with("pid:/a@b/").with("pid:1@2s");
    assertThatThrownBy(() -> events.with("pid:1")).hasMessage("pid:1 is given twice");
  }
}
