/** The entry to a mounted or recorded /proc, and what all rooms share. */
@NullMarked
package io.github.procfs4j;

import org.jspecify.annotations.NullMarked;
