package io.github.procfs4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.sampling.UnreadableException;
import io.github.procfs4j.system.MemInfo;
import io.github.procfs4j.system.Stat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Collectors;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Events while they are written: what is in them, when they come, and what they leave behind. */
@Timeout(300)
class ProcfsEventsTest {
  @TempDir Path directory;

  private final List<String> log = Collections.synchronizedList(new ArrayList<>());

  private ProcfsEvents.Builder builder(Path root) {
    return ProcfsEvents.of(Procfs.at(root)).reportingTo(log::add);
  }

  private static ProcfsEvents.Builder mounted() {
    return ProcfsEvents.of(Procfs.mounted());
  }

  private void write(String file, String text) throws IOException {
    Path written = Files.writeString(directory.resolve("written"), text);
    Files.move(written, directory.resolve(file), java.nio.file.StandardCopyOption.REPLACE_EXISTING);
  }

  /** A made-up text in which each number can be recognized. */
  private static String stat(int seconds) {
    return "cpu  %d 0 %d 0 0 0 0 0 0 0\nintr 0\nctxt 7\nbtime 1\nprocesses 1\n"
        .formatted(75 * seconds, 25 * seconds);
  }

  /** Collects the events of a type until there are enough. */
  private static List<RecordedEvent> collect(String type, int enough, ThrowingRunnable meanwhile)
      throws Exception {
    List<RecordedEvent> events = Collections.synchronizedList(new ArrayList<>());
    try (RecordingStream stream = new RecordingStream()) {
      stream.setReuse(false);
      stream.onEvent(type, events::add);
      stream.startAsync();
      meanwhile.run();
      Recorded.await(() -> events.size() >= enough);
    }
    return List.copyOf(events);
  }

  private interface ThrowingRunnable {
    void run() throws Exception;
  }

  /** What the agent writes for the word {@code cgroup/cpu}. Made up. */
  @Test
  void theOwnControlGroupIsASource() throws Exception {
    Path proc = Files.createDirectories(directory.resolve("proc"));
    Files.writeString(Files.createDirectories(proc.resolve("self")).resolve("cgroup"), "0::/app\n");
    Path group = Files.createDirectories(directory.resolve("sys/fs/cgroup/app"));
    Files.writeString(directory.resolve("sys/fs/cgroup/cgroup.controllers"), "cpu\n");
    Files.writeString(group.resolve("cpu.max"), "50000 100000\n");
    Files.writeString(
        group.resolve("cpu.stat"),
        "usage_usec 5\nnr_periods 1\nnr_throttled 0\nthrottled_usec 0\n");
    try (ProcfsEvents events = builder(proc).with("cgroup/cpu@20ms").register()) {
      assertThat(events).hasToString("ProcfsEvents[procfs4j.cgroup.cpu]");
      RecordedEvent event =
          collect("procfs4j.cgroup.cpu.cgroup", 2, () -> {}).stream().findFirst().orElseThrow();
      assertThat(event.getString("cgroup")).isEqualTo("/app");
      assertThat(event.getDouble("limit")).isEqualTo(0.5);
    }
    assertThat(log).isEmpty();
  }

  @Test
  void aRowOfATableIsAnEventWithItsLabelsAndFigures() throws Exception {
    write("stat", stat(1));
    List<RecordedEvent> events;
    try (ProcfsEvents registered = builder(directory).with("stat@10ms").register()) {
      assertThat(registered).hasToString("ProcfsEvents[procfs4j.stat]");
      events =
          collect(
              "procfs4j.stat.cpu",
              60,
              () -> {
                for (int i = 2; i < 20; i++) {
                  write("stat", stat(i));
                  Thread.sleep(20);
                }
              });
    }
    assertThat(log).isEmpty();
    assertThat(events).allMatch(event -> event.getString("cpu").equals("all"));
    // Three quarters of all time, in each interval in which there was any.
    List<Float> user = events.stream().map(event -> event.getFloat("user")).toList();
    assertThat(user).anyMatch(share -> !share.isNaN());
    assertThat(user).allMatch(share -> share.isNaN() || Math.abs(share - 0.75) < 1e-6);
    assertThat(events.getFirst().getDuration("interval")).isPositive();
    EventType type = events.getFirst().getEventType();
    assertThat(type.getCategoryNames()).containsExactly("procfs4j", "stat");
    assertThat(type.getLabel()).isEqualTo("stat cpu");
    assertThat(type.getField("user").getContentType()).isEqualTo("jdk.jfr.Percentage");
    assertThat(type.getField("user").getDescription()).contains("Time in user mode");
    assertThat(type.getField("interval").getContentType()).isEqualTo("jdk.jfr.Timespan");
  }

  @Test
  void anEventBeginsAndEndsWithItsReading() throws Exception {
    List<RecordedEvent> cpus = List.of();
    List<RecordedEvent> system = List.of();
    Instant begin = Instant.now();
    try (ProcfsEvents registered = mounted().with("stat@10ms").register();
        Recording recording = new Recording()) {
      assertThat(registered).isNotNull();
      recording.start();
      while (system.size() < 20) {
        Thread.sleep(100);
        system = Recorded.events(recording, directory, "procfs4j.stat.system");
        cpus = Recorded.events(directory.resolve("so-far.jfr"), "procfs4j.stat.cpu");
      }
    }
    for (RecordedEvent one : system) {
      assertThat(one.getStartTime()).isAfterOrEqualTo(begin.minusMillis(10));
      assertThat(one.getDuration()).isPositive();
    }
    // The events of all rows of a sample have its times.
    assertThat(cpus.stream().collect(Collectors.groupingBy(RecordedEvent::getStartTime)).values())
        .hasSameSizeAs(system)
        .allSatisfy(
            rows -> {
              assertThat(rows).hasSize(Procfs.mounted().stat().cpus().size());
              assertThat(rows)
                  .map(RecordedEvent::getDuration)
                  .containsOnly(rows.getFirst().getDuration());
            });
    // The interval of an event begins with the one before.
    for (int i = 1; i < system.size(); i++) {
      double apart =
          Duration.between(system.get(i - 1).getStartTime(), system.get(i).getStartTime()).toNanos()
              + (system.get(i).getDuration().toNanos() - system.get(i - 1).getDuration().toNanos())
                  / 2.0;
      double slack =
          system.get(i).getDuration().toNanos() / 2.0
              + system.get(i - 1).getDuration().toNanos() / 2.0;
      assertThat((double) system.get(i).getDuration("interval").toNanos())
          .isCloseTo(apart, within(slack + 100_000));
    }
  }

  @Test
  void periodsOfASecondOrMoreAreASettingOfTheRecording() throws Exception {
    write("uptime", "1.00 2.00\n");
    try (ProcfsEvents registered = builder(directory).with("uptime").register()) {
      assertThat(registered).isNotNull();
      EventType type =
          FlightRecorder.getFlightRecorder().getEventTypes().stream()
              .filter(each -> each.getName().equals("procfs4j.uptime.uptime"))
              .findFirst()
              .orElseThrow();
      assertThat(type.getSettingDescriptors())
          .filteredOn(setting -> setting.getName().equals("period"))
          .singleElement()
          .satisfies(setting -> assertThat(setting.getDefaultValue()).isEqualTo("1000 ms"));
      try (Recording recording = new Recording()) {
        recording.enable("procfs4j.uptime.uptime").withPeriod(Duration.ofMillis(20));
        recording.start();
        Recorded.await(() -> count(recording) >= 5);
      }
    }
  }

  private int count(Recording recording) {
    try {
      List<RecordedEvent> events = Recorded.events(recording, directory, "procfs4j.uptime.uptime");
      assertThat(events)
          .allMatch(event -> event.getThread().getJavaName().equals("JFR Periodic Tasks"));
      return events.size();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void whatCannotBeReadIsLoggedOnceAndIsBackWhenItCan() throws Exception {
    Files.createFile(directory.resolve("x"));
    try (ProcfsEvents registered = builder(directory).with("uptime@10ms").register()) {
      assertThat(registered).isNotNull();
      assertThat(log).singleElement().asString().contains("uptime: no such file; no events until");
      collect("procfs4j.uptime.uptime", 3, () -> write("uptime", "1.00 2.00\n"));
      assertThat(log).hasSize(1);
      collect(
          "procfs4j.uptime.uptime",
          3,
          () -> {
            Files.delete(directory.resolve("uptime"));
            Recorded.await(() -> log.size() == 2);
            Thread.sleep(50);
            write("uptime", "not a number\n");
            Recorded.await(() -> log.size() == 3);
            write("uptime", "1.00 2.00\n");
          });
      assertThat(log).hasSize(3);
    }
  }

  @Test
  void aSourceOfJfrThatIsAbsentAtFirstIsFound() throws Exception {
    try (ProcfsEvents registered = builder(directory).with("uptime@1s").register()) {
      assertThat(registered).isNotNull();
      List<RecordedEvent> events =
          collect("procfs4j.uptime.uptime", 2, () -> write("uptime", "1.00 2.00\n"));
      assertThat(events.getLast().getThread().getJavaName()).isEqualTo("JFR Periodic Tasks");
    }
  }

  @Test
  void numbersOfTheKernelAreAddedOnRequest() throws Exception {
    write("meminfo", "MemTotal: 1000 kB\nMemFree: 18014398503714728 kB\nHugePages_Total: 3\n");
    List<RecordedEvent> events;
    try (ProcfsEvents registered = builder(directory).withCells().with("meminfo@10ms").register()) {
      assertThat(registered).isNotNull();
      events = collect("procfs4j.meminfo.meminfo", 1, () -> {});
    }
    RecordedEvent event = events.getFirst();
    assertThat(event.getLong("cell_MemTotal")).isEqualTo(1_024_000);
    assertThat(event.getEventType().getField("cell_MemTotal").getContentType())
        .isEqualTo("jdk.jfr.DataAmount");
    assertThat(event.getLong("cell_MemFree")).as("more than fits").isEqualTo(Long.MIN_VALUE);
    assertThat(event.getLong("cell_HugePages_Total")).isEqualTo(3);
  }

  @Test
  void aTableThatGetsFurtherColumnsHasThemInFurtherEvents() throws Exception {
    write("meminfo", "MemTotal: 1000 kB\nMemFree: 10 kB\n");
    try (ProcfsEvents registered = builder(directory).withCells().with("meminfo@10ms").register()) {
      assertThat(registered).isNotNull();
      List<RecordedEvent> before = collect("procfs4j.meminfo.meminfo", 1, () -> {});
      assertThat(before).noneMatch(event -> event.hasField("cell_NewInLinux9"));
      write("meminfo", "MemTotal: 1000 kB\nMemFree: 10 kB\nNewInLinux9: 3 kB\n");
      List<RecordedEvent> after = collect("procfs4j.meminfo.meminfo", 20, () -> {});
      assertThat(after).anyMatch(event -> event.hasField("cell_NewInLinux9"));
    }
    assertThat(log).isEmpty();
  }

  @Test
  void threadsOfThisJvmAreJavaThreads() throws Exception {
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
    try (ProcfsEvents registered = mounted().withThreads(Duration.ofMillis(50)).register();
        RecordingStream stream = new RecordingStream()) {
      assertThat(registered).isNotNull();
      List<RecordedEvent> own = new CopyOnWriteArrayList<>();
      stream.setReuse(false);
      stream.onEvent(
          "procfs4j.jvm.thread",
          event -> {
            RecordedThread thread = event.getThread("thread");
            if (thread != null && thread.getJavaThreadId() == busy.threadId()) {
              own.add(event);
            }
          });
      stream.startAsync();
      Recorded.await(() -> own.stream().anyMatch(event -> event.getDouble("cpu") > 0));
      RecordedEvent event = own.getLast();
      assertThat(event.getThread("thread").getJavaName()).isEqualTo(name);
      assertThat(event.getString("comm")).isEqualTo(name.substring(0, 15));
      assertThat(event.getString("tid"))
          .isEqualTo(Long.toString(event.getThread("thread").getOSThreadId()));
      assertThat(event.getString("state")).isEqualTo("R");
      assertThat(event.hasField("voluntary_switches")).isTrue();
      assertThat(event.hasField("rss")).as("of the process").isFalse();
    } finally {
      end.countDown();
      busy.join();
    }
  }

  @Test
  void nothingIsSampledWithoutARecording() throws Exception {
    write("uptime", "1.00 2.00\n");
    try (ProcfsEvents registered = builder(directory).with("uptime@10ms").register()) {
      assertThat(registered).isNotNull();
      collect("procfs4j.uptime.uptime", 1, () -> {});
      Files.delete(directory.resolve("uptime"));
      Thread.sleep(100);
      assertThat(log).as("it would have been missed").isEmpty();
      collect("procfs4j.uptime.uptime", 1, () -> write("uptime", "1.00 2.00\n"));
    }
  }

  @Test
  void recordingsStartedAndStoppedLeaveNothing() throws Exception {
    write("uptime", "1.00 2.00\n");
    int times = 100;
    try (ProcfsEvents registered =
        builder(directory).with("uptime@5ms").withThreads(Duration.ofMillis(5)).register()) {
      assertThat(registered).isNotNull();
      startAndStop();
      int threads = Thread.activeCount();
      long files = openFiles();
      int types = FlightRecorder.getFlightRecorder().getEventTypes().size();
      for (int i = 0; i < times; i++) {
        startAndStop();
      }
      assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
      assertThat(FlightRecorder.getFlightRecorder().getEventTypes()).hasSize(types);
      assertThat(openFiles()).isLessThan(files + times / 2);
    }
    assertThat(FlightRecorder.getFlightRecorder().getEventTypes())
        .noneMatch(type -> type.getName().startsWith("procfs4j."));
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("procfs4j"));
  }

  /** JFR makes classes for each type of events, which are never unloaded. */
  @Test
  void aTypeThatIsRegisteredAgainIsTheSameOne() throws Exception {
    write("stat", stat(1));
    ProcfsEvents.Builder stat = builder(directory).with("stat@5ms");
    Set<Long> types = new HashSet<>();
    for (int i = 0; i < 3; i++) {
      try (ProcfsEvents registered = stat.register()) {
        assertThat(registered).isNotNull();
        List<RecordedEvent> events = collect("procfs4j.stat.cpu", 1, () -> {});
        assertThat(events.getFirst().getString("cpu")).isEqualTo("all");
        types.add(events.getFirst().getEventType().getId());
      }
    }
    assertThat(types).hasSize(1);
    try (ProcfsEvents other = builder(directory).withCells().with("stat@5ms").register()) {
      assertThat(other).isNotNull();
      List<RecordedEvent> events = collect("procfs4j.stat.cpu", 1, () -> {});
      assertThat(types).doesNotContain(events.getFirst().getEventType().getId());
    }
  }

  private static void startAndStop() throws InterruptedException {
    try (Recording recording = new Recording()) {
      recording.start();
      Thread.sleep(10);
    }
  }

  private static long openFiles() throws IOException {
    try (java.util.stream.Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
      return open.count();
    }
  }

  @Test
  void aSourceIsRegisteredOnce() throws Exception {
    write("stat", stat(1));
    ProcfsEvents.Builder stat = ProcfsEvents.of(Procfs.at(directory)).with("stat@100ms");
    try (ProcfsEvents registered = stat.register()) {
      assertThat(registered).isNotNull();
      assertThatThrownBy(stat::register)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("procfs4j.stat: events of this source are registered already");
      try (ProcfsEvents other = builder(directory).with("stat@100ms").with("uptime").register()) {
        assertThat(other).hasToString("ProcfsEvents[procfs4j.uptime]");
        assertThat(log).hasSize(2).element(0).asString().contains("registered already");
      }
    }
    stat.register().close();
  }

  @Test
  void theArgumentsOfABuilderAreChecked() {
    ProcfsEvents.Builder events = mounted();
    assertThatThrownBy(() -> events.with("sta"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("unknown source «sta»; the sources are stat, meminfo, ")
        .hasMessageEndingWith(", self-threads, pid:NAME, usual, all");
    assertThatThrownBy(() -> events.with("stat@soon"))
        .hasMessageContaining("«soon» is not a duration");
    assertThatThrownBy(() -> events.with("stat@1us")).hasMessageContaining("too short");
    events.with("stat@1s").with("usual@2s").with("all@3s");
    assertThatThrownBy(() -> events.with(Stat.FILE, Duration.ofSeconds(1)))
        .hasMessage("stat is given twice");
    events.with(MemInfo.FILE, Duration.ofSeconds(1));
    assertThatThrownBy(() -> ProcfsEvents.of(Procfs.at(directory)).with("self-threads").register())
        .isInstanceOf(UnreadableException.class);
  }
}
