/**
 * The system-wide files that are sampled, a class for each: its description, its plain parser and
 * its typed view, and nothing else.
 */
@NullMarked
package io.github.procfs4j.system;

import org.jspecify.annotations.NullMarked;
