/**
 * What does not change while one measures: the kernel's version, its command line, the processors
 * and how they share cores and packages.
 *
 * <p>Each class of a file is an immutable value made from one text by a static {@code parse} method
 * that does no input or output itself. A text must be whole: the kernel ends each of them with a
 * newline, and a text without it is refused, so that a cut text never passes for a short one. What
 * the kernel did not print is absent, never zero; what is unknown here stays reachable under the
 * kernel's own name. Where bytes are not UTF-8, those beyond ASCII are shown as {@code \xNN}.
 */
@NullMarked
package io.github.procfs4j.machine;

import org.jspecify.annotations.NullMarked;
