package io.github.procfs4j.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What is fuzzed, in four families of which each has a target and seeds of its own. */
enum Family {
  PARSERS(ParserTarget.class),
  REPLAY(ReplayTarget.class),
  RECORDINGS(RecordingTarget.class),
  NAMES(NameTarget.class);

  private final Class<?> targetClass;

  Family(Class<?> targetClass) {
    this.targetClass = targetClass;
  }

  /** The class that the fuzzer is given. */
  Class<?> targetClass() {
    return targetClass;
  }

  /** Runs one input, and throws if something is found. */
  void run(byte[] input) throws IOException {
    switch (this) {
      case PARSERS -> ParserTarget.fuzzerTestOneInput(input);
      case REPLAY -> ReplayTarget.fuzzerTestOneInput(input);
      case RECORDINGS -> RecordingTarget.fuzzerTestOneInput(input);
      case NAMES -> NameTarget.fuzzerTestOneInput(input);
    }
  }

  /** Inputs to begin with. */
  List<byte[]> seeds() {
    return switch (this) {
      case PARSERS -> Seeds.ofParsers();
      case REPLAY -> Seeds.ofReplay();
      case RECORDINGS -> Seeds.ofRecordings();
      case NAMES -> Seeds.ofNames();
    };
  }

  /** Its name in paths and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
