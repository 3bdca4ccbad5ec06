/** Files of one process or thread, each a class, and the directory that they stand in. */
@NullMarked
package io.github.procfs4j.process;

import org.jspecify.annotations.NullMarked;
