package io.github.procfs4j.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.procfs4j.recording.RecordingFacts;
import io.github.procfs4j.recording.RecordingWriter;
import io.github.procfs4j.sampling.Gathering;
import io.github.procfs4j.sampling.Outcome;
import io.github.procfs4j.sampling.Recorder;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.sampling.Sampler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;

/** Initial inputs for fuzzing, made from real texts. */
final class Seeds {
  /** Edits of all kinds, most of which leave a text unchanged, and then the next text. */
  private static final int[][] EDITS = new int[16][];

  static {
    Random random = new Random(1);
    for (int i = 0; i < EDITS.length; i++) {
      int what = i % 4 == 3 ? 0 : i % 2 == 0 ? 1 + random.nextInt(5) : 1 + random.nextInt(15);
      EDITS[i] = new int[] {what, random.nextInt(256), random.nextInt(256), random.nextInt(256)};
    }
  }

  private static final int SAMPLES = 6;

  /** The longest text to be recorded: a recording also contains the descriptions of its columns. */
  private static final int LONGEST_RECORDED = 600;

  private static final int ROOTS = 21;
  private static final int FILES = 6;

  private Seeds() {}

  /** Unchanged texts. */
  static List<byte[]> ofParsers() {
    return ShortTexts.texts().stream()
        .map(text -> Chosen.input(text.file(), text.bytes()))
        .toList();
  }

  /** Successive texts, edited or not. */
  static List<byte[]> ofReplay() {
    List<byte[]> seeds = new ArrayList<>();
    Map<String, byte[]> before = new LinkedHashMap<>();
    for (ShortTexts.Text text : ShortTexts.texts()) {
      if (Chosen.SAMPLED.containsKey(text.file())) {
        byte[] other = before.put(text.file(), text.bytes());
        byte[] input =
            other == null
                ? Edits.input(EDITS, text.bytes())
                : Edits.input(EDITS, other, text.bytes());
        seeds.add(Chosen.input(text.file(), input));
      }
    }
    return seeds;
  }

  /**
   * Recordings of a few samples of short texts, and of processes, in both versions of the format.
   */
  static List<byte[]> ofRecordings() {
    List<byte[]> seeds = new ArrayList<>();
    Map<String, byte[]> texts = new LinkedHashMap<>();
    ShortTexts.texts().forEach(text -> texts.putIfAbsent(text.file(), text.bytes()));
    texts.forEach(
        (file, text) -> {
          SampledFile<?> sampled = Chosen.SAMPLED.get(file);
          if (sampled != null && text.length <= LONGEST_RECORDED) {
            addRecordings(recording(new TextSampler<>(sampled).next(text)), seeds);
          }
        });
    addRecordings(recording(new HostileProcesses(List.of("a", "b c", "d", "e"))), seeds);
    return seeds;
  }

  /** The same recordings, each with steps that make them larger. */
  static List<byte[]> ofReports() {
    List<byte[]> seeds = new ArrayList<>();
    Random random = new Random(1);
    for (byte[] framed : ofRecordings()) {
      if (framed[0] == 2) {
        byte[] steps = new byte[1 + 4 * ReportTarget.STEP];
        random.nextBytes(steps);
        steps[0] = 4;
        byte[] seed = Arrays.copyOf(steps, steps.length + framed.length - 1);
        System.arraycopy(framed, 1, seed, steps.length, framed.length - 1);
        seeds.add(seed);
      }
    }
    for (Bulk bulk : Bulk.values()) {
      seeds.add(new byte[] {1, ReportTarget.BULK, 0, (byte) bulk.ordinal(), 2});
    }
    return seeds;
  }

  /** Recordings of texts and processes with hostile names, and completely hostile ones. */
  static List<byte[]> ofTerminal() {
    List<byte[]> recordings = new ArrayList<>();
    Map<String, byte[]> texts = new LinkedHashMap<>();
    ShortTexts.texts().forEach(text -> texts.putIfAbsent(text.file(), text.bytes()));
    Random random = new Random(1);
    texts.forEach(
        (file, text) -> {
          SampledFile<?> sampled = Chosen.SAMPLED.get(file);
          if (sampled != null && text.length <= LONGEST_RECORDED / 2) {
            byte[] named = withNames(text, random);
            recordings.add(recording(new TextSampler<>(sampled).next(named)));
          }
        });
    List<String> names = Hostile.NAMES.stream().map(name -> new String(name, UTF_8)).toList();
    recordings.add(recording(new HostileProcesses(names)));
    recordings.add(MadeRecording.called(names));
    recordings.add(MadeRecording.waits(names));
    List<byte[]> seeds = new ArrayList<>();
    for (byte[] recording : recordings) {
      byte[] framed = Framed.input(recording, 2);
      byte[] seed = new byte[1 + framed.length];
      seed[0] = (byte) random.nextInt(256);
      System.arraycopy(framed, 0, seed, 1, framed.length);
      seeds.add(seed);
    }
    // The last two, which contain all names, with each command and format.
    for (byte[] seed : List.copyOf(seeds.subList(seeds.size() - 2, seeds.size()))) {
      for (int choice = 0; choice < 96; choice++) {
        byte[] other = seed.clone();
        other[0] = (byte) choice;
        seeds.add(other);
      }
    }
    return seeds;
  }

  /** Trees of texts with every kind of file, each with a command. */
  static List<byte[]> ofRoots() {
    List<byte[]> seeds = new ArrayList<>();
    List<ShortTexts.Text> texts = ShortTexts.texts();
    Random random = new Random(1);
    MadeRoot.Kind[] kinds = MadeRoot.Kind.values();
    for (int seed = 0; seed < ROOTS; seed++) {
      List<RootTarget.Part> parts = new ArrayList<>();
      for (int file = 0; file < FILES; file++) {
        ShortTexts.Text text = texts.get(random.nextInt(texts.size()));
        MadeRoot.Kind kind =
            file % 2 == 0 ? MadeRoot.Kind.TEXT : kinds[random.nextInt(kinds.length)];
        parts.add(part(text, kind, random));
      }
      seeds.add(RootTarget.input(seed, parts));
    }
    List<ShortTexts.Text> gathered =
        texts.stream().filter(text -> isGathered(text.file())).toList();
    for (int seed = 0; seed < ROOTS; seed++) {
      List<RootTarget.Part> parts = new ArrayList<>();
      for (ShortTexts.Text text : gathered) {
        parts.add(part(text, MadeRoot.Kind.TEXT, random));
        parts.add(part(text, kinds[random.nextInt(kinds.length)], random));
      }
      seeds.add(RootTarget.input(seed < 7 ? seed : 7 * seed + seed % 7, parts));
    }
    List<ShortTexts.Text> ofProcess =
        texts.stream().filter(text -> text.file().startsWith("pid/")).toList();
    for (int seed = 0; seed < ROOTS; seed++) {
      List<RootTarget.Part> parts = new ArrayList<>();
      for (ShortTexts.Text text : ofProcess) {
        if (random.nextInt(3) == 0) {
          MadeRoot.Kind kind =
              random.nextBoolean() ? MadeRoot.Kind.TEXT : kinds[random.nextInt(kinds.length)];
          parts.add(part(text, kind, random));
        }
      }
      seeds.add(RootTarget.input(0x80 + seed, parts));
    }
    return seeds;
  }

  private static boolean isGathered(String file) {
    SampledFile<?> sampled = Chosen.SAMPLED.get(file);
    return sampled != null && sampled.gathering().reach() != Gathering.Reach.NONE;
  }

  /** A text; of one that is gathered, only what is of one file. */
  private static RootTarget.Part part(ShortTexts.Text text, MadeRoot.Kind kind, Random random) {
    if (!isGathered(text.file())) {
      return new RootTarget.Part(text.file(), kind, -1, text.bytes());
    }
    List<String> names =
        Objects.requireNonNull(Chosen.SAMPLED.get(text.file())).gathering().files();
    int place = random.nextInt(4 * names.size());
    String begin = "\002" + names.get(place % names.size()) + "\n";
    String all = new String(text.bytes(), ISO_8859_1);
    int from = all.indexOf(begin);
    String one = from < 0 ? "" : all.substring(from + begin.length()).split("[\001\002]", 2)[0];
    return new RootTarget.Part(text.file(), kind, place, one.getBytes(ISO_8859_1));
  }

  private static void addRecordings(byte[] recording, List<byte[]> seeds) {
    seeds.add(Framed.input(recording, 1));
    seeds.add(Framed.input(recording, 2));
    byte[] asItIs = new byte[1 + recording.length];
    System.arraycopy(recording, 0, asItIs, 1, recording.length);
    seeds.add(asItIs);
  }

  /** Texts with a hostile name in place of some word, and processes with hostile names. */
  static List<byte[]> ofNames() {
    List<byte[]> seeds = new ArrayList<>();
    Map<String, Integer> texts = new LinkedHashMap<>();
    Random random = new Random(1);
    for (ShortTexts.Text text : ShortTexts.texts()) {
      if (texts.merge(text.file(), 1, Integer::sum) <= 2) {
        for (int i = 0; i < 4; i++) {
          seeds.add(Chosen.input(text.file(), withNames(text.bytes(), random)));
        }
      }
    }
    for (byte[] name : Hostile.NAMES) {
      byte[] other = Hostile.NAMES.get(random.nextInt(Hostile.NAMES.size()));
      seeds.add(Chosen.input(NameTarget.PROCESSES, name, new byte[1], other, new byte[1], name));
    }
    return seeds;
  }

  private static byte[] withNames(byte[] text, Random random) {
    List<String> words =
        new ArrayList<>(List.of(new String(text, ISO_8859_1).split("(?<=[ \\n])|(?=[ \\n])")));
    for (int tries = 0; tries < 20; tries++) {
      int word = random.nextInt(words.size());
      if (words.get(word).matches(".*[A-Za-z].*")) {
        byte[] name = Hostile.NAMES.get(random.nextInt(Hostile.NAMES.size()));
        words.set(word, words.get(word).charAt(0) + new String(name, ISO_8859_1));
      }
    }
    return String.join("", words).getBytes(ISO_8859_1);
  }

  private static byte[] recording(Sampler<?> sampler) {
    try {
      Path path = TemporaryFile.create();
      try (RecordingWriter writer =
          RecordingWriter.create(
              path,
              true,
              List.of(new Recorder.Track(sampler, Duration.ofNanos(1))),
              RecordingFacts.of(Map.of("host", "h")))) {
        for (int i = 0; i < SAMPLES; i++) {
          Outcome outcome = sampler.sample();
          if (outcome == Outcome.SAMPLED) {
            writer.sampled(0, sampler);
          } else {
            writer.failed(0, sampler, outcome, true);
          }
          if (i % 2 == 1) {
            boolean ignored = writer.mark(sampler.endNanos(), "mark " + i);
            writer.late(0, 3);
            writer.idleUntil(System.nanoTime() + 2_000_000_000L); // ends the block
          }
          if (sampler instanceof TextSampler<?> text) {
            text.next(next(text.learned(), i));
          }
        }
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Other numbers, and finally an empty text. */
  private static byte[] next(byte[] text, int sample) {
    String before = new String(text, ISO_8859_1);
    return switch (sample) {
      case 0 -> before.replace('1', '7').getBytes(ISO_8859_1);
      case 1 -> (before + before).getBytes(ISO_8859_1);
      case 3 -> new byte[] {'x'};
      default -> text;
    };
  }
}
