package io.github.procfs4j.fuzz;

import java.io.IOException;
import java.util.List;
import java.util.Locale;

/** What is fuzzed, in seven families, each with its own target and seeds. */
enum Family {
  PARSERS(ParserTarget.class),
  REPLAY(ReplayTarget.class),
  RECORDINGS(RecordingTarget.class),
  NAMES(NameTarget.class),
  REPORTS(ReportTarget.class),
  TERMINAL(TerminalTarget.class),
  ROOTS(RootTarget.class);

  private final Class<?> targetClass;

  Family(Class<?> targetClass) {
    this.targetClass = targetClass;
  }

  /** The class that is passed to the fuzzer. */
  Class<?> targetClass() {
    return targetClass;
  }

  /** The heap of the fuzzer: for reports, not more than the longest one may take. */
  String heap() {
    return this == REPORTS ? "-Xmx256m" : "-Xmx1g";
  }

  /** Runs one input, and throws an exception if a fault is found. */
  void run(byte[] input) throws IOException {
    switch (this) {
      case PARSERS -> ParserTarget.fuzzerTestOneInput(input);
      case REPLAY -> ReplayTarget.fuzzerTestOneInput(input);
      case RECORDINGS -> RecordingTarget.fuzzerTestOneInput(input);
      case NAMES -> NameTarget.fuzzerTestOneInput(input);
      case REPORTS -> ReportTarget.fuzzerTestOneInput(input);
      case TERMINAL -> TerminalTarget.fuzzerTestOneInput(input);
      case ROOTS -> RootTarget.fuzzerTestOneInput(input);
    }
  }

  /** The initial inputs. */
  List<byte[]> seeds() {
    return switch (this) {
      case PARSERS -> Seeds.ofParsers();
      case REPLAY -> Seeds.ofReplay();
      case RECORDINGS -> Seeds.ofRecordings();
      case NAMES -> Seeds.ofNames();
      case REPORTS -> Seeds.ofReports();
      case TERMINAL -> Seeds.ofTerminal();
      case ROOTS -> Seeds.ofRoots();
    };
  }

  /** Its name in paths and on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
