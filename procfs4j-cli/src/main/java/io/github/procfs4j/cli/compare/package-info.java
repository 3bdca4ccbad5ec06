/** Two groups of recordings compared: which figures differ, by how much, and how sure that is. */
@NullMarked
package io.github.procfs4j.cli.compare;

import org.jspecify.annotations.NullMarked;
