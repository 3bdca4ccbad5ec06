package io.github.procfs4j.jfr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.model.TimeSeries;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jfr.consumer.RecordedEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmc.common.item.IAccessorKey;
import org.openjdk.jmc.common.item.IItem;
import org.openjdk.jmc.common.item.IItemCollection;
import org.openjdk.jmc.common.item.IItemIterable;
import org.openjdk.jmc.common.item.IMemberAccessor;
import org.openjdk.jmc.common.item.ItemFilters;
import org.openjdk.jmc.common.unit.IQuantity;
import org.openjdk.jmc.common.unit.UnitLookup;
import org.openjdk.jmc.flightrecorder.JfrLoaderToolkit;

/**
 * Two seconds of this machine in a file of JDK Flight Recorder, read by the JDK's tools and by the
 * parser of JDK Mission Control, and compared with a recording of the same seconds.
 */
@Timeout(300)
class ToolsTest {
  private static final String CPU = "procfs4j.stat.cpu";

  /** How far the clocks of two recordings may be apart, and a thread may wait in between. */
  private static final Duration SLACK = Duration.ofMillis(20);

  @TempDir private static Path directory;
  private static Path file = Path.of("");
  private static Path recording = Path.of("");

  @BeforeAll
  static void record() throws IOException, InterruptedException {
    file = directory.resolve("out.jfr");
    recording = directory.resolve("out.rec");
    try (ProcfsEvents events =
            ProcfsEvents.of(Procfs.mounted())
                .withCells()
                .with("stat@50ms")
                .with("diskstats@100ms")
                .with("pressure/cpu")
                .register();
        jdk.jfr.Recording running = new jdk.jfr.Recording();
        Sampler<Stat> sampler = Procfs.mounted().sampler(Stat.FILE)) {
      assertThat(events).isNotNull();
      running.start();
      List<Recorder.Track> tracks = List.of(new Recorder.Track(sampler, Duration.ofMillis(20)));
      try (RecordingWriter writer =
          RecordingWriter.create(recording, false, tracks, RecordingFacts.none())) {
        new Recorder(tracks, writer).run(Duration.ofSeconds(2));
      }
      running.stop();
      running.dump(file);
    }
  }

  @Test
  void numbersLieBetweenThoseThatARecordingHasBeforeAndAfter() throws IOException {
    int compared = 0;
    try (Recording recorded = Recording.open(recording)) {
      for (RecordedEvent event : Recorded.events(file, CPU)) {
        Row cpu = event.getString("cpu").equals("all") ? Stat.allCpus() : null;
        if (cpu == null) {
          continue;
        }
        TimeSeries user = recorded.series(Stat.FILE, cpu, StatColumns.CPU_USER);
        Instant begin = event.getStartTime().minus(SLACK);
        Instant end = event.getStartTime().plus(event.getDuration()).plus(SLACK);
        double before = Double.NaN;
        double after = Double.NaN;
        for (int i = 0; i < user.size(); i++) {
          Instant at = recorded.instant(user.timeNanos(i)).orElseThrow();
          if (at.isBefore(begin)) {
            before = user.amount(i);
          } else if (at.isAfter(end) && Double.isNaN(after)) {
            after = user.amount(i);
          }
        }
        if (!Double.isNaN(before) && !Double.isNaN(after)) {
          assertThat((double) event.getLong("cell_user")).isBetween(before, after);
          compared++;
        }
      }
    }
    assertThat(compared).as("events within the recording").isPositive();
  }

  @Test
  void figuresAreThoseOfTheNumbersBesideThem() throws IOException {
    List<RecordedEvent> events =
        Recorded.events(file, CPU).stream()
            .filter(event -> event.getString("cpu").equals("all"))
            .toList();
    assertThat(events).hasSizeGreaterThan(2);
    List<String> parts =
        List.of("user", "nice", "system", "idle", "iowait", "irq", "softirq", "steal");
    for (int i = 1; i < events.size(); i++) {
      RecordedEvent before = events.get(i - 1);
      RecordedEvent now = events.get(i);
      double all =
          parts.stream()
              .mapToLong(part -> now.getLong("cell_" + part) - before.getLong("cell_" + part))
              .sum();
      double softirq = now.getLong("cell_softirq") - before.getLong("cell_softirq");
      if (all > 0 && !Float.isNaN(now.getFloat("softirq"))) {
        assertThat((double) now.getFloat("softirq")).isCloseTo(softirq / all, within(1e-6));
      }
    }
  }

  @Test
  void theToolsOfTheJdkReadIt() throws Exception {
    assertThat(jfr("summary", file.toString())).contains(CPU + " ", "procfs4j.diskstats.disk ");
    RecordedEvent last = Recorded.events(file, CPU).getLast();
    String user = String.format(Locale.ROOT, "%.2f%%", 100 * last.getFloat("user"));
    assertThat(jfr("print", "--events", CPU, file.toString()))
        .contains("user = " + user, "cpu = \"all\"", "eventThread = \"procfs4j events\"");
    assertThat(jfr("view", "--width", "400", CPU, file.toString())).contains("stat cpu", user);
  }

  private static String jfr(String... arguments) throws Exception {
    List<String> words = new ArrayList<>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "jfr").toString());
    words.add("-J-XX:TieredStopAtLevel=1");
    words.addAll(List.of(arguments));
    Path out = directory.resolve("printed");
    ProcessBuilder builder = new ProcessBuilder(words).redirectErrorStream(true);
    int code = builder.redirectOutput(out.toFile()).start().waitFor();
    String text = Files.readString(out);
    assertThat(code).as(text).isZero();
    return text;
  }

  /** With the units, and the same numbers as the JDK's own parser. */
  @Test
  void missionControlReadsIt() throws Exception {
    IItemCollection items = JfrLoaderToolkit.loadEvents(file.toFile()).apply(ItemFilters.type(CPU));
    List<Double> shares = new ArrayList<>();
    for (IItemIterable of : items) {
      assertThat(of.getType().getName()).isEqualTo("stat cpu");
      IMemberAccessor<IQuantity, IItem> user = accessor(of, "user");
      for (IItem item : of) {
        shares.add(user.getMember(item).doubleValueIn(UnitLookup.PERCENT_UNITY));
      }
    }
    List<Double> ofTheJdk =
        Recorded.events(file, CPU).stream().map(event -> (double) event.getFloat("user")).toList();
    assertThat(shares).hasSameSizeAs(ofTheJdk);
    assertThat(shares.stream().sorted().toList()).isEqualTo(ofTheJdk.stream().sorted().toList());
  }

  @SuppressWarnings("unchecked")
  private static IMemberAccessor<IQuantity, IItem> accessor(IItemIterable of, String field) {
    IAccessorKey<IQuantity> key =
        (IAccessorKey<IQuantity>)
            of.getType().getAccessorKeys().keySet().stream()
                .filter(each -> each.getIdentifier().equals(field))
                .findFirst()
                .orElseThrow();
    assertThat(key.getContentType()).isEqualTo(UnitLookup.PERCENTAGE);
    return of.getType().getAccessor(key);
  }
}
