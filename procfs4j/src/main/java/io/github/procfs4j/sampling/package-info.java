/**
 * Sampling: files that are read repeatedly, and the recorder that runs many samplers on one clock.
 *
 * <p><b>What changes and what does not.</b> A {@link io.github.procfs4j.sampling.Snapshot}, the
 * view that a method of {@code Procfs} returns, and {@link
 * io.github.procfs4j.sampling.Sampler#copy()} are immutable, and may be passed to any thread. A
 * {@link io.github.procfs4j.sampling.Sampler}, its {@linkplain
 * io.github.procfs4j.sampling.Sampler#view() view}, its intervals and its handles show each sample
 * in turn.
 *
 * <p><b>Threads.</b> A sampler, and what shows its samples, must be used by one thread at a time:
 * if a second one samples, copies or closes it meanwhile, that thread gets an {@link
 * IllegalStateException}. A {@link io.github.procfs4j.sampling.Recorder} runs on one thread, and
 * any thread may stop it. A {@link io.github.procfs4j.sampling.Shared} source and its readers may
 * be used by multiple threads.
 *
 * <p><b>Closing</b> is final: sampling something that is closed throws {@link
 * IllegalStateException}. The last sample and the history remain available. A sampler that is never
 * closed is closed when it is garbage collected.
 *
 * <p><b>Absence.</b> A value that a file does not contain is an empty {@link
 * java.util.OptionalLong} or, if the method returns a {@code long}, a {@link
 * java.util.NoSuchElementException} that states what the value depends on; never 0, -1 or null. A
 * sample that fails returns an {@link io.github.procfs4j.sampling.Outcome} other than {@code
 * SAMPLED}; a single reading that fails throws {@link
 * io.github.procfs4j.sampling.UnreadableException}.
 */
@NullMarked
package io.github.procfs4j.sampling;

import org.jspecify.annotations.NullMarked;
