package io.github.procfs4j.model;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An array that grows, of which snapshots are taken as it changes. A snapshot shares with the array
 * all that did not change since: to take one costs a reference for each {@value #PART} elements,
 * and the first change after it in each part a copy of that part.
 */
final class Snapshots<T> {
  static final int PART = 256;

  private @Nullable Object[][] parts;

  /** Which parts a snapshot has too. */
  private boolean[] isShared;

  Snapshots() {
    this(new Object[0][]);
  }

  private Snapshots(@Nullable Object[][] parts) {
    this.parts = parts;
    isShared = new boolean[parts.length];
  }

  /** The element there; null if none was set. */
  @SuppressWarnings("unchecked") // nothing else is set
  @Nullable T get(int i) {
    int part = i / PART;
    return part < parts.length ? (T) parts[part][i % PART] : null;
  }

  /** Whether all elements of the part that this one is in are the same objects in both. */
  @SuppressWarnings("ReferenceEquality") // the same array is meant
  boolean sharesPart(int i, Snapshots<T> other) {
    int part = i / PART;
    return part < parts.length && part < other.parts.length && parts[part] == other.parts[part];
  }

  /** Sets the element there. */
  void set(int i, @Nullable T element) {
    int part = i / PART;
    if (part >= parts.length) {
      grow(part + 1);
    }
    if (isShared[part]) {
      parts[part] = parts[part].clone();
      isShared[part] = false;
    }
    parts[part][i % PART] = element;
  }

  private void grow(int count) {
    int before = parts.length;
    parts = Arrays.copyOf(parts, count);
    for (int part = before; part < count; part++) {
      parts[part] = new Object[PART];
    }
    isShared = Arrays.copyOf(isShared, count);
  }

  /** As it is now, for ever. */
  Snapshots<T> snapshot() {
    Arrays.fill(isShared, true);
    Snapshots<T> snapshot = new Snapshots<>(parts.clone());
    Arrays.fill(snapshot.isShared, true);
    return snapshot;
  }
}
