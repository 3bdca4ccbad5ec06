package io.github.procfs4j.cli.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.github.procfs4j.cli.exposition.ExposedText;
import io.github.procfs4j.cli.exposition.Format;
import io.github.procfs4j.cli.exposition.TextBuffer;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.sampling.KernelConstants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Groups of processes in trees that are made up. */
class ProcessGroupsTest {
  private static final double TICKS = KernelConstants.ofRunningKernel().ticksPerSecond();

  @TempDir private Path root;

  @SuppressWarnings("NullAway.Init")
  private ProcessGroups groups;

  private final List<String> said = new ArrayList<>();
  private int incomplete;

  private void begin(int most) throws IOException {
    Files.createDirectories(root);
    groups =
        new ProcessGroups(
            Processes.at(root).sampler(), most, KernelConstants.ofRunningKernel(), said::add);
  }

  @AfterEach
  void end() {
    groups.close();
    assertThat(said).hasSize(incomplete);
  }

  /**
   * A process with 3 threads, 8,192 bytes, 2 pages, and a tick in system mode less than in user
   * mode.
   */
  private void process(int pid, String comm, int start, int ticks, int flags) throws IOException {
    Path directory = Files.createDirectories(root.resolve(Integer.toString(pid)));
    Files.writeString(
        directory.resolve("stat"),
        "%d (%s) S 1 1 1 0 -1 %d %d 0 %d 0 %d %d 0 0 20 0 3 0 %d 8192 2"
                .formatted(
                    pid, comm, flags, ticks * 3, ticks * 2, ticks, Math.max(0, ticks - 1), start)
            + " 18446744073709551615 0 0 0 0 0 0 0 0 0 0 0 0 17 0 0 0 0 0 0 0 0 0 0 0 0 0 0\n");
    Files.writeString(directory.resolve("cmdline"), comm + "\0");
  }

  private void process(int pid, String comm, int start, int ticks) throws IOException {
    process(pid, comm, start, ticks, 0);
  }

  private void ends(int pid) throws IOException {
    for (String file : List.of("stat", "cmdline", "")) {
      Files.delete(root.resolve(pid + "/" + file));
    }
  }

  /** The values of a metric in the next sample by the name of the group. */
  private Map<String, Double> sampled(String metric) {
    groups.sample(List.of());
    assertThat(groups.isRead()).isTrue();
    return values(metric);
  }

  private Map<String, Double> values(String metric) {
    TextBuffer text = new TextBuffer();
    groups.write(Format.TEXT, text);
    Map<String, Double> values = new TreeMap<>();
    String begin = "namedprocess_namegroup_" + metric + "{groupname=";
    ExposedText.parse(new String(text.toBytes(), UTF_8))
        .values()
        .forEach(
            (series, value) -> {
              if (series.startsWith(begin)) {
                String name = series.substring(begin.length(), series.length() - 1);
                values.put(name.replaceFirst(", (mode|memtype)=", " "), value);
              }
            });
    return values;
  }

  @Test
  void processesOfANameAreAddedUp() throws IOException {
    begin(5);
    process(10, "a", 1, 100);
    process(11, "a", 2, 200);
    process(12, "b", 3, 300);
    process(2, "kworker/0:1", 0, 9, 0x208040);
    assertThat(sampled("num_procs"))
        .containsExactly(
            entry("(others)", 0.0), entry("[kernel]", 1.0), entry("a", 2.0), entry("b", 1.0));
    assertThat(values("num_threads")).contains(entry("a", 6.0), entry("b", 3.0));
    double page = KernelConstants.ofRunningKernel().pageSize();
    assertThat(values("memory_bytes"))
        .contains(entry("a resident", 4 * page), entry("a virtual", 16384.0));
    assertThat(values("cpu_seconds_total")).allSatisfy((name, value) -> assertThat(value).isZero());

    process(10, "a", 1, 150);
    process(12, "b", 3, 307);
    assertThat(sampled("cpu_seconds_total"))
        .contains(entry("a user", 50 / TICKS), entry("b system", 7 / TICKS));
    assertThat(values("minor_page_faults_total")).contains(entry("a", 150.0));
    assertThat(values("major_page_faults_total")).contains(entry("b", 14.0));
  }

  /** What a process has used counts when it has ended, and all of one that has begun meanwhile. */
  @Test
  void countersNeverFall() throws IOException {
    begin(5);
    process(10, "a", 5, 100);
    sampled("num_procs");
    process(10, "a", 5, 110);
    process(11, "a", 6, 40); // new
    process(12, "a", 4, 1000); // was there, but could not be read
    assertThat(sampled("cpu_seconds_total")).contains(entry("a user", 50 / TICKS));
    ends(11);
    process(10, "a", 5, 109); // a correction
    assertThat(sampled("cpu_seconds_total")).contains(entry("a user", 50 / TICKS));
    process(10, "b", 5, 129); // it runs another program
    assertThat(sampled("cpu_seconds_total"))
        .contains(entry("a user", 50 / TICKS), entry("b user", 20 / TICKS));
    process(12, "a", 7, 3); // another process with the number
    assertThat(sampled("cpu_seconds_total")).contains(entry("a user", 53 / TICKS));
  }

  @Test
  void theBusiestHaveSeriesAndAllOthersOne() throws IOException {
    begin(2);
    for (int pid = 1; pid <= 5; pid++) {
      process(pid, "p" + pid, pid, 0);
    }
    process(6, "(others)", 6, 0);
    process(7, "a\"b\\c\u001b", 7, 0);
    assertThat(sampled("num_procs")).hasSize(3).contains(entry("(others)", 5.0));
    // The first two by name have got the series; a name that is busier takes one.
    process(4, "p4", 4, 1000);
    process(5, "p5", 5, 10);
    process(6, "(others)", 6, 5000);
    assertThat(sampled("cpu_seconds_total")).containsKeys("p4 user", "p5 user");
    assertThat(values("cpu_seconds_total"))
        .contains(
            entry("p4 user", 1000 / TICKS),
            entry("p5 user", 10 / TICKS),
            entry("(others) user", 5000 / TICKS));
    // A name that is not twice as busy does not.
    process(3, "p3", 3, 15);
    assertThat(sampled("cpu_seconds_total"))
        .doesNotContainKey("p3 user")
        .contains(entry("(others) user", 5015 / TICKS));
    process(3, "p3", 3, 115);
    assertThat(sampled("cpu_seconds_total"))
        .hasSize(6)
        .contains(entry("p3 user", 100 / TICKS), entry("(others) user", 5015 / TICKS));
  }

  /** A tree that is not a kernel's. */
  @Test
  void impossibleNumbersAreLeftOut() throws IOException {
    begin(5);
    process(10, "a", 1, 100);
    process(11, "b", 1, -7);
    Files.createDirectory(root.resolve("12"));
    Files.writeString(root.resolve("12/stat"), "12 (c) S 1 1 1 0 -1 0 1 2\n");
    assertThat(sampled("num_procs")).containsOnlyKeys("(others)", "a");
    incomplete = 1;
  }

  /** Hundreds of names that come and go leave nothing behind. */
  @Test
  void namesThatWereThereOnceLeaveNothingBehind() throws IOException {
    begin(3);
    process(1, "stays", 1, 1);
    sampled("num_procs");
    for (int i = 0; i < 300; i++) {
      process(100, "name" + i, 10 + i, 2);
      assertThat(sampled("num_procs")).hasSizeLessThanOrEqualTo(4);
      ends(100);
    }
    double all =
        values("cpu_seconds_total").entrySet().stream()
            .filter(one -> one.getKey().endsWith(" user"))
            .mapToDouble(Map.Entry::getValue)
            .sum();
    assertThat(all).isLessThanOrEqualTo(600 / TICKS);
  }
}
