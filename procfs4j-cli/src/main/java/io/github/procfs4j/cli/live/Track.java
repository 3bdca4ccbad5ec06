package io.github.procfs4j.cli.live;

import io.github.procfs4j.model.Playback;
import java.util.function.Supplier;

/**
 * A source of which there are samples of a time.
 *
 * @param name its name
 * @param periodNanos the time from one sample to the next
 * @param samples its samples, from the earliest
 */
record Track(String name, long periodNanos, Supplier<Playback> samples) {}
