package io.github.procfs4j.sampling;

import io.github.procfs4j.model.Reading;
import java.nio.file.Path;

/** A reading that contains the root of its file. */
public interface FileReading extends Reading {
  /**
   * {@return the directory to which the name of the file is relative: {@code /proc}, or the root of
   * another tree of procfs}
   */
  Path root();
}
