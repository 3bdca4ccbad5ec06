/** The entry: a tree of procfs, and everything that can be read from it. */
@NullMarked
package io.github.procfs4j;

import org.jspecify.annotations.NullMarked;
