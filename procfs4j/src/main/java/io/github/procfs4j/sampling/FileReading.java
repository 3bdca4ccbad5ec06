package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Reading;
import java.nio.file.Path;

/** A reading that knows below which root its file stands. */
public interface FileReading extends Reading {
  /**
   * The directory that the file's name is relative to: {@code /proc}, or where else a tree of
   * procfs stands.
   */
  Path root();
}
