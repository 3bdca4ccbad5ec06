/**
 * Descriptors, {@code pread}, and errno: the only room that calls the C library, and the only one
 * that knows that what it reads is a file. It knows nothing of what the bytes mean.
 */
@NullMarked
package io.github.procfs4j.io;

import org.jspecify.annotations.NullMarked;
