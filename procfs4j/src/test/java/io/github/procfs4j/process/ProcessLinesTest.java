package io.github.procfs4j.process;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.model.Figure;
import io.github.procfs4j.model.History;
import io.github.procfs4j.model.Interval;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.sampling.Snapshot;
import io.github.procfs4j.text.MalformedTextException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The small files: statm, io, schedstat; and the figures of all. */
class ProcessLinesTest {
  @TempDir Path root;

  private Snapshot read(SampledFile<?> file, String name, String text) {
    ProcessTrees.write(root.resolve(name), text.getBytes(ISO_8859_1));
    return Snapshot.of(file, root);
  }

  @Test
  void memoryIsInPages() {
    read(ProcessStatm.FILE, "statm", "565 456 433 388 0 77 0\n");
    ProcessStatm statm = ProcessStatm.FILE.read(root);
    assertThat(statm.size()).isEqualTo(565);
    assertThat(statm.resident()).isEqualTo(456);
    assertThat(statm.shared()).isEqualTo(433);
    assertThat(statm.text()).isEqualTo(388);
    assertThat(statm.data()).isEqualTo(77);
  }

  @Test
  void timesAreInNanoseconds() {
    read(ProcessSchedStat.FILE, "schedstat", "4016396479 113100917 495\n");
    ProcessSchedStat schedStat = ProcessSchedStat.FILE.read(root);
    assertThat(schedStat.sumExecRuntime()).isEqualTo(4_016_396_479L);
    assertThat(schedStat.runDelay()).isEqualTo(113_100_917);
    assertThat(schedStat.pcount()).isEqualTo(495);
  }

  @Test
  void moreThanAnyKernelPrintsIsKeptByItsPlace() {
    assertThat(ProcessTrees.cells(read(ProcessStatm.FILE, "statm", "1 2 3 4 5 6 7 8\n")))
        .hasSize(8)
        .containsEntry("field1", 1L)
        .containsEntry("field8", 8L);
    Snapshot schedstat = read(ProcessSchedStat.FILE, "schedstat", "1 2 3 4\n");
    assertThat(ProcessTrees.cells(schedstat)).hasSize(4).containsEntry("field4", 4L);
    assertThat(schedstat.problems())
        .singleElement()
        .satisfies(p -> assertThat(p.toString()).contains("3 fields before this, not 4"));
    assertThat(ProcessTrees.cells(read(ProcessIo.FILE, "io", "rchar: 1\nnew_bytes: 2\n")))
        .containsOnlyKeys("rchar", "new_bytes");
    assertThat(ProcessTrees.cells(read(ProcessIo.FILE, "io", "rchar: 1 2\n")))
        .containsOnlyKeys("rchar (2)");
  }

  @Test
  void aBadFieldCostsThatCellOnly() {
    Snapshot statm = read(ProcessStatm.FILE, "statm", "1 2x 3 4 5 6 7\n");
    assertThat(ProcessTrees.cells(statm)).hasSize(6).doesNotContainKey("resident");
    assertThat(statm.problems()).hasSize(1);
    Snapshot io = read(ProcessIo.FILE, "io", "rchar 1\nwchar: 2\nsyscr: x\n");
    assertThat(ProcessTrees.cells(io)).containsOnlyKeys("wchar");
    assertThat(io.problems()).hasSize(2);
  }

  /** Made up: one is missing, and it is not known which. */
  @Test
  void fewerNumbersThanAnyKernelPrintsHaveNoNames() {
    Snapshot statm = read(ProcessStatm.FILE, "statm", "1 2 3 4 5 6\n");
    assertThat(ProcessTrees.cells(statm)).containsKey("field1").doesNotContainKey("size");
    assertThat(statm.problems()).hasSize(1);
    Snapshot schedstat = read(ProcessSchedStat.FILE, "schedstat", "1 2\n");
    assertThat(ProcessTrees.cells(schedstat)).containsOnlyKeys("field1", "field2");
    assertThat(schedstat.problems()).hasSize(1);
  }

  /** As once printed by a kernel. */
  @Test
  void cancelledWritesBelowZeroAreKept() {
    Snapshot io = read(ProcessIo.FILE, "io", "rchar: 5\ncancelled_write_bytes: -1024\n");
    assertThat(ProcessTrees.cells(io)).containsEntry("cancelled_write_bytes", -1024L);
    assertThat(io.layout().column(1).signed()).isTrue();
    assertThat(io.layout().column(0).signed()).isFalse();
    assertThat(io.problems()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\n1 2\n", "a b\n", "1 2\n3 4\n"})
  void whatIsNotOneLineOfNumbersIsNotTaken(String text) {
    assertThatThrownBy(() -> read(ProcessStatm.FILE, "statm", text))
        .isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> read(ProcessSchedStat.FILE, "schedstat", text))
        .isInstanceOf(MalformedTextException.class);
    assertThatThrownBy(() -> read(ProcessIo.FILE, "io", text))
        .isInstanceOf(MalformedTextException.class);
  }

  /**
   * The figures over an interval; rates and shares of time are multiplied by its length in seconds.
   */
  private Map<String, Double> figures(SampledFile<?> file, String name, String from, String to) {
    try (Sampler<?> sampler = file.sampler(root, History.keepingAll())) {
      ProcessTrees.write(root.resolve(name), from.getBytes(ISO_8859_1));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      LockSupport.parkNanos(1_000_000);
      ProcessTrees.write(root.resolve(name), to.getBytes(ISO_8859_1));
      assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
      Interval interval = new Interval(sampler.history().playback(), 4096, 100);
      assertThat(interval.next()).isTrue();
      Map<String, Double> figures = new LinkedHashMap<>();
      for (Figure figure : file.figures()) {
        boolean isOfTime =
            figure.unit().endsWith("/s")
                || figure.unit().equals("%")
                || figure.unit().equals("CPUs");
        double value =
            figure.value(
                interval, interval.layout().table(figure.table()).orElseThrow().rows().getFirst());
        figures.put(figure.name(), isOfTime ? value * interval.seconds() : value);
      }
      return figures;
    }
  }

  private static void assertFigures(Map<String, Double> figures, Object... expected) {
    for (int i = 0; i < expected.length; i += 2) {
      assertThat(figures.get((String) expected[i]))
          .as((String) expected[i])
          .isCloseTo(((Number) expected[i + 1]).doubleValue(), within(1e-6));
    }
    assertThat(figures).hasSize(expected.length / 2);
  }

  @Test
  void figuresOfStat() {
    String stat =
        "17 (x) S 1 1 1 0 -1 0 %d 0 %d 0 %d %d 0 0 20 0 7 0 5 8192 %d 0 0 0 0 0 0 0 0 0 0 0 0 0 17"
            + " 0 0 0 %d %d 0 0 0 0 0 0 0 0 0\n";
    assertFigures(
        figures(
            ProcessStat.FILE,
            "stat",
            stat.formatted(10, 1, 100, 50, 3, 20, 5),
            stat.formatted(14, 3, 350, 100, 4, 70, 25)),
        "cpu",
        3.0,
        "user",
        2.5,
        "system",
        0.5,
        "guest",
        0.2,
        "minor faults",
        4,
        "major faults",
        2,
        "block I/O wait",
        50,
        "rss",
        4 * 4096,
        "vsize",
        8192,
        "threads",
        7);
  }

  @Test
  void figuresOfTheSmallFiles() {
    assertFigures(
        figures(ProcessStatm.FILE, "statm", "1 2 3 4 0 6 0\n", "5 6 7 8 0 9 0\n"),
        "size",
        5 * 4096,
        "resident",
        6 * 4096,
        "shared",
        7 * 4096,
        "data",
        9 * 4096);
    assertFigures(
        figures(ProcessSchedStat.FILE, "schedstat", "0 0 0\n", "500000000 100000000 5\n"),
        "running",
        50,
        "run delay",
        10,
        "delay per timeslice",
        20,
        "run per timeslice",
        100,
        "timeslices",
        5);
    assertThat(
            figures(ProcessSchedStat.FILE, "schedstat", "1 2 3\n", "1 2 3\n")
                .get("delay per timeslice"))
        .as("there was no timeslice")
        .isNaN();
    assertFigures(
        figures(
            ProcessIo.FILE,
            "io",
            "rchar: 1\nwchar: 2\nsyscr: 3\nsyscw: 4\nread_bytes: 5\nwrite_bytes: 6\n"
                + "cancelled_write_bytes: 7\n",
            "rchar: 11\nwchar: 22\nsyscr: 33\nsyscw: 44\nread_bytes: 55\nwrite_bytes: 66\n"
                + "cancelled_write_bytes: 77\n"),
        "read",
        50,
        "written",
        60,
        "cancelled",
        70,
        "rchar",
        10,
        "wchar",
        20,
        "syscr",
        30,
        "syscw",
        40);
    assertFigures(
        figures(
            ProcessStatus.FILE,
            "status",
            "VmRSS:\t1 kB\nvoluntary_ctxt_switches:\t1\nnonvoluntary_ctxt_switches:\t2\n",
            "VmRSS:\t2 kB\nvoluntary_ctxt_switches:\t4\nnonvoluntary_ctxt_switches:\t9\n"),
        "voluntary switches",
        3,
        "involuntary switches",
        7,
        "VmRSS",
        2048,
        "RssAnon",
        Double.NaN,
        "RssFile",
        Double.NaN,
        "RssShmem",
        Double.NaN,
        "VmSwap",
        Double.NaN,
        "VmSize",
        Double.NaN);
  }
}
