package io.github.procfs4j.cli.compare;

import io.github.procfs4j.cli.options.Messages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs of two commands in turn, each recorded to a file of one directory. */
final class Study {
  private static final int MOST_REPETITIONS = 3;
  private static final String ENDING = ".rec";

  /** Runs one of the commands. */
  interface Runner {
    /** Runs command A or B once, recorded to this file; returns its exit code. */
    int run(boolean isA, Path file) throws IOException;
  }

  /** Decides whether a run can be compared. */
  interface Judge {
    /** What disturbed a recorded run; empty if nothing did. */
    String disturbance(Path file) throws IOException;
  }

  private final Path directory;
  private final int runs;
  private final boolean repeats;
  private final Runner runner;
  private final Judge judge;
  private final Consumer<String> say;
  private final List<Path> ofA = new ArrayList<>();
  private final List<Path> ofB = new ArrayList<>();

  /** Where the recording of the run that is under way goes; null if there is none. */
  private @Nullable Path underWay;

  /** The name of that recording. */
  private String nameUnderWay = "";

  /**
   * Creates a study.
   *
   * @param directory the directory of the recordings, which exists and is empty
   * @param runs how often each command runs
   * @param repeats whether disturbed runs are repeated
   * @param say receives messages
   */
  Study(
      Path directory, int runs, boolean repeats, Runner runner, Judge judge, Consumer<String> say) {
    this.directory = directory;
    this.runs = runs;
    this.repeats = repeats;
    this.runner = runner;
    this.judge = judge;
    this.say = say;
  }

  /**
   * Runs the commands in pairs, in an order that chance decides.
   *
   * @return whether all runs succeeded
   */
  boolean run(SplittableRandom random) throws IOException {
    create(directory.resolve("a"));
    create(directory.resolve("b"));
    for (int i = 1; i <= runs; i++) {
      boolean isAFirst = random.nextBoolean();
      for (boolean isA : new boolean[] {isAFirst, !isAFirst}) {
        if (!run(isA, i)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Runs a command, again if it is disturbed; returns whether it succeeded. */
  private boolean run(boolean isA, int number) throws IOException {
    String name = String.format(Locale.ROOT, "%0" + digits() + "d", number);
    Path file = directory.resolve(isA ? "a" : "b").resolve(name + ENDING);
    String run = "run %d of %s (%s)".formatted(number, isA ? "A" : "B", file);
    for (int attempt = 1; ; attempt++) {
      begin(file, (isA ? "a-" : "b-") + name);
      int code = runner.run(isA, file);
      if (code != 0) {
        say.accept(run + " failed with exit code " + code + abandon());
        return false;
      }
      end();
      String disturbance = judge.disturbance(file);
      boolean isRepeated = repeats && !disturbance.isEmpty() && attempt <= MOST_REPETITIONS;
      if (!disturbance.isEmpty()) {
        say.accept(run + " was disturbed: " + disturbance + (isRepeated ? "; it is repeated" : ""));
      }
      if (!isRepeated) {
        (isA ? ofA : ofB).add(file);
        return true;
      }
      Path ignored = moved(file, "disturbed", (isA ? "a-" : "b-") + name + "-" + attempt);
    }
  }

  private synchronized void begin(Path file, String name) {
    underWay = file;
    nameUnderWay = name;
  }

  private synchronized void end() {
    underWay = null;
  }

  /**
   * Moves the recording of the run that is under way to where it is not compared with others.
   * Called by another thread if a signal ends the study.
   *
   * @return where it is now, as the end of a sentence; empty if there is none
   */
  synchronized String abandon() {
    Path file = underWay;
    underWay = null;
    try {
      return file == null || !Files.exists(file)
          ? ""
          : "; its recording is now " + moved(file, "failed", nameUnderWay);
    } catch (IOException e) {
      return "; its recording stays: " + Messages.of(e);
    }
  }

  /** What there is to compare, and how. */
  String kept() {
    long runsOfA = count(directory.resolve("a"));
    long runsOfB = count(directory.resolve("b"));
    String kept =
        "%s has %s of A and %s of B"
            .formatted(
                directory,
                Sentences.counted(runsOfA, "complete run"),
                Sentences.counted(runsOfB, "complete run"));
    return runsOfA == 0 || runsOfB == 0
        ? kept
        : kept
            + "; procfs diff %s -- %s compares them"
                .formatted(directory.resolve("a"), directory.resolve("b"));
  }

  private static long count(Path directory) {
    try (Stream<Path> files = Files.list(directory)) {
      return files.count();
    } catch (IOException e) {
      return 0; // it was not created yet, or removed
    }
  }

  /** So that names are in the order of the runs. */
  private int digits() {
    return Math.max(2, Integer.toString(runs).length());
  }

  private Path moved(Path file, String reason, String name) throws IOException {
    Path kept = directory.resolve(reason);
    if (!Files.exists(kept)) {
      create(kept);
    }
    return Files.move(file, kept.resolve(name + ENDING));
  }

  /** Creates a directory that only its owner can read. */
  static void create(Path directory) throws IOException {
    Files.createDirectory(
        directory,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  /** The recordings of the runs of A that can be compared. */
  List<Path> ofA() {
    return ofA;
  }

  /** The recordings of the runs of B that can be compared. */
  List<Path> ofB() {
    return ofB;
  }
}
