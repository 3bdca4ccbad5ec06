/**
 * Facts that do not change while a machine is measured: the kernel's version, its command line, the
 * processors and how they share cores and packages.
 *
 * <p>Each class for a file is an immutable value created from one text by a static {@code parse}
 * method, which does no input or output itself. A text must be complete: the kernel ends each of
 * them with a newline, and a text without one is rejected, so that a truncated text is never taken
 * for a short one. What the kernel did not print is absent, never zero; what this library does not
 * know remains available under the kernel's name. If bytes are not valid UTF-8, those beyond ASCII
 * are shown as {@code \xNN}.
 */
@NullMarked
package io.github.procfs4j.machine;

import org.jspecify.annotations.NullMarked;
