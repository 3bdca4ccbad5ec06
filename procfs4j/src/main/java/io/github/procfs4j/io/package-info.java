/**
 * Descriptors, {@code pread} and errno: the only package that calls the C library, and the only one
 * that deals with files. The meaning of the bytes is not known here.
 */
@NullMarked
package io.github.procfs4j.io;

import org.jspecify.annotations.NullMarked;
