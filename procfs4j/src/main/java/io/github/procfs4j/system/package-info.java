/**
 * The system-wide files that are sampled, a class for each: its description, its plain parser and
 * its typed view, and nothing else.
 *
 * <p>{@code FILE} of each class is what samplers and recordings are asked for. Columns and keys
 * have the kernel's names, methods those of Java.
 */
@NullMarked
package io.github.procfs4j.system;

import org.jspecify.annotations.NullMarked;
