/**
 * Numbered programs, to be read in this order. {@code ./sample} lists them, and {@code ./sample 2}
 * runs the second one.
 */
package io.github.procfs4j.samples;
