package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.cli.Shown;
import io.github.procfs4j.cli.report.Reported;
import io.github.procfs4j.model.Layout;
import io.github.procfs4j.recording.Recording;
import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Fact;
import io.github.procfs4j.sampling.OnceFile;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import io.github.procfs4j.testing.Json;
import io.github.procfs4j.text.Words;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Texts with any names, as written for a terminal and as JSON, CSV and HTML. Nothing controls a
 * terminal or breaks a line, and formats for programs are read back with the same names.
 *
 * <p>The input is a line with the name of the file, or of all processes ({@code pid:*}), then the
 * text, or alternating names and commands, separated by NULs.
 */
public final class NameTarget {
  /** The source of all processes. */
  static final String PROCESSES = "pid:*";

  private static final Path FILE = TemporaryFile.create();

  /** A root without a sysfs beside it. */
  private static final Path NOWHERE = Path.of("/nowhere/proc");

  private NameTarget() {}

  /** Is called by the fuzzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Map<String, Object> files = new LinkedHashMap<>(Chosen.SAMPLED);
    files.putAll(Chosen.ONCE);
    files.put(PROCESSES, PROCESSES);
    Chosen chosen = Chosen.of(input, files);
    byte[] text = chosen.rest();
    switch (chosen.file()) {
      case SampledFile<?> file -> sampled(new TextSampler<>(file).next(text), text.length);
      case OnceFile<?> file -> once(file, text);
      default -> report(new HostileProcesses(strings(text)));
    }
  }

  private static List<String> strings(byte[] text) {
    List<String> strings = new ArrayList<>();
    int from = 0;
    for (int i = 0; i <= text.length; i++) {
      if (i == text.length || text[i] == 0) {
        strings.add(Words.of(text, from, i));
        from = i + 1;
      }
    }
    return strings;
  }

  private static void sampled(TextSampler<?> sampler, int length) throws IOException {
    if (sampler.sample() != Outcome.SAMPLED) {
      Hostile.holdLine(Shown.message(sampler.rejected().orElseThrow()));
      return;
    }
    sampler.problems().forEach(problem -> Hostile.holdLine(Shown.message(problem)));
    // The length selects the format, because all formats together take long, and a report takes the
    // longest.
    Shown.Format[] formats = Shown.Format.values();
    if (length % 16 == 0) {
      report(sampler);
      return;
    }
    Shown.Format format = formats[length % formats.length];
    String written = Shown.tables(format, sampler.source(), sampler);
    switch (format) {
      case TABLE -> Hostile.holdText(written, names(sampler.layout()));
      case JSON -> ReadBack.json(written, sampler.source(), sampler);
      case CSV -> ReadBack.csv(written, sampler.source(), sampler);
      case CSV_ON_A_TERMINAL -> Hostile.holdText(written.replace('\t', ' '), List.of());
    }
  }

  private static void once(OnceFile<?> file, byte[] text) {
    List<Fact> facts = List.of();
    try {
      facts = file.facts(NOWHERE, text);
    } catch (RuntimeException e) {
      Hostile.holdLine(Shown.message(e));
    }
    String words = Words.of(text, 0, text.length);
    for (Shown.Format format : Shown.Format.values()) {
      String written = Shown.text(format, file.source(), facts, words);
      switch (format) {
        // A tab only aligns what follows it, and may remain in a text.
        case TABLE, CSV_ON_A_TERMINAL -> Hostile.holdText(written.replace('\t', ' '), List.of());
        case JSON -> ReadBack.json(written, words);
        case CSV ->
            ReadBack.csv(Shown.text(format, file.source(), List.of(), words), file.source(), words);
      }
    }
  }

  /** All names in a reading. */
  private static List<String> names(Layout layout) {
    return layout.tables().stream()
        .flatMap(
            table ->
                Stream.concat(
                    table.columns().stream().map(column -> column.name()),
                    table.rows().stream().flatMap(row -> row.labels().stream())))
        .toList();
  }

  /** Records a few samples, and reports the recording. */
  private static void report(Sampler<?> sampler) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    List<String> names = new ArrayList<>();
    try (RecordingWriter writer =
        RecordingWriter.create(
            FILE,
            true,
            List.of(new Recorder.Track(sampler, Duration.ofSeconds(1))),
            RecordingFacts.of(facts))) {
      for (int i = 0; i < 3; i++) {
        if (sampler instanceof TextSampler<?> text) {
          text.grow(i);
        }
        if (sampler.sample() == Outcome.SAMPLED) {
          writer.sampled(0, sampler);
          names.addAll(names(sampler.layout()));
        }
      }
    }
    try (Recording recording = Recording.open(FILE)) {
      Hostile.holdText(Hostile.withoutBold(Reported.terminal(recording)), names);
      String title = names.isEmpty() ? "recording" : names.getLast();
      ReadBack.page(new String(Reported.page(title, recording).getBytes(UTF_8), UTF_8), names);
      String json = Reported.json(recording);
      Hostile.holdText(json, names);
      Json.parse(json);
    }
  }
}
