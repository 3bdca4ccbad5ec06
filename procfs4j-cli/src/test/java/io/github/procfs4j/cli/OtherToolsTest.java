package io.github.procfs4j.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.procfs4j.Procfs;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.model.Row;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.system.DiskStats;
import io.github.procfs4j.system.DiskStatsColumns;
import io.github.procfs4j.system.Stat;
import io.github.procfs4j.system.StatColumns;
import io.github.procfs4j.testing.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Compares our numbers with those of vmstat, mpstat and iostat, on this machine for the same
 * interval.
 *
 * <p>While the other tool measures, the same files are sampled here every few milliseconds. A read
 * of the tool may overlap with one of ours, because either can be interrupted while the kernel
 * prints the file; but it is between the previous and the next sample. So there must be a sample i
 * such that the tool read for the first time between i and i + 2, and a sample j such that it read
 * for the last time between j and j + 2. Its result is then at least the growth between i + 2 and j
 * and at most the growth between i and j + 2, except for rounding, and this is true of all its
 * numbers at once.
 */
class OtherToolsTest {
  private static final int SECONDS = 2;
  private static final long STEP = 4_000_000;

  /** The time by which a late first read may shorten a tool's interval, in seconds. */
  private static final double LATE = 0.2;

  @TempDir private Path directory;

  /** The samples of one file, all with the same layout. */
  private static final class Samples {
    final Sampler<?> sampler;
    final List<long[]> values = new ArrayList<>();
    final List<Long> nanos = new ArrayList<>();
    Layout layout = new Layout.Builder().build();

    Samples(Sampler<?> sampler) {
      this.sampler = sampler;
    }

    void sample() {
      sampler.sample();
      assumeTrue(values.isEmpty() || sampler.layout().equals(layout), "a CPU or disk came or went");
      layout = sampler.layout();
      long[] now = new long[layout.cells()];
      Arrays.setAll(now, sampler::value);
      values.add(now);
      nanos.add(sampler.startNanos());
    }

    double growth(Row row, String column, int from, int to) {
      int cell = layout.cell(row, column);
      return cell == Layout.ABSENT ? 0 : values.get(to)[cell] - values.get(from)[cell];
    }

    double seconds(int from, int to) {
      return (nanos.get(to) - nanos.get(from)) / 1e9;
    }
  }

  /** The bounds of growth if the tool read between i and i + 2, and j and j + 2. */
  private record Bracket(Samples samples, int i, int j) {
    double least(List<Row> rows, String... columns) {
      return sum(rows, i + 2, j, columns);
    }

    double most(List<Row> rows, String... columns) {
      return sum(rows, i, j + 2, columns);
    }

    private double sum(List<Row> rows, int from, int to, String... columns) {
      double sum = 0;
      for (Row row : rows) {
        for (String column : columns) {
          sum += samples.growth(row, column, from, to);
        }
      }
      return sum;
    }

    boolean isRate(double said, List<Row> rows, String column, double factor, double rounding) {
      double least = least(rows, column) * factor / samples.seconds(i, j + 2);
      double most = most(rows, column) * factor / samples.seconds(i + 2, j);
      // The tools measure their interval in hundredths of a second, truncated at both ends, and
      // read the clock some time before or after they read the file.
      double clock = 0.02 / SECONDS;
      return said >= least * (1 - clock) - rounding && said <= most * (1 + clock) + rounding;
    }

    boolean isShare(double said, List<Row> rows, double rounding, String... columns) {
      return said >= 100 * least(rows, columns) / most(rows, MODES) - rounding
          && said <= 100 * most(rows, columns) / least(rows, MODES) + rounding;
    }

    boolean isMean(double said, List<Row> rows, String sum, String count, double rounding) {
      double fewest = least(rows, count);
      return fewest < 20
          || (said >= least(rows, sum) / most(rows, count) - rounding
              && said <= most(rows, sum) / fewest + rounding);
    }
  }

  /** The modes whose sum is the time of a CPU: guest time is included in the first two. */
  private static final String[] MODES =
      StatColumns.CPU_COLUMNS.stream()
          .map(column -> column.name())
          .filter(name -> !name.startsWith("guest"))
          .toArray(String[]::new);

  /** Runs a tool and samples meanwhile, with activity on CPU and disk. */
  private String run(List<Samples> samples, String... command) throws IOException {
    assumeTrue(Command.has(command[0]), command[0] + " is not installed");
    AtomicBoolean isOver = new AtomicBoolean();
    Thread load = Thread.ofPlatform().start(() -> load(isOver));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("LC_ALL", "C");
    Path output = directory.resolve("output");
    // A tool may read before the call that starts it has returned.
    samples.forEach(Samples::sample);
    Process process = builder.redirectOutput(output.toFile()).start();
    try {
      while (process.isAlive()) {
        samples.forEach(Samples::sample);
        LockSupport.parkNanos(STEP);
      }
      samples.forEach(Samples::sample);
      samples.forEach(Samples::sample);
    } finally {
      process.destroyForcibly();
      isOver.set(true);
      joined(load);
    }
    return Files.readString(output, UTF_8);
  }

  private static void joined(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void load(AtomicBoolean isOver) {
    byte[] bytes = new byte[64 << 10];
    long spun = 0;
    while (!isOver.get()) {
      long until = System.nanoTime() + 20_000_000;
      while (System.nanoTime() < until) {
        spun++;
      }
      try {
        Files.write(directory.resolve("load"), bytes);
      } catch (IOException e) {
        return;
      }
      LockSupport.parkNanos(10_000_000 + spun % 2);
    }
  }

  private static void assertThatOneHolds(
      Samples samples, String said, BiPredicate<Integer, Integer> holds) {
    int count = samples.nanos.size();
    for (int i = 0; i < count; i++) {
      for (int j = i + 3; j < count - 2; j++) {
        if (samples.seconds(i, j + 2) > SECONDS - LATE && holds.test(i, j)) {
          return;
        }
      }
    }
    assertThat(said).as("in none of the %d x %d intervals", count, count).isEmpty();
  }

  private static double number(Map<String, Object> members, String name) {
    return Double.parseDouble(String.valueOf(members.get(name)));
  }

  @Test
  void mpstat() throws IOException {
    try (Sampler<Stat> sampler = Procfs.mounted().sampler(Stat.FILE)) {
      Samples stat = new Samples(sampler);
      String said = run(List.of(stat), "mpstat", "-P", "ALL", "-o", "JSON", "" + SECONDS, "1");
      List<?> cpus =
          Json.list(Json.parse(said), "sysstat", "hosts", 0, "statistics", 0, "cpu-load");
      assertThat(cpus).hasSizeGreaterThan(1);
      assertThatOneHolds(
          stat,
          said,
          (i, j) -> cpus.stream().allMatch(cpu -> isMpstats(new Bracket(stat, i, j), cpu)));
    }
  }

  private static boolean isMpstats(Bracket bracket, Object members) {
    Map<String, Object> cpu = Json.members(members);
    String number = String.valueOf(cpu.get("cpu"));
    // Its sum over all CPUs is of whole ticks, the kernel's is of nanoseconds.
    List<Row> rows =
        bracket.samples.layout.table("cpu").orElseThrow().rows().stream()
            .filter(row -> number.equals("all") != number.equals(row.labels().getFirst()))
            .toList();
    double half = 0.005 + 1e-9;
    return bracket.isShare(number(cpu, "usr") + number(cpu, "guest"), rows, 2 * half, "user")
        && bracket.isShare(number(cpu, "nice") + number(cpu, "gnice"), rows, 2 * half, "nice")
        && bracket.isShare(number(cpu, "sys"), rows, half, "system")
        && bracket.isShare(number(cpu, "iowait"), rows, half, "iowait")
        && bracket.isShare(number(cpu, "irq"), rows, half, "irq")
        && bracket.isShare(number(cpu, "soft"), rows, half, "softirq")
        && bracket.isShare(number(cpu, "steal"), rows, half, "steal")
        && bracket.isShare(number(cpu, "idle"), rows, half, "idle");
  }

  @Test
  void iostat() throws IOException {
    try (Sampler<?> sampler = Procfs.mounted().sampler(DiskStats.FILE)) {
      Samples disks = new Samples(sampler);
      String said = run(List.of(disks), "iostat", "-dxy", "-o", "JSON", "" + SECONDS, "1");
      List<?> devices = Json.list(Json.parse(said), "sysstat", "hosts", 0, "statistics", 0, "disk");
      assumeTrue(!devices.isEmpty(), "there is no disk");
      assertThatOneHolds(
          disks,
          said,
          (i, j) -> devices.stream().allMatch(disk -> isIostats(new Bracket(disks, i, j), disk)));
    }
  }

  private static boolean isIostats(Bracket bracket, Object members) {
    Map<String, Object> disk = Json.members(members);
    List<Row> rows =
        bracket.samples.layout.table("disk").orElseThrow().rows().stream()
            .filter(one -> one.labels().getFirst().equals(disk.get("disk_device")))
            .toList();
    double half = 0.005 + 1e-9;
    return bracket.isRate(
            number(disk, "r/s"), rows, DiskStatsColumns.READS_COMPLETED.name(), 1, half)
        && bracket.isRate(
            number(disk, "w/s"), rows, DiskStatsColumns.WRITES_COMPLETED.name(), 1, half)
        && bracket.isRate(
            number(disk, "rkB/s"), rows, DiskStatsColumns.SECTORS_READ.name(), 0.5, half)
        && bracket.isRate(
            number(disk, "wkB/s"), rows, DiskStatsColumns.SECTORS_WRITTEN.name(), 0.5, half)
        && bracket.isRate(
            number(disk, "wrqm/s"), rows, DiskStatsColumns.WRITES_MERGED.name(), 1, half)
        && bracket.isRate(number(disk, "util"), rows, DiskStatsColumns.TIME_IO.name(), 0.1, half)
        && bracket.isRate(
            number(disk, "aqu-sz"), rows, DiskStatsColumns.WEIGHTED_TIME_IO.name(), 0.001, half)
        && bracket.isMean(
            number(disk, "w_await"),
            rows,
            DiskStatsColumns.TIME_WRITING.name(),
            DiskStatsColumns.WRITES_COMPLETED.name(),
            half);
  }

  @Test
  void vmstat() throws IOException {
    try (Sampler<Stat> sampler = Procfs.mounted().sampler(Stat.FILE)) {
      Samples stat = new Samples(sampler);
      String said = run(List.of(stat), "vmstat", "-n", "" + SECONDS, "2");
      List<String> lines = said.lines().toList();
      List<String> names = List.of(lines.get(1).strip().split(" +"));
      List<String> values = List.of(lines.getLast().strip().split(" +"));
      assertThat(values).hasSameSizeAs(names).contains("0");
      assertThatOneHolds(
          stat,
          said,
          (i, j) -> isVmstats(new Bracket(stat, i, j), name -> said(names, values, name)));
    }
  }

  private static double said(List<String> names, List<String> values, String name) {
    int index = names.indexOf(name);
    return index < 0 ? 0 : Double.parseDouble(values.get(index));
  }

  private static boolean isVmstats(Bracket bracket, ToDoubleFunction<String> said) {
    Layout layout = bracket.samples.layout;
    List<Row> all = layout.table("cpu").orElseThrow().rows().subList(0, 1);
    List<Row> system = layout.table("system").orElseThrow().rows();
    return bracket.isRate(said.applyAsDouble("cs"), system, "ctxt", 1, 1)
        && bracket.isShare(
            said.applyAsDouble("us") + said.applyAsDouble("gu"), all, 1.01, "user", "nice")
        && bracket.isShare(said.applyAsDouble("sy"), all, 1, "system", "irq", "softirq")
        && bracket.isShare(said.applyAsDouble("id"), all, 1, "idle")
        && bracket.isShare(said.applyAsDouble("wa"), all, 1, "iowait")
        && bracket.isShare(said.applyAsDouble("st"), all, 1, "steal");
  }
}
