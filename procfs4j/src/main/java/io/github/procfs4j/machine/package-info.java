/** What is told about the machine once, as it stays the same during a measurement. */
@NullMarked
package io.github.procfs4j.machine;

import org.jspecify.annotations.NullMarked;
