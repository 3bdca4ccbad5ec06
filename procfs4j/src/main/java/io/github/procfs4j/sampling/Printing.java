package io.github.procfs4j.sampling;

/** How the kernel prints a file, which determines when its text is complete. */
public enum Printing {
  /**
   * In one {@code show} call ({@code single_open} in the kernel's source): one {@code pread}
   * returns the complete text if the buffer is large enough, so that a short read reaches its end.
   * A second read, only to detect the end, would cost 0.4 µs.
   */
  ONE_CALL,
  /**
   * Record by record ({@code seq_operations}): the text is returned in pieces of about a page, and
   * only a read of 0 bytes marks its end.
   */
  RECORDS
}
