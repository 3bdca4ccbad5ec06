package io.github.procfs4j.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.recording.RecordedSource;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.testing.Corpus;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Texts that users of other readers reported: old kernels, containers and other systems that
 * imitate procfs. The texts after the first one are made up by adding to its counters.
 */
class ReportedTextsTest {
  @TempDir private Path directory;

  /** A source of a recording and its report. */
  private record Reported(SourceFigures figures, String printed, String page, String json) {
    RowFigures row(String label) {
      return figures.tables().stream()
          .flatMap(table -> table.rows().stream())
          .filter(row -> row.row().labels().equals(label.isEmpty() ? List.of() : List.of(label)))
          .findFirst()
          .orElseThrow();
    }

    Summary summary(String label, String figure) {
      return row(label).figures().stream()
          .filter(values -> values.figure().name().equals(figure))
          .findFirst()
          .orElseThrow()
          .summary();
    }

    double mean(String label, String figure) {
      return summary(label, figure).mean();
    }

    /** Checks that the report, the page and the JSON contain a remark. */
    void says(String remark) {
      assertThat(printed.replaceAll("\\s+", " ")).contains(remark);
      assertThat(page.replaceAll("\\s+", " ")).contains(remark.replace(">", "&gt;"));
      // The JSON does not list missing rows and figures in a sentence.
      assertThat(json).contains(remark.replaceFirst("^(missing|all rows|cpu=1): ", ""));
    }
  }

  private static String text(String tree, String file) {
    return RecordedTexts.printed("reported/" + tree, file);
  }

  /** The text with these numbers added to those after the first word of each line of CPU time. */
  private static String grown(String text, int times, long... growth) {
    return text.lines()
        .map(
            line -> {
              if (!line.startsWith("cpu")) {
                return line;
              }
              String[] words = line.split(" +", -1);
              for (int i = 0; i < growth.length; i++) {
                words[i + 1] =
                    Long.toUnsignedString(Long.parseUnsignedLong(words[i + 1]) + times * growth[i]);
              }
              return String.join(" ", words);
            })
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private Reported reported(String file, String... texts) throws IOException {
    Path recording =
        RecordedTexts.record(
            directory, Arrays.stream(texts).map(text -> Map.of(file, text)).toList());
    try (Recording read = Recording.open(recording)) {
      RecordedSource source = read.source(file).orElseThrow();
      SourceFigures figures = SourceFigures.of(new Samples(read), source, Span.all(read));
      StringWriter printed = new StringWriter();
      ReportCommand.print(
          read, Span.all(read), ReportCommand.Format.TEXT, new Output(printed, 100, false), false);
      String page =
          PageReport.page("made up", read, Span.all(read), List.of(figures)).facts().toString();
      TextAndJson alike = TextAndJson.of(read).remarks(file);
      return new Reported(figures, printed.toString(), page, alike.sentences());
    }
  }

  private static String corpus(String moment, String file) {
    return RecordedTexts.read(Corpus.tree("amd64-6.12-smp4-numa2", moment).resolve(file));
  }

  @Test
  void sumsWithoutACpuThatWentOfflineSayItsName() throws IOException {
    Reported interrupts =
        reported(
            "interrupts",
            corpus("s0", "interrupts"),
            corpus("s1", "interrupts"),
            corpus("s2", "interrupts"));
    interrupts.says(
        "without cpu1 in 1 of 2 intervals, because only one of the two samples has it: interrupts,"
            + " on busiest CPU");
    Reported stat =
        reported("stat", corpus("s0", "stat"), corpus("s1", "stat"), corpus("s2", "stat"));
    stat.says("present in 1 of 2 intervals");
  }

  /** As gVisor prints it: no CPU time is counted at all. */
  @Test
  void rowsForWhichNothingIsCounted() throws IOException {
    String zeros = " 0 0 0 0 0 0 0 0 0 0\n";
    String text = "cpu " + zeros + "cpu0" + zeros + "ctxt 0\nbtime 1700000000\nprocs_blokkcd 0\n";
    String printed = reported("stat", text, text).printed;
    assertThat(printed).contains("\nnothing counted: all, 0\n");
    assertThat(printed).contains("\nonly 0 or no value: system\n");
  }

  /** Made up: a disk that reads in one interval and writes in two of five. */
  @Test
  void aMeanThatExistsInSomeIntervalsOnly() throws IOException {
    int[] reads = {5, 5, 6, 6, 6, 6};
    int[] writes = {7, 7, 8, 9, 9, 9};
    String[] texts = new String[reads.length];
    for (int i = 0; i < texts.length; i++) {
      int r = reads[i];
      int w = writes[i];
      texts[i] =
          "   8       0 sda %d 0 %d %d %d 0 %d %d 0 %d %d\n"
              .formatted(r, 8 * r, r, w, 8 * w, w, r + w, r + w);
    }
    Reported disks = reported("diskstats", texts);
    assertThat(disks.printed.replaceAll("\\s+", " "))
        .contains(
            "nothing counted in some of 5 intervals: r_await (4), rareq-sz (4), w_await (3),"
                + " wareq-sz (3)");
  }

  /** Made up: an impossible number of pages is not taken for a zone without memory. */
  @Test
  void aZoneWithLessThanNoMemory() throws IOException {
    String text = corpus("s1", "zoneinfo").replaceFirst("present +\\d+", "present -1");
    Reported zones = reported("zoneinfo", text, text);
    zones.says("free above present in 1 of 1 interval: it is shown unchanged");
    RowFigures dma =
        zones.figures().tables().stream()
            .flatMap(table -> table.rows().stream())
            .filter(row -> row.row().labels().equals(List.of("0", "DMA")))
            .findFirst()
            .orElseThrow();
    assertThat(dma.figures())
        .filteredOn(figure -> figure.figure().name().startsWith("above "))
        .hasSize(3)
        .allMatch(figure -> figure.summary().size() == 1);
  }

  /** Made up: -2 as an unsigned 32-bit number, and as older kernels print it. */
  @Test
  void countsBelowNoneAreRemarked() throws IOException {
    String text = corpus("s1", "net/sockstat");
    Reported sockets =
        reported(
            "net/sockstat",
            text,
            text.replaceFirst("alloc \\d+ mem \\d+", "alloc 4294967294 mem -2")
                .replaceFirst("memory \\d+", "memory 18446744073709551614"));
    String why =
        " in 1 of 1 interval: the kernel adds it up without a lock, and a negative sum may be"
            + " printed without its sign";
    sockets.says("alloc above 2 G" + why);
    sockets.says("mem below 0 pages" + why);
    sockets.says("memory above 2 GiB" + why);
    assertThat(sockets.printed()).doesNotContain("no value, as");
    assertThat(sockets.summary("TCP", "alloc").max()).isEqualTo(0x1p32); // as a float
  }

  @Test
  void whatThisMachineHasNotIsNotMissed() throws IOException {
    for (String file : List.of("buddyinfo", "pagetypeinfo", "zoneinfo", "net/sockstat")) {
      assertThat(reported(file, corpus("s0", file), corpus("s1", file)).printed())
          .as(file)
          .doesNotContain("! ");
    }
  }

  /** Only numbers that the kernel prints are reported as missing. */
  @Test
  void numbersOfSocketsThatAreNotPrintedAreNotMissed() throws IOException {
    String text = corpus("s1", "net/sockstat");
    reported("net/sockstat", text, text.replaceFirst("orphan \\d+", "orphan x"))
        .says("no value because there is no such number here: orphan");
  }

  private Reported reportedStat(String tree, long... growth) throws IOException {
    String first = text(tree, "stat");
    List<String> texts = new ArrayList<>(List.of(first));
    for (int i = 1; i <= 3; i++) {
      texts.add(grown(first, i, growth));
    }
    return reported("stat", texts.toArray(String[]::new));
  }

  /** Made up: a second number, so that it is not known which one is the context switches. */
  @Test
  void whatWasNotUnderstoodMayHaveBeenPrinted() throws IOException {
    String text = corpus("s0", "stat").replaceFirst("\nctxt ", "\nctxt 7 ");
    reported("stat", text, text)
        .says(
            "no value because this kernel does not print it, or it was not understood:"
                + " context switches (ctxt)");
  }

  /** Checks user, nice, system, iowait and idle, in percent of the total time. */
  private static void isShared(Reported stat, double... percent) {
    List<String> names = List.of("user", "nice", "system", "iowait", "idle");
    for (int i = 0; i < percent.length; i++) {
      assertThat(stat.mean("all", names.get(i)))
          .as(names.get(i))
          .isCloseTo(percent[i], within(1e-4));
    }
  }

  /** Linux 2.6.18: neither guest nor guest_nice. */
  @Test
  void eightColumnsOfCpuTime() throws IOException {
    Reported stat = reportedStat("rhel5-stat", 2, 0, 1, 6, 1);
    isShared(stat, 20, 0, 10, 10, 60);
    assertThat(stat.mean("all", "busy")).isCloseTo(30, within(1e-4));
    stat.says("all rows: no value because this kernel does not print it: guest, guest_nice");
  }

  /** Linux 2.6.32: no guest_nice. */
  @Test
  void nineColumnsOfCpuTime() throws IOException {
    Reported stat = reportedStat("stat-9col", 3, 1, 1, 4, 1);
    isShared(stat, 30, 10, 10, 10, 40);
    assertThat(stat.mean("all", "busy")).isCloseTo(50, within(1e-4));
    stat.says("no value because this kernel does not print it: guest_nice");
  }

  /** FreeBSD, and Linux 2.4. */
  @Test
  void fourColumnsOfCpuTime() throws IOException {
    Reported stat = reportedStat("linprocfs", 3, 1, 1, 5);
    isShared(stat, 30, 10, 10);
    assertThat(stat.mean("all", "idle")).isCloseTo(50, within(1e-4));
    stat.says(
        "no value because this kernel does not print it: iowait, irq, softirq, steal, guest,"
            + " guest_nice");
    stat.says(
        "no value because this kernel does not print it: softirqs (softirq), forks (processes)");
  }

  /** Linux 2.6.9. */
  @Test
  void sevenColumnsOfCpuTime() throws IOException {
    String first = text("rhel5-stat", "stat").replaceAll("(?m)^(cpu.*) 0$", "$1");
    Reported stat = reported("stat", first, grown(first, 1, 3, 1, 1, 4, 1));
    isShared(stat, 30, 10, 10, 10, 40);
    stat.says("does not print it: steal, guest, guest_nice");
  }

  @Test
  void aGuestThatIsAheadOfTheTimeItIsPartOf() throws IOException {
    Reported stat = reportedStat("netdata-guest-ahead", 44, 0, 0, 728, 0, 0, 0, 0, 45);
    Summary user = stat.summary("all", "user");
    assertThat(user.min()).isZero();
    assertThat(user.max()).isZero();
    assertThat(user.size()).isEqualTo(3);
    stat.says("user below 0 % in 3 of 3 intervals: 0 is shown, as mpstat(1) does");
    // The ticks by which guest time is ahead count as time, so that all parts sum to 100 %.
    assertThat(stat.mean("all", "guest") + stat.mean("all", "idle")).isCloseTo(100, within(1e-4));
  }

  @Test
  void anEmptyLineIsNothingToSay() throws IOException {
    Reported stat = reportedStat("openvz-stat-blank", 1, 0, 0, 9);
    assertThat(stat.printed()).doesNotContain("not all understood");
    assertThat(stat.mean("all", "user")).isCloseTo(10, within(1e-4));
  }

  @Test
  void stealThatFallsInSomeIntervalsOrInAll() throws IOException {
    String first = text("steal-once", "stat");
    String second = grown(first, 1, 1, 0, 1, 98);
    String third = grown(first, 2, 1, 0, 1, 98, 0, 0, 0, -1);
    Reported some = reported("stat", first, second, third);
    some.says("1 of 2 intervals left out: a counter went backwards");
    assertThat(some.summary("all", "user").size()).isEqualTo(1);
    Reported all = reportedStat("steal-once", 1, 0, 1, 98, 0, 0, 0, -1);
    assertThat(all.summary("all", "user").size()).isZero();
    all.says("3 of 3 intervals left out: a counter went backwards");
  }

  @Test
  void anIdleTimeNearTheEndOfTheNumbers() throws IOException {
    Reported stat = reportedStat("lxcfs-stat-idle-huge", 1, 0, 0, 3);
    isShared(stat, 25, 0, 0, 0, 75);
  }

  @Test
  void usedMemoryWithoutMemAvailable() throws IOException {
    String text = text("rhel6-meminfo", "meminfo");
    Reported meminfo = reported("meminfo", text, text);
    assertThat(meminfo.mean("", "used (estimate)"))
        .isEqualTo((16334188L - 251348 - 173548 - 9821764 - 518496) * 1024.0);
    meminfo.says(
        "no value because this kernel does not print it: used (MemAvailable), MemAvailable");
    Reported linprocfs =
        reported("meminfo", text("linprocfs", "meminfo"), text("linprocfs", "meminfo"));
    assertThat(linprocfs.mean("", "used (estimate)"))
        .isEqualTo((16652812L - 123456 - 234567 - 7654321) * 1024.0);
  }

  @Test
  void whereThereIsMemAvailableNobodyMissesTheEstimate() throws IOException {
    String text = RecordedTexts.printed("s0", "meminfo");
    Reported meminfo = reported("meminfo", text, text);
    assertThat(meminfo.summary("", "used").size()).isEqualTo(1);
    assertThat(meminfo.printed()).doesNotContain("estimate");
  }

  @Test
  void moreMemoryAvailableThanThereIs() throws IOException {
    // Made up, like LXCFS reportedly prints for a container.
    String text =
        RecordedTexts.printed("s0", "meminfo")
            .replaceFirst("MemTotal: .*", "MemTotal: 3000 kB")
            .replaceFirst("MemFree: .*", "MemFree: 1000 kB");
    Reported meminfo = reported("meminfo", text, text);
    assertThat(meminfo.mean("", "used")).isEqualTo(2000 * 1024);
    meminfo.says(
        "used below 0 B in 1 of 1 interval: MemTotal minus MemFree is shown, as free(1) does");
    meminfo.says("MemAvailable above MemTotal in 1 of 1 interval");
  }

  @Test
  void moreMemoryFreeThanThereIs() throws IOException {
    String text = text("smartos-lx-memfree", "meminfo");
    Reported meminfo = reported("meminfo", text, text);
    meminfo.says("MemFree above MemTotal in 1 of 1 interval: it is shown unchanged");
    assertThat(meminfo.summary("", "used (estimate)").size()).isZero();
    meminfo.says(
        "no value because the numbers it is computed from contradict each other: used (estimate)");
  }

  @Test
  void moreSwapFreeThanThereIs() throws IOException {
    String text =
        text("rhel6-meminfo", "meminfo").replaceFirst("SwapFree: .*", "SwapFree: 8388601 kB");
    Reported meminfo = reported("meminfo", text, text);
    assertThat(meminfo.mean("", "swap used")).isZero();
    meminfo.says("swap used below 0 B in 1 of 1 interval: 0 is shown, as free(1) does");
  }

  /** Like procs_blocked 18446744073709551615, which a reader of procfs rejected. */
  @Test
  void aNumberBelow0ThatIsPrintedWithoutItsSign() throws IOException {
    String text = RecordedTexts.printed("s0", "stat");
    String before0 = text.replaceFirst("procs_blocked .*", "procs_blocked 18446744073709551615");
    Reported stat = reported("stat", before0, before0);
    assertThat(stat.summary("", "blocked").max()).isEqualTo(0x1p64);
    stat.says(
        "blocked above the 4,194,304 tasks that a kernel can have in 1 of 1 interval: it is shown"
            + " unchanged");
    String memory = "MemTotal: 10 kB\nCommitted_AS: 18446744073709551615 kB\n";
    String committed =
        "Committed_AS above the largest signed number of this kernel in 1 of 1 interval: this is a"
            + " negative number, printed without its sign";
    reported("meminfo", memory, memory).says(committed);
    // Of 32 bits: Linux 2.6 on i386, the last line made up.
    String of32 = "MemTotal: 4147724 kB\nVmallocTotal: 118776 kB\nCommitted_AS: 4294966296 kB\n";
    reported("meminfo", of32, of32).says(committed);
    String of64 = of32.replace("118776", "34359738367");
    assertThat(reported("meminfo", of64, of64).printed()).doesNotContain("Committed_AS above");
    Reported counter =
        reported("stat", text, text.replaceFirst("ctxt .*", "ctxt 18446744073709551615"));
    assertThat(counter.summary("", "context switches").size()).isZero();
    counter.says("1 of 1 interval left out of context switches: a counter went backwards");
  }

  @Test
  void aRecordingWithoutASampleDoesNotSayWhenItFailed() throws IOException {
    Path recording = RecordedTexts.record(directory, List.of(Map.of("stat", "")));
    StringWriter printed = new StringWriter();
    try (Recording read = Recording.open(recording)) {
      ReportCommand.print(
          read, Span.all(read), ReportCommand.Format.TEXT, new Output(printed, 200, false), false);
    }
    assertThat(printed.toString()).contains("! stat failed: ");
  }

  @Test
  void aVersionThatIsNotKnownHasItsNumbersInTheReport() throws IOException {
    String text = "slabinfo - version: 3.0\nkmem_cache 80 81 244\n";
    Reported slabinfo = reported("slabinfo", text, text);
    assertThat(slabinfo.mean("kmem_cache", "field3")).isEqualTo(81);
    slabinfo.says("missing: held (cache), wasted (cache), active (cache)");
    String timers = "Timer List Version: v0.99\nnow at 68800580419206 nsecs\n.novel: 5\n";
    assertThat(reported("timer_list", timers, timers).mean(".novel:", "field2")).isEqualTo(5);
  }

  @Test
  void swapOfAContainer() throws IOException {
    String text = text("lxcfs-swaps-none", "swaps");
    StringWriter printed = new StringWriter();
    Path recording =
        RecordedTexts.record(directory, List.of(Map.of("swaps", text), Map.of("swaps", text)));
    try (Recording read = Recording.open(recording)) {
      ReportCommand.print(
          read, Span.all(read), ReportCommand.Format.TEXT, new Output(printed, 100, false), false);
    }
    assertThat(printed.toString()).contains("5.96");
  }

  @Test
  void aDeviceBusierThanItCanBe() throws IOException {
    String first = text("iostat-util-over-100", "diskstats");
    String second = first.replace(" 14060 ", " 24060 ");
    Reported disks = reported("diskstats", first, second);
    assertThat(disks.mean("sda", "%util")).isGreaterThan(100);
    disks.says(
        "%util above 100 % in 1 of 1 interval: the kernel counts in coarse steps; a large excess is"
            + " an error in its numbers");
  }

  /** What could not be read of a text is in the recording, so that it can be reported. */
  @Test
  void aFieldThatIsNoNumber() throws IOException {
    // Made up: the idle time of one CPU.
    String first = text("rhel5-stat", "stat");
    String cpu1 = "(?m)^(cpu1 \\d+ \\d+ \\d+) \\d+";
    Reported stat =
        reported(
            "stat",
            first.replaceFirst(cpu1, "$1 x"),
            grown(first, 1, 2, 0, 1, 6, 1).replaceFirst(cpu1, "$1 -1"));
    assertThat(stat.mean("0", "user")).isCloseTo(20, within(1e-4));
    assertThat(stat.summary("1", "user").size()).isZero();
    stat.says("cpu=1: no value because the previous sample has none: busy (idle), user (idle)");
    assertThat(stat.printed()).contains("! stat was not fully understood after 0");
  }
}
