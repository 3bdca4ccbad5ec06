/**
 * Sampling: files that are read again and again, and the recorder that runs many samplers on one
 * clock.
 *
 * <p><b>What changes and what does not.</b> A {@link io.github.procfs4j.sampling.Snapshot}, the
 * view that a method of {@code Procfs} returns, and {@link
 * io.github.procfs4j.sampling.Sampler#copy()} never change, and may be handed to any thread. A
 * {@link io.github.procfs4j.sampling.Sampler}, its {@linkplain
 * io.github.procfs4j.sampling.Sampler#view() view}, its intervals and its handles show each sample
 * in turn.
 *
 * <p><b>Threads.</b> A sampler, and what shows its samples, is for one thread at a time: if a
 * second one samples, copies or closes it meanwhile, that thread gets an {@link
 * IllegalStateException}. A {@link io.github.procfs4j.sampling.Recorder} runs on one thread and is
 * stopped from any. A {@link io.github.procfs4j.sampling.Shared} source and its readers are for any
 * number of threads.
 *
 * <p><b>Closing</b> is final: sampling what is closed is an {@link IllegalStateException}. The last
 * sample and the history stay. A sampler that was forgotten is closed after the garbage collector
 * has found it.
 *
 * <p><b>Absence.</b> What a file lacks is an empty {@link java.util.OptionalLong}, or a {@link
 * java.util.NoSuchElementException} that says what it depends on where the method returns a {@code
 * long}; never 0, -1 or null. A sample that fails is an {@link io.github.procfs4j.sampling.Outcome}
 * other than {@code SAMPLED}; a single reading that fails is an {@link
 * io.github.procfs4j.sampling.UnreadableException}.
 */
@NullMarked
package io.github.procfs4j.sampling;

import org.jspecify.annotations.NullMarked;
