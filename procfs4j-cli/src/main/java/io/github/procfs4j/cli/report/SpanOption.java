package io.github.procfs4j.cli.report;

import io.github.procfs4j.recording.Recording;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The part of a recording that a command is about. */
public final class SpanOption {
  @Spec(Spec.Target.MIXEE)
  private @Nullable CommandSpec command;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      description = "Leaves out everything before this time.")
  private @Nullable String from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "Leaves out everything after this time.")
  private @Nullable String until;

  /**
   * The part of a recording.
   *
   * @throws ParameterException if a time cannot be parsed, or nothing was recorded between them
   */
  public Span of(Recording recording) {
    try {
      return Span.of(recording, from, until);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          Objects.requireNonNull(command).commandLine(), e.getMessage(), e);
    }
  }
}
