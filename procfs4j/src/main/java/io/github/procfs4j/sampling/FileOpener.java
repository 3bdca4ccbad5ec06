package io.github.procfs4j.sampling;

import io.github.procfs4j.io.KeptFile;
import java.nio.file.Path;

/** How a file is opened: {@link KeptFile#at} or {@link KeptFile#once}. */
@FunctionalInterface
interface FileOpener {
  KeptFile at(Path root, Path path, boolean isPrintedByOneCall);
}
