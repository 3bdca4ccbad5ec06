package io.github.procfs4j.sampling;

/** How the kernel prints a file, which decides when its text is known to be whole. */
public enum Printing {
  /**
   * By one {@code show} call ({@code single_open} in the kernel's source): the whole text comes
   * with one {@code pread} if the buffer is large enough, so that a short read is the end. A second
   * read, only to see the end, would cost 0.4 µs.
   */
  ONE_CALL,
  /**
   * Record by record ({@code seq_operations}): the text comes in pieces of about a page, and only a
   * read of no bytes is the end.
   */
  RECORDS
}
