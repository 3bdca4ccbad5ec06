/** The report of a recording for people: on the terminal, and as a page for the browser. */
@NullMarked
package io.github.procfs4j.cli.report;

import org.jspecify.annotations.NullMarked;
