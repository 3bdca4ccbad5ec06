package io.github.procfs4j.cli.report;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.cli.terminal.Output;
import io.github.procfs4j.processes.ProcessFile;
import io.github.procfs4j.processes.ProcessMeasure;
import io.github.procfs4j.processes.ProcessTable;
import io.github.procfs4j.processes.Processes;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Files of processes as a kernel prints them, with one field replaced by an impossible number or
 * something else, or left out: each process has a different bad field, from its second sample on.
 * They are recorded and reported together.
 */
class BadProcessFieldsTest {
  private static final int FIRST_PID = 1000;

  private static final Pattern NUMBER = Pattern.compile("(?<=[ \t])-?\\d+(?=[ \t\n])");

  /** Based on texts from Linux 6.12, changed so that something grows in all of them. */
  private static final Map<String, String> TEXTS =
      Map.of(
          "stat",
          "%1$d (p) S 302 305 305 0 -1 4194304 12%2$d 0 1%2$d 0 48%2$d 51%2$d 0 0 20 0 20 0 1538"
              + " 7630848 301 18446744073709551615 943888240 943888377 140736259 0 0 0 0 6 512 0 0"
              + " 0 17 2 0 0 %2$d 0 0 943888240 943888240 943891307 1407362593 1407362593"
              + " 1407362593 1407362593 0\n",
          "status",
          "Name:\tp\nState:\tS (sleeping)\nTgid:\t%1$d\nPid:\t%1$d\nPPid:\t302\n"
              + "VmSize:\t    7452 kB\nVmRSS:\t    1204 kB\nRssAnon:\t     104 kB\n"
              + "RssFile:\t    1100 kB\nVmSwap:\t       0 kB\nThreads:\t20\n"
              + "voluntary_ctxt_switches:\t2%2$d\nnonvoluntary_ctxt_switches:\t1%2$d\n",
          "io",
          "rchar: 4044\nwchar: 0\nsyscr: 27\nsyscw: 0\nread_bytes: 167%2$d\n"
              + "write_bytes: 512%2$d\ncancelled_write_bytes: 0\n",
          "schedstat",
          "94878947%2$d 139139323%2$d 13%2$d\n",
          "statm",
          "1863 301 275 1 0 120 0\n");

  @TempDir private Path root;

  private record Bad(String file, MatchResult field) {
    String in(String text, String instead) {
      return text.substring(0, field.start()) + instead + text.substring(field.end());
    }
  }

  private static String text(String file, int pid, int sample) {
    return TEXTS.getOrDefault(file, "").formatted(pid, sample);
  }

  /** The bad field of each process, by its number. */
  private static Map<Integer, Bad> processes() {
    List<Bad> fields = new ArrayList<>();
    for (String file : TEXTS.keySet().stream().sorted().toList()) {
      NUMBER
          .matcher(text(file, FIRST_PID, 2))
          .results()
          .forEach(field -> fields.add(new Bad(file, field)));
    }
    Map<Integer, Bad> processes = new LinkedHashMap<>();
    for (int i = 0; i < fields.size(); i++) {
      processes.put(FIRST_PID + i, fields.get(i));
    }
    return processes;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-1", "18446744073709551615", "18446744073709551616", "1e3", "0x10", " ", ""})
  void nothingIsImpossibleOrLostWithoutARemark(String instead) throws IOException {
    Map<Integer, Bad> processes = processes();
    Path recording = record(processes, instead);
    try (Recording read = Recording.open(recording)) {
      StringWriter printed = new StringWriter();
      ReportCommand.print(
          read, Span.all(read), ReportCommand.Format.TEXT, new Output(printed, 120, false), false);
      assertThat(printed.toString()).doesNotContain("NaN", "Infinity", "∞");
      TextAndJson.of(read).remarks("«" + instead + "»");
      ProcessUsage usage =
          ProcessUsage.of(new Samples(read), read.source("pid:*").orElseThrow(), Span.all(read));
      TaskUsage tasks = usage.tables().getFirst();
      String notes = String.join("\n", Remark.texts(Overview.notes(usage))).concat("\n" + printed);
      for (ProcessMeasure measure : tasks.measures()) {
        TaskUsage.Odd odd = tasks.odd(measure);
        tasks.busiest().stream()
            .filter(busiest -> busiest.measure() == measure)
            .forEach(
                busiest -> {
                  assertThat(busiest.known())
                      .as("those of which %s is known", measure)
                      .isGreaterThanOrEqualTo(good(processes, measure));
                  double most =
                      busiest.courses().stream()
                          .mapToDouble(course -> course.use().peak(measure))
                          .max()
                          .orElse(0);
                  assertThat(most < 1e9 || odd.beyondLimits() > 0)
                      .as("%s: a peak of %s", measure, most)
                      .isTrue();
                });
        if (odd.beyondLimits() > 0) {
          assertThat(notes)
              .containsPattern(
                  Pattern.quote(measure.text()) + ": [0-9,]+ values? of processes out of bounds");
        }
      }
      if (!instead.equals("-1")) { // which is kept as printed
        assertThat(notes).contains("! pid:* was not fully understood after");
      }
    }
  }

  /** The number of processes whose bad field is in a file without this measure. */
  private static int good(Map<Integer, Bad> processes, ProcessMeasure measure) {
    String file = measure.file().map(ProcessFile::fileName).orElse("stat");
    return (int)
        processes.values().stream()
            .filter(bad -> !bad.file().equals("stat") && !bad.file().equals(file))
            .count();
  }

  private Path record(Map<Integer, Bad> processes, String instead) throws IOException {
    Files.writeString(root.resolve("uptime"), "1000.00 500.00\n");
    Path recording = root.resolve("recording");
    Sampler<ProcessTable> sampler = Processes.at(root).with(ProcessFile.values()).sampler();
    List<Recorder.Track> tracks = List.of(new Recorder.Track(sampler, Duration.ofSeconds(1)));
    try (sampler;
        RecordingWriter writer =
            RecordingWriter.create(
                recording,
                true,
                tracks,
                RecordingFacts.of(Map.of("page_size", "4096", "ticks_per_second", "100")))) {
      for (int sample = 1; sample <= 3; sample++) {
        write(processes, sample, instead);
        assertThat(sampler.sample()).isEqualTo(Outcome.SAMPLED);
        writer.sampled(0, sampler);
        LockSupport.parkNanos(2_000_000);
      }
    }
    return recording;
  }

  private void write(Map<Integer, Bad> processes, int sample, String instead) throws IOException {
    for (Map.Entry<Integer, Bad> process : processes.entrySet()) {
      int pid = process.getKey();
      Path directory = Files.createDirectories(root.resolve(Integer.toString(pid)));
      for (String file : TEXTS.keySet()) {
        String text = text(file, pid, sample);
        boolean isBad = sample > 1 && process.getValue().file().equals(file);
        Files.deleteIfExists(directory.resolve(file)); // ext4 waits for the disk to overwrite it
        Files.writeString(
            directory.resolve(file),
            isBad ? process.getValue().in(text, instead) : text,
            ISO_8859_1);
      }
    }
  }
}
