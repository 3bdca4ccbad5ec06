/**
 * The entry point: a tree of procfs, and everything that can be read from it.
 *
 * <p>Rules that hold in all packages:
 *
 * <ul>
 *   <li><b>Absence.</b> What the kernel did not print is absent, never 0: an empty {@link
 *       java.util.OptionalLong}, or a {@link java.util.NoSuchElementException} that states what it
 *       depends on. A figure without a value is NaN. Package {@code sampling} describes how an
 *       absent file is reported.
 *   <li><b>Units.</b> Amounts are in the base unit, sizes in bytes; times are in the unit at the
 *       end of the method's name, {@code Nanos}, {@code Micros} or {@code Seconds}, or in the
 *       kernel's ticks. Methods take times as {@link java.time.Duration}.
 *   <li><b>Look-up</b> is by constant, such as {@code StatColumns.CPU_USER} or {@code Stat.cpu(0)};
 *       or by the kernel's name.
 *   <li><b>Numbers of processes</b> and threads are {@code long}.
 *   <li><b>Nulls</b> are rejected with a {@link NullPointerException} that names the parameter.
 *   <li><b>Exceptions</b> for absent, unreadable or malformed files are {@link
 *       io.github.procfs4j.text.ProcfsException}s.
 *   <li><b>Threads and closing.</b> Package {@code sampling} describes what may be shared, and what
 *       closing means.
 * </ul>
 */
@NullMarked
package io.github.procfs4j;

import org.jspecify.annotations.NullMarked;
