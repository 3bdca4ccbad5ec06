package io.github.procfs4j.process;

import io.github.procfs4j.io.Listing;

/**
 * Directories of a copied tree that have the number of a process or thread for a name, and hold no
 * files. They are passed over in most listings, so that a hundred thousand of them cost a sample
 * little more than to list them.
 */
final class EmptyDirectories {
  /** Each is looked into in one of so many listings, and not all of them in the same one. */
  static final int LISTINGS = 16;

  /** Those to be passed over in this listing, in ascending order. */
  private Listing known = new Listing();

  /** The same for the next one. */
  private Listing coming = new Listing();

  private int next;
  private long listing;

  /** Adds one, which was looked into. */
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
   * Whether this is one, and not to be looked into now.
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
