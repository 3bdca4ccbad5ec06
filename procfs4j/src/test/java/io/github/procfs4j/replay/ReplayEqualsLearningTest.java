package io.github.procfs4j.replay;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.procfs4j.Reported;
import io.github.procfs4j.process.ProcessFiles;
import io.github.procfs4j.process.ProcessTrees;
import io.github.procfs4j.replay.Replayed.Format;
import io.github.procfs4j.sampling.SampledFile;
import io.github.procfs4j.system.SystemFiles;
import io.github.procfs4j.testing.Corpus;
import io.github.procfs4j.text.Cursor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The property on which everything depends: a replay never accepts what the plain parser would
 * reject, and never yields another value, name, problem or change than learning the same text from
 * scratch.
 *
 * <p>Seeds are new in every run and part of every failure. {@code -Dprocfs.mutations=N} makes N
 * texts of each corpus file and format, {@code -Dprocfs.seed=N} repeats a run, and {@code
 * -Dprocfs.trees=DIRECTORY} includes all text files below that directory.
 */
class ReplayEqualsLearningTest {
  private static final int MUTATIONS = Integer.getInteger("procfs.mutations", 60);
  private static final long SEED = Long.getLong("procfs.seed", System.nanoTime());

  /**
   * The minimum number of texts of a file that must be replayed, and learned, for a run to be
   * meaningful.
   */
  private static final int LEAST = MUTATIONS / 20 + 1;

  private static final Format UNSIGNED = Formats.words(Cursor::unsigned);

  private static final Map<String, Format> GENERIC =
      Map.of(
          "unsigned", UNSIGNED,
          "signed", Formats.words(Cursor::signed),
          "hexadecimal", Formats.words(Cursor::hexadecimal),
          "hundredths", Formats.words(Cursor::hundredths),
          "millionths", Formats.words(Cursor::millionths));

  private static void feed(Replayed replayed, String what, List<byte[]> before, byte[] text) {
    try {
      replayed.next(text);
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError(
          "%s, seed %d:%n%s%nafter%n%s"
              .formatted(
                  what,
                  SEED,
                  Replayed.shown(text),
                  before.isEmpty() ? "nothing" : Replayed.shown(before.getLast())),
          e);
    }
  }

  private static Replayed run(String what, Format format, List<byte[]> moments, int mutations) {
    return run(what, format, moments, mutations, 0);
  }

  /**
   * Makes more mutations if that is necessary to replay and to learn the minimum number of texts.
   */
  private static Replayed run(
      String what, Format format, List<byte[]> moments, int mutations, int least) {
    long seed = SEED + what.hashCode();
    Replayed replayed = new Replayed(format, seed, (seed & 1) == 0);
    Mutations next = new Mutations(seed);
    List<byte[]> last = new ArrayList<>();
    byte[] text = moments.getFirst();
    for (int i = 0;
        i < mutations || (i < 1_000 && Math.min(replayed.replays, replayed.relearned) < least);
        i++) {
      feed(replayed, what, last, text);
      last.clear();
      last.add(text);
      text = next.next(text, moments);
    }
    return replayed;
  }

  private static List<byte[]> moments(String variant, String file) {
    return Corpus.MOMENTS.stream().map(moment -> Corpus.bytes(variant, moment, file)).toList();
  }

  static Stream<String> variants() {
    return Corpus.variants().stream();
  }

  @ParameterizedTest
  @MethodSource("variants")
  void onMutationsOfEveryFile(String variant) {
    int rejected = 0;
    for (String file : Corpus.FILES) {
      Format format = Formats.ofFile(file);
      Replayed replayed =
          run(variant + "/" + file, format, moments(variant, file), MUTATIONS, LEAST);
      assertThat(replayed.replays).as(file + " replayed").isGreaterThanOrEqualTo(LEAST);
      assertThat(replayed.relearned).as(file + " learned").isGreaterThanOrEqualTo(LEAST);
      rejected += replayed.rejected;
    }
    // Few mutations may yield no text that is rejected; then there are more.
    for (int more = 0; rejected == 0 && more < 100; more++) {
      List<byte[]> stat = moments(variant, "stat");
      rejected +=
          run(variant + "/stat " + more, Formats.ofFile("stat"), stat, MUTATIONS, 0).rejected;
    }
    assertThat(rejected).as("rejected").isPositive();
  }

  /** Texts of known versions, and of an unknown one. */
  @Test
  void onMutationsOfTextsOfOldKernels() {
    int texts = 0;
    for (SampledFile<?> file : SystemFiles.ALL) {
      for (String text : Reported.texts(file)) {
        byte[] known = bytes(text);
        byte[] unknown = bytes(text.replaceFirst("(?i)(version:? )\\S*[0-9]", "$1x"));
        String name = "reported " + file.source().name();
        run(name, Formats.ofFile(file), List.of(known, known, known), MUTATIONS);
        run(name, Formats.ofFile(file), List.of(unknown, unknown, known), MUTATIONS);
        texts++;
      }
    }
    assertThat(texts).isGreaterThan(10);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void onMutationsOfFilesOfProcesses(String variant) {
    ProcessTrees processes = ProcessTrees.of(variant);
    for (SampledFile<?> file : ProcessFiles.SAMPLED) {
      String name = file.source().name().replace("pid/", "");
      if (processes.directories(name).isEmpty()) {
        continue; // the texts of smaps and smaps_rollup are elsewhere
      }
      List<byte[]> texts = new ArrayList<>();
      for (String role : List.of("threads", "odd_nl", "odd_trick", "zombie", "io", "ns-child")) {
        for (String moment : ProcessTrees.MOMENTS) {
          texts.add(processes.bytes(moment + "/" + processes.pid(role) + "/" + name));
        }
      }
      Replayed replayed =
          run(variant + "/" + name, Formats.ofFile(file), texts, Math.max(MUTATIONS, 100), LEAST);
      assertThat(replayed.replays).as(name + " replayed").isGreaterThanOrEqualTo(LEAST);
      assertThat(replayed.relearned).as(name + " learned").isGreaterThanOrEqualTo(LEAST);
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void onMutationsOfEveryFileReadAsMereWordsAndNumbers(String variant) {
    for (String file : Corpus.FILES) {
      GENERIC.forEach(
          (form, format) ->
              run(
                  variant + "/" + file + " " + form,
                  format,
                  moments(variant, file),
                  MUTATIONS / 40));
    }
  }

  @Test
  void onMutationsOfTablesOfEveryForm() {
    byte[] table =
        """
        version 1
        first: 1 -1 1f 0.25 -1.000001 (3/4,-5) end 0
        second:     10         20         3a      12.00     99.999999 (0/18446744073709551615,7) end ff 1 2 3  \s
        third thing:\t7\t7\t7\t7.77\t7.777777 (100000000/99999999,0) end 7 100000000000000000
        """
            .getBytes(ISO_8859_1);
    byte[] fewer = "version 1\nsecond: 1 2 3 4.00 5.000000 (6/7,8) end 9\n".getBytes(ISO_8859_1);
    Replayed replayed =
        run("synthetic", Formats.SYNTHETIC, List.of(table, table, fewer), MUTATIONS * 20, LEAST);
    assertThat(replayed.replays).isGreaterThanOrEqualTo(LEAST);
  }

  @Test
  void onMutationsOfLetters() {
    byte[] table = bytes("a: S 5 S (sleeping),x end\nb:\tR\t12  D (disk sleep),Z\n");
    byte[] other = bytes("a: R 6 t (tracing stop),y end\nb:\tZ\t7  S (sleeping),I\n");
    Replayed replayed =
        run("letters", Formats.LETTERS, List.of(table, other, table, other), MUTATIONS * 20, LEAST);
    assertThat(replayed.replays).isGreaterThanOrEqualTo(LEAST);
  }

  @Test
  void replaysLettersThatChange() {
    Replayed replayed = new Replayed(Formats.LETTERS, SEED);
    replayed.next(bytes("a: S 5 S (sleeping),x end\n"));
    assertThat(replayed.next(bytes("a: D 1234 D (disk sleep),y end\n"))).isTrue();
    assertThat(replayed.next(bytes("a: R 7 t (tracing stop),y end\n"))).isTrue();
    assertThat(replayed.next(bytes("a: RR 7 t (tracing stop),y end\n"))).isFalse();
    assertThat(replayed.next(bytes("a: R 7 t (tracing stop),y end\n"))).isFalse();
    assertThat(replayed.next(bytes("a: R 7 t (Tracing stop),y end\n"))).isFalse();
  }

  /** A minus that becomes a digit makes the previous number longer. */
  @Test
  void onAMinusBetweenNumbersThatBecomesADigit() {
    for (int digits = 1; digits < 20; digits++) {
      Replayed replayed = new Replayed(Formats.ADJACENT, SEED);
      // Numbers are searched for at their positions in the first text, and the second one is
      // longer.
      replayed.next(bytes("1-0-0.000000-0\n1-1-1.111111-1\n"));
      String longer = "1".repeat(digits) + "-0-0.000000-0\n";
      replayed.next(bytes(longer + "1-1-1.111111-1\n"));
      replayed.next(bytes(longer + "114-1.111111-1\n"));
    }
  }

  @Test
  void onMutationsOfNumbersThatTouch() {
    byte[] table = "5-3-1.000000-7\n  12-0-0.000001-18446744073709551615\n".getBytes(ISO_8859_1);
    byte[] other = "0-0-0.000000-0\n 1-1-1.111111-1\n".getBytes(ISO_8859_1);
    run("adjacent", Formats.ADJACENT, List.of(table, other), MUTATIONS * 20);
  }

  @TestFactory
  Stream<DynamicTest> onTextsCutAnywhere() {
    return Corpus.FILES.stream()
        .map(
            file ->
                DynamicTest.dynamicTest(
                    file,
                    () -> {
                      List<byte[]> texts = moments(Corpus.variants().getFirst(), file);
                      Format format = Formats.ofFile(file);
                      Replayed replayed = new Replayed(format, SEED);
                      Replayed copied = new Replayed(format, SEED, true);
                      byte[] whole = texts.get(1);
                      int rejected = 0;
                      // Some of most texts, different ones in each run.
                      Random random = new Random(SEED);
                      int most = Math.max(1, whole.length / (2 * MUTATIONS));
                      for (int cut = 0; cut < whole.length; cut += 1 + random.nextInt(most)) {
                        feed(replayed, "whole", List.of(), texts.getFirst());
                        byte[] head = Arrays.copyOf(whole, cut);
                        feed(replayed, "cut at " + cut, List.of(whole), head);
                        if (cut > 0 && head[cut - 1] != '\n') {
                          assertThat(replayed.rejected).isEqualTo(++rejected);
                        }
                        rejected = replayed.rejected;
                        feed(replayed, "whole", List.of(), whole);
                        feed(copied, "copied, cut at " + cut, List.of(whole), head);
                        byte[] ended = Arrays.copyOf(whole, cut + 1);
                        ended[cut] = '\n';
                        feed(replayed, "ended at " + cut, List.of(whole), ended);
                        rejected = replayed.rejected;
                      }
                    }));
  }

  /** With {@code -Dprocfs.trees}: any files there, in every form. */
  @TestFactory
  Stream<DynamicTest> onMutationsOfAllFilesOfOtherTrees() throws IOException {
    String trees = System.getProperty("procfs.trees");
    if (trees == null) {
      return Stream.of();
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(Path.of(trees))) {
      files = all.filter(Files::isRegularFile).sorted().toList();
    }
    return files.stream()
        .map(
            path ->
                DynamicTest.dynamicTest(
                    path.toString(),
                    () -> {
                      byte[] bytes = Files.readAllBytes(path);
                      GENERIC.forEach(
                          (form, format) ->
                              run(path + " " + form, format, List.of(bytes), MUTATIONS / 40));
                    }));
  }

  /** A replay that always gives up would pass all of the above. */
  @ParameterizedTest
  @MethodSource("variants")
  void replaysWheneverOnlyNumbersChange(String variant) {
    for (String file : List.of("stat", "meminfo", "vmstat", "diskstats")) {
      Format format = Formats.ofFile(file);
      Replayed replayed = new Replayed(format, SEED);
      Mutations next = new Mutations(SEED);
      for (byte[] text : moments(variant, file)) {
        replayed.next(text);
        for (double share : new double[] {0, 0.01, 0.1, 0.5, 1, 1, 1, 0.1, 0}) {
          byte[] other = next.withOtherNumbers(text, share);
          assertThat(replayed.next(other))
              .as("seed %d, %s/%s, %s of the numbers changed", SEED, variant, file, share)
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("variants")
  void replaysTheNextMomentWhereNothingCameOrWent(String variant) {
    for (String file : Corpus.STEADY) {
      Replayed replayed = new Replayed(Formats.ofFile(file), SEED);
      replayed.next(Corpus.bytes(variant, "s0", file));
      assertThat(replayed.next(Corpus.bytes(variant, "s1", file))).as(file).isTrue();
    }
  }

  /**
   * Numbers that are close together are read in sequence, whatever one of them becomes, wherever it
   * is.
   */
  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "  ", "     ", " kB\nname:       ", "/", " x ", ""})
  void numbersCloseTogetherWhateverBecomesOfOneOfThem(String separator) {
    List<String> numbers =
        List.of("7", "00", "10", "999", "1234567", "12345678", "123456789", "18446744073709551615");
    List<String> others =
        List.of(
            "18446744073709551616",
            "-1",
            "",
            " 5",
            "\t5",
            "  5",
            "5 ",
            "5\t",
            "x",
            "5x",
            "5.0",
            "5\n",
            "\n5",
            "5/6",
            "5,",
            "0x1",
            ":",
            "\u0000",
            "5\u0000",
            "\u00e9");
    List<String> all = Stream.concat(numbers.stream(), others.stream()).toList();
    for (int place = 0; place < 16; place++) {
      Replayed replayed = new Replayed(UNSIGNED, SEED);
      for (String other : all) {
        for (int changed : new int[] {16, 3, 0}) { // all of them, those around it, only this one
          String[] run = new String[16];
          Arrays.fill(run, "1");
          replayed.next(bytes("run " + String.join(separator, run) + "\n"));
          for (int i = Math.max(0, place - changed); i < Math.min(16, place + changed); i++) {
            run[i] = "2";
          }
          run[place] = other;
          String text = "run " + String.join(separator, run) + "\n";
          boolean isReplayed = replayed.next(bytes(text));
          if (numbers.contains(other) && separator.startsWith(" ")) {
            assertThat(isReplayed).as("%s at %d", other, place).isTrue();
          }
          run[place] = "33"; // and from there to others again
          replayed.next(bytes("run " + String.join(separator, run) + "\n"));
          int cut = text.lastIndexOf(separator.isEmpty() ? "2" : separator);
          replayed.next(bytes(text.substring(0, Math.max(0, cut)) + "\n"));
        }
      }
    }
  }

  /** Even if a later number has the blanks that the previous one has lost. */
  @Test
  void separatorsOfARunThatChange() {
    byte[] run = bytes("a 1 2 3 4 5 6 7 8 9\nb 1 2 3 4 5 6 7 8 9\n");
    byte[] other = bytes("a 2 3 4 5 6 7 8 9 1\nb 2 3 4 5 6 7 8 9 1\n");
    for (int at = 0; at < other.length - 1; at++) {
      for (String instead : List.of("", " ", "\t", "\n", "0", "-", "x", ":", "  ", " 1", "1 ")) {
        for (int length = 0; length < 3; length++) {
          Replayed replayed = new Replayed(UNSIGNED, SEED);
          String text = new String(other, ISO_8859_1);
          replayed.next(run);
          replayed.next(
              bytes(
                  text.substring(0, at)
                      + instead
                      + text.substring(Math.min(text.length() - 1, at + length))));
          replayed.next(run);
          replayed.next(other);
        }
      }
    }
  }

  @Test
  void replaysNumbersThatOutgrowTheirPadding() {
    Replayed replayed = new Replayed(Formats.ofFile("diskstats"), SEED);
    replayed.next(bytes("   8       0 sda 1 2 3 4 5 6 7 8 9 10 11\n"));
    assertThat(replayed.next(bytes("   8       0 sda 10 2 3 4 5 6 7 8 9 10 11\n"))).isTrue();
    assertThat(replayed.next(bytes("1008       0 sda 10 2 3 4 5 6 7 8 9 10 11\n")))
        .as("without the blanks that stood before it")
        .isFalse();
    assertThat(replayed.next(bytes("1009       0 sda 10 2 3 4 5 6 7 8 9 10 11\n"))).isTrue();
  }

  @Test
  void replaysTrailingBlanksThatShrinkAsTheNumberGrows() {
    Replayed replayed = new Replayed(UNSIGNED, SEED);
    replayed.next(bytes("a 1     x\nb 2    \n"));
    assertThat(replayed.next(bytes("a 1000  x\nb 2222 \n"))).isTrue();
    assertThat(replayed.next(bytes("a 1     x\nb 2    \n"))).isTrue();
    assertThat(replayed.next(bytes("a 1     x\nb 22222\n"))).isFalse();
  }

  @Test
  void replaysNumbersOfEveryWidth() {
    // All combinations of widths, so that loads of eight bytes meet every boundary.
    Replayed replayed = new Replayed(UNSIGNED, SEED);
    List<String> numbers =
        IntStream.rangeClosed(1, 20)
            .boxed()
            .flatMap(
                digits ->
                    Stream.of(
                        "1".repeat(digits),
                        "1" + "0".repeat(digits - 1),
                        "0".repeat(digits - 1) + "9",
                        "12345678901234567890".substring(0, digits)))
            .toList();
    replayed.next(bytes("a 5 b 6\nc 7\n"));
    for (String one : numbers) {
      for (String other : numbers) {
        byte[] text = bytes("a %s b %s\nc %s\n".formatted(one, other, one));
        assertThat(replayed.next(text)).as("%s %s", one, other).isTrue();
      }
    }
  }

  @Test
  void aDifferenceAnywhereInALongTextIsFound() {
    // Within the first bytes, where eight are compared at a time, and far after them.
    StringBuilder line = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      line.append("word").append(i % 10).append(' ').append(i % 7).append(' ');
    }
    byte[] text = bytes(line.append('\n').toString());
    Replayed replayed = new Replayed(UNSIGNED, SEED);
    for (int at = 0; at < text.length - 1; at++) {
      byte[] other = text.clone();
      other[at] = (byte) (other[at] == '3' ? '4' : '3');
      replayed.next(text);
      replayed.next(other);
    }
  }

  @Test
  void anEmptyTextAfterAnother() {
    for (Format format : GENERIC.values()) {
      Replayed replayed = new Replayed(format, SEED);
      replayed.next(bytes("5.00\n"));
      replayed.next(bytes(""));
      replayed.next(bytes(""));
      replayed.next(bytes("5.00\n"));
    }
  }

  @Test
  void theEmptyTextIsReplayedToo() {
    Replayed replayed = new Replayed(Formats.ofFile("diskstats"), SEED);
    assertThat(replayed.next(bytes(""))).isFalse();
    assertThat(replayed.next(bytes(""))).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
