package io.github.procfs4j.model.slots;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A growing array of which snapshots are taken while it changes. A snapshot shares with the array
 * everything that has not changed since: taking one costs a reference for each {@value #PART}
 * elements, and after it, the first change in each part costs a copy of that part.
 */
final class Snapshots<T> {
  static final int PART = 256;

  private @Nullable Object[][] parts;

  /** The parts that a snapshot shares. */
  private boolean[] isShared;

  Snapshots() {
    this(new Object[0][]);
  }

  private Snapshots(@Nullable Object[][] parts) {
    this.parts = parts;
    isShared = new boolean[parts.length];
  }

  /** The {@code i}-th element; null if none was set. */
  @SuppressWarnings("unchecked") // nothing else is ever set
  @Nullable T get(int i) {
    int part = i / PART;
    return part < parts.length ? (T) parts[part][i % PART] : null;
  }

  /** Whether all elements in the part of this one are the same objects in both. */
  @SuppressWarnings("ReferenceEquality") // identity is meant
  boolean sharesPart(int i, Snapshots<T> other) {
    int part = i / PART;
    return part < parts.length && part < other.parts.length && parts[part] == other.parts[part];
  }

  /** Sets the {@code i}-th element. */
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

  /** An immutable snapshot of the current elements. */
  Snapshots<T> snapshot() {
    Arrays.fill(isShared, true);
    Snapshots<T> snapshot = new Snapshots<>(parts.clone());
    Arrays.fill(snapshot.isShared, true);
    return snapshot;
  }
}
