package io.github.procfs4j.processes;

import io.github.procfs4j.io.Listing;

/**
 * Directories of a copied tree that are named like a process or thread but contain no files. They
 * are skipped in most listings, so that a hundred thousand of them cost a sample little more than
 * listing them.
 */
final class EmptyDirectories {
  /**
   * Each directory is examined in one of this many listings, and not all of them in the same one.
   */
  static final int LISTINGS = 16;

  /** The directories to skip in this listing, in ascending order. */
  private Listing known = new Listing();

  /** The directories to skip in the next listing. */
  private Listing coming = new Listing();

  private int next;
  private long listing;

  /** Adds a directory that has been examined. */
  void add(long number) {
    coming.add(number);
  }

  /** Begins a listing. */
  void begin() {
    Listing last = known;
    known = coming;
    known.sort();
    coming = last;
    coming.clear();
    next = 0;
    listing++;
  }

  /**
   * Whether this is a known empty directory that is not to be examined now.
   *
   * @param number the next one of the listing, in ascending order
   */
  boolean passOver(long number) {
    while (next < known.count() && known.number(next) < number) {
      next++;
    }
    boolean isEmpty = next < known.count() && known.number(next) == number;
    if (!isEmpty || (number + listing) % LISTINGS == 0) {
      return false;
    }
    coming.add(number);
    return true;
  }
}
