package io.github.procfs4j.sampling;

import io.github.procfs4j.io.Buffer;
import io.github.procfs4j.io.Errno;
import io.github.procfs4j.io.KeptFile;
import java.nio.file.Path;

/** The text of a sampled file, which is read again and again. */
interface ReadText extends AutoCloseable {
  /**
   * Reads the complete text.
   *
   * @return its length in bytes, or the negative error number
   */
  int read(Buffer into);

  /** Whether this many bytes are the complete text, as {@link KeptFile#isOfSize}. */
  boolean isOfSize(int bytes);

  /** Why the last reading failed, in words. */
  default String reason(int errno) {
    return Errno.text(errno);
  }

  /**
   * Whether the last reading failed for another reason than the kernel's version and options: there
   * is no file of that name on any kernel, or it has been there before.
   */
  default boolean isKernelWithoutFault() {
    return false;
  }

  /** Closes all descriptors; the next read opens the files again. */
  @Override
  void close();

  /** The text of a file at a path. */
  static ReadText of(SampledFile<?> file, Path root, Path at, FileOpener opener) {
    if (file.gathering().reach() != Gathering.Reach.NONE) {
      return GatheredText.of(file, root, at);
    }
    KeptFile kept = opener.at(root, at, file.printing() == Printing.ONE_CALL);
    return new ReadText() {
      @Override
      public int read(Buffer into) {
        return kept.read(into);
      }

      @Override
      public boolean isOfSize(int bytes) {
        return kept.isOfSize(bytes);
      }

      @Override
      public void close() {
        kept.close();
      }
    };
  }
}
