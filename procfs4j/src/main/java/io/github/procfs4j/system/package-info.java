/**
 * The system-wide files that are sampled. Each has a class with its description, its plain parser
 * and its typed view.
 *
 * <p>Samplers and recordings are requested with {@code FILE} of each class. Columns and keys have
 * the kernel's names; methods have Java names.
 */
@NullMarked
package io.github.procfs4j.system;

import org.jspecify.annotations.NullMarked;
